//! Answers that need no search: one other host could take all VMs of a host, and each of them may go there.

use crate::facts::placing::{Amount, Cell, Host, Problem};

/// A question with what all its hosts have left.
pub(super) struct Roomy {
    /// What each host has left for certain; none where that is not known.
    left: Vec<Amount>,
    /// What the VMs of each host need at the most; `None` where one of them may not go everywhere, or is kept
    /// apart from others.
    needed: Vec<Option<Amount>>,
}

impl Roomy {
    /// Looks at a question; `restart` says by which row of VMs and which state of hosts.
    pub fn new(problem: &Problem, restart: bool) -> Self {
        let hosts = problem.hosts.len();
        let anywhere: Vec<bool> =
            problem.rows.iter().map(|row| row.iter().all(|cell| *cell == Cell::Yes)).collect();
        let mut bound = vec![false; problem.vms.len()];
        for rule in &problem.apart {
            let off = if restart { rule.on_restarts } else { rule.on_moves };
            for vm in rule.vms.iter().filter(|_| off != Some(false)) {
                if let Some(bound) = bound.get_mut(*vm) {
                    *bound = true;
                }
            }
        }
        let mut there = vec![Amount::default(); hosts];
        let mut needed = vec![Some(Amount::default()); hosts];
        let mut placed = true;
        for (vm, bound) in problem.vms.iter().zip(bound) {
            let Some(home) = vm.home else {
                placed = false;
                continue;
            };
            let row = if restart { vm.restart } else { vm.live };
            let free = !bound && anywhere.get(row) == Some(&true);
            if let (Some(there), Some(needed)) = (there.get_mut(home), needed.get_mut(home)) {
                add(there, vm.need.most);
                match needed {
                    Some(sum) if free => add(sum, vm.need.most),
                    needed => *needed = None,
                }
            }
        }
        let of = |(host, there): (&Host, Amount)| {
            let state = if restart { host.takes_restarts } else { host.takes_moves };
            if state != Some(true) || !placed {
                return Amount::default();
            }
            Amount {
                cpu_mhz: host.capacity.least.cpu_mhz.saturating_sub(there.cpu_mhz),
                memory: host.capacity.least.memory.saturating_sub(there.memory),
            }
        };
        Self { left: problem.hosts.iter().zip(there).map(of).collect(), needed }
    }

    /// Whether one of the others could take all VMs of a host.
    pub fn fits(&self, host: usize) -> bool {
        let Some(Some(need)) = self.needed.get(host) else { return false };
        let mut others = self.left.iter().enumerate().filter(|(at, _)| *at != host);
        others.any(|(_, left)| left.memory > 0 && need.cpu_mhz <= left.cpu_mhz && need.memory <= left.memory)
    }
}

fn add(sum: &mut Amount, one: Amount) {
    sum.cpu_mhz = sum.cpu_mhz.saturating_add(one.cpu_mhz);
    sum.memory = sum.memory.saturating_add(one.memory);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::facts::placing::{Answer, Between, Budget, Cluster, Event, Vm, VmRule};

    /// Clusters of three hosts: what is said to fit without a search fits by the search, too.
    #[test]
    fn what_needs_no_search_fits() {
        let amount = |n: u64| Amount { cpu_mhz: n, memory: n };
        let (mut seen, mut state) = (0, 7_u64);
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let small = |n: u64| usize::try_from(n).unwrap();
        for _ in 0..3_000 {
            let host = |least: u64, open: usize| Host {
                capacity: Between { least: amount(least), most: amount(least + 3) },
                takes_moves: [Some(true), Some(true), Some(false), None][open],
                takes_restarts: [Some(true), Some(true), Some(true), None][open],
            };
            let hosts: Vec<Host> = (0..3).map(|_| host(next(20), small(next(4)))).collect();
            let rows = vec![vec![Cell::Yes; 3], vec![Cell::Yes, Cell::Unknown, Cell::No(Box::default())]];
            let vm = |home: u64, need: u64, rows: u64| Vm {
                need: Between { least: amount(need), most: amount(need + 1) },
                is_read: need % 2 == 1,
                fixed: Between::NONE,
                home: (home < 3).then_some(small(home)),
                live: usize::from(rows == 0),
                restart: usize::from(rows == 1),
                excluded: Some(rows == 2),
            };
            let list: Vec<Vm> = (0..next(6)).map(|_| vm(next(40) % 4, next(6), next(8))).collect();
            let rule = |vms: Vec<usize>, open: usize| VmRule {
                vms,
                on_moves: [Some(true), Some(false), None][open],
                on_restarts: [Some(false), Some(true), None][open],
                lasting: false,
            };
            let pair: Vec<usize> = (0..list.len().min(2)).collect();
            let problem = Problem {
                hosts,
                vms: list,
                rows,
                apart: vec![rule(pair.clone(), small(next(3)))],
                together: vec![rule(pair, small(next(3)))],
                causes: Vec::new(),
            };
            for restart in [true, false] {
                let roomy = Roomy::new(&problem, restart);
                for host in (0..3).filter(|host| roomy.fits(*host)) {
                    seen += 1;
                    let event = if restart { Event::Lose(vec![host]) } else { Event::Empty(vec![host]) };
                    let answer = Cluster::new(problem.clone()).judge(&event, Budget::default());
                    assert!(matches!(answer, Answer::AsItStands(_)), "{event:?} {problem:#?} {answer:?}");
                }
            }
        }
        assert!(seen > 500, "{seen}");
    }
}
