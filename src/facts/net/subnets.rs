//! Addresses and subnets of an interface.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnetwork::{Ipv4Network, Ipv6Network};

use crate::facts::ground::names::Name;
use crate::inventory::{Ip, Ipv6};
use crate::schema::{Fact, Grouping, Unknown};

/// Addresses of an interface that traffic can use.
#[derive(Debug, Default)]
pub struct Addresses {
    /// IPv4 address of a host: not 0.0.0.0, not loopback, not link-local, not multicast, and not the first
    /// or last address of its subnet, which stand for the subnet and for all of it.
    pub v4: Option<Ipv4Addr>,
    /// Its network; `None` when the mask is none.
    pub v4_network: Option<Ipv4Network>,
    /// The mask is there and is no mask (bits with gaps, or not an address).
    pub bad_mask: bool,
    /// Routable IPv6 addresses with their networks.
    pub v6: Vec<(Ipv6Addr, Ipv6Network)>,
    /// IPv6 addresses of which the host does not know yet whether traffic can use them.
    pub unsettled: Vec<Name>,
}

impl Addresses {
    /// Reads what the host says.
    pub fn of(ip: &Ip) -> Self {
        let v4 = ip.address.parse::<Ipv4Addr>().ok().filter(unicast);
        let mask = ip.mask.parse::<Ipv4Addr>().ok();
        let v4_network = v4.zip(mask).and_then(|(address, mask)| {
            // A mask without bits is none: everything would be at hand.
            let network = Ipv4Network::with_netmask(address, mask).ok().filter(|net| net.prefix() > 0)?;
            Ipv4Network::new(network.network(), network.prefix()).ok()
        });
        let reserved = v4.zip(v4_network).is_some_and(|(address, network)| {
            network.prefix() < 31 && [network.network(), network.broadcast()].contains(&address)
        });
        let (v4, v4_network) = if reserved { (None, None) } else { (v4, v4_network) };
        Self {
            v4,
            v4_network,
            bad_mask: v4.is_some() && !ip.mask.is_empty() && v4_network.is_none(),
            v6: ip.v6.iter().filter_map(routable).collect(),
            unsettled: ip.v6.iter().filter(|ip| unsettled(ip)).map(stated).collect(),
        }
    }

    /// Whether there is an IPv4 address whose mask does not tell its subnet.
    pub fn maskless(&self) -> bool {
        self.v4.is_some() && self.v4_network.is_none()
    }

    /// An address that vMotion or HA can use.
    pub fn usable(&self) -> bool {
        (self.v4.is_some() && !self.bad_mask) || !self.v6.is_empty()
    }

    /// Whether vMotion or HA has an address it can use; the error where the host does not know yet.
    pub fn settled(&self, unclear: impl FnOnce(String) -> Unknown) -> Fact<bool> {
        match (self.usable(), self.unsettled.is_empty()) {
            (false, false) => Err(unclear(join(self.unsettled.iter()).into())),
            (usable, _) => Ok(usable),
        }
    }

    /// Addresses with prefix length, IPv4 first; as the host gives them where they are of no use.
    pub fn shown(&self, ip: &Ip) -> Vec<Name> {
        let v4 = match (self.v4, &self.v4_network) {
            (Some(address), Some(network)) => {
                Some(compact_str::format_compact!("{address}/{}", network.prefix()))
            }
            _ if ip.address.is_empty() => None,
            _ if ip.mask.is_empty() => Some(ip.address.clone()),
            _ => Some(compact_str::format_compact!("{}/{}", ip.address, ip.mask)),
        };
        let v6 =
            self.v6.iter().map(|(address, net)| compact_str::format_compact!("{address}/{}", net.prefix()));
        let unused =
            ip.v6.iter().filter(|ip| !link_local(ip) && (!confirmed(ip) || unsettled(ip))).map(stated);
        v4.into_iter().chain(v6).chain(unused).collect()
    }

    /// The addresses themselves.
    pub fn bare(&self) -> impl Iterator<Item = Name> {
        self.all().map(|address| compact_str::format_compact!("{address}"))
    }

    /// Its IPv4 subnet; `None` without an IPv4 address, the error when the mask does not tell.
    pub fn v4_subnet(&self, unclear: impl FnOnce() -> Unknown) -> Fact<Option<Name>> {
        match (self.v4, &self.v4_network) {
            (None, _) => Ok(None),
            (Some(_), Some(network)) => Ok(Some(compact_str::format_compact!("{network}"))),
            (Some(_), None) => Err(unclear()),
        }
    }

