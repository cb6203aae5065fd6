//! What the API says of its types: `tests/vsphere-types/types.tsv`, in memory.

use std::collections::BTreeMap;

use crate::inventory::ApiVersion;

const TABLE: &str = include_str!("../../../../tests/vsphere-types/types.tsv");

/// The types by name.
pub struct Table(BTreeMap<&'static str, Type>);

struct Type {
    parent: &'static str,
    since: ApiVersion,
    members: BTreeMap<&'static str, Member>,
}

/// A property, or the result of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Name of the type, without marks.
    pub of: &'static str,
    pub reference: bool,
    pub array: bool,
    pub optional: bool,
    pub since: ApiVersion,
}

impl Table {
    pub fn read() -> Self {
        let mut types = BTreeMap::new();
        let mut last = "";
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns[..] {
                ["", name, kind, since, ..] => {
                    let ty: &mut Type = types.get_mut(last).unwrap();
                    ty.members.insert(name, member(kind, since));
                }
                [_, name, parent, since] => {
                    last = name;
                    let ty = Type { parent, since: version(since), members: BTreeMap::new() };
                    assert!(types.insert(name, ty).is_none(), "{name} stands twice");
                }
                _ => panic!("'{line}'"),
            }
        }
        Self(types)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Since when there is a type; values without members were always there.
    pub fn since(&self, name: &str) -> ApiVersion {
        self.0.get(name).map_or_else(ApiVersion::default, |ty| ty.since)
    }

    /// Whether one type is the other or derived from it.
    pub fn is_a(&self, name: &str, base: &str) -> bool {
        self.line(name).any(|one| one == base)
    }

    /// A type and those that it is derived from.
    fn line<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        std::iter::successors(Some(name), |name| self.0.get(*name).map(|ty| ty.parent))
    }

    /// A property of a type, its own or inherited.
    pub fn member(&self, of: &str, name: &str) -> Option<Member> {
        self.line(of).find_map(|one| self.0.get(one)?.members.get(name).copied())
    }

    /// The same in a type or in any that is derived from it.
    pub fn members(&self, of: &str, name: &str) -> Vec<Member> {
        let derived = self.0.keys().filter(|one| self.is_a(one, of));
        let mut found: Vec<Member> = Vec::new();
        for member in derived.filter_map(|one| self.member(one, name)) {
            if !found.contains(&member) {
                found.push(member);
            }
        }
        found
    }

    /// A method by its name, whatever object has it.
    pub fn method(&self, name: &str) -> Option<Member> {
        let call = format!("{name}()");
        self.0.values().find_map(|ty| ty.members.get(call.as_str()).copied())
    }
}

fn member(text: &'static str, since: &str) -> Member {
    let (text, optional) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
    let (text, array) = text.strip_suffix("[]").map_or((text, false), |text| (text, true));
    let (of, reference) = text.strip_prefix('&').map_or((text, false), |text| (text, true));
    Member { of, reference, array, optional, since: version(since) }
}

fn version(text: &str) -> ApiVersion {
    ApiVersion::parse(text).unwrap()
}
