//! The answer that holds however what is not known turns out.

use std::sync::OnceLock;

use crate::facts::place::placing::answer::{AfterMoves, Answer, Doubt, Missing, Order, Placing, Step};
use crate::facts::place::placing::problem::{Event, Problem};
use crate::facts::place::placing::reading::{Favour, Reading, homes};
use crate::facts::place::placing::solve::{Outcome, solve};
use crate::facts::place::placing::witness::rests_on;

/// How much is tried: single placings that each thorough search looks at. A number of steps and never
/// of seconds, so that the same question has the same answer everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(pub u64);

impl Default for Budget {
    fn default() -> Self {
        Self(200_000)
    }
}

/// A cluster made ready to be asked.
pub struct Cluster {
    problem: Problem,
    readings: Vec<OnceLock<Reading>>,
    /// Sorts of data of which something is not known.
    open: Favour,
    homeless: Vec<usize>,
    shortcuts: bool,
}

/// What the two readings say together that leave nothing open between them.
enum Said<'c> {
    Answer(Answer),
    /// In the best case it fits, in the worst it does not, as far as is known.
    Open {
        worst: Outcome<'c>,
        best: Outcome<'c>,
    },
}

impl Cluster {
    /// Makes a cluster ready.
    pub fn new(problem: Problem) -> Self {
        let open = Favour::open(&problem);
        let homes = homes(&problem);
        let homeless = (0..homes.len()).filter(|vm| homes[*vm].is_none()).collect();
        let readings = (0..Favour::READINGS).map(|_| OnceLock::new()).collect();
        Self { problem, readings, open, homeless, shortcuts: true }
    }

    /// The same, but places are found and refused by the thorough search alone: slower, with the same
    /// truth, for whoever holds one to the other.
    pub fn without_shortcuts(problem: Problem) -> Self {
        Self { shortcuts: false, ..Self::new(problem) }
    }

    /// The question it was made of.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether the VMs of an event find their places.
    pub fn judge(&self, event: &Event, budget: Budget) -> Answer {
        match self.ask(event, budget) {
            Said::Answer(answer) => answer,
            Said::Open { worst, best } => Answer::CannotTell(self.doubt(worst, best, event, budget)),
        }
    }

    /// The answer where it is certain: quicker for whoever does not ask what is missing where it is not.
    pub fn certain(&self, event: &Event, budget: Budget) -> Option<Answer> {
        match self.ask(event, budget) {
            Said::Answer(answer) => answer.fits().and(Some(answer)),
            Said::Open { .. } => None,
        }
    }

    /// Whether it is certain that they fit, or that they do not, without what shows it.
    pub fn fits(&self, event: &Event, budget: Budget) -> Option<bool> {
        let worst = self.solve(Favour::default(), event, budget);
        if worst.fits() {
            return self.homeless.is_empty().then_some(true);
        }
        let best = if self.open == Favour::default() { worst } else { self.solve(self.open, event, budget) };
        best.is_refused().then_some(false)
    }

    /// Whether it is certain that they fit.
    pub fn fits_for_certain(&self, event: &Event, budget: Budget) -> bool {
        self.homeless.is_empty() && self.solve(Favour::default(), event, budget).fits()
    }

    /// Whether it is certain that they do not fit.
    pub fn refuses(&self, event: &Event, budget: Budget) -> bool {
        self.solve(self.open, event, budget).is_refused()
    }

    fn ask(&self, event: &Event, budget: Budget) -> Said<'_> {
        let worst = self.solve(Favour::default(), event, budget);
        // A VM that may be anywhere may be what fills a host, or what needs a place.
        let worst = match worst {
            Outcome::AsItStands(_) | Outcome::AfterMoves(_) if !self.homeless.is_empty() => {
                let homeless = self.homeless.iter().copied().map(Missing::Home).collect();
                return Said::Answer(Answer::CannotTell(Doubt::Missing(homeless)));
            }
            Outcome::AsItStands(placed) => return Said::Answer(Answer::AsItStands(placed)),
            other => other,
        };
        if self.open == Favour::default() {
            return Said::Answer(match worst {
                Outcome::AsItStands(placed) => Answer::AsItStands(placed),
                Outcome::AfterMoves(moves) => Answer::AfterMoves(moves),
                Outcome::Not(why) => Answer::DoesNotFit(why.told()),
                Outcome::Ended { tried, placed, of } => {
                    Answer::CannotTell(Doubt::Ended { tried, placed, of })
                }
            });
        }
        let best = self.solve(self.open, event, budget);
        Said::Answer(match (worst, best) {
            (Outcome::AfterMoves(moves), best) => {
                let (as_it_stands, best_order) = match best {
                    Outcome::AfterMoves(best) => (best.as_it_stands, best.order),
                    _ => (None, Order::NotFound),
                };
                // That all must be swapped is certain only where it is so in the best case.
                let order = match moves.order {
                    Order::SwapNeeded if best_order != Order::SwapNeeded => Order::NotFound,
                    order => order,
                };
                Answer::AfterMoves(AfterMoves { as_it_stands, order, ..moves })
            }
            (_, Outcome::Not(why)) => Answer::DoesNotFit(why.told()),
            (_, Outcome::Ended { tried, placed, of }) => {
                Answer::CannotTell(Doubt::Ended { tried, placed, of })
            }
            (worst, best) => return Said::Open { worst, best },
        })
    }

    fn reading(&self, favour: Favour) -> Option<&Reading> {
        let slot = self.readings.get(usize::from(favour.0))?;
        Some(slot.get_or_init(|| Reading::new(&self.problem, favour)))
    }

    fn solve(&self, favour: Favour, event: &Event, budget: Budget) -> Outcome<'_> {
        match self.reading(favour) {
            Some(reading) => solve(reading, event, budget.0, self.shortcuts),
            None => Outcome::Ended { tried: 0, placed: 0, of: 0 },
        }
    }

    /// What is missing: as few sorts of data as make it fit, and of those what the placement rests on.
    fn doubt(&self, worst: Outcome<'_>, best: Outcome<'_>, event: &Event, budget: Budget) -> Doubt {
        let (favour, shown) = self.fewest_from(best, event, budget);
        let (placed, steps): (&[Placing], &[Step]) = match &shown {
            Outcome::AsItStands(placed) => (placed, &[]),
            Outcome::AfterMoves(moves) => (&moves.placed, &moves.steps),
            Outcome::Not(_) | Outcome::Ended { .. } => (&[], &[]),
        };
        let mut missing = rests_on(&self.problem, favour, event, placed, steps);
        missing.extend(self.homeless.iter().copied().map(Missing::Home));
        missing.sort_unstable();
        missing.dedup();
        match worst {
            Outcome::Ended { tried, placed, of } if missing.is_empty() => Doubt::Ended { tried, placed, of },
            _ => Doubt::Missing(missing),
        }
    }

    /// As few sorts of data as make it fit, read as favourable; with what comes of it then.
    pub(super) fn fewest(&self, event: &Event, budget: Budget) -> (Favour, Outcome<'_>) {
        self.fewest_from(self.solve(self.open, event, budget), event, budget)
    }

    fn fewest_from<'c>(&'c self, best: Outcome<'c>, event: &Event, budget: Budget) -> (Favour, Outcome<'c>) {
        let mut favour = self.open;
        let mut shown = best;
        for sort in Favour::ALL.into_iter().filter(|sort| self.open.has(*sort)) {
            let outcome = self.solve(favour.without(sort), event, budget);
            if outcome.fits() {
                favour = favour.without(sort);
                shown = outcome;
            }
        }
        (favour, shown)
    }
}
