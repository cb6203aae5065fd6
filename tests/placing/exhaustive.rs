//! What is right, told by trying everything: no bound, no order, nothing left out. Everything is known.

use vpreflight::facts::placing::{Cell, Event, Placing, Problem, Step, VmRule};

/// The truth about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    AsItStands,
    /// How few others must move where some placement has an order of moves that works.
    AfterMoves {
        fewest: Option<usize>,
    },
    Not,
}

pub struct World<'p> {
    problem: &'p Problem,
    event: &'p Event,
    loss: bool,
}

impl<'p> World<'p> {
    pub fn new(problem: &'p Problem, event: &'p Event) -> Self {
        Self { problem, event, loss: matches!(event, Event::Lose(_)) }
    }

    fn home(&self, vm: usize) -> usize {
        self.problem.vms[vm].home.unwrap()
    }

    pub fn of_event(&self, vm: usize) -> bool {
        self.event.hosts().contains(&self.home(vm))
    }

    /// A VM that HA leaves off is in nobody's way.
    fn off(&self, vm: usize) -> bool {
        self.loss && self.of_event(vm) && self.problem.vms[vm].excluded.unwrap()
    }

    fn may(&self, vm: usize, host: usize) -> bool {
        let (of, to) = (&self.problem.vms[vm], &self.problem.hosts[host]);
        let restart = self.loss && self.of_event(vm);
        let (row, takes) = if restart { (of.restart, to.takes_restarts) } else { (of.live, to.takes_moves) };
        !self.event.hosts().contains(&host) && self.problem.rows[row][host] == Cell::Yes && takes.unwrap()
    }

    fn respected(&self, rule: &VmRule, vms: [usize; 2]) -> bool {
        let restart = self.loss && vms.iter().any(|vm| self.of_event(*vm));
        (if restart { rule.on_restarts } else { rule.on_moves }).unwrap()
    }

    fn enough(&self, at: &[Option<usize>], host: usize) -> bool {
        let there =
            || (0..at.len()).filter(|vm| at[*vm] == Some(host)).map(|vm| self.problem.vms[vm].need.least);
        let has = self.problem.hosts[host].capacity.least;
        there().map(|need| need.memory).sum::<u64>() <= has.memory
            && there().map(|need| need.cpu_mhz).sum::<u64>() <= has.cpu_mhz
    }

    /// Whether a VM quarrels with one that is on its host.
    fn quarrels(&self, at: &[Option<usize>], vm: usize) -> bool {
        let with = |rule: &VmRule, other: usize| {
            other != vm && at[other].is_some() && at[other] == at[vm] && self.respected(rule, [vm, other])
        };
        let rules = self.problem.apart.iter().filter(|rule| rule.vms.contains(&vm));
        rules.into_iter().any(|rule| rule.vms.iter().any(|other| with(rule, *other)))
    }

    fn came(&self, at: &[Option<usize>], vm: usize) -> bool {
        at[vm].is_some() && at[vm] != Some(self.home(vm))
    }

    /// Whether a placement of all is right.
    pub fn right(&self, at: &[Option<usize>]) -> bool {
        let all = || (0..at.len()).filter(|vm| !self.off(*vm));
        let pairs_hold = self.problem.together.iter().all(|rule| {
            let members = || rule.vms.iter().copied().filter(|vm| !self.off(*vm));
            members().all(|one| {
                members().all(|other| {
                    self.home(one) != self.home(other)
                        || !self.respected(rule, [one, other])
                        || at[one] == at[other]
                })
            })
        });
        pairs_hold
            && all().all(|vm| match at[vm] {
                Some(host) if self.came(at, vm) => {
                    self.may(vm, host) && self.enough(at, host) && !self.quarrels(at, vm)
                }
                Some(_) => !self.of_event(vm),
                None => false,
            })
    }

    fn start(&self) -> Vec<Option<usize>> {
        let home = |vm: usize| (!self.of_event(vm)).then(|| self.home(vm));
        (0..self.problem.vms.len()).map(home).collect()
    }

    /// Each right placement, until `each` has seen enough.
    fn placements(&self, moving: bool, each: &mut dyn FnMut(&[Option<usize>]) -> bool) -> bool {
        let mut at = self.start();
        self.placements_from(0, moving, &mut at, each)
    }

