//! Addresses for vMotion or management that another adapter has, too: of the same cluster, or of any host that
//! was read.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use compact_str::format_compact;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{lacks, not_offered, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::standing::{connection, mobility_agent};
use crate::facts::ground::words::HostConnection;
use crate::facts::net::attached::lan_of;
use crate::facts::net::carriers::{Carriers, management, vmotion};
use crate::facts::net::interfaces::ends_inside;
use crate::facts::net::lan::Lan;
use crate::facts::net::records::SharedAddress;
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::VirtualNic;
use crate::schema::{Fact, List, Unknown};

/// All adapters of all hosts that were read, by their addresses, made once for all clusters.
#[derive(Default)]
pub struct Book<'a> {
    /// Hosts by their positions in the inventory.
    adapters: HashMap<IpAddr, Vec<(usize, &'a VirtualNic)>>,
    /// Hosts whose adapters could not be read.
    unread: Vec<(usize, Unknown)>,
}

impl<'a> Book<'a> {
    pub fn new(ix: &Index<'a>) -> Self {
        let mut book = Self::default();
        for (position, host) in ix.inventory.hosts.iter().enumerate() {
            // The proxy of a migration service has invented adapters.
            if mobility_agent(host) {
                continue;
            }
            let networking = connection(ix, host).and_then(|connection| match connection {
                HostConnection::Connected => wired(ix, host).map(|wired| Some(wired.network)),
                // What is remembered of a host that is gone holds no address.
                HostConnection::Disconnected | HostConnection::NotResponding => Ok(None),
            });
            match networking {
                Ok(network) => {
                    let nics = network.map(|network| network.vnic.iter().chain(&network.console_vnic));
                    for nic in nics.into_iter().flatten() {
                        for address in Addresses::of(&nic.ip).all() {
                            book.adapters.entry(address).or_default().push((position, nic));
                        }
                    }
                }
                // Hosts that were not asked, because they are out of scope, are no gap.
                Err(why) if why.reasons().iter().all(|reason| reason.kind.is_uncollected()) => {}
                Err(why) => book.unread.push((position, why)),
            }
        }
        book
    }
}

/// An adapter that has an address.
struct Holder {
    host: Name,
    /// The same with what keeps it from service.
    listed: Name,
    device: Name,
    awake: Fact<bool>,
}

/// vMotion addresses of the members that several adapters have.
pub struct Shared {
    /// Two that carry vMotion for the cluster.
    pub by_vmotion: List<SharedAddress>,
    /// One of these and another one.
    pub by_others: List<SharedAddress>,
}

/// VLANs or segments of adapters.
type Lans = Vec<Fact<Option<Lan>>>;

/// Addresses of adapters of the members with those that have them, each adapter with its VLAN or segment.
#[derive(Default)]
struct Taken {
    by: BTreeMap<IpAddr, (Vec<Holder>, Lans)>,
    /// Why there may be more.
    missing: Vec<Unknown>,
}

impl Taken {
    /// Looks at what `carriers` finds on each of these members.
    fn new<'s, 'a: 's>(
        scope: &Scope<'a, '_>,
        members: impl Iterator<Item = &'s Member<'a>>,
        carriers: impl Fn(Wired<'_, 'a>) -> Carriers<'a>,
    ) -> Self {
        let mut taken = Self::default();
        taken.missing.extend(scope.members.hosts_missing.iter().cloned());
        for member in members {
            let wired = match wired(scope.ix, member.host) {
                Ok(wired) => wired,
                Err(why) => {
                    taken.missing.push(why);
                    continue;
                }
            };
            let carriers = carriers(wired);
            taken.missing.extend(carriers.missing.clone());
            for nic in carriers.items {
                for address in Addresses::of(&nic.ip).all() {
                    let (holders, lans) = taken.by.entry(address).or_default();
                    holders.push(Holder {
                        host: member.name.clone(),
                        listed: scope.listed(member),
                        device: nic.device.clone(),
                        awake: member.active.clone().map(|_| member.awake()),
                    });
                    lans.push(lan_of(wired, nic));
                }
            }
        }
        taken
    }
}

/// Management addresses that adapters of several members have; what is remembered of a member that is gone holds none. Networks that end inside of each host can have the
/// same ones everywhere: storage appliances are reached so.
pub fn shared_management(scope: &Scope<'_, '_>) -> List<SharedAddress> {
    let gone = |member: &Member<'_>| matches!(connection(scope.ix, member.host), Ok(now) if now != HostConnection::Connected);
    let members = scope.hosts.iter().filter(|member| !gone(member));
    let taken = Taken::new(scope, members, |wired| {
        let mut carriers = match management(wired) {
            Ok(carriers) => carriers,
            // Hosts before 4.0 do not tell.
            Err(why) if not_offered(&why) => return List::default(),
            Err(why) => return List { items: Vec::new(), missing: Some(why) },
        };
        let mut missing = carriers.missing.take();
        carriers.items.retain(|nic| match ends_inside(wired, nic) {
            Ok(inside) => !inside,
            Err(why) => {
                lacks(&mut missing, &why);
                false
            }
        });
        List { missing, ..carriers }
    });
    let missing = Unknown::all(&taken.missing);
    let several = taken.by.iter().filter(|(_, (holders, _))| holders.len() > 1);
    let items = several.map(|(address, (holders, _))| facts(*address, holders, missing.as_ref())).collect();
    List { items, missing }
}

