//! How the vMotion addresses of two hosts reach each other, for all pairs of a cluster.

use crate::facts::ground::logic::every;
use crate::facts::ground::scope::Scope;
use crate::facts::net::ends::{End, Frames};
use crate::facts::net::interfaces::mask;
use crate::facts::net::records::WaysFacts;
use crate::facts::net::routes::{Leads, leads};
use crate::facts::net::subnets::Addresses;
use crate::inventory::VirtualNic;
use crate::schema::{Fact, HostSplit, Unknown};

/// The way between two hosts, the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// They have a subnet in common, or one has no address for vMotion.
    OneSubnet,
    /// Over routers, by gateways or routes of vMotion's own on both sides.
    Routed,
    /// Over routers, perhaps.
    Perhaps,
    /// One side has no gateway or route to the other.
    NoRoute,
    /// They have no IP version in common.
    NoVersion,
}

/// Two hosts.
struct Pair {
    way: Fact<Way>,
    masks_differ: Fact<bool>,
    /// What they send each other is too long for a switch, whichever adapters they take.
    frames_lost: Fact<bool>,
}

impl Pair {
    /// Of two hosts of which nothing is known.
    fn unknown(why: &Unknown) -> Self {
        Self { way: Err(why.clone()), masks_differ: Err(why.clone()), frames_lost: Err(why.clone()) }
    }

    fn apart(&self) -> Fact<bool> {
        self.way.clone().map(|way| way > Way::OneSubnet)
    }
}

/// What of a pair is true where the one misses the other.
type Missing = fn(&Pair) -> Fact<bool>;

/// All pairs of the members of a cluster that are in service or judged by their configuration.
struct Pairs {
    /// For each host, those in front of it: the ones in service, or that may be, and then the others.
    of: Vec<Vec<Pair>>,
    /// How many are in service.
    active: usize,
    /// How many others in service each of them misses for certain: for want of a subnet, for another mask, for
    /// frames that are too long.
    apart: Vec<usize>,
    masks: Vec<usize>,
    frames: Vec<usize>,
}

impl Pairs {
    fn new(ends: &[&Fact<End<'_, '_>>], active: usize) -> Self {
        let of = |own: usize| (0..own).map(|other| pair(ends[own], ends[other])).collect();
        let of = (0..ends.len()).map(of).collect();
        let mut pairs = Self { of, active, apart: Vec::new(), masks: Vec::new(), frames: Vec::new() };
        pairs.apart = pairs.misses(Pair::apart);
        pairs.masks = pairs.misses(|pair| pair.masks_differ.clone());
        pairs.frames = pairs.misses(|pair| pair.frames_lost.clone());
        pairs
    }

    fn between(&self, a: usize, b: usize) -> &Pair {
        &self.of[a.max(b)][a.min(b)]
    }

    fn misses(&self, lacks: Missing) -> Vec<usize> {
        let count = |own: usize| {
            let others = (0..self.active).filter(|other| *other != own);
            others.filter(|other| lacks(self.between(own, *other)) == Ok(true)).count()
        };
        (0..self.active).map(count).collect()
    }

    /// Whether a host that is in service does not miss another one, or that is told of elsewhere: at the
    /// other one, which misses more, or for one out of service at the first that misses it.
    fn state(&self, own: usize, other: usize, missed: &[usize], lacks: Missing) -> Fact<bool> {
        if other == own {
            return Ok(true);
        }
        let told_here = || match missed.get(other) {
            Some(its) => (missed[own], own) > (*its, other),
            None => (0..own).all(|first| lacks(self.between(first, other)) != Ok(true)),
        };
        lacks(self.between(own, other)).map(|lacks| !(lacks && told_here()))
    }
}

/// For each member, how the others are reached. A pair that does not meet in one subnet is told of once.
pub fn ways(scope: &Scope<'_, '_>, ends: &[Fact<End<'_, '_>>]) -> Vec<WaysFacts> {
    let order: Vec<usize> = scope.slots.iter().chain(&scope.resting).copied().collect();
    let of_order: Vec<&Fact<End<'_, '_>>> = order.iter().map(|&at| &ends[at]).collect();
    let pairs = Pairs::new(&of_order, scope.slots.len());
    let mut place = vec![usize::MAX; scope.hosts.len()];
    order.iter().enumerate().for_each(|(at, &member)| place[member] = at);
    let none_missed = scope.configured(|_| Ok(true));
    let split = |slot: Option<u32>, missed: &[usize], lacks: Missing| -> HostSplit {
        let Some(own) = slot.map(|slot| slot as usize) else { return none_missed.clone() };
        let state = |other: usize| pairs.state(own, other, missed, lacks);
        if (0..order.len()).all(|other| state(other) == Ok(true)) {
            return none_missed.without(slot);
        }
        scope.configured(|other| state(place[other.at])).without(slot)
    };
    fn is(pair: &Pair, ways: &[Way]) -> Fact<bool> {
        pair.way.clone().map(|way| ways.contains(&way))
    }
    let of = |slot: Option<u32>| {
        let by_way = |lacks: Missing| split(slot, &pairs.apart, lacks);
        WaysFacts {
            same_version: by_way(|pair| is(pair, &[Way::NoVersion])),
            one_subnet: by_way(|pair| is(pair, &[Way::Routed, Way::Perhaps, Way::NoRoute])),
            route: by_way(|pair| is(pair, &[Way::NoRoute])),
            own_gateway: by_way(|pair| is(pair, &[Way::Perhaps])),
            same_mask: split(slot, &pairs.masks, |pair| pair.masks_differ.clone()),
            frames_pass: split(slot, &pairs.frames, |pair| pair.frames_lost.clone()),
        }
    };
    scope.hosts.iter().map(|member| of(member.slot)).collect()
}