    fn placements_from(
        &self,
        vm: usize,
        moving: bool,
        at: &mut Vec<Option<usize>>,
        each: &mut dyn FnMut(&[Option<usize>]) -> bool,
    ) -> bool {
        if vm == at.len() {
            return self.right(at) && each(at);
        }
        if self.off(vm) {
            return self.placements_from(vm + 1, moving, at, each);
        }
        if !self.of_event(vm) && self.placements_from(vm + 1, moving, at, each) {
            return true;
        }
        let before = at[vm];
        for host in 0..self.problem.hosts.len() {
            if (moving || self.of_event(vm)) && Some(host) != before && self.may(vm, host) {
                at[vm] = Some(host);
                if self.placements_from(vm + 1, moving, at, each) {
                    return true;
                }
                at[vm] = before;
            }
        }
        false
    }

    /// VMs that move as one, for each that moves while it runs.
    fn movers(&self, at: &[Option<usize>]) -> Vec<Vec<usize>> {
        let moves = |vm: &usize| !(self.loss && self.of_event(*vm)) && self.came(at, *vm);
        let mut groups: Vec<Vec<usize>> = (0..at.len()).filter(moves).map(|vm| vec![vm]).collect();
        let bound = |one: &[usize], other: &[usize]| {
            one.iter().any(|one| {
                other.iter().any(|other| {
                    self.home(*one) == self.home(*other)
                        && self.problem.together.iter().any(|rule| {
                            rule.vms.contains(one)
                                && rule.vms.contains(other)
                                && self.respected(rule, [*one, *other])
                        })
                })
            })
        };
        let mut first = 0;
        while first < groups.len() {
            match (first + 1..groups.len()).find(|other| bound(&groups[first], &groups[*other])) {
                Some(other) => {
                    let other = groups.remove(other);
                    groups[first].extend(other);
                }
                None => first += 1,
            }
        }
        groups
    }

    /// Where all are before anybody moves or is restarted.
    fn before(&self) -> Vec<Option<usize>> {
        let gone = |vm: usize| self.loss && self.of_event(vm);
        (0..self.problem.vms.len()).map(|vm| (!gone(vm)).then(|| self.home(vm))).collect()
    }

    /// Makes a move, if it works.
    pub fn step(&self, at: &mut [Option<usize>], vms: &[usize], to: usize) -> bool {
        vms.iter().for_each(|vm| at[*vm] = Some(to));
        vms.iter().all(|vm| self.may(*vm, to) && !self.quarrels(at, *vm)) && self.enough(at, to)
    }

    fn ordered(&self, at: &[Option<usize>]) -> bool {
        fn reach(
            world: &World<'_>,
            goal: &[Option<usize>],
            left: &[Vec<usize>],
            now: &[Option<usize>],
        ) -> bool {
            left.is_empty()
                || (0..left.len()).any(|next| {
                    let mut now = now.to_vec();
                    let mut left = left.to_vec();
                    let vms = left.remove(next);
                    world.step(&mut now, &vms, goal[vms[0]].unwrap()) && reach(world, goal, &left, &now)
                })
        }
        reach(self, at, &self.movers(at), &self.before())
    }

    /// The truth.
    pub fn truth(&self) -> Truth {
        if self.placements(false, &mut |_| true) {
            return Truth::AsItStands;
        }
        let mut fits = false;
        let mut fewest: Option<usize> = None;
        self.placements(true, &mut |at| {
            fits = true;
            let others = self.movers(at).iter().filter(|vms| !self.of_event(vms[0])).count();
            if fewest.is_none_or(|fewest| others < fewest) && self.ordered(at) {
                fewest = Some(others);
            }
            false
        });
        if fits { Truth::AfterMoves { fewest } } else { Truth::Not }
    }

    pub fn fits(&self) -> bool {
        self.placements(true, &mut |_| true)
    }

    /// Whether a placement without other moves is right.
    pub fn shows(&self, placed: &[Placing]) -> bool {
        let mut at = self.start();
        placed.iter().for_each(|to| at[to.vm] = Some(to.host));
        self.right(&at)
    }

    /// Whether a placement after these moves is right, and whether they work in this order.
    pub fn shows_after(&self, placed: &[Placing], steps: &[Step]) -> (bool, bool) {
        let mut at = self.before();
        let mut works = true;
        for step in steps {
            works &= step.vms.iter().all(|vm| at[*vm] == Some(step.from));
            works &= self.step(&mut at, &step.vms, step.to);
        }
        placed.iter().for_each(|to| at[to.vm] = Some(to.host));
        (self.right(&at), works)
    }
}
