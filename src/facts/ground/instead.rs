//! What hosts that lack something have in its place.

use std::collections::BTreeMap;

use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};

/// What hosts that lack something have in its place.
pub struct Instead {
    /// Hosts by what they have.
    pub values: Grouping,
    /// The hosts.
    pub on: List<Name>,
    /// Hosts that lack nothing, or have something in its place.
    pub accounted_on: HostSplit,
}

/// What `has` finds in place of something on the hosts that do not have it, by `on`.
pub fn instead<'a>(
    scope: &Scope<'a, '_>,
    on: &HostSplit,
    has: impl Fn(&Member<'a>) -> Fact<Vec<Name>>,
) -> Instead {
    let found = |member: &Member<'a>| -> Fact<Vec<Name>> {
        if scope.answer(on, member)? { Ok(Vec::new()) } else { has(member) }
    };
    let (mut hosts, mut why) = (BTreeMap::<Name, Vec<Name>>::new(), Vec::new());
    let (mut values, mut list) = (Grouping::default(), List::default());
    for member in scope.hosts.iter().filter(|member| scope.is_listed(member)) {
        match found(member) {
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                list.items.push(scope.listed(member));
                for value in found {
                    hosts.entry(value).or_default().push(scope.listed(member));
                }
            }
            Err(unread) => {
                values.unclear.push(scope.listed(member));
                why.push(unread);
            }
        }
    }
    values.values = hosts.into_iter().collect();
    values.why = Unknown::all(&why);
    let values = values.with_missing(scope.members.hosts_missing.as_ref());
    list.missing = values.why.clone();
    let accounted =
        |member: &Member<'a>| some([scope.answer(on, member), found(member).map(|found| !found.is_empty())]);
    Instead { values, on: list, accounted_on: scope.configured(accounted) }
}
