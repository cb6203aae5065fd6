//! The quick way: the largest first, each where it leaves least; those that found no place come first in
//! the next round.

use std::cmp::Reverse;

use crate::facts::place::placing::board::Board;

/// How often an order is tried.
const ROUNDS: usize = 8;

/// Places what waits, no other moves. What is left over of the best round is told, and that round is
/// what the board shows.
pub fn place(board: &mut Board<'_>) -> Vec<usize> {
    let whole = board.reading.whole;
    let mut order: Vec<usize> = (0..board.wanted()).collect();
    let size = |board: &Board<'_>, piece: usize| board.unit(piece).need.share(whole);
    order.sort_by_cached_key(|piece| (Reverse(size(board, *piece)), board.reach_of(*piece).count()));
    let mut best: Option<(Vec<usize>, Vec<usize>)> = None;
    for _ in 0..ROUNDS {
        let left = round(board, &order);
        if left.is_empty() {
            return left;
        }
        (0..board.wanted()).filter(|piece| !left.contains(piece)).for_each(|piece| board.lift(piece));
        let next: Vec<usize> =
            left.iter().copied().chain(order.iter().copied().filter(|piece| !left.contains(piece))).collect();
        let same = next == order;
        if best.as_ref().is_none_or(|(_, best)| left.len() < best.len()) {
            best = Some((order, left));
        }
        if same {
            break;
        }
        order = next;
    }
    best.map(|(order, _)| round(board, &order)).unwrap_or_default()
}

/// Places each where it leaves least; tells who found none.
fn round(board: &mut Board<'_>, order: &[usize]) -> Vec<usize> {
    let mut left = Vec::new();
    for piece in order {
        match best(board, *piece) {
            Some(host) => board.put(*piece, host),
            None => left.push(*piece),
        }
    }
    left.sort_unstable();
    left
}

/// The host where a piece leaves least.
pub fn best(board: &Board<'_>, piece: usize) -> Option<usize> {
    let need = board.unit(piece).need;
    let free = |host: usize| (board.capacity(host) - board.load[host] - need).share(board.reading.whole);
    let elsewhere = |host: &usize| board.home_of(piece) != Some(*host);
    let hosts = board.reach_of(piece).filter(elsewhere).filter(|host| board.takes(piece, *host));
    hosts.min_by_key(|host| (free(*host), *host))
}