/// vMotion addresses of the members that several adapters have.
pub fn shared_addresses(scope: &Scope<'_, '_>, book: &Book<'_>) -> Shared {
    let Taken { by: taken, missing } = Taken::new(scope, scope.hosts.iter(), vmotion);
    let mut unclear: Vec<Unknown> = Vec::new();
    unclear.extend(book.unread.iter().filter(|(at, _)| elsewhere(scope, *at)).map(|(_, why)| why.clone()));
    let (mut by_vmotion, mut by_others) = (Vec::new(), Vec::new());
    for (address, (mut holders, lans)) in taken {
        let own = holders.len();
        for (position, nic) in book.adapters.get(&address).into_iter().flatten() {
            let host = &scope.ix.inventory.hosts[*position];
            let name = host.display_name();
            let device = nic.device.clone();
            let member = scope.member(*position).map(|at| &scope.hosts[at]);
            let listed = member.map_or_else(|| name.clone(), |member| scope.listed(member));
            let holder = Holder { host: name, listed, device, awake: Ok(true) };
            let counts = if member.is_some() {
                let known = |own: &Holder| own.host == holder.host && own.device == holder.device;
                Ok(!holders.iter().any(known))
            } else if elsewhere(scope, *position) {
                one_lan(scope, *position, nic, &lans)
            } else {
                Ok(false)
            };
            match counts {
                Ok(true) => holders.push(holder),
                Ok(false) => {}
                Err(why) => unclear.push(why),
            }
        }
        if holders.len() > 1 {
            let list = if own > 1 { &mut by_vmotion } else { &mut by_others };
            list.push((address, holders));
        }
    }
    let list = |found: Vec<(IpAddr, Vec<Holder>)>, missing: Option<Unknown>| List {
        items: found.iter().map(|(address, holders)| facts(*address, holders, missing.as_ref())).collect(),
        missing: missing.clone(),
    };
    Shared {
        by_vmotion: list(by_vmotion, Unknown::all(&missing)),
        by_others: list(by_others, Unknown::all(missing.iter().chain(&unclear))),
    }
}

/// Whether a host is none of the members and in their datacenter; where that cannot be told it may be.
fn elsewhere(scope: &Scope<'_, '_>, position: usize) -> bool {
    let datacenter = scope.ix.paths.datacenter(&scope.ix.inventory.hosts[position].parent);
    scope.member(position).is_none()
        && (datacenter.is_none() || scope.datacenter.is_none() || datacenter == scope.datacenter)
}

/// Whether an adapter elsewhere is in one of these VLANs or segments; untagged networks of two clusters are
/// seldom one.
fn one_lan(
    scope: &Scope<'_, '_>,
    position: usize,
    nic: &VirtualNic,
    lans: &[Fact<Option<Lan>>],
) -> Fact<bool> {
    let lan = lan_of(wired(scope.ix, &scope.ix.inventory.hosts[position])?, nic)?;
    let Some(lan) = lan.filter(|lan| *lan != Lan::Vlan(0)) else { return Ok(false) };
    some(lans.iter().map(|own| own.clone().map(|own| own.as_ref() == Some(&lan))))
}

/// Whether two adapters are on hosts that are awake.
fn two_awake(holders: &[Holder]) -> Fact<bool> {
    let awake = holders.iter().filter(|holder| holder.awake == Ok(true)).count();
    let open = Unknown::all(holders.iter().filter_map(|holder| holder.awake.as_ref().err()));
    match open {
        Some(why) if awake < 2 => Err(why),
        _ => Ok(awake >= 2),
    }
}

fn facts(address: IpAddr, holders: &[Holder], missing: Option<&Unknown>) -> SharedAddress {
    let mut hosts: Vec<Name> = Vec::new();
    for holder in holders {
        if !hosts.contains(&holder.host) {
            hosts.push(holder.host.clone());
        }
    }
    let adapters = holders.iter().map(|holder| format_compact!("{} {}", holder.listed, holder.device));
    SharedAddress {
        address: format_compact!("{address}"),
        now: two_awake(holders),
        hosts: List { items: hosts, missing: missing.cloned() },
        adapters: List { items: adapters.collect(), missing: missing.cloned() },
    }
}
