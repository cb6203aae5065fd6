//! What found no place may find one where others give way, as long as each of those finds another.

use std::cmp::Reverse;

use crate::facts::place::placing::board::{Board, NOWHERE, State};
use crate::facts::place::placing::greedy::best;

/// Places what is left over where another gives way: one that was placed, and with `moving` those that
/// run there. What is still left over is told.
pub fn give_way(board: &mut Board<'_>, left: &[usize], moving: bool) -> Vec<usize> {
    let mut still = Vec::new();
    for piece in left.iter().copied() {
        if let Some(host) = best(board, piece) {
            board.put(piece, host);
        } else if let Some((host, other, to)) = exchange(board, piece, moving) {
            if board.state(other) == State::Open {
                board.evict(other);
            } else {
                board.lift(other);
            }
            board.put(other, to);
            board.put(piece, host);
        } else if !(moving && clear(board, piece)) {
            still.push(piece);
        }
    }
    still
}

/// A host, one on it that gives way, and where that goes: the smallest one of all that suffices.
fn exchange(board: &Board<'_>, piece: usize, moving: bool) -> Option<(usize, usize, usize)> {
    let (need, whole) = (board.unit(piece).need, board.reading.whole);
    let mut found: Option<(u128, usize, usize, usize)> = None;
    let mut guests = vec![Vec::new(); board.reading.hosts.len()];
    for other in (0..board.wanted()).filter(|other| board.at(*other) != NOWHERE) {
        guests[board.at(other)].push(other);
    }
    for host in board.reach_of(piece) {
        let quarrels: Vec<usize> = board.quarrels(piece, host).collect();
        let excess = board.load[host] + need - board.capacity(host);
        let natives = board.open_on(host).filter(|_| moving);
        for other in guests[host].iter().copied().chain(natives) {
            let gives = board.unit(other).need;
            let size = gives.share(whole);
            let smaller = found.is_none_or(|(smallest, ..)| size < smallest);
            if smaller && excess.within(gives) && quarrels.iter().all(|with| *with == other) {
                let mut hosts = board.reach_of(other).filter(|to| *to != host && board.takes(other, *to));
                found = hosts.next().map(|to| (size, host, other, to)).or(found);
            }
        }
    }
    found.map(|(_, host, other, to)| (host, other, to))
}

/// Makes room on a host, there first where least is lacking, and places a piece there.
fn clear(board: &mut Board<'_>, piece: usize) -> bool {
    let (need, whole) = (board.unit(piece).need, board.reading.whole);
    let mut hosts: Vec<usize> = board.reach_of(piece).filter(|host| board.could_take(piece, *host)).collect();
    hosts.sort_by_cached_key(|host| ((board.load[*host] + need - board.capacity(*host)).share(whole), *host));
    hosts.into_iter().any(|host| {
        let mut out = Vec::new();
        while !board.takes(piece, host) {
            let Some((other, to)) = leaving(board, piece, host) else {
                for other in out.into_iter().rev() {
                    board.lift(other);
                    board.readmit(other);
                }
                return false;
            };
            board.evict(other);
            board.put(other, to);
            out.push(other);
        }
        board.put(piece, host);
        true
    })
}

/// Who leaves a host for a piece, and where to: who may not be there with it, else the smallest that
/// makes enough room, else the largest.
fn leaving(board: &Board<'_>, piece: usize, host: usize) -> Option<(usize, usize)> {
    if let Some(quarrels) = board.quarrels(piece, host).next() {
        return best(board, quarrels).map(|to| (quarrels, to));
    }
    let excess = board.load[host] + board.unit(piece).need - board.capacity(host);
    let mut natives: Vec<usize> = board.open_on(host).collect();
    natives.sort_by_cached_key(|other| {
        let gives = board.unit(*other).need;
        let size = gives.share(board.reading.whole);
        if excess.within(gives) { (0, Reverse(0), size) } else { (1, Reverse(size), 0) }
    });
    natives.into_iter().find_map(|other| Some((other, best(board, other)?)))
}
