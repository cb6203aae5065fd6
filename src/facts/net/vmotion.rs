//! The vMotion networks of a cluster, host by host: subnets, stacks, names, MTU, VLANs.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::format_compact;

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::net::attached::{attached_to, lan_of};
use crate::facts::net::carriers::stack;
use crate::facts::net::ends::{End, end};
use crate::facts::net::interfaces::mtu_of;
use crate::facts::net::lan::{Lan, segment_name};
use crate::facts::net::records::WaysFacts;
use crate::facts::net::routes::gateway_of;
use crate::facts::net::subnets::{Addresses, join};
use crate::facts::net::ways::{reaches, ways};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, Grouping, Unknown};
use crate::terms::{Detail, ReasonKind};

/// What an adapter of a host has.
type OfNic<'f, 'i, 'a> = dyn Fn(&End<'i, 'a>, &'a VirtualNic) -> Fact<Option<Name>> + 'f;

/// The vMotion adapters of each member, in the order of the members.
pub struct Vmotion<'i, 'a> {
    ends: Vec<Fact<End<'i, 'a>>>,
}

impl<'i, 'a> Vmotion<'i, 'a> {
    pub fn new(scope: &Scope<'a, 'i>) -> Self {
        Self { ends: scope.hosts.iter().map(|member| end(scope.ix, member.host)).collect() }
    }

    /// For each member, how the other active members are reached.
    pub fn ways(&self, scope: &Scope<'a, '_>) -> Vec<WaysFacts> {
        ways(scope, &self.ends)
    }

    /// The adapters of a member that have an address.
    pub fn end(&self, member: &Member<'a>) -> Fact<&End<'i, 'a>> {
        let end = self.ends.get(member.at);
        end.ok_or_else(|| Unknown::defect("slot of a host"))?.as_ref().map_err(Clone::clone)
    }

    /// Looks at what `members` have of vMotion, one by one; returns why some of it is not known.
    pub fn each<'s>(
        &self,
        scope: &'s Scope<'a, '_>,
        members: impl Iterator<Item = &'s Member<'a>>,
        mut look: impl FnMut(&Member<'a>, &End<'i, 'a>, &mut Vec<Unknown>),
    ) -> Option<Unknown>
    where
        'a: 's,
    {
        let mut missing: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
        for member in members {
            missing.extend(member.active.as_ref().err().cloned());
            match self.end(member) {
                Ok(end) => {
                    missing.extend(end.missing.clone());
                    look(member, end, &mut missing);
                }
                Err(why) => missing.push(why),
            }
        }
        Unknown::all(&missing)
    }

