//! Hosts by the names that facts list them under.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{left_out, rows};
use crate::facts::Facts;
use crate::report::{Object, ObjectKind};
use crate::terms::Subject;

/// The hosts of each name.
pub struct Hosts<'a> {
    facts: &'a Facts,
    named: HashMap<Cow<'a, str>, Vec<usize>>,
}

impl<'a> Hosts<'a> {
    /// Every host of the facts.
    pub fn new(facts: &'a Facts) -> Self {
        let mut named: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
        for (at, host) in facts.identity.of(Subject::Host).iter().enumerate() {
            named.entry(host.name.as_str().into()).or_default().push(at);
            if let Some((listed, _)) = left_out::listed(facts, at) {
                named.entry(listed.into()).or_default().push(at);
            }
        }
        Self { facts, named }
    }

    /// The position of a host by its name, as something in a cluster sees it: vCenter keeps names apart within a
    /// cluster. `None` where nobody can tell which one is meant.
    pub fn position(&self, name: &str, cluster: Option<usize>) -> Option<usize> {
        let all = self.named.get(name).map_or(&[][..], Vec::as_slice);
        let near = |at: &&usize| rows::cluster_of(self.facts, Subject::Host, **at) == cluster;
        let mut here = all.iter().filter(near);
        match (all, here.next(), here.next()) {
            ([at], ..) | (_, Some(at), None) => Some(*at),
            _ => None,
        }
    }

    /// The host of a name, as [`Hosts::position`]; it has a name alone where that is none.
    pub fn named(&self, name: &str, cluster: Option<usize>) -> Object {
        match self.position(name, cluster) {
            Some(at) => rows::object(self.facts, Subject::Host, at),
            None => Object {
                kind: ObjectKind::Host,
                id: String::new(),
                name: name.to_owned(),
                path: String::new(),
            },
        }
    }
}
