//! The thorough way: every placement, in an order that finds one soon, without those that are like one
//! that failed.
//!
//! A piece that waits gets a host; where that host then has too much, somebody who came with the house
//! makes room or is settled, and waits in turn. So only those move of whom it is asked, and yet every
//! placement is reached: whichever one is right, each step can be taken as that one has it.

use std::collections::{HashMap, HashSet};

use crate::facts::place::placing::board::{Board, State};
use crate::facts::place::placing::order::movers;
use crate::facts::place::placing::sum::{HostSet, Sum};
use crate::facts::place::placing::units::ALONE;

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The board shows what was looked for.
    Found,
    /// There is none.
    Exhausted,
    /// The budget was used up.
    Ended,
}

/// What a found placement is worth.
pub enum Verdict {
    /// It is what was looked for.
    Accept,
    /// Look on; others that make room may help.
    GoOn,
}

enum Done {
    Put(usize),
    Evicted(usize),
    Kept(usize),
}

enum Choice {
    /// Where a piece goes.
    Host { piece: usize, hosts: Vec<usize>, next: usize },
    /// Whether a piece makes room.
    Leave { piece: usize, next: u8, wished: bool },
}

struct Frame {
    choice: Choice,
    /// What had been done before.
    mark: usize,
    bars: Vec<((bool, u32), usize)>,
}

enum Next {
    Dead,
    Placed,
    Choose(Choice),
}

/// A search on a board on which nothing has been placed yet.
pub struct Search<'b, 'r> {
    board: &'b mut Board<'r>,
    done: Vec<Done>,
    /// Hosts that failed for pieces of a class.
    barred: HashMap<(bool, u32), HostSet>,
    /// How many others may move.
    moving: usize,
    /// How many do.
    moved: usize,
    budget: u64,
    /// How many single placings were looked at.
    pub tried: u64,
}

impl<'b, 'r> Search<'b, 'r> {
    /// `moving` is how many others may move, `budget` how many placings are looked at.
    pub fn new(board: &'b mut Board<'r>, moving: usize, budget: u64) -> Self {
        if moving > 0 {
            board.open();
        }
        Self { board, done: Vec::new(), barred: HashMap::new(), moving, moved: 0, budget, tried: 0 }
    }

