//! Properties nobody asked for, marked on every object.

use std::collections::BTreeMap;

use super::{Inventory, Object, ReasonKind, Unreadable};

impl Inventory {
    /// Makes the properties of [`not_asked`](Self::not_asked) unreadable on every object of their
    /// type, so that they cannot be taken for unset. A reader calls this once all objects are there.
    pub fn apply_not_asked(&mut self) {
        let not_asked = &self.not_asked;
        macro_rules! apply {
            ($($list:ident),*) => { $( mark(&mut self.$list, not_asked); )* };
        }
        super::every_list!(apply);
    }
}

fn mark<T: Object>(objects: &mut [T], not_asked: &BTreeMap<String, BTreeMap<String, ReasonKind>>) {
    for (path, kind) in not_asked.get(T::TYPE).into_iter().flatten() {
        let why = Unreadable::new(*kind, "");
        for object in &mut *objects {
            object.set_unreadable(path, why.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{HostSystem, Prop};
    use super::*;

    #[test]
    fn what_was_not_asked_is_not_unset() {
        let paths = BTreeMap::from([("config.network".to_owned(), ReasonKind::NotCollected)]);
        let mut inventory = Inventory {
            not_asked: BTreeMap::from([("HostSystem".to_owned(), paths)]),
            hosts: vec![HostSystem::new("host-1".into()), HostSystem::new("host-2".into())],
            ..Inventory::default()
        };
        inventory.apply_not_asked();
        for host in &inventory.hosts {
            assert_eq!(host.unreadable("config.network").map(|why| why.kind), Some(ReasonKind::NotCollected));
            assert_eq!(host.network_refs, Prop::Unset);
        }
    }
}