    /// Whether there is an address at all.
    pub fn is_empty(&self) -> bool {
        self.v4.is_none() && self.v6.is_empty()
    }

    /// Whether both have an address in one subnet, as each of them sees it; the error when a mask does
    /// not tell.
    pub fn meets(&self, other: &Self, unclear: impl FnOnce() -> Unknown) -> Fact<bool> {
        let same =
            |a: &(Ipv6Addr, Ipv6Network)| other.v6.iter().any(|b| a.1.contains(b.0) && b.1.contains(a.0));
        if self.v6.iter().any(same) {
            return Ok(true);
        }
        match (self.v4.zip(other.v4), self.v4_network.zip(other.v4_network)) {
            (None, _) => Ok(false),
            (Some((own, other)), Some((net, other_net))) => {
                Ok(net.contains(other) && other_net.contains(own))
            }
            (Some(_), None) => Err(unclear()),
        }
    }

    /// Whether the IPv4 subnets of both overlap and are not the same: one of the masks is wrong.
    pub fn masks_differ(&self, other: &Self) -> bool {
        let nets = self.v4_network.zip(other.v4_network);
        nets.is_some_and(|(own, other)| own != other && own.overlaps(other))
    }

    /// All its addresses.
    pub fn all(&self) -> impl Iterator<Item = IpAddr> {
        let v6 = self.v6.iter().map(|(address, _)| IpAddr::V6(*address));
        self.v4.map(IpAddr::V4).into_iter().chain(v6)
    }

    /// Whether an address lies in one of its subnets.
    pub fn reaches(&self, to: IpAddr) -> bool {
        match to {
            IpAddr::V4(to) => self.v4_network.is_some_and(|net| net.contains(to)),
            IpAddr::V6(to) => self.v6.iter().any(|(_, net)| net.contains(to)),
        }
    }

    /// Its IPv6 subnets.
    pub fn v6_subnets(&self) -> BTreeSet<Name> {
        self.v6.iter().map(|(_, network)| compact_str::format_compact!("{network}")).collect()
    }
}

/// Whether one adapter can have an IPv4 address, and others reach it there.
fn unicast(address: &Ipv4Addr) -> bool {
    !(address.is_unspecified()
        || address.is_link_local()
        || address.is_loopback()
        || address.is_multicast()
        || address.is_broadcast())
}

/// An IPv6 address that is neither link-local nor unconfirmed, with its network.
pub(super) fn routable(ip: &Ipv6) -> Option<(Ipv6Addr, Ipv6Network)> {
    let address: Ipv6Addr = ip.address.split('%').next()?.parse().ok()?;
    if link_local(ip)
        || !confirmed(ip)
        || address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
    {
        return None;
    }
    let network = Ipv6Network::new(address, prefix(ip)?).ok()?;
    Some((address, Ipv6Network::new(network.network(), network.prefix()).ok()?))
}

/// The length of its prefix; a host that tells none would have everything at hand.
fn prefix(ip: &Ipv6) -> Option<u8> {
    u8::try_from(ip.prefix).ok().filter(|prefix| *prefix > 0)
}

fn link_local(ip: &Ipv6) -> bool {
    let address = ip.address.split('%').next().and_then(|address| address.parse::<Ipv6Addr>().ok());
    address.is_some_and(|address| address.segments()[0] & 0xffc0 == 0xfe80)
}

/// Whether traffic passes: one that is deprecated is still valid.
fn confirmed(ip: &Ipv6) -> bool {
    matches!(ip.state.as_str(), "" | "preferred" | "deprecated")
}

/// Whether the host is still finding out, or does not tell.
fn unsettled(ip: &Ipv6) -> bool {
    let open = matches!(ip.state.as_str(), "tentative" | "unknown");
    (open || confirmed(ip) && prefix(ip).is_none()) && !link_local(ip)
}

/// An address that is not confirmed, with what the host says of it.
fn stated(ip: &Ipv6) -> Name {
    match ip.state.as_str() {
        "" => compact_str::format_compact!("{}/{}", ip.address, ip.prefix),
        state => compact_str::format_compact!("{}/{} ({state})", ip.address, ip.prefix),
    }
}

/// One interface with its subnets.
pub struct Located {
    pub device: Name,
    pub v4: Fact<Option<Name>>,
    pub v6: BTreeSet<Name>,
}

