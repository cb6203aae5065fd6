//! Who stands where while places are looked for: one reading, one event.

use std::collections::BTreeSet;

use crate::facts::place::placing::problem::Event;
use crate::facts::place::placing::reading::Reading;
use crate::facts::place::placing::sum::{HostSet, Sum};
use crate::facts::place::placing::units::{Unit, Units};

/// On no host.
pub const NOWHERE: usize = usize::MAX;

/// What is decided of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has no place yet.
    Waiting,
    /// It stays at home unless it must make room.
    Open,
    /// It stands where it stands.
    Settled,
    /// It is no part of this.
    Absent,
}

/// The pieces: first those of the event, which need a place, then all others.
#[derive(Clone)]
pub struct Board<'r> {
    pub reading: &'r Reading,
    /// Whether hosts fail; else they are emptied.
    pub loss: bool,
    /// The hosts of the event.
    pub gone: HostSet,
    wanted: Vec<&'r Unit>,
    at: Vec<usize>,
    state: Vec<State>,
    pub load: Vec<Sum>,
    /// The load that stays for certain.
    pub firm: Vec<Sum>,
    /// How many came to each host.
    pub arrivals: Vec<usize>,
    pub waiting: BTreeSet<usize>,
    /// How many came to each host that a rule keeps apart from others.
    bound_arrivals: Vec<usize>,
    /// The wanted pieces of each rule that keeps VMs apart.
    wanted_of_rule: Vec<Vec<usize>>,
}

impl<'r> Board<'r> {
    pub fn new(reading: &'r Reading, event: &Event) -> Self {
        let size = reading.hosts.len();
        let loss = matches!(event, Event::Lose(_));
        let gone = HostSet::of(event.hosts().iter().copied().filter(|host| *host < size), size);
        let units = if loss { &reading.restart } else { &reading.live };
        let wanted: Vec<&Unit> =
            gone.iter().flat_map(|host| &units.list[units.of_host[host].clone()]).collect();
        let mut wanted_of_rule = vec![Vec::new(); reading.apart.len()];
        for (piece, unit) in wanted.iter().enumerate() {
            unit.apart.iter().for_each(|rule| wanted_of_rule[*rule].push(piece));
        }
        let first = wanted.len();
        let others = &reading.live.list;
        let mut at = vec![NOWHERE; first];
        at.extend(others.iter().map(|unit| unit.home));
        let mut state = vec![State::Waiting; first];
        state.resize(first + others.len(), State::Settled);
        for host in gone.iter() {
            for other in reading.live.of_host[host].clone() {
                at[first + other] = NOWHERE;
                state[first + other] = State::Absent;
            }
        }
        let load: Vec<Sum> = reading.hosts.iter().map(|host| host.load).collect();
        Self {
            reading,
            loss,
            gone,
            waiting: (0..first).collect(),
            wanted,
            at,
            state,
            firm: load.clone(),
            load,
            arrivals: vec![0; size],
            bound_arrivals: vec![0; size],
            wanted_of_rule,
        }
    }

    /// Lets others make room. Nothing has been placed yet.
    pub fn open(&mut self) {
        let first = self.wanted.len();
        for (other, unit) in self.reading.live.list.iter().enumerate() {
            let piece = first + other;
            if self.state[piece] == State::Settled && self.reach_of(piece).any(|host| host != unit.home) {
                self.state[piece] = State::Open;
                self.firm[unit.home] -= unit.need;
            }
        }
    }

    pub fn wanted(&self) -> usize {
        self.wanted.len()
    }

    pub fn pieces(&self) -> usize {
        self.at.len()
    }

