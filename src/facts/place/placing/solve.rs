//! One event in one reading: the quick way, proofs at a glance, then the thorough way.

use crate::facts::place::placing::answer::{AfterMoves, NoFit, Order, Placing, Proof, Step};
use crate::facts::place::placing::board::{Board, NOWHERE};
use crate::facts::place::placing::give_way::give_way;
use crate::facts::place::placing::greedy;
use crate::facts::place::placing::order::{self, Found, movers};
use crate::facts::place::placing::problem::Event;
use crate::facts::place::placing::proofs::{at_a_glance, left_over};
use crate::facts::place::placing::reading::Reading;
use crate::facts::place::placing::search::{End, Search, Verdict};

/// How many others may move at first: as few moves as can be are asked for.
const FEW: usize = 3;

/// What comes of an event in one reading.
pub enum Outcome<'r> {
    AsItStands(Vec<Placing>),
    AfterMoves(AfterMoves),
    Not(Box<Refused<'r>>),
    Ended { tried: u64, placed: usize, of: usize },
}

impl Outcome<'_> {
    pub fn fits(&self) -> bool {
        matches!(self, Self::AsItStands(_) | Self::AfterMoves(_))
    }

    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Not(_))
    }
}

/// A proof that it does not fit, with the best placement without moving others and what that leaves over.
pub struct Refused<'r> {
    proof: Proof,
    board: Board<'r>,
    left: Vec<usize>,
}

impl Refused<'_> {
    /// With what each host says to who is left over.
    pub fn told(self) -> NoFit {
        let left_over = self.left.iter().map(|piece| left_over(&self.board, *piece)).collect();
        NoFit { proof: self.proof, left_over }
    }
}

/// Looks for places; `budget` is how many single placings the longest of the searches looks at.
/// `shortcuts` asks the quick ways first.
pub fn solve<'r>(reading: &'r Reading, event: &Event, budget: u64, shortcuts: bool) -> Outcome<'r> {
    let mut board = Board::new(reading, event);
    let mut left: Vec<usize> = (0..board.wanted()).collect();
    if shortcuts {
        left = greedy::place(&mut board);
        left = give_way(&mut board, &left, false);
    }
    if left.is_empty() {
        return Outcome::AsItStands(placed(&board));
    }
    let mut empty = Board::new(reading, event);
    empty.open();
    if let (true, Some(proof)) = (shortcuts, at_a_glance(&empty)) {
        return Outcome::Not(Box::new(Refused { proof, board, left }));
    }
    let mut still = Board::new(reading, event);
    let mut search = Search::new(&mut still, 0, budget / 2);
    let end = search.run(|_| (Verdict::Accept, 1));
    let tried = search.tried;
    let as_it_stands = match end {
        End::Found => return Outcome::AsItStands(placed(&still)),
        End::Exhausted => Some(false),
        End::Ended => None,
    };
    let of: usize = (0..board.wanted()).map(|piece| board.vms(piece).len()).sum();
    let without: usize = left.iter().map(|piece| board.vms(*piece).len()).sum();
    let best = shortcuts.then(|| (board.clone(), left.clone()));
    match with_moves(reading, best, event, budget, as_it_stands) {
        (Some(moves), _) => Outcome::AfterMoves(moves),
        (None, (End::Ended, more)) => {
            Outcome::Ended { tried: tried + more, placed: of.saturating_sub(without), of }
        }
        (None, (_, more)) => {
            let proof = Proof::Exhausted { tried: tried + more };
            Outcome::Not(Box::new(Refused { proof, board, left }))
        }
    }
}

/// How all fit once others have moved, as few as are found; how the search ended, and what it looked at.
/// `best` is the best placement without moving others, and what it leaves over.
fn with_moves(
    reading: &Reading,
    best: Option<(Board<'_>, Vec<usize>)>,
    event: &Event,
    budget: u64,
    as_it_stands: Option<bool>,
) -> (Option<AfterMoves>, (End, u64)) {
    let mut tried = 0;
    for few in 1..=FEW {
        let (found, (end, more)) = moving(reading, event, few, budget / 16, as_it_stands);
        tried += more;
        if end == End::Found {
            return (found, (end, tried));
        }
    }
    if let Some((mut board, left)) = best {
        board.open();
        if give_way(&mut board, &left, true).is_empty()
            && let (Found::Order(pieces), _) = order::order(&board)
        {
            let moves = after_moves(&board, &pieces, Order::Works, as_it_stands);
            return (Some(moves), (End::Found, tried));
        }
    }
    let (found, (end, more)) = moving(reading, event, usize::MAX, budget, as_it_stands);
    (found, (end, tried + more))
}

/// The same with so many others at the most. Without an order, the first placement is told, and what
/// is known of the others.
fn moving(
    reading: &Reading,
    event: &Event,
    most: usize,
    budget: u64,
    as_it_stands: Option<bool>,
) -> (Option<AfterMoves>, (End, u64)) {
    let mut board = Board::new(reading, event);
    let mut search = Search::new(&mut board, most, budget);
    let mut ordered: Option<AfterMoves> = None;
    let mut unordered: Option<AfterMoves> = None;
    // Whether it is known of each placement that its moves are in no order that works.
    let mut sure = true;
    let end = search.run(|board| match order::order(board) {
        (Found::Order(pieces), looked) => {
            ordered = Some(after_moves(board, &pieces, Order::Works, as_it_stands));
            (Verdict::Accept, looked)
        }
        (other, looked) => {
            sure &= matches!(other, Found::None);
            unordered
                .get_or_insert_with(|| after_moves(board, &movers(board), Order::NotFound, as_it_stands));
            (Verdict::GoOn, looked)
        }
    });
    let tried = search.tried;
    if let (Some(moves), true, End::Exhausted) = (&mut unordered, sure, end) {
        moves.order = Order::SwapNeeded;
    }
    (ordered.or(unordered), (end, tried))
}

fn after_moves(board: &Board<'_>, pieces: &[usize], order: Order, as_it_stands: Option<bool>) -> AfterMoves {
    let step = |piece: &usize| Step {
        vms: board.vms(*piece).to_vec(),
        from: board.unit(*piece).home,
        to: board.at(*piece),
    };
    AfterMoves { placed: placed(board), steps: pieces.iter().map(step).collect(), order, as_it_stands }
}

/// Where the VMs of the event are.
fn placed(board: &Board<'_>) -> Vec<Placing> {
    let mut placed: Vec<Placing> = (0..board.wanted())
        .filter(|piece| board.at(*piece) != NOWHERE)
        .flat_map(|piece| board.vms(piece).iter().map(move |vm| (*vm, piece)))
        .map(|(vm, piece)| Placing { vm, host: board.at(piece) })
        .collect();
    placed.sort_unstable();
    placed
}