/// Interfaces by subnet, so that more than one value means: interfaces of one address family lie
/// in different subnets. One adapter with IPv4 and IPv6 is in one place.
pub fn by_subnet(interfaces: &[Located], missing: Option<&Unknown>) -> Grouping {
    let mut grouping = Grouping::of(
        interfaces
            .iter()
            .filter_map(|interface| Some((interface.device.clone(), interface.v4.clone().transpose()?))),
    );
    let v6 = by_v6(interfaces);
    if grouping.values.len() < 2 && v6.len() > 1 {
        grouping = Grouping::default();
    }
    if grouping.values.is_empty() {
        grouping.values = v6.into_iter().collect();
    }
    grouping.with_missing(missing)
}

/// Interfaces by IPv6 subnets: together as long as all share one.
fn by_v6(interfaces: &[Located]) -> BTreeMap<Name, Vec<Name>> {
    let with: Vec<&Located> = interfaces.iter().filter(|interface| !interface.v6.is_empty()).collect();
    let Some((first, others)) = with.split_first() else { return BTreeMap::new() };
    let common: Vec<&Name> =
        first.v6.iter().filter(|net| others.iter().all(|other| other.v6.contains(*net))).collect();
    let mut values = BTreeMap::<Name, Vec<Name>>::new();
    for interface in &with {
        let value = if common.is_empty() { join(interface.v6.iter()) } else { join(common.iter().copied()) };
        values.entry(value).or_default().push(interface.device.clone());
    }
    values
}

/// The subnets of all interfaces, sorted, IPv4 first.
pub fn subnets(interfaces: &[Located]) -> Fact<Vec<Name>> {
    let mut v4 = BTreeSet::new();
    let mut v6 = BTreeSet::new();
    for interface in interfaces {
        v4.extend(interface.v4.clone()?);
        v6.extend(interface.v6.iter().cloned());
    }
    Ok(v4.into_iter().chain(v6).collect())
}

