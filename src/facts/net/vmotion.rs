//! The vMotion networks of a cluster, host by host: subnets they share, names, MTU, VLANs.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::format_compact;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::net::carriers::{Carriers, vmotion};
use crate::facts::net::interfaces::mask;
use crate::facts::net::sharing::{attached_to, lan_of, switch_mtu};
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, Grouping, HostSplit, Unknown};
use crate::terms::ReasonKind;

/// The vMotion adapters of each member, in the order of the members.
pub struct Vmotion<'i, 'a> {
    ends: Vec<Fact<End<'i, 'a>>>,
}

/// The vMotion adapters of a host with an address that can be used, and why there may be more.
#[derive(Clone)]
struct End<'i, 'a> {
    wired: Wired<'i, 'a>,
    nics: Vec<(&'a VirtualNic, std::rc::Rc<Addresses>)>,
    missing: Option<Unknown>,
}

impl<'i, 'a> Vmotion<'i, 'a> {
    pub fn new(scope: &Scope<'a, 'i>) -> Self {
        Self { ends: scope.hosts.iter().map(|member| end(scope.ix, member.host)).collect() }
    }

    /// For each member, the other active members that have a vMotion address in one of its subnets.
    pub fn peers(&self, scope: &Scope<'a, '_>) -> Vec<HostSplit> {
        let of = |own: &Fact<End<'i, 'a>>, slot: Option<u32>| {
            scope.configured(|other| share(own, &self.ends[other.at])).without(slot)
        };
        scope.hosts.iter().zip(&self.ends).map(|(member, own)| of(own, member.slot)).collect()
    }

    /// Active members by the names of their vMotion port groups.
    pub fn names(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.group(scope, |end, nic| attached_to(end.wired, nic))
    }

    /// Active members by the number of their vMotion adapters.
    pub fn counts(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.by_host(scope, |end| {
            let count = end.nics.iter().filter(|(_, addresses)| addresses.usable()).count();
            Ok((count > 0).then(|| format_compact!("{count}")))
        })
    }

    /// Active members by the MTU of their vMotion adapters, and that of the switch where it is less.
    pub fn mtu(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.group(scope, |end, nic| {
            let Some(mtu) = nic.mtu else {
                let what = format!("the MTU of {} is not told", nic.device);
                return Err(end.wired.host.unknown(ReasonKind::Untold, HostSystem::network.path, what));
            };
            Ok(Some(match switch_mtu(end.wired, nic)? {
                Some(switch) if switch < mtu => format_compact!("{mtu} on a switch with {switch}"),
                _ => format_compact!("{mtu}"),
            }))
        })
    }

    /// Active members by subnet and VLAN: more than one value where a subnet lies in several.
    pub fn vlans(&self, scope: &Scope<'a, '_>) -> Grouping {
        let mut by_subnet = BTreeMap::<Name, BTreeMap<Name, BTreeSet<Name>>>::new();
        let mut grouping = Grouping::default();
        let mut why: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
        for &at in &scope.slots {
            let member = &scope.hosts[at];
            let mut open: Vec<Unknown> = member.active.as_ref().err().into_iter().cloned().collect();
            match (&self.ends[at], open.is_empty()) {
                (Ok(end), true) => {
                    open.extend(end.missing.clone());
                    open.extend(end.vlans(member, &mut by_subnet));
                }
                (Err(why), _) => open.push(why.clone()),
                (Ok(_), false) => {}
            }
            if !open.is_empty() {
                grouping.unclear.push(member.name.clone());
                why.append(&mut open);
            }
        }
        let split = by_subnet.values().any(|vlans| vlans.len() > 1);
        let shown = by_subnet.into_iter().filter(|(_, vlans)| !split || vlans.len() > 1);
        let each = shown.flat_map(|(subnet, vlans)| {
            vlans.into_iter().map(move |(vlan, hosts)| (format_compact!("{subnet} in {vlan}"), hosts))
        });
        grouping.values = each.map(|(value, hosts)| (value, hosts.into_iter().collect())).collect();
        if !split && grouping.values.len() > 1 {
            grouping.values = vec![together(grouping.values)];
        }
        grouping.why = Unknown::all(&why);
        grouping
    }

