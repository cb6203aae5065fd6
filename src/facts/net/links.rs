//! What is behind a network on the hosts of a cluster.

use crate::facts::ground::scope::{Member, Scope};
use crate::facts::net::uplinks::Team;
use crate::schema::{Fact, Grouping, HostSplit};

/// Hosts with a link behind a network, and hosts by the number of uplinks behind it.
pub fn links<'a>(
    scope: &Scope<'a, '_>,
    uplinks: &dyn Fn(&Member<'a>) -> Fact<Option<Team>>,
) -> (HostSplit, Grouping) {
    let up = scope.configured(|member| match uplinks(member)? {
        Some(team) => team.gets_out(member.awake()),
        None => Ok(false),
    });
    let count = scope.group_configured(|member| {
        let Some(Team { uplinks, .. }) = uplinks(member)? else { return Ok(None) };
        uplinks.missing.map_or_else(|| Ok(Some(uplinks.items.len().to_string().into())), Err)
    });
    (up, count)
}
