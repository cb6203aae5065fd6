//! What would make it fit: of each kind of remedy the least one, found by judging again.

use crate::facts::place::placing::answer::{NoFit, Remedy, Resource};
use crate::facts::place::placing::judge::{Budget, Cluster};
use crate::facts::place::placing::problem::{
    Amount, Between, Cause, Cell, Event, Problem, Reach, UNBOUNDED, VmRule,
};
use crate::facts::place::placing::reading::homes;

/// How many VMs, hosts, causes or rules of a kind are tried.
const TRIED: usize = 64;

/// The steps in which an amount is lowered or raised.
#[derive(Clone, Copy, Debug)]
pub struct Grain(pub Amount);

/// One megabyte of memory, one MHz of CPU.
impl Default for Grain {
    fn default() -> Self {
        Self(Amount { cpu_mhz: 1, memory: 1 << 20 })
    }
}

/// What all hosts have once one of them has been given so much more.
pub type Grow<'g> = &'g dyn Fn(usize, Amount) -> Vec<Between>;

struct Asking<'p> {
    problem: &'p Problem,
    event: &'p Event,
    budget: Budget,
    grain: Grain,
    grow: Grow<'p>,
}

/// Remedies for what does not fit. Each alone makes it fit for certain; of amounts the least one, in
/// whole steps. `grow` says what hosts have once one has more: that may change what is known of the others.
pub fn remedies(
    problem: &Problem,
    event: &Event,
    why: &NoFit,
    budget: Budget,
    (grain, grow): (Grain, Grow<'_>),
) -> Vec<Remedy> {
    let asking = Asking { problem, event, budget, grain, grow };
    let mut found = Vec::new();
    for resource in [Resource::Memory, Resource::Cpu] {
        found.extend(asking.lower(resource, why));
    }
    for resource in [Resource::Memory, Resource::Cpu] {
        found.extend(asking.add(resource));
    }
    found.extend(asking.resolve(why));
    found.extend(asking.drop(|problem| &mut problem.apart, Remedy::DropApart));
    found.extend(asking.drop(|problem| &mut problem.together, Remedy::DropTogether));
    found
}

/// The part of an amount.
fn part(amount: &mut Amount, resource: Resource) -> &mut u64 {
    match resource {
        Resource::Memory => &mut amount.memory,
        Resource::Cpu => &mut amount.cpu_mhz,
    }
}

impl Asking<'_> {
    fn fits_with(&self, change: impl FnOnce(&mut Problem)) -> bool {
        let mut problem = self.problem.clone();
        change(&mut problem);
        Cluster::new(problem).fits_for_certain(self.event, self.budget)
    }

    /// The least number of steps up to a most with which it fits.
    fn least(&self, most: u64, fits: impl Fn(u64) -> bool) -> Option<u64> {
        if most == 0 || !fits(most) {
            return None;
        }
        let (mut short, mut enough) = (0, most);
        while enough - short > 1 {
            let middle = short + (enough - short) / 2;
            if fits(middle) { enough = middle } else { short = middle }
        }
        Some(enough)
    }

    fn amount(&self, resource: Resource, steps: u64) -> Amount {
        let mut by = Amount::default();
        let mut grain = self.grain.0;
        *part(&mut by, resource) = steps.saturating_mul((*part(&mut grain, resource)).max(1));
        by
    }

    /// How many steps an amount is, the last one begun.
    fn steps(&self, resource: Resource, mut amount: Amount) -> u64 {
        let mut grain = self.grain.0;
        part(&mut amount, resource).div_ceil((*part(&mut grain, resource)).max(1))
    }

    /// The VMs to which something can be done: those left over, those of the event, then the largest.
    fn vms(&self, resource: Resource, why: &NoFit) -> Vec<usize> {
        let homes = homes(self.problem);
        let mut vms: Vec<usize> = why.left_over.iter().flat_map(|left| left.vms.iter().copied()).collect();
        let lost = |vm: &usize| homes[*vm].is_some_and(|home| self.event.hosts().contains(&home));
        let mut others: Vec<usize> = (0..homes.len()).filter(|vm| homes[*vm].is_some()).collect();
        let size = |vm: usize| {
            let mut need = self.problem.vms[vm].need.most;
            *part(&mut need, resource)
        };
        others.sort_by_key(|vm| (!lost(vm), std::cmp::Reverse(size(*vm)), *vm));
        others.retain(|vm| !vms.contains(vm));
        vms.extend(others);
        vms.truncate(TRIED);
        vms
    }

    fn lower(&self, resource: Resource, why: &NoFit) -> Option<Remedy> {
        let mut best: Option<(u64, usize)> = None;
        for vm in self.vms(resource, why) {
            if *part(&mut self.problem.vms[vm].need.most.clone(), resource) == UNBOUNDED {
                continue;
            }
            let all = self.steps(resource, self.reserved(vm));
            let most = best.map_or(all, |(steps, _)| all.min(steps - 1));
            let lowered = |steps: u64| {
                self.fits_with(|problem| {
                    let mut by = self.amount(resource, steps);
                    let by = *part(&mut by, resource);
                    let of = &mut problem.vms[vm];
                    let bounds = [(&mut of.need.least, of.fixed.least), (&mut of.need.most, of.fixed.most)];
                    for (bound, mut fixed) in bounds {
                        let (bound, fixed) = (part(bound, resource), *part(&mut fixed, resource));
                        *bound = bound.saturating_sub(by).max(fixed.min(*bound));
                    }
                })
            };
            if let Some(steps) = self.least(most, lowered) {
                best = Some((steps, vm));
            }
        }
        let (steps, vm) = best?;
        let mut reserved = self.reserved(vm);
        let mut by = self.amount(resource, steps);
        *part(&mut by, resource) = (*part(&mut by, resource)).min(*part(&mut reserved, resource));
        Some(Remedy::LowerNeed { vm, by })
    }

    /// What of the need of a VM is a reservation, that can be lowered.
    fn reserved(&self, vm: usize) -> Amount {
        let Between { least, .. } = self.problem.vms[vm].need;
        let fixed = self.problem.vms[vm].fixed.least;
        Amount {
            cpu_mhz: least.cpu_mhz.saturating_sub(fixed.cpu_mhz),
            memory: least.memory.saturating_sub(fixed.memory),
        }
    }

    fn add(&self, resource: Resource) -> Option<Remedy> {
        let homes = homes(self.problem);
        let on = |vm: &usize| homes[*vm].is_some_and(|home| self.event.hosts().contains(&home));
        let mut all = Amount::default();
        for vm in (0..homes.len()).filter(on) {
            let mut need = self.problem.vms[vm].need.most;
            let sum = part(&mut all, resource);
            *sum = sum.saturating_add(*part(&mut need, resource));
        }
        let mut best: Option<(u64, usize)> = None;
        let hosts = (0..self.problem.hosts.len()).filter(|host| !self.event.hosts().contains(host));
        for host in hosts.take(TRIED * 2) {
            // Where a host has too much already, that much is lacking as well.
            let mut there = Amount::default();
            for vm in (0..homes.len()).filter(|vm| homes[*vm] == Some(host)) {
                let mut need = self.problem.vms[vm].need.most;
                let sum = part(&mut there, resource);
                *sum = sum.saturating_add(*part(&mut need, resource));
            }
            *part(&mut there, resource) =
                part(&mut there, resource).saturating_add(*part(&mut all, resource));
            if *part(&mut there, resource) == UNBOUNDED {
                continue;
            }
            // What one host has more may make less certain what all have.
            let mut has = self.problem.hosts[host].capacity.most;
            if *part(&mut has, resource) != UNBOUNDED {
                let sum = part(&mut there, resource);
                *sum = sum.saturating_add(*part(&mut has, resource));
            }
            let enough = self.steps(resource, there);
            let most = best.map_or(enough, |(steps, _)| enough.min(steps - 1));
            let raised = |steps: u64| {
                self.fits_with(|problem| {
                    let grown = (self.grow)(host, self.amount(resource, steps));
                    for (host, capacity) in problem.hosts.iter_mut().zip(grown) {
                        host.capacity = capacity;
                    }
                })
            };
            if let Some(steps) = self.least(most, raised) {
                best = Some((steps, host));
            }
        }
        let (steps, host) = best?;
        Some(Remedy::AddCapacity { host, by: self.amount(resource, steps) })
    }

    /// Causes that stand between the VMs of the event and a host, those first that stand alone.
    fn resolve(&self, why: &NoFit) -> Vec<Remedy> {
        let loss = matches!(self.event, Event::Lose(_));
        let homes = homes(self.problem);
        let left = why.left_over.iter().flat_map(|left| left.vms.iter().copied());
        let lost =
            (0..homes.len()).filter(|vm| homes[*vm].is_some_and(|home| self.event.hosts().contains(&home)));
        let mut candidates: Vec<(Vec<Cause>, Option<usize>)> = Vec::new();
        for vm in left.chain(lost) {
            let vm = &self.problem.vms[vm];
            let row = self.problem.rows.get(if loss { vm.restart } else { vm.live });
            for (host, cell) in row.into_iter().flatten().enumerate() {
                let Cell::No(causes) = cell else { continue };
                if self.event.hosts().contains(&host) || causes.is_empty() {
                    continue;
                }
                let mut causes = causes.to_vec();
                causes.sort_unstable();
                causes.dedup();
                let there = causes.iter().any(|cause| self.reach(*cause) == Reach::OneHost);
                let candidate = (causes, there.then_some(host));
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        candidates.sort_by_key(|(causes, _)| causes.len());
        let mut found: Vec<(Vec<Cause>, Option<usize>)> = Vec::new();
        for (causes, host) in candidates.into_iter().take(TRIED) {
            // What a part of it does already needs no more.
            let known = found.iter().any(|(fewer, _)| fewer.iter().all(|cause| causes.contains(cause)));
            if !known && self.fits_with(|problem| self.cure(problem, &causes, host)) {
                found.push((causes, host));
            }
        }
        found.into_iter().map(|(causes, host)| Remedy::Resolve { causes, host }).collect()
    }

    fn reach(&self, cause: Cause) -> Reach {
        self.problem.causes.get(cause.0 as usize).copied().unwrap_or(Reach::OneHost)
    }

    fn cure(&self, problem: &mut Problem, causes: &[Cause], host: Option<usize>) {
        for row in &mut problem.rows {
            for (at, cell) in row.iter_mut().enumerate() {
                let Cell::No(of) = cell else { continue };
                let cured = |cause: &Cause| {
                    causes.contains(cause) && (self.reach(*cause) == Reach::Everywhere || host == Some(at))
                };
                let left: Box<[Cause]> = of.iter().copied().filter(|cause| !cured(cause)).collect();
                if left.len() < of.len() {
                    *cell = if left.is_empty() { Cell::Yes } else { Cell::No(left) };
                }
            }
        }
    }

    /// Whether a rule is about a VM of the event.
    fn is_about(&self, rule: &VmRule) -> bool {
        let homes = homes(self.problem);
        let lost = |vm: &usize| {
            homes.get(*vm).copied().flatten().is_some_and(|home| self.event.hosts().contains(&home))
        };
        rule.vms.iter().any(lost)
    }

    /// Rules of a list that somebody made, about a VM of the event, without which it fits.
    fn drop(&self, rules: fn(&mut Problem) -> &mut Vec<VmRule>, remedy: fn(usize) -> Remedy) -> Vec<Remedy> {
        let mut problem = self.problem.clone();
        let all = rules(&mut problem).iter().enumerate();
        let all = all.filter(|(_, rule)| !rule.lasting && self.is_about(rule)).map(|(at, _)| at);
        let without = |at: &usize| {
            self.fits_with(|problem| {
                if let Some(rule) = rules(problem).get_mut(*at) {
                    (rule.on_moves, rule.on_restarts) = (Some(false), Some(false));
                }
            })
        };
        all.take(TRIED).filter(without).map(remedy).collect()
    }
}