    /// Active members by a value of each vMotion adapter; those without are left out.
    fn group(
        &self,
        scope: &Scope<'a, '_>,
        value: impl Fn(&End<'i, 'a>, &'a VirtualNic) -> Fact<Option<Name>>,
    ) -> Grouping {
        self.by_host(scope, |end| {
            let mut values = BTreeSet::new();
            for (nic, _) in &end.nics {
                values.extend(value(end, nic)?);
            }
            let values: Vec<&str> = values.iter().map(Name::as_str).collect();
            Ok((!values.is_empty()).then(|| values.join(", ").into()))
        })
    }

    fn by_host(&self, scope: &Scope<'a, '_>, value: impl Fn(&End<'i, 'a>) -> Fact<Option<Name>>) -> Grouping {
        scope.group_configured(|member| {
            let end = self.ends.get(member.at);
            let end = end.ok_or_else(|| Unknown::defect("slot of a host"))?.as_ref().map_err(Clone::clone)?;
            end.missing.clone().map_or_else(|| value(end), Err)
        })
    }
}

impl<'a> End<'_, 'a> {
    /// Adds the VLAN of each subnet; returns why some are not known.
    fn vlans(
        &self,
        member: &Member<'a>,
        by_subnet: &mut BTreeMap<Name, BTreeMap<Name, BTreeSet<Name>>>,
    ) -> Vec<Unknown> {
        let mut open = Vec::new();
        for (nic, addresses) in &self.nics {
            match lan_of(self.wired, nic) {
                Ok(Some(lan)) => {
                    let v4 = addresses.v4_network.map(|network| format_compact!("{network}"));
                    for subnet in v4.into_iter().chain(addresses.v6_subnets()) {
                        let hosts = by_subnet.entry(subnet).or_default().entry(lan.clone()).or_default();
                        hosts.insert(member.name.clone());
                    }
                }
                Ok(None) => {}
                Err(why) => open.push(why),
            }
        }
        open
    }
}

/// All values as one, with the members of all.
fn together(values: Vec<(Name, Vec<Name>)>) -> (Name, Vec<Name>) {
    let text: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
    let members: BTreeSet<&Name> = values.iter().flat_map(|(_, members)| members).collect();
    (text.join(", ").into(), members.into_iter().cloned().collect())
}

fn end<'i, 'a>(ix: &'i Index<'a>, host: &'a HostSystem) -> Fact<End<'i, 'a>> {
    let wired = wired(ix, host)?;
    let Carriers { items, missing } = vmotion(wired);
    let nics = items.into_iter().map(|nic| (nic, std::rc::Rc::new(Addresses::of(&nic.ip))));
    Ok(End { wired, nics: nics.filter(|(_, addresses)| !addresses.is_empty()).collect(), missing })
}

/// Whether two hosts have vMotion addresses in one subnet, or one of them has none at all.
fn share(own: &Fact<End<'_, '_>>, other: &Fact<End<'_, '_>>) -> Fact<bool> {
    let (own, other) = (own.as_ref().map_err(Clone::clone)?, other.as_ref().map_err(Clone::clone)?);
    let without = |end: &End<'_, '_>| end.nics.is_empty() && end.missing.is_none();
    if without(own) || without(other) {
        return Ok(true);
    }
    let pairs = own.nics.iter().flat_map(|a| other.nics.iter().map(move |b| (a, b)));
    let shared = pairs.map(|((nic, a), (_, b))| a.meets(b, || mask(own.wired.host, nic)));
    let open = [&own.missing, &other.missing].into_iter().flatten();
    some(shared.chain(open.map(|why| Err(why.clone()))))
}

/// Whether vMotion has a gateway of its own.
pub fn routed(wired: Wired<'_, '_>) -> Fact<bool> {
    let leads = |gateway: &str| !["", "0.0.0.0", "::"].contains(&gateway);
    let stacks = &wired.network.net_stack;
    let carriers = vmotion(wired);
    let by_adapter = carriers.items.iter().map(|nic| {
        let stack = nic.net_stack.as_deref() == Some("vmotion")
            && stacks.iter().any(|stack| stack.key == "vmotion" && leads(&stack.gateway));
        Ok(stack || nic.gateway.as_deref().is_some_and(leads))
    });
    some(by_adapter.chain(carriers.missing.iter().map(|why| Err(why.clone()))))
}