    #[inline]
    pub fn unit(&self, piece: usize) -> &'r Unit {
        let first = self.wanted.len();
        if piece < first { self.wanted[piece] } else { &self.reading.live.list[piece - first] }
    }

    fn units(&self, piece: usize) -> &'r Units {
        let reading = self.reading;
        if piece < self.wanted.len() && self.loss { &reading.restart } else { &reading.live }
    }

    pub fn vms(&self, piece: usize) -> &'r [usize] {
        self.units(piece).vms(self.unit(piece))
    }

    pub fn reach(&self, piece: usize) -> &'r HostSet {
        self.units(piece).reach(self.unit(piece))
    }

    /// The hosts that a piece may go to, hosts of the event left out.
    pub fn reach_of(&self, piece: usize) -> impl Iterator<Item = usize> + use<'_, 'r> {
        self.reach(piece).iter().filter(|host| !self.gone.contains(*host))
    }

    /// The host that a piece leaves when it moves; one of the event has none any more.
    pub fn home_of(&self, piece: usize) -> Option<usize> {
        (piece >= self.wanted.len()).then(|| self.unit(piece).home)
    }

    #[inline]
    pub fn at(&self, piece: usize) -> usize {
        self.at[piece]
    }

    #[inline]
    pub fn state(&self, piece: usize) -> State {
        self.state[piece]
    }

    /// Pieces of one class can change places.
    pub fn class(&self, piece: usize) -> (bool, u32) {
        let wanted = piece < self.wanted.len();
        (wanted, if wanted { self.unit(piece).kind } else { self.unit(piece).class })
    }

    /// The others whose home is a host.
    pub fn natives(&self, host: usize) -> impl Iterator<Item = usize> + use<'r> {
        let first = self.wanted.len();
        self.reading.live.of_host[host].clone().map(move |other| first + other)
    }

    /// Others that would still make room on a host.
    pub fn open_on(&self, host: usize) -> impl Iterator<Item = usize> + '_ {
        self.natives(host).filter(|piece| self.state[*piece] == State::Open)
    }

    /// The pieces of a rule that keeps VMs apart: those of the event, and all others.
    pub fn of_rule(&self, rule: usize) -> (Vec<usize>, Vec<usize>) {
        let first = self.wanted.len();
        let others = self.reading.live.of_rule[rule].iter().map(|unit| first + *unit as usize);
        let there = others.filter(|piece| self.state[*piece] != State::Absent).collect();
        (self.wanted_of_rule[rule].clone(), there)
    }

    /// Whether a rule keeps two pieces apart.
    fn bound(&self, rule: usize, one: usize, other: usize) -> bool {
        let binding = self.reading.apart[rule];
        let restarted = self.loss && one.min(other) < self.wanted.len();
        if restarted { binding.on_restarts } else { binding.on_moves }
    }

    /// The pieces on a host from which a rule keeps this piece apart.
    pub fn quarrels(&self, piece: usize, host: usize) -> impl Iterator<Item = usize> + '_ {
        let first = self.wanted.len();
        let rules = self.unit(piece).apart.iter().copied();
        rules.flat_map(move |rule| {
            let others = self.reading.live.of_rule[rule].iter().map(move |unit| first + *unit as usize);
            let wanted = self.wanted_of_rule[rule].iter().copied();
            wanted.chain(others).filter(move |other| {
                *other != piece && self.at[*other] == host && self.bound(rule, piece, *other)
            })
        })
    }

    /// The pieces that a piece which moves may not meet on the way.
    pub fn kept_apart(&self, piece: usize) -> impl Iterator<Item = usize> + '_ {
        let first = self.wanted.len();
        let rules = self.unit(piece).apart.iter().copied().filter(|rule| self.reading.apart[*rule].on_moves);
        rules.flat_map(move |rule| {
            let others = self.reading.live.of_rule[rule].iter().map(move |unit| first + *unit as usize);
            let wanted = self.wanted_of_rule[rule].iter().copied().filter(|_| !self.loss);
            wanted.chain(others).filter(move |other| *other != piece)
        })
    }

    #[inline]
    pub fn capacity(&self, host: usize) -> Sum {
        self.reading.hosts[host].capacity
    }

    /// Whether a host takes a piece as things stand.
    pub fn takes(&self, piece: usize, host: usize) -> bool {
        (self.load[host] + self.unit(piece).need).within(self.capacity(host))
            && self.quarrels(piece, host).next().is_none()
    }

    /// Whether a host could take a piece, were everybody to make room who can.
    pub fn could_take(&self, piece: usize, host: usize) -> bool {
        (self.firm[host] + self.unit(piece).need).within(self.capacity(host))
            && self.quarrels(piece, host).all(|other| self.state[other] == State::Open)
    }

    /// Whether a rule about VMs that are on a host, or came with it, may keep others from it.
    pub fn has_bound(&self, host: usize) -> bool {
        self.bound_arrivals[host] > 0 || self.reading.hosts[host].bound
    }

    /// Whether more is on a host than it has, to which something came.
    pub fn overloaded(&self, host: usize) -> bool {
        self.arrivals[host] > 0 && !self.load[host].within(self.capacity(host))
    }

    /// A waiting piece gets its place.
    pub fn put(&mut self, piece: usize, host: usize) {
        let need = self.unit(piece).need;
        self.at[piece] = host;
        self.state[piece] = State::Settled;
        self.load[host] += need;
        self.firm[host] += need;
        self.arrivals[host] += 1;
        self.bound_arrivals[host] += usize::from(!self.unit(piece).apart.is_empty());
        self.waiting.remove(&piece);
    }

    /// Takes back [`Self::put`].
    pub fn lift(&mut self, piece: usize) {
        let (need, host) = (self.unit(piece).need, self.at[piece]);
        self.load[host] -= need;
        self.firm[host] -= need;
        self.arrivals[host] -= 1;
        self.bound_arrivals[host] -= usize::from(!self.unit(piece).apart.is_empty());
        self.at[piece] = NOWHERE;
        self.state[piece] = State::Waiting;
        self.waiting.insert(piece);
    }

    /// An open piece has to leave its home.
    pub fn evict(&mut self, piece: usize) {
        let unit = self.unit(piece);
        self.load[unit.home] -= unit.need;
        self.at[piece] = NOWHERE;
        self.state[piece] = State::Waiting;
        self.waiting.insert(piece);
    }

    /// Takes back [`Self::evict`].
    pub fn readmit(&mut self, piece: usize) {
        let unit = self.unit(piece);
        self.load[unit.home] += unit.need;
        self.at[piece] = unit.home;
        self.state[piece] = State::Open;
        self.waiting.remove(&piece);
    }

    /// An open piece stays at home.
    pub fn keep(&mut self, piece: usize) {
        let unit = self.unit(piece);
        self.firm[unit.home] += unit.need;
        self.state[piece] = State::Settled;
    }

    /// Takes back [`Self::keep`].
    pub fn reopen(&mut self, piece: usize) {
        let unit = self.unit(piece);
        self.firm[unit.home] -= unit.need;
        self.state[piece] = State::Open;
    }

    /// Others that do not stand at home.
    pub fn moved(&self) -> impl Iterator<Item = usize> + '_ {
        (self.wanted.len()..self.at.len())
            .filter(|piece| self.at[*piece] != NOWHERE && self.at[*piece] != self.unit(*piece).home)
    }
}