/// Names as one text.
pub fn join<'n>(names: impl Iterator<Item = &'n Name>) -> Name {
    let mut text = Name::default();
    for name in names {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ip(address: &str, mask: &str, v6: &[(&str, i64, &str)]) -> Ip {
        let v6 = v6.iter().map(|(address, prefix, state)| Ipv6 {
            address: (*address).into(),
            prefix: *prefix,
            state: (*state).into(),
            ..Ipv6::default()
        });
        Ip { dhcp: false, address: address.into(), mask: mask.into(), v6: v6.collect() }
    }

    fn located(device: &str, ip: &Ip) -> Located {
        let addresses = Addresses::of(ip);
        Located {
            device: device.into(),
            v4: addresses.v4_subnet(|| Unknown::defect("mask")),
            v6: addresses.v6_subnets(),
        }
    }

    #[test]
    fn an_address_whose_network_is_not_told_meets_nobody() {
        let far = Addresses::of(&ip("10.9.9.9", "255.255.255.0", &[("fd99::9", 64, "preferred")]));
        let unclear = || Unknown::defect("mask");
        let v6 = Addresses::of(&ip("", "", &[("fd00::1", 0, "preferred")]));
        assert_eq!(v6.meets(&far, unclear), Ok(false));
        assert!(!v6.reaches("fd99::9".parse().unwrap()));
        assert!(v6.settled(|_| unclear()).is_err(), "the host may have told the rest of it wrongly only");
        let v4 = Addresses::of(&ip("10.0.0.1", "0.0.0.0", &[]));
        assert!(v4.bad_mask && v4.meets(&far, unclear).is_err());
        assert!(!v4.reaches("10.9.9.9".parse().unwrap()));
    }

    #[test]
    fn addresses_that_carry_nothing_are_not_usable() {
        for address in ["", "0.0.0.0", "169.254.3.4", "nonsense"] {
            assert!(!Addresses::of(&ip(address, "255.255.0.0", &[])).usable(), "{address}");
        }
        assert!(!Addresses::of(&ip("10.0.0.1", "255.0.255.0", &[])).usable());
        assert!(!Addresses::of(&ip("", "", &[("fe80::1", 64, "preferred")])).usable());
        assert!(!Addresses::of(&ip("", "", &[("fd00::1", 64, "tentative")])).usable());
        assert!(!Addresses::of(&ip("", "", &[("fd00::1", 400, "")])).usable());
        assert!(Addresses::of(&ip("", "", &[("fd00::1", 64, "")])).usable());
    }

    #[test]
    fn an_address_whose_mask_tells_no_subnet_is_maskless() {
        let maskless = |address: &str, mask: &str| Addresses::of(&ip(address, mask, &[])).maskless();
        assert!(maskless("10.0.0.1", "") && maskless("10.0.0.1", "255.0.255.0"));
        assert!(
            !maskless("10.0.0.1", "255.255.255.0") && !maskless("", "") && !maskless("", "255.255.255.0")
        );
    }

    #[test]
    fn subnets_are_compared_after_masking() {
        let a = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[]));
        let b = located("vmk1", &ip("10.0.0.99", "255.255.255.0", &[]));
        let c = located("vmk2", &ip("10.0.1.99", "255.255.255.0", &[]));
        let wide = located("vmk3", &ip("10.0.0.99", "255.255.0.0", &[]));
        assert_eq!(by_subnet(&[a, b], None).uniform(), Ok(true));
        let a = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[]));
        assert_eq!(by_subnet(&[a, c], None).uniform(), Ok(false));
        let a = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[]));
        assert_eq!(by_subnet(&[a, wide], None).uniform(), Ok(false));
    }

    #[test]
    fn one_subnet_is_what_both_ends_take_for_one() {
        let of = |address: &str, mask: &str| Addresses::of(&ip(address, mask, &[]));
        let meet = |a: &Addresses, b: &Addresses| {
            assert_eq!(a.meets(b, || Unknown::defect("mask")), b.meets(a, || Unknown::defect("mask")));
            (a.meets(b, || Unknown::defect("mask")), a.masks_differ(b))
        };
        let narrow = of("10.0.5.1", "255.255.255.0");
        assert_eq!(meet(&narrow, &of("10.0.5.9", "255.255.255.0")), (Ok(true), false));
        assert_eq!(meet(&narrow, &of("10.0.5.9", "255.255.0.0")), (Ok(true), true));
        assert_eq!(meet(&narrow, &of("10.0.6.9", "255.255.0.0")), (Ok(false), true), "one end sees it");
        assert_eq!(meet(&narrow, &of("10.0.6.9", "255.255.255.0")), (Ok(false), false));
        assert!(meet(&narrow, &of("10.0.5.9", "255.0.255.0")).0.is_err());
        let six = |address: &str, prefix: i64| Addresses::of(&ip("", "", &[(address, prefix, "")]));
        assert_eq!(meet(&six("fd00::1", 64), &six("fd00::2", 64)), (Ok(true), false));
        assert_eq!(meet(&six("fd00::1", 64), &narrow), (Ok(false), false));
    }

    #[test]
    fn a_dual_stack_adapter_is_in_one_place() {
        let both = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[("fd00::1", 64, "preferred")]));
        assert_eq!(by_subnet(&[both], None).uniform(), Ok(true));
    }

    #[test]
    fn ipv6_subnets_differ_even_where_ipv4_agrees() {
        let a = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[("fd00:1::1", 64, "")]));
        let b = located("vmk1", &ip("10.0.0.2", "255.255.255.0", &[("fd00:2::1", 64, "")]));
        assert_eq!(by_subnet(&[a, b], None).uniform(), Ok(false));
    }

    #[test]
    fn ipv6_prefixes_in_common_are_enough() {
        let a = located("vmk0", &ip("", "", &[("fd00:1::1", 64, ""), ("fd00:2::1", 64, "")]));
        let b = located("vmk1", &ip("", "", &[("fd00:1::2", 64, "")]));
        assert_eq!(by_subnet(&[a, b], None).uniform(), Ok(true));
    }

    #[test]
    fn a_mask_with_gaps_is_unknown() {
        let odd = located("vmk0", &ip("10.0.0.1", "255.0.255.0", &[]));
        assert!(by_subnet(&[odd], None).uniform().is_err());
        let odd = located("vmk0", &ip("10.0.0.1", "255.0.255.0", &[]));
        assert!(subnets(&[odd]).is_err());
    }

    #[test]
    fn an_address_of_one_host_is_no_address_of_all_and_none_of_the_subnet() {
        let usable = |address: &str, mask: &str| Addresses::of(&ip(address, mask, &[])).usable();
        for address in ["127.0.0.1", "224.0.0.5", "255.255.255.255", "10.0.0.0", "10.0.0.255"] {
            assert!(!usable(address, "255.255.255.0"), "{address}");
        }
        // Two ends of a link, and one address alone, have neither.
        assert!(usable("10.0.0.0", "255.255.255.254") && usable("10.0.0.1", "255.255.255.254"));
        assert!(usable("10.0.0.1", "255.255.255.255") && !usable("10.0.0.3", "255.255.255.252"));
        for address in ["::", "::1", "ff02::1", "fe80::1%vmk0"] {
            assert!(!Addresses::of(&ip("", "", &[(address, 64, "preferred")])).usable(), "{address}");
        }
        assert!(Addresses::of(&ip("", "", &[("fd00::1%vmk0", 64, "deprecated")])).usable());
    }

    #[test]
    fn an_address_is_shown_as_the_host_gives_it_where_it_is_of_no_use() {
        let shown = |ip: &Ip| Addresses::of(ip).shown(ip).join(" ");
        assert_eq!(shown(&ip("10.0.0.1", "255.255.255.0", &[("fd00::1", 64, "")])), "10.0.0.1/24 fd00::1/64");
        assert_eq!(shown(&ip("169.254.1.1", "255.255.0.0", &[])), "169.254.1.1/255.255.0.0");
        assert_eq!(shown(&ip("10.0.0.1", "", &[])), "10.0.0.1");
        let states =
            [("fd00::2", 64, "tentative"), ("fe80::2", 64, "tentative"), ("fd00::3", 64, "duplicate")];
        assert_eq!(shown(&ip("", "", &states)), "fd00::2/64 (tentative) fd00::3/64 (duplicate)");
    }

    #[test]
    fn whether_an_address_can_be_used_is_open_while_the_host_finds_out() {
        let settled = |states: &[(&str, i64, &str)], v4: &str| {
            let said = |what: String| Unknown::defect(&what);
            Addresses::of(&ip(v4, "255.255.255.0", states)).settled(said)
        };
        assert!(settled(&[("fd00::1", 64, "tentative")], "").is_err());
        assert!(settled(&[("fd00::1", 64, "unknown")], "").is_err());
        assert_eq!(settled(&[("fe80::1", 64, "tentative")], ""), Ok(false));
        assert_eq!(settled(&[("fd00::1", 64, "duplicate")], ""), Ok(false));
        assert_eq!(settled(&[("fd00::1", 64, "tentative")], "10.0.0.1"), Ok(true));
    }

    #[test]
    fn masks_differ_where_subnets_overlap_and_are_not_the_same() {
        let of = |address: &str, mask: &str| Addresses::of(&ip(address, mask, &[]));
        let own = of("10.0.0.1", "255.255.255.0");
        assert!(!own.masks_differ(&of("10.0.0.2", "255.255.255.0")));
        assert!(own.masks_differ(&of("10.0.9.2", "255.255.0.0")));
        assert!(!own.masks_differ(&of("10.9.0.2", "255.255.0.0")) && !own.masks_differ(&of("10.0.0.2", "")));
        let both = Addresses::of(&ip("10.0.0.1", "255.255.255.0", &[("fd00::1", 64, "")]));
        let reaches = |to: &str| both.reaches(to.parse().unwrap());
        assert!(reaches("10.0.0.9") && !reaches("10.0.1.9") && reaches("fd00::9") && !reaches("fd01::9"));
        assert!(!both.is_empty() && !of("10.0.0.1", "").is_empty() && of("", "").is_empty());
        assert!(!Addresses::of(&ip("", "", &[("fd00::1", 64, "")])).is_empty());
    }

    #[test]
    fn interfaces_without_a_subnet_in_common_are_told_with_all_they_have() {
        let at = |device: &str, nets: &[&str]| {
            let nets: Vec<(&str, i64, &str)> = nets.iter().map(|net| (*net, 64, "")).collect();
            located(device, &ip("", "", &nets))
        };
        let groups = |all: &[Located]| by_subnet(all, None).values.to_vec();
        let two = groups(&[at("vmk0", &["fd00:1::1", "fd00:2::1"]), at("vmk1", &["fd00:3::1"])]);
        let names: Vec<&str> = two.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(names, ["fd00:1::/64, fd00:2::/64", "fd00:3::/64"]);
        let one = groups(&[at("vmk0", &["fd00:1::1", "fd00:2::1"]), at("vmk1", &["fd00:2::2"])]);
        assert_eq!(one, [("fd00:2::/64".into(), vec!["vmk0".into(), "vmk1".into()])]);
        let v4 = located("vmk0", &ip("10.0.0.1", "255.255.255.0", &[("fd00:1::1", 64, "")]));
        assert_eq!(groups(&[v4])[0].0, "10.0.0.0/24");
        assert_eq!(
            subnets(&[at("vmk0", &["fd00:2::1", "fd00:1::1"])]).unwrap(),
            ["fd00:1::/64", "fd00:2::/64"]
        );
        assert!(by_subnet(&[], Some(&Unknown::defect("more"))).uniform().is_err());
    }
}
