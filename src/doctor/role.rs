//! The smallest role, and what is held beyond it.

use std::collections::BTreeSet;

use super::model::{Role, Unanswered};
use super::needs::{Needs, OF_EVERY_ROLE};
use crate::inventory::ApiVersion;

/// The role that every vCenter has and that has the privileges of every role.
const READ_ONLY: &str = "ReadOnly";
/// What a role of our own is called.
const OWN: &str = "vpreflight";

/// The smallest role that answers everything: what is needed by the API, and what the server has named itself.
pub(super) fn smallest(needs: &Needs, version: ApiVersion, unanswered: &[Unanswered]) -> Role {
    let of_objects = needs.of_objects(version).into_keys().map(|(_, privilege)| privilege);
    let of_calls = needs.calls(version).map(|(_, offered, _)| offered.privilege);
    let named = unanswered.iter().filter_map(|one| one.named.clone());
    let needed = of_objects.chain(of_calls).map(str::to_owned).chain(named);
    let all: BTreeSet<String> = OF_EVERY_ROLE.into_iter().map(str::to_owned).chain(needed).collect();
    let built_in = all.iter().all(|one| OF_EVERY_ROLE.contains(&one.as_str()));
    let name = if built_in { READ_ONLY } else { OWN };
    Role { name: name.to_owned(), built_in, privileges: all.into_iter().collect() }
}

/// What is held and is not in the role.
pub(super) fn beyond(held: &BTreeSet<String>, role: &Role) -> Vec<String> {
    held.iter().filter(|one| !role.privileges.contains(one)).cloned().collect()
}
