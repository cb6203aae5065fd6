//! What is behind a network on the hosts of a cluster.

use compact_str::format_compact;

use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::uplinks::Team;
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};

/// What is behind a network.
pub struct Links {
    /// Hosts with a link behind it that is in use.
    pub up: HostSplit,
    /// Hosts with any link behind it, in use or not.
    pub linked: HostSplit,
    /// Hosts by the number of uplinks behind it.
    pub count: Grouping,
    /// Hosts in service where only adapters that the failover order leaves unused have a link, with these.
    pub left_out: List<Name>,
}

/// What is behind a network, by the uplinks that each host has behind it.
pub fn links<'a>(scope: &Scope<'a, '_>, uplinks: &dyn Fn(&Member<'a>) -> Fact<Option<Team>>) -> Links {
    let teams: Vec<Fact<Option<Team>>> = scope.hosts.iter().map(uplinks).collect();
    let team = |member: &Member<'a>| -> Fact<Option<&Team>> {
        match teams.get(member.at) {
            Some(team) => team.as_ref().map(Option::as_ref).map_err(Clone::clone),
            None => Err(Unknown::defect("slot of a host")),
        }
    };
    let up = scope.configured(|member| match team(member)? {
        Some(team) => team.gets_out(member.awake()),
        None => Ok(false),
    });
    let linked = scope.configured(|member| match team(member)? {
        Some(team) if member.awake() => team.any_link(),
        Some(team) => team.gets_out(false),
        None => Ok(false),
    });
    let count = scope.group_configured(|member| {
        let Some(Team { uplinks, .. }) = team(member)? else { return Ok(None) };
        match &uplinks.missing {
            None => Ok(Some(uplinks.items.len().to_string().into())),
            Some(why) => Err(why.clone()),
        }
    });
    let mut left_out = List { items: Vec::new(), missing: up.why() };
    for (member, (_, gets_out)) in scope.slotted().zip(up.iter()) {
        if *gets_out == Ok(false)
            && let Ok(Some(team)) = team(member)
        {
            let unused = team
                .uplinks
                .items
                .iter()
                .filter(|uplink| uplink.link_up && uplink.role == Ok(UplinkRole::Unused));
            let unused: Vec<&str> = unused.map(|uplink| uplink.device.as_str()).collect();
            if !unused.is_empty() {
                left_out.items.push(format_compact!("{}: {}", member.name, unused.join(", ")));
            }
        }
    }
    Links { up, linked, count, left_out }
}