    /// Looks on until `judge`, which also tells what that took, accepts a placement.
    pub fn run(&mut self, mut judge: impl FnMut(&Board<'r>) -> (Verdict, u64)) -> End {
        let mut frames: Vec<Frame> = Vec::new();
        // Whether what is placed was judged before.
        let mut judged = false;
        loop {
            if self.tried > self.budget {
                return End::Ended;
            }
            match self.next() {
                Next::Dead => {}
                Next::Placed => {
                    if !judged {
                        let (verdict, looked) = judge(self.board);
                        self.tried += looked;
                        if matches!(verdict, Verdict::Accept) {
                            return End::Found;
                        }
                    }
                    if let Some(choice) = self.wish() {
                        frames.push(Frame { choice, mark: self.done.len(), bars: Vec::new() });
                    }
                }
                Next::Choose(choice) => {
                    frames.push(Frame { choice, mark: self.done.len(), bars: Vec::new() });
                }
            }
            match self.advance(&mut frames) {
                Some(same) => judged = same,
                None => return End::Exhausted,
            }
        }
    }

    /// Takes the next branch of the last choice that has one; whether it leaves all where they are.
    fn advance(&mut self, frames: &mut Vec<Frame>) -> Option<bool> {
        loop {
            self.tried += 1;
            let frame = frames.last_mut()?;
            while self.done.len() > frame.mark {
                self.take_back();
            }
            match &mut frame.choice {
                Choice::Host { piece, hosts, next } => {
                    let class = self.board.class(*piece);
                    // What failed for one fails for each that is like it.
                    if let Some(failed) = next.checked_sub(1).and_then(|failed| hosts.get(failed))
                        && class.1 != ALONE
                        && self.bar(class, *failed)
                    {
                        frame.bars.push((class, *failed));
                    }
                    if let Some(host) = hosts.get(*next) {
                        *next += 1;
                        let (piece, host) = (*piece, *host);
                        self.put(piece, host);
                        return Some(false);
                    }
                }
                Choice::Leave { piece, next, wished } => {
                    *next += 1;
                    let (piece, wished) = (*piece, *wished);
                    match *next {
                        1 => {
                            self.evict(piece);
                            return Some(false);
                        }
                        2 => {
                            self.keep(piece);
                            return Some(wished);
                        }
                        _ => {}
                    }
                }
            }
            for (class, host) in &frame.bars {
                if let Some(barred) = self.barred.get_mut(class) {
                    barred.remove(*host);
                }
            }
            frames.pop();
        }
    }

    /// Bars a host to a class; whether it was not before.
    fn bar(&mut self, class: (bool, u32), host: usize) -> bool {
        let size = self.board.reading.hosts.len();
        let barred = self.barred.entry(class).or_insert_with(|| HostSet::with_room_for(size));
        let fresh = !barred.contains(host);
        barred.insert(host);
        fresh
    }

    fn put(&mut self, piece: usize, host: usize) {
        let quarrels: Vec<usize> = self.board.quarrels(piece, host).collect();
        self.board.put(piece, host);
        self.done.push(Done::Put(piece));
        for other in quarrels {
            if self.board.state(other) == State::Open {
                self.evict(other);
            }
        }
    }

    fn evict(&mut self, piece: usize) {
        self.board.evict(piece);
        self.moved += 1;
        self.done.push(Done::Evicted(piece));
    }

    /// A piece stays at home, and all that are like it: the first of them would have left.
    fn keep(&mut self, piece: usize) {
        let class = self.board.class(piece);
        let home = self.board.unit(piece).home;
        let alike = |other: &usize| *other == piece || class.1 != ALONE && self.board.class(*other) == class;
        let kept: Vec<usize> = self.board.open_on(home).filter(alike).collect();
        for other in kept {
            self.board.keep(other);
            self.done.push(Done::Kept(other));
        }
    }

    fn take_back(&mut self) {
        match self.done.pop() {
            Some(Done::Put(piece)) => self.board.lift(piece),
            Some(Done::Evicted(piece)) => {
                self.board.readmit(piece);
                self.moved -= 1;
            }
            Some(Done::Kept(piece)) => self.board.reopen(piece),
            None => {}
        }
    }

    fn next(&mut self) -> Next {
        if self.moved > self.moving {
            return Next::Dead;
        }
        let size = self.board.reading.hosts.len();
        if let Some(host) = (0..size).find(|host| self.board.overloaded(*host)) {
            self.tried += 1 + self.board.natives(host).count() as u64;
            return self.make_room(host);
        }
        if self.board.waiting.is_empty() {
            return Next::Placed;
        }
        if self.too_much() {
            return Next::Dead;
        }
        self.hardest()
    }

    /// Somebody on a host with too much has to leave: the smallest that suffices, else the largest.
    fn make_room(&self, host: usize) -> Next {
        let board = &*self.board;
        if !board.firm[host].within(board.capacity(host)) {
            return Next::Dead;
        }
        let whole = board.reading.whole;
        let excess = board.load[host] - board.capacity(host);
        let suffices = |piece: &usize| excess.within(board.unit(*piece).need);
        let share = |piece: &usize| board.unit(*piece).need.share(whole);
        let smallest = board.open_on(host).filter(suffices).min_by_key(share);
        let largest = || board.open_on(host).min_by_key(|piece| std::cmp::Reverse(share(piece)));
        match smallest.or_else(largest) {
            Some(piece) => Next::Choose(Choice::Leave { piece, next: 0, wished: false }),
            None => Next::Dead,
        }
    }

    /// Whether what waits needs more than is free anywhere. Whoever makes room needs as much elsewhere.
    fn too_much(&self) -> bool {
        let board = &*self.board;
        let mut need = Sum::default();
        board.waiting.iter().for_each(|piece| need += board.unit(*piece).need);
        let mut free = Sum::default();
        for host in (0..board.reading.hosts.len()).filter(|host| !board.gone.contains(*host)) {
            free += board.capacity(host) - board.load[host];
        }
        !need.within(free)
    }

    /// The piece with the fewest hosts, with them: where it fits best first.
    fn hardest(&mut self) -> Next {
        let mut best: Option<(usize, u128, usize)> = None;
        let mut looked = 0;
        let whole = self.board.reading.whole;
        for piece in self.board.waiting.iter().copied() {
            // More than the fewest so far need not be counted.
            let enough = best.map_or(usize::MAX, |(fewest, ..)| fewest.saturating_add(1));
            let hosts = self.hosts(piece).take(enough).count();
            looked += 1 + self.board.reach(piece).len() as u64;
            let share = self.board.unit(piece).need.share(whole);
            let better = |(fewest, size, _): &(usize, u128, usize)| {
                hosts < *fewest || hosts == *fewest && share > *size
            };
            if best.as_ref().is_none_or(better) {
                best = Some((hosts, share, piece));
            }
            if hosts == 0 {
                break;
            }
        }
        self.tried += looked;
        let Some((1.., _, piece)) = best else { return Next::Dead };
        let hosts = self.in_order(piece);
        Next::Choose(Choice::Host { piece, hosts, next: 0 })
    }

    /// The hosts that a piece might get.
    fn hosts(&self, piece: usize) -> impl Iterator<Item = usize> + '_ {
        let board = &*self.board;
        let barred = self.barred.get(&board.class(piece));
        let home = board.home_of(piece);
        board.reach_of(piece).filter(move |host| {
            Some(*host) != home
                && !barred.is_some_and(|barred| barred.contains(*host))
                && board.could_take(piece, *host)
        })
    }

    /// Those hosts: first where nobody must make room, there where it leaves least; then where least is
    /// lacking. Of hosts that are like each other one.
    fn in_order(&self, piece: usize) -> Vec<usize> {
        let board = &*self.board;
        let (need, whole) = (board.unit(piece).need, board.reading.whole);
        let mut hosts: Vec<usize> = self.hosts(piece).collect();
        hosts.sort_by_cached_key(|host| {
            let (load, capacity) = (board.load[*host] + need, board.capacity(*host));
            if board.takes(piece, *host) {
                (false, (capacity - load).share(whole), *host)
            } else {
                (true, (load - capacity).share(whole), *host)
            }
        });
        let mut seen = HashSet::new();
        hosts.retain(|host| {
            !self.plain(*host) || seen.insert((board.reading.hosts[*host].class, board.load[*host]))
        });
        hosts
    }

    /// Whether nothing but its class and its load tells a host from others.
    fn plain(&self, host: usize) -> bool {
        let board = &*self.board;
        board.load[host].within(board.capacity(host))
            && !board.has_bound(host)
            && (self.moving == 0 || board.natives(host).next().is_none())
    }

    /// Where an order of moves is looked for, others on the hosts they go to might make room as well.
    fn wish(&self) -> Option<Choice> {
        if self.moving == self.moved {
            return None;
        }
        let movers = movers(self.board);
        let piece = movers.iter().find_map(|mover| self.board.open_on(self.board.at(*mover)).next())?;
        Some(Choice::Leave { piece, next: 0, wished: true })
    }
}