    /// Whether a vMotion address of one member reaches one of another. Over routers it may, where a gateway
    /// or a route leads there.
    pub fn reaches(&self, own: &Member<'a>, other: &Member<'a>) -> Fact<bool> {
        match (self.ends.get(own.at), self.ends.get(other.at)) {
            (Some(own), Some(other)) => reaches(own, other),
            _ => Err(Unknown::defect("slot of a host")),
        }
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

    /// Active members by the TCP/IP stack of their vMotion adapters.
    pub fn stacks(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.group(scope, |_, nic| Ok(Some(stack(nic).into())))
    }

    /// Active members by the MTU of their vMotion adapters.
    pub fn mtu(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.group(scope, |end, nic| Ok(Some(format_compact!("{}", mtu_of(end.wired.host, nic)?))))
    }

    /// Active members by the gateways that their vMotion adapters have.
    pub fn gateways(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.group(scope, |end, nic| {
            let own = gateway_of(end.wired, nic);
            Ok(Some(if own.is_empty() { "none".into() } else { own }))
        })
    }

    /// Active members by the subnets of their vMotion adapters.
    pub fn subnets(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.by_host(scope, |end| {
            let subnets: BTreeSet<Name> = end.nics.iter().flat_map(|(_, own)| subnets_of(own)).collect();
            Ok((!subnets.is_empty()).then(|| join(subnets.iter())))
        })
    }

    /// Active members by subnet and MTU: more than one value where one subnet has several.
    pub fn mtu_by_subnet(&self, scope: &Scope<'a, '_>) -> Grouping {
        self.by_subnet(scope, &|end, nic| {
            mtu_of(end.wired.host, nic).map(|mtu| Some(format_compact!("MTU {mtu}")))
        })
    }

    /// Active members by subnet and VLAN: more than one value where a subnet lies in several.
    pub fn vlans(&self, scope: &Scope<'a, '_>) -> Grouping {
        let mut told = BTreeSet::new();
        for end in self.ends.iter().filter_map(|end| end.as_ref().ok()) {
            for (nic, own) in &end.nics {
                if matches!(lan_of(end.wired, nic), Ok(Some(Lan::Vlan(_) | Lan::Trunk(_) | Lan::Named(_)))) {
                    told.extend(subnets_of(own));
                }
            }
        }
        let beside = |end: &End<'i, 'a>, nic: &VirtualNic| {
            let own = end.nics.iter().filter(|(other, _)| other.device == nic.device);
            own.flat_map(|(_, own)| subnets_of(own)).any(|subnet| told.contains(&subnet))
        };
        self.by_subnet(scope, &|end, nic| match lan_of(end.wired, nic)? {
            // NSX keeps the VLAN of a segment: held against one that is told, it is open.
            Some(Lan::Segment(path)) if beside(end, nic) => {
                let what = Detail::SegmentVlan { segment: segment_name(&path).into() };
                Err(end.wired.host.unknown(ReasonKind::NotOffered, HostSystem::network.path, what))
            }
            lan => Ok(lan.map(|lan| format_compact!("in {lan}"))),
        })
    }

    /// Active members by subnet and what their adapters there have: more than one value where that
    /// differs within a subnet. Of members out of service those stand apart that differ from all active ones of
    /// their subnet.
    fn by_subnet(&self, scope: &Scope<'a, '_>, value: &OfNic<'_, 'i, 'a>) -> Grouping {
        let mut by_subnet = BTreeMap::<Name, BTreeMap<Name, BTreeSet<Name>>>::new();
        let mut grouping = Grouping::default();
        let mut why: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
        for &at in &scope.slots {
            let member = &scope.hosts[at];
            let mut open: Vec<Unknown> = member.active.as_ref().err().into_iter().cloned().collect();
            match (&self.ends[at], open.is_empty()) {
                (Ok(end), true) => {
                    open.extend(end.missing.clone());
                    open.extend(add(end, member, value, &mut by_subnet));
                }
                (Err(why), _) => open.push(why.clone()),
                (Ok(_), false) => {}
            }
            if !open.is_empty() {
                grouping.unclear.push(member.name.clone());
                why.append(&mut open);
            }
        }
        grouping.resting = self.at_odds(scope, value, &by_subnet);
        let split = by_subnet.values().any(|values| values.len() > 1);
        let shown = by_subnet.into_iter().filter(|(_, values)| !split || values.len() > 1);
        let each = shown.flat_map(|(subnet, values)| {
            values.into_iter().map(move |(value, hosts)| (format_compact!("{subnet} {value}"), hosts))
        });
        grouping.values = each.map(|(value, hosts)| (value, hosts.into_iter().collect())).collect();
        if !split && grouping.values.len() > 1 {
            let values = std::mem::take(&mut grouping.values);
            grouping.values = vec![together(values)];
        }
        grouping.why = Unknown::all(&why);
        grouping
    }

    /// Members out of service with what their adapters have in a subnet where no active member has it, and those
    /// of which that cannot be told.
    fn at_odds(
        &self,
        scope: &Scope<'a, '_>,
        value: &OfNic<'_, 'i, 'a>,
        active: &BTreeMap<Name, BTreeMap<Name, BTreeSet<Name>>>,
    ) -> Vec<(Name, Fact<Name>)> {
        let mut odd = Vec::new();
        for member in scope.resting.iter().map(|&at| &scope.hosts[at]) {
            let name = scope.listed(member);
            let mut own = BTreeMap::new();
            let open = match self.end(member) {
                Ok(end) => end.missing.clone().into_iter().chain(add(end, member, value, &mut own)).collect(),
                Err(why) => vec![why],
            };
            for (subnet, values) in &own {
                let Some(others) = active.get(subnet) else { continue };
                let differing = values.keys().filter(|value| !others.contains_key(*value));
                odd.extend(differing.map(|value| (name.clone(), Ok(format_compact!("{subnet} {value}")))));
            }
            odd.extend(Unknown::all(&open).map(|why| (name, Err(why))));
        }
        odd
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
            let end = self.end(member)?;
            end.missing.clone().map_or_else(|| value(end), Err)
        })
    }
}

/// Adds what the adapters of a host have by subnet; returns why some of it is not known.
fn add<'i, 'a>(
    end: &End<'i, 'a>,
    member: &Member<'a>,
    value: &OfNic<'_, 'i, 'a>,
    by_subnet: &mut BTreeMap<Name, BTreeMap<Name, BTreeSet<Name>>>,
) -> Vec<Unknown> {
    let mut open = Vec::new();
    for (nic, addresses) in &end.nics {
        match value(end, nic) {
            Ok(Some(value)) => {
                for subnet in subnets_of(addresses) {
                    let hosts = by_subnet.entry(subnet).or_default().entry(value.clone()).or_default();
                    hosts.insert(member.name.clone());
                }
            }
            Ok(None) => {}
            Err(why) => open.push(why),
        }
    }
    open
}

fn subnets_of(addresses: &Addresses) -> impl Iterator<Item = Name> {
    let v4 = addresses.v4_network.map(|network| format_compact!("{network}"));
    v4.into_iter().chain(addresses.v6_subnets())
}

/// All values as one, with the members of all.
fn together(values: Vec<(Name, Vec<Name>)>) -> (Name, Vec<Name>) {
    let text: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
    let members: BTreeSet<&Name> = values.iter().flat_map(|(_, members)| members).collect();
    (text.join(", ").into(), members.into_iter().cloned().collect())
}
