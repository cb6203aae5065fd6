//! Inventory paths such as `/Tokyo/host/LMS-HA`, from the parents of objects.

use std::collections::HashMap;

use super::*;

/// Names and parents of everything, to build inventory paths on demand.
pub struct Paths<'a> {
    nodes: HashMap<&'a str, Node<'a>>,
}

struct Node<'a> {
    name: Option<&'a str>,
    parent: Option<&'a Id>,
    is_datacenter: bool,
}

impl<'a> Paths<'a> {
    /// Indexes the objects that can be an ancestor.
    pub fn new(inventory: &'a Inventory) -> Self {
        let mut nodes = HashMap::new();
        macro_rules! add {
            (@$list:ident $object:ident true) => {
                for object in &inventory.$list {
                    nodes.insert(object.id.as_str(), Node {
                        name: object.name.known().map(|name| name.as_str()),
                        parent: object.parent.known().map(|parent| &parent.id),
                        is_datacenter: $object::TYPE == Datacenter::TYPE,
                    });
                }
            };
            (@$list:ident $object:ident false) => {};
            ($( $(#[$meta:meta])* $list:ident: $object:ident {
                $(called: $kind:ident,)? view: $view:literal, also: $also:tt, holds: $holds:tt
            } )*) => { $( add!(@$list $object $holds); )* };
        }
        object_types!(add);
        Self { nodes }
    }

    /// Path of an object from its parent and name, as govc prints it: the root folder is not named.
    /// An ancestor that cannot be read shows as `…`.
    pub fn of(&self, parent: &Prop<MoRef>, name: &str) -> String {
        let mut parts = vec![name];
        let mut next = parent.known().map(|parent| &parent.id);
        // No real inventory nests this deep; the bound guards against a loop of parents.
        for _ in 0..64 {
            let Some(id) = next else { break };
            match self.nodes.get(id.as_str()) {
                // The root folder has no parent and no place in the path.
                Some(node) if node.parent.is_none() && node.name.is_some() => break,
                Some(node) => {
                    parts.push(node.name.unwrap_or("…"));
                    next = node.parent;
                }
                None => {
                    parts.push("…");
                    break;
                }
            }
        }
        let mut path = String::new();
        for part in parts.iter().rev() {
            path.push('/');
            path.push_str(part);
        }
        path
    }

    /// Id of the datacenter above `parent`, if one can be seen.
    pub fn datacenter(&self, parent: &Prop<MoRef>) -> Option<&'a str> {
        let mut next = parent.known().map(|parent| parent.id.as_str());
        for _ in 0..64 {
            let (id, node) = self.nodes.get_key_value(next?)?;
            if node.is_datacenter {
                return Some(id);
            }
            next = node.parent.map(|parent| parent.as_str());
        }
        None
    }
}
