//! What the health check of distributed switches has found: VLANs and MTU that physical switches do not
//! carry. Results stay when the check is switched off, and are of now only while it is on.

use std::collections::BTreeMap;

use crate::facts::ground::index::{Index, unescape};
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::net::attached::{Group, group_of};
use crate::facts::net::lan::Lan;
use crate::facts::net::records::UntrunkedFacts;
use crate::facts::net::uplinks::Wired;
use crate::facts::net::vmotion::Vmotion;
use crate::inventory::{DistributedVirtualSwitch, MemberRuntime};
use crate::schema::{Fact, List};

/// First and last of each range of VLANs.
type Ranges = Vec<(i64, i64)>;

/// Whether a result of a host's end of the switch behind a distributed port group names the VLAN of that
/// group. A trunk to the guests says nothing about which of its VLANs they use.
pub fn names_vlan(
    wired: Wired<'_, '_>,
    group: &Group<'_>,
    result: fn(&MemberRuntime) -> &Ranges,
) -> Fact<bool> {
    let Group::Distributed(proxy, portgroup) = group else { return Ok(false) };
    let ix = wired.ix;
    let id = portgroup.config.known().and_then(|config| config.switch.as_deref());
    let switch = ix.switch(&proxy.dvs_uuid, id)?;
    let ranges: Vec<(i64, i64)> = results(ix, switch)?
        .iter()
        .filter(|member| member.host == wired.host.id)
        .flat_map(|member| result(member).iter().copied())
        .collect();
    if ranges.is_empty() {
        return Ok(false);
    }
    let Lan::Vlan(vlan) = Lan::distributed(ix, portgroup)? else { return Ok(false) };
    Ok(ranges.iter().any(|(from, to)| (*from..=*to).contains(&vlan)))
}

/// The results of a switch that are of now.
pub fn results<'a>(ix: &Index<'_>, switch: &'a DistributedVirtualSwitch) -> Fact<&'a [MemberRuntime]> {
    let runtime = none_before(ix.read(switch, DistributedVirtualSwitch::runtime))?;
    let found = runtime.map_or(&[][..], |runtime| &runtime.member);
    if found.is_empty() || ix.need(switch, DistributedVirtualSwitch::config)?.checks_vlan_and_mtu() {
        return Ok(found);
    }
    Ok(&[])
}

/// vMotion port groups of which the physical switch does not carry the VLAN, with the hosts in service
/// where that is so.
pub fn untrunked<'a>(scope: &Scope<'a, '_>, vmotion: &Vmotion<'_, 'a>) -> List<UntrunkedFacts> {
    let mut known = BTreeMap::<(Name, Name), Vec<Name>>::new();
    let missing = vmotion.each(scope, scope.slotted(), |member, end, missing| {
        for (nic, _) in &end.nics {
            let found = group_of(end.wired, nic).and_then(|group| match group {
                Some(group) if names_vlan(end.wired, &group, |found| &found.untrunked_vlan)? => {
                    Ok(Some(group))
                }
                _ => Ok(None),
            });
            match found {
                Ok(Some(group)) => {
                    let switch = match &group {
                        Group::Distributed(proxy, _) => unescape(&proxy.dvs_name),
                        _ => Name::default(),
                    };
                    let hosts = known.entry((group.name(), switch)).or_default();
                    if hosts.last() != Some(&member.name) {
                        hosts.push(member.name.clone());
                    }
                }
                Ok(None) => {}
                Err(why) => missing.push(why),
            }
        }
    });
    let facts = |((portgroup, switch), hosts): ((Name, Name), Vec<Name>)| UntrunkedFacts {
        portgroup,
        switch,
        hosts: List { items: hosts, missing: missing.clone() },
    };
    List { items: known.into_iter().map(facts).collect(), missing: missing.clone() }
}