/// Whether the vMotion adapters of two hosts reach each other: each has one with an address, and a subnet
/// is common to both or a way over routers may lead there.
pub fn reaches(own: &Fact<End<'_, '_>>, other: &Fact<End<'_, '_>>) -> Fact<bool> {
    let without = |end: &Fact<End<'_, '_>>| end.as_ref().is_ok_and(End::without);
    if without(own) || without(other) {
        return Ok(false);
    }
    pair(own, other).way.map(|way| !matches!(way, Way::NoRoute | Way::NoVersion))
}

/// Two hosts: the best way between an adapter of each.
fn pair(own: &Fact<End<'_, '_>>, other: &Fact<End<'_, '_>>) -> Pair {
    let (own, other) = match (own, other) {
        (Ok(own), Ok(other)) => (own, other),
        (Err(why), Ok(_)) | (Ok(_), Err(why)) => return Pair::unknown(why),
        (Err(a), Err(b)) => return Pair::unknown(&a.and(b)),
    };
    if own.without() || other.without() {
        return Pair { way: Ok(Way::OneSubnet), masks_differ: Ok(false), frames_lost: Ok(false) };
    }
    let mut open: Vec<Unknown> = [&own.missing, &other.missing].into_iter().flatten().cloned().collect();
    let (mut way, mut masks_differ) = (Way::NoVersion, false);
    // In one subnet, and over routers.
    let (mut near, mut far) = (Vec::new(), Vec::new());
    let ends = |end: &End<'_, '_>| 0..end.nics.len();
    for (at, to) in ends(own).flat_map(|at| ends(other).map(move |to| (at, to))) {
        let ((nic, a), (peer, b)) = (&own.nics[at], &other.nics[to]);
        masks_differ |= a.masks_differ(b);
        let unclear = || if a.maskless() { mask(own.wired.host, nic) } else { mask(other.wired.host, peer) };
        match a.meets(b, unclear) {
            Ok(true) => {
                way = Way::OneSubnet;
                near.push((&own.frames[at], &other.frames[to]));
            }
            Ok(false) => {
                way = way.min(over_routers(own, (nic, a), other, (peer, b)));
                far.push((&own.frames[at], &other.frames[to]));
            }
            Err(why) => open.push(why),
        }
    }
    let frames_lost = frames_lost(if near.is_empty() { &far } else { &near });
    match Unknown::all(&open) {
        Some(why) => Pair {
            way: if way == Way::OneSubnet { Ok(way) } else { Err(why.clone()) },
            masks_differ: if masks_differ { Ok(true) } else { Err(why.clone()) },
            // What is not known may be another adapter, over which they pass.
            frames_lost: if frames_lost == Ok(false) && !near.is_empty() { Ok(false) } else { Err(why) },
        },
        None => Pair { way: Ok(way), masks_differ: Ok(masks_differ), frames_lost },
    }
}

/// The frames that an adapter sends, where they are told.
type Sent = Fact<Option<Frames>>;

/// Whether the frames of all of these adapters are lost.
fn frames_lost(adapters: &[(&Sent, &Sent)]) -> Fact<bool> {
    let lost = |(own, other): &(&Sent, &Sent)| {
        let (own, other) = (own.as_ref().map_err(Clone::clone)?, other.as_ref().map_err(Clone::clone)?);
        Ok(own.zip(*other).is_some_and(|(own, other)| own.lost(other)))
    };
    if adapters.is_empty() { Ok(false) } else { every(adapters.iter().map(lost)) }
}

/// The way between two adapters that have no subnet in common.
fn over_routers(
    own: &End<'_, '_>,
    (nic, a): (&VirtualNic, &Addresses),
    other: &End<'_, '_>,
    (peer, b): (&VirtualNic, &Addresses),
) -> Way {
    let same_version = a
        .all()
        .flat_map(|from| b.all().filter(move |to| from.is_ipv4() == to.is_ipv4()).map(move |to| (from, to)));
    // Each direction has to lead to the other side.
    let both = same_version.map(|(from, to)| {
        let out = if a.reaches(to) { Leads::OwnGateway } else { leads(own.wired, nic, a, to) };
        let back = if b.reaches(from) { Leads::OwnGateway } else { leads(other.wired, peer, b, from) };
        out.max(back)
    });
    match both.min() {
        None => Way::NoVersion,
        Some(Leads::OwnGateway) => Way::Routed,
        Some(Leads::Perhaps) => Way::Perhaps,
        Some(Leads::Nothing) => Way::NoRoute,
    }
}
