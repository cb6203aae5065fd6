//! What proves at a glance that something does not fit, and what hosts say to a VM that is left over.

use std::collections::HashSet;

use crate::facts::place::placing::answer::{LeftOver, Proof, Refusal, Resource, Sums};
use crate::facts::place::placing::board::{Board, State};
use crate::facts::place::placing::sum::{HostSet, Sum};

/// The proof that is quickest to see, if there is one. Nothing has been placed, and others may move.
pub fn at_a_glance(board: &Board<'_>) -> Option<Proof> {
    no_host(board).or_else(|| apart(board)).or_else(|| sum(board)).or_else(|| no_room(board))
}

fn no_host(board: &Board<'_>) -> Option<Proof> {
    let stuck = (0..board.wanted()).find(|piece| board.reach_of(*piece).next().is_none())?;
    Some(Proof::NoHost(board.vms(stuck).to_vec()))
}

fn no_room(board: &Board<'_>) -> Option<Proof> {
    let full = |piece: &usize| !board.reach_of(*piece).any(|host| board.could_take(*piece, host));
    Some(Proof::NoRoom(board.vms((0..board.wanted()).find(full)?).to_vec()))
}

/// The hosts a piece may end on.
fn ends(board: &Board<'_>, piece: usize) -> HostSet {
    let mut ends = board.reach(piece).without(&board.gone);
    match board.state(piece) {
        State::Settled => HostSet::of([board.unit(piece).home], board.reading.hosts.len()),
        State::Open => {
            ends.insert(board.unit(piece).home);
            ends
        }
        State::Waiting | State::Absent => ends,
    }
}

/// A rule whose VMs need more hosts than they can be on. Others of one host may stay together there;
/// where moves do not respect the rule, they may all come together.
fn apart(board: &Board<'_>) -> Option<Proof> {
    (0..board.reading.apart.len()).find_map(|rule| {
        let binding = board.reading.apart[rule];
        let binds = if board.loss { binding.on_restarts } else { binding.on_moves };
        let (wanted, others) = board.of_rule(rule);
        if !binds || wanted.is_empty() {
            return None;
        }
        let size = board.reading.hosts.len();
        let homes = HostSet::of(others.iter().map(|piece| board.unit(*piece).home), size);
        let taken = if binding.on_moves { homes.len() } else { usize::from(!homes.is_empty()) };
        let all = wanted.iter().chain(&others);
        let hosts = all.fold(homes, |hosts, piece| hosts.or(&ends(board, *piece))).len();
        let needed = wanted.len() + taken;
        (needed > hosts).then_some(Proof::Apart { rule, needed, hosts })
    })
}

/// VMs that can end on some hosts only, and need more than there is.
fn sum(board: &Board<'_>) -> Option<Proof> {
    let size = board.reading.hosts.len();
    let all = HostSet::of((0..size).filter(|host| !board.gone.contains(*host)), size);
    let mut sets = vec![all];
    let mut any = HostSet::with_room_for(size);
    let mut seen = HashSet::new();
    for piece in (0..board.wanted()).filter(|piece| seen.insert(board.unit(*piece).reach)) {
        let ends = ends(board, piece);
        any = any.or(&ends);
        if !sets.contains(&ends) {
            sets.push(ends);
        }
    }
    if !sets.contains(&any) {
        sets.push(any);
    }
    sets.iter().find_map(|hosts| sum_of(board, hosts))
}

/// The same of these hosts.
fn sum_of(board: &Board<'_>, hosts: &HostSet) -> Option<Proof> {
    let (live, restart) = (&board.reading.live, &board.reading.restart);
    let here = hosts.or(&board.gone);
    let within = |reaches: &[HostSet]| reaches.iter().map(|reach| reach.is_within(&here)).collect();
    let moved: Vec<bool> = within(&live.reaches);
    let wanted: Vec<bool> = if board.loss { within(&restart.reaches) } else { moved.clone() };
    let mut need = Sum::default();
    let mut vms = 0;
    for piece in 0..board.pieces() {
        let unit = board.unit(piece);
        let ends_here = match board.state(piece) {
            State::Absent => false,
            State::Waiting => wanted[unit.reach],
            State::Settled => hosts.contains(unit.home),
            State::Open => hosts.contains(unit.home) && moved[unit.reach],
        };
        if ends_here {
            need += unit.need;
            vms += unit.members.len();
        }
    }
    let mut capacity = Sum::default();
    // What runs on a host already may stay there, even where it is more than the host has.
    hosts.iter().for_each(|host| capacity += board.capacity(host).max(board.load[host]));
    let short = |resource: &Resource| need.of(*resource) > capacity.of(*resource);
    let resource = [Resource::Memory, Resource::Cpu].into_iter().find(short)?;
    Some(Proof::Sum(Sums {
        resource,
        need: need.of(resource),
        capacity: capacity.of(resource),
        hosts: hosts.iter().collect(),
        vms,
    }))
}

/// What each host that is left says to a piece without a place.
pub fn left_over(board: &Board<'_>, piece: usize) -> LeftOver {
    let hosts = (0..board.reading.hosts.len()).filter(|host| !board.gone.contains(*host));
    let refusals = hosts.filter_map(|host| Some((host, refusal(board, piece, host)?))).collect();
    LeftOver { vms: board.vms(piece).to_vec(), refusals }
}

fn refusal(board: &Board<'_>, piece: usize, host: usize) -> Option<Refusal> {
    let room = &board.reading.hosts[host];
    if !(if board.loss { room.restarts } else { room.moves }) {
        return Some(Refusal::State);
    }
    if let (true, [_, from, ..]) = (board.unit(piece).torn, board.vms(piece)) {
        return Some(Refusal::Apart { from: *from });
    }
    if !board.reach(piece).contains(host) {
        return Some(Refusal::Cell);
    }
    if let Some(from) = board.quarrels(piece, host).find_map(|other| board.vms(other).first()) {
        return Some(Refusal::Apart { from: *from });
    }
    let lacking = board.load[host] + board.unit(piece).need - board.capacity(host);
    (lacking != Sum::default()).then(|| Refusal::Short(lacking.amount()))
}
