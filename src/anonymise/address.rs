//! Addresses: what two have in common at their beginning, their stand-ins have in common as well, so that subnets stay
//! subnets (the way of Crypto-PAn). What kind an address is of does not change, nor does the last part of an IPv4
//! address: the first and the last of a subnet, and the usual places of routers, mean something.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::key::Key;

/// Ranges that mean something, by their first address and the length of their prefix: what is in one stays there, and
/// nothing else gets there.
const RANGES_V4: [(Ipv4Addr, u32); 9] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The same of IPv6: none, one's own, those that hold one of IPv4, those of a site, of a link, of a group, and of the
/// world.
const RANGES_V6: [(Ipv6Addr, u32); 7] = [
    (Ipv6Addr::UNSPECIFIED, 128),
    (Ipv6Addr::LOCALHOST, 128),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96),
    (Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 0), 8),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 64),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8),
    (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3),
];

/// The stand-in of an address.
pub fn stand_in(key: &Key, address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(v4(key, address)),
        IpAddr::V6(address) => IpAddr::V6(v6(key, address)),
    }
}

/// The stand-in of an IPv4 address.
pub fn v4(key: &Key, address: Ipv4Addr) -> Ipv4Addr {
    if address.is_unspecified()
        || address.is_loopback()
        || address.octets()[0] == 0
        || address.octets()[0] >= 224
    {
        return address;
    }
    let ranges = RANGES_V4.map(|(first, length)| (u128::from(first.to_bits()) << 96, length));
    let changed = walk(key, "address-v4", u128::from(address.to_bits()) << 96, 24, &ranges);
    Ipv4Addr::from_bits(u32::try_from(changed >> 96).unwrap_or_default())
}

fn v6(key: &Key, address: Ipv6Addr) -> Ipv6Addr {
    if let Some(inner) = address.to_ipv4_mapped() {
        return v4(key, inner).to_ipv6_mapped();
    }
    if address.is_unspecified() || address.is_loopback() || address.is_multicast() {
        return address;
    }
    let ranges = RANGES_V6.map(|(first, length)| (first.to_bits(), length));
    Ipv6Addr::from_bits(walk(key, "address-v6", address.to_bits(), 128, &ranges))
}

/// Turns bits over from the left, each as the key and all bits before it say, but where that would take an address out of
/// a range that means something, or into one.
fn walk(key: &Key, purpose: &str, bits: u128, length: u32, ranges: &[(u128, u32)]) -> u128 {
    let before = |bits: u128, at: u32| if at == 0 { 0 } else { bits >> (128 - at) };
    let mut turned = 0;
    for at in 0..length {
        let prefix = before(bits, at);
        let pinned = ranges.iter().any(|&(first, length)| length > at && before(first, at) == prefix);
        if !pinned && key.draw(purpose, &format!("{at}:{prefix:x}"))[0] & 1 == 1 {
            turned |= 1 << (127 - at);
        }
    }
    bits ^ turned
}

/// The first address of the subnet that an address is in.
pub fn first_of(address: IpAddr, prefix: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(prefix)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

/// The stand-ins of both ends of a range: they differ in the bits in which the ends do.
pub fn range(key: &Key, first: Ipv4Addr, last: Ipv4Addr) -> (Ipv4Addr, Ipv4Addr) {
    let common = (first.to_bits() ^ last.to_bits()).leading_zeros();
    let own = u32::MAX.checked_shr(common).unwrap_or(0);
    let head = v4(key, first).to_bits() & !own;
    let end = |address: Ipv4Addr| Ipv4Addr::from_bits(head | (address.to_bits() & own));
    (end(first), end(last))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn key() -> Key {
        Key::parse("a key for the tests of this file").unwrap()
    }

    #[test]
    fn what_means_something_stays_what_it_is() {
        for kept in ["0.0.0.0", "127.0.0.1", "224.0.0.5", "255.255.255.255", "::", "::1", "ff02::1"] {
            assert_eq!(stand_in(&key(), kept.parse().unwrap()).to_string(), kept);
        }
        let (apipa, link): (Ipv4Addr, Ipv6Addr) =
            ("169.254.7.9".parse().unwrap(), "fe80::1234".parse().unwrap());
        assert!(v4(&key(), apipa).is_link_local());
        let other = v6(&key(), link);
        assert!(other != link && other.segments()[..4] == link.segments()[..4], "{other}");
        let mapped: Ipv6Addr = "::ffff:10.1.2.3".parse().unwrap();
        assert_eq!(v6(&key(), mapped).to_ipv4_mapped(), Some(v4(&key(), "10.1.2.3".parse().unwrap())));
    }

    #[test]
    fn both_ends_of_a_range_stay_in_their_order() {
        let (first, last) = range(&key(), "10.1.2.1".parse().unwrap(), "10.1.2.254".parse().unwrap());
        assert_eq!((first.octets()[3], last.octets()[3]), (1, 254));
        assert_eq!(first.octets()[..3], v4(&key(), "10.1.2.77".parse().unwrap()).octets()[..3]);
        let (first, last) = range(&key(), "10.1.0.1".parse().unwrap(), "10.1.255.254".parse().unwrap());
        assert!(first < last);
    }

    fn common(one: u128, other: u128) -> u32 {
        (one ^ other).leading_zeros()
    }

    /// Ranges that the standard library tells apart.
    fn kinds(address: Ipv4Addr) -> [bool; 6] {
        [
            address.is_private(),
            address.is_loopback(),
            address.is_link_local(),
            address.is_multicast(),
            address.is_broadcast(),
            address.is_unspecified(),
        ]
    }

    proptest! {
        #[test]
        fn what_two_addresses_share_their_stand_ins_share(one: u32, other: u32, same in 0_u32..=32) {
            let own = u32::MAX.checked_shr(same).unwrap_or(0);
            let other = (one & !own) | (other & own);
            let [a, b] = [one, other].map(|bits| v4(&key(), Ipv4Addr::from_bits(bits)).to_bits());
            prop_assert_eq!((one ^ other).leading_zeros(), (a ^ b).leading_zeros());
            for (from, to) in [(one, a), (other, b)] {
                prop_assert_eq!(kinds(Ipv4Addr::from_bits(from)), kinds(Ipv4Addr::from_bits(to)));
            }
        }

        #[test]
        fn so_do_those_of_ipv6(one: u128, other: u128, same in 0_u32..=128) {
            let own = u128::MAX.checked_shr(same).unwrap_or(0);
            let other = (one & !own) | (other & own);
            let mapped = |bits: u128| Ipv6Addr::from_bits(bits).to_ipv4_mapped().is_some();
            prop_assume!(!mapped(one) && !mapped(other));
            let [a, b] = [one, other].map(|bits| v6(&key(), Ipv6Addr::from_bits(bits)).to_bits());
            prop_assert_eq!(common(one, other), common(a, b));
        }
    }
}
