//! The order in which moves work: each when the host it goes to has room and no rule is against it.

use std::collections::HashSet;

use crate::facts::place::placing::board::{Board, NOWHERE};
use crate::facts::place::placing::sum::Sum;

/// How many situations are looked at.
const SITUATIONS: usize = 2_000;

/// The pieces that move while they run, in their order: of a loss the others only.
pub fn movers(board: &Board<'_>) -> Vec<usize> {
    let wanted = if board.loss { 0..0 } else { 0..board.wanted() };
    wanted.filter(|piece| board.at(*piece) != NOWHERE).chain(board.moved()).collect()
}

/// What is known of an order of the moves that lead to what the board shows.
pub enum Found {
    /// These, one after the other.
    Order(Vec<usize>),
    /// There is none.
    None,
    /// The search ended.
    Ended,
}

struct Moves<'b, 'r> {
    board: &'b Board<'r>,
    /// In the order of the pieces.
    movers: Vec<usize>,
    gone: Vec<bool>,
    load: Vec<Sum>,
    /// What is still to come to each host.
    to_come: Vec<Sum>,
    order: Vec<usize>,
}

/// Looks for an order; with how many moves were looked at.
pub fn order(board: &Board<'_>) -> (Found, u64) {
    let movers = movers(board);
    let mut load = board.load.clone();
    let mut to_come = vec![Default::default(); load.len()];
    if board.loss {
        // Restarts come after the moves.
        for piece in (0..board.wanted()).filter(|piece| board.at(*piece) != NOWHERE) {
            load[board.at(piece)] -= board.unit(piece).need;
        }
    }
    for mover in &movers {
        let unit = board.unit(*mover);
        load[board.at(*mover)] -= unit.need;
        to_come[board.at(*mover)] += unit.need;
        if *mover >= board.wanted() {
            load[unit.home] += unit.need;
        }
    }
    let gone = vec![false; movers.len()];
    let mut moves = Moves { board, movers, gone, load, to_come, order: Vec::new() };
    let mut seen = HashSet::new();
    let found = moves.search(&mut seen);
    let looked = (seen.len() as u64 + 1).saturating_mul(moves.movers.len() as u64 + 1);
    (found, looked)
}

impl Moves<'_, '_> {
    fn search(&mut self, seen: &mut HashSet<Vec<bool>>) -> Found {
        // Each open situation: how many moves were made before, and the moves still to try.
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        loop {
            self.make_safe_moves();
            if self.order.len() == self.movers.len() {
                return Found::Order(self.order.iter().map(|at| self.movers[*at]).collect());
            }
            if seen.len() >= SITUATIONS {
                return Found::Ended;
            }
            let next = if seen.insert(self.gone.clone()) {
                (0..self.movers.len()).rev().filter(|at| self.works(*at)).collect()
            } else {
                Vec::new()
            };
            open.push((self.order.len(), next));
            loop {
                let Some((made, next)) = open.last_mut() else { return Found::None };
                let (made, next) = (*made, next.pop());
                while self.order.len() > made {
                    self.take_back();
                }
                match next {
                    Some(at) => {
                        self.make(at);
                        break;
                    }
                    None => _ = open.pop(),
                }
            }
        }
    }

    /// A move to a host that has room for all that are still to come there is in nobody's way.
    fn make_safe_moves(&mut self) {
        loop {
            let before = self.order.len();
            for at in 0..self.movers.len() {
                let host = self.board.at(self.movers[at]);
                let all = self.load[host] + self.to_come[host];
                if self.works(at) && all.within(self.board.capacity(host)) {
                    self.make(at);
                }
            }
            if self.order.len() == before {
                return;
            }
        }
    }

    /// Where a piece stands at the moment.
    fn now(&self, piece: usize) -> usize {
        match self.movers.binary_search(&piece) {
            Ok(at) if !self.gone[at] && piece >= self.board.wanted() => self.board.unit(piece).home,
            Ok(at) if !self.gone[at] => NOWHERE,
            _ => self.board.at(piece),
        }
    }

    fn works(&self, at: usize) -> bool {
        let piece = self.movers[at];
        let host = self.board.at(piece);
        !self.gone[at]
            && (self.load[host] + self.board.unit(piece).need).within(self.board.capacity(host))
            && self.board.kept_apart(piece).all(|other| self.now(other) != host)
    }

    fn make(&mut self, at: usize) {
        let piece = self.movers[at];
        let (unit, host) = (self.board.unit(piece), self.board.at(piece));
        self.gone[at] = true;
        self.load[host] += unit.need;
        self.to_come[host] -= unit.need;
        if piece >= self.board.wanted() {
            self.load[unit.home] -= unit.need;
        }
        self.order.push(at);
    }

    fn take_back(&mut self) {
        let Some(at) = self.order.pop() else { return };
        let piece = self.movers[at];
        let (unit, host) = (self.board.unit(piece), self.board.at(piece));
        self.gone[at] = false;
        self.load[host] -= unit.need;
        self.to_come[host] += unit.need;
        if piece >= self.board.wanted() {
            self.load[unit.home] += unit.need;
        }
    }
}
