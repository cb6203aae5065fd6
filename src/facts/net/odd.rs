//! The hosts that do not have a standard network as most do, each with what is to be put right there.

use std::collections::BTreeMap;

use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::net::labels::{find, look_alikes};
use crate::facts::net::lan::vlan_of;
use crate::facts::net::records::{OddGroup, Oddity};
use crate::facts::net::uplinks::Wired;
use crate::inventory::{HostPortgroup, HostVswitch};
use crate::schema::{Fact, List, Unknown};

/// What most hosts have, and who differs.
pub struct Odd {
    /// VLAN of most; the lowest of several that as many have.
    pub vlan_most: Fact<i64>,
    /// Those that differ. Of a host whose networks were not read nothing is told here.
    pub hosts: List<OddGroup>,
}

/// The hosts that do not have the port groups of a label as most do.
pub fn odd<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    group: &dyn Fn(&Member<'a>) -> Fact<Option<&'a HostPortgroup>>,
    label: &str,
) -> Odd {
    let listed = || scope.hosts.iter().filter(|member| scope.is_listed(member));
    let groups: Vec<(&Member<'a>, Fact<Option<&HostPortgroup>>)> =
        listed().map(|member| (member, group(member))).collect();
    let known = || groups.iter().filter_map(|(member, group)| Some((*member, (*group.as_ref().ok()?)?)));
    // What most have is known once it is known of all.
    let unread = groups.iter().filter_map(|(_, group)| group.as_ref().err());
    let missing = Unknown::all(unread.chain(&scope.members.hosts_missing));
    let all_read = missing.clone().map_or(Ok(()), Err);
    let vlans: Fact<Vec<i64>> = known().map(|(member, group)| vlan_of(member.host, group)).collect();
    let vlan_most = all_read.clone().and(vlans).map(|vlans| most(vlans).unwrap_or_default());
    let switch =
        most(known().filter_map(|(member, group)| Some(at(member).ok()?.vswitch(group).ok()?.name.clone())));
    let switch = all_read.ok().and(switch);
    let mut hosts = Vec::new();
    for (member, group) in &groups {
        let (Ok(group), Ok(wired)) = (group, at(member)) else { continue };
        let one = match group {
            Some(group) => {
                let vlan = vlan_of(member.host, group);
                let differs = matches!((&vlan, &vlan_most), (Ok(own), Ok(most)) if own != most);
                differs.then(|| (Oddity::Vlan, group.name.clone(), wired.vswitch(group).ok()))
            }
            None if find(wired, label).is_some() => None,
            None => match look_alikes(wired, label).next() {
                Some(alike) => Some((Oddity::Label, alike.name.clone(), wired.vswitch(alike).ok())),
                None => {
                    let own = |one: &&HostVswitch| Some(&one.name) == switch.as_ref();
                    let there = wired.network.vswitch.iter().find(own);
                    there.map(|switch| (Oddity::Missing, unescape(label), Some(switch)))
                }
            },
        };
        hosts.extend(one.map(|(oddity, label, switch)| told(scope, member, wired, (oddity, label, switch))));
    }
    Odd { vlan_most, hosts: List { items: hosts, missing } }
}

fn told<'a>(
    scope: &Scope<'a, '_>,
    member: &Member<'a>,
    wired: Wired<'_, 'a>,
    (oddity, label, switch): (Oddity, Name, Option<&HostVswitch>),
) -> OddGroup {
    let networks = scope.ix.networks_called(&label);
    let uplinks = switch.iter().flat_map(|switch| &switch.pnic);
    let uplinks = uplinks.filter_map(|key| wired.network.pnic.iter().find(|nic| nic.key == *key));
    OddGroup {
        host: member.host.display_name(),
        host_id: member.host.id.clone(),
        network_id: networks.first().map(|network| network.id.clone()).unwrap_or_default(),
        switch: switch.map(|switch| switch.name.clone()).unwrap_or_default(),
        switch_key: switch.map(|switch| switch.key.clone()).unwrap_or_default(),
        uplinks: List::complete(uplinks.map(|nic| nic.device.clone()).collect()),
        label,
        oddity,
    }
}

/// What most of them are; the first in order of several that are as many.
fn most<T: Ord>(all: impl IntoIterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut best: Option<(T, usize)> = None;
    for (one, count) in counts {
        if best.as_ref().is_none_or(|(_, most)| count > *most) {
            best = Some((one, count));
        }
    }
    best.map(|(one, _)| one)
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn most_is_the_commonest_and_the_lowest_of_as_many() {
        assert_eq!(most([20, 10, 20]), Some(20));
        assert_eq!(most([20, 10]), Some(10));
        assert_eq!(most::<i64>([]), None);
    }
}
