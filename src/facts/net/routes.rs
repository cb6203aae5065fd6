//! What leads from an adapter to an address outside of its subnets: gateways and routes of TCP/IP stacks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnetwork::IpNetwork;

use crate::facts::ground::index::Named as _;
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::net::carriers::{Carriers, VMOTION_STACK, stack};
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::Wired;
use crate::inventory::{HostSystem, NetStack, Route, VirtualNic};
use crate::schema::Fact;
use crate::terms::{Detail, ReasonKind};

/// What leads to an address, the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leads {
    /// A gateway of the adapter or of vMotion's own stack, or a route to that network.
    OwnGateway,
    /// The default gateway of a stack that other traffic uses too, or nothing that is told: routers
    /// announce themselves to IPv6, and of some stacks nothing is read.
    Perhaps,
    /// Nothing.
    Nothing,
}

/// What leads from an adapter to an address outside of its subnets.
pub fn leads(wired: Wired<'_, '_>, nic: &VirtualNic, own: &Addresses, to: IpAddr) -> Leads {
    let gateway = if to.is_ipv4() { &nic.gateway } else { &nic.gateway6 };
    if router(gateway.as_deref()).is_some_and(|router| at_hand(own, router)) {
        return Leads::OwnGateway;
    }
    let name = stack(nic);
    let Some(told) = wired.network.net_stack.iter().find(|stack| stack.key == name) else {
        return Leads::Perhaps;
    };
    let on_stack = || wired.network.vnic.iter().filter(|other| stack(other) == name);
    let useful = |router: IpAddr| on_stack().any(|other| at_hand(&Addresses::of(&other.ip), router));
    match best(told, to, useful) {
        Some(0) if name != VMOTION_STACK => Leads::Perhaps,
        Some(_) => Leads::OwnGateway,
        None if to.is_ipv6() => Leads::Perhaps,
        None => Leads::Nothing,
    }
}

/// The gateway for IPv4 that is set for an adapter, or for its TCP/IP stack, whether it is of use or not; empty =
/// none.
pub fn gateway_of(wired: Wired<'_, '_>, nic: &VirtualNic) -> Name {
    let of_stack =
        wired.network.net_stack.iter().find(|told| told.key == stack(nic)).map(|told| &*told.gateway);
    let set = [nic.gateway.as_deref(), of_stack].into_iter().find_map(router);
    set.map(|router| compact_str::format_compact!("{router}")).unwrap_or_default()
}

/// Whether some of these adapters has a default gateway for IPv4 that it can use: its own or that of its TCP/IP
/// stack, in a subnet of that stack. One without an IPv4 address finds its router by itself, and hosts before 5.5,
/// which tell no stacks, are not asked.
pub fn gateway_at_hand(
    wired: Wired<'_, '_>,
    adapters: &Carriers<'_>,
    tells_stacks: &Fact<bool>,
) -> Fact<bool> {
    let each = adapters.items.iter().map(|nic| {
        if Addresses::of(&nic.ip).v4.is_none() {
            return Ok(true);
        }
        let name = stack(nic);
        let of_stack = match wired.network.net_stack.iter().find(|told| told.key == name) {
            Some(told) => Some(&*told.gateway),
            None if wired.network.net_stack.is_empty() && !tells_stacks.clone()? => return Ok(true),
            None => {
                let what = Detail::NoStack { device: nic.device.clone() };
                return Err(wired.host.unknown(ReasonKind::Untold, HostSystem::network.path, what));
            }
        };
        let on_stack = || wired.network.vnic.iter().filter(|other| stack(other) == name);
        let useful = |router: IpAddr| on_stack().any(|other| at_hand(&Addresses::of(&other.ip), router));
        Ok([nic.gateway.as_deref(), of_stack].into_iter().filter_map(router).any(useful))
    });
    some(each.chain(adapters.missing.iter().map(|why| Err(why.clone()))))
}

/// The longest prefix of a route through a useful router; 0 = the default gateway.
fn best(stack: &NetStack, to: IpAddr, useful: impl Fn(IpAddr) -> bool) -> Option<u8> {
    let default = if to.is_ipv4() { &stack.gateway } else { &stack.gateway6 };
    let default = router(Some(default)).filter(|router| useful(*router)).map(|_| 0);
    let routes = stack.route.iter().filter_map(|route| {
        let network = network(route).filter(|network| network.contains(to))?;
        router(Some(&route.gateway)).filter(|router| useful(*router)).map(|_| network.prefix())
    });
    routes.chain(default).max()
}

fn network(route: &Route) -> Option<IpNetwork> {
    let network: IpAddr = route.network.parse().ok()?;
    // Only the default route is without a prefix.
    let network = Some(network).filter(|network| route.prefix > 0 || network.is_unspecified())?;
    IpNetwork::new(network, u8::try_from(route.prefix).ok()?).ok()
}

/// The address of a router, unless none is set.
fn router(gateway: Option<&str>) -> Option<IpAddr> {
    let address: IpAddr = gateway?.split('%').next()?.parse().ok()?;
    (![IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)].contains(&address))
        .then_some(address)
}

/// Whether a router can be reached without another one: it is in a subnet of the adapter, or speaks IPv6
/// on the link. Where the mask does not tell, it is believed.
fn at_hand(own: &Addresses, router: IpAddr) -> bool {
    let on_link = match router {
        IpAddr::V4(_) => own.v4.is_some() && own.v4_network.is_none(),
        IpAddr::V6(router) => router.segments()[0] & 0xffc0 == 0xfe80,
    };
    on_link || own.reaches(router)
}
