//! What each host has for VMs, between bounds.
//!
//! No property tells it. What the hypervisors take for themselves, vCenter tells as a sum for the cluster:
//! built in, less effective. Of that each takes its share by what it has built in, give or take an error.
//! Where the sum is not told for exactly these hosts, a host has anything from a part up to all of what is built in.

use crate::facts::ground::capacity::{MIB, built_in, cpu_mhz, memory_mb};
use crate::facts::ground::scope::Scope;
use crate::facts::ha::failover::{effective_cpu_mhz, effective_memory_mb, share};
use crate::facts::place::placing::{Amount, Between};
use crate::inventory::{ClusterComputeResource, ClusterSummary, HostHardwareSummary};
use crate::schema::Fact;

/// Which part of its share of what hypervisors take a host may take more or less, where all hosts have the
/// same built in: a quarter. Our own bound: hosts built alike differ by drivers, agents and vSAN only.
const ERROR_ALIKE: i64 = 4;
/// The same where they have not: a half. Part of what a hypervisor takes grows with the host, part does not.
const ERROR_UNLIKE: i64 = 2;

/// Which part of what is built in a host has for VMs at the least, whatever sum is told. Our own bound: no hypervisor
/// keeps three quarters for itself.
const LEAST_PART: i64 = 4;

/// Least and most of one resource.
type Bounds = (i64, i64);

/// What is known of one resource of the hosts that splits are over.
#[derive(Clone, Debug)]
struct Figures {
    built_in: Vec<Fact<i64>>,
    /// What vCenter says that exactly these hosts have for VMs; of hosts that are taken to be back in service it says
    /// nothing, and each is counted for its part.
    told: Option<i64>,
    /// Some of them are taken to be back.
    back: bool,
}

/// What is known of what the hosts that splits are over have for VMs.
#[derive(Clone, Debug)]
pub struct Capacities {
    cpu_mhz: Figures,
    memory_mb: Figures,
    /// Memory that is built in, bytes: nobody has more.
    memory: Vec<Fact<i64>>,
}

fn sum<'f>(figures: impl IntoIterator<Item = &'f Fact<i64>>) -> i64 {
    figures.into_iter().flatten().fold(0_i64, |sum, has| sum.saturating_add(*has))
}

impl Figures {
    fn read(
        scope: &Scope<'_, '_>,
        figure: fn(&HostHardwareSummary) -> i64,
        effective: fn(&ClusterSummary, i64) -> Option<i64>,
    ) -> Self {
        let built_in: Vec<Fact<i64>> =
            scope.slotted().map(|member| built_in(scope.ix, member.host, figure)).collect();
        let certain =
            scope.members.hosts_missing.is_none() && scope.slotted().all(|host| host.active.is_ok());
        let known = built_in.iter().all(Result::is_ok);
        let now: Vec<bool> = scope.slotted().map(|member| !scope.ix.is_back(member.host)).collect();
        let figures = Self { built_in, told: None, back: now.contains(&false) };
        let whole = figures.total();
        let total = sum(figures.built_in.iter().zip(&now).filter(|(_, now)| **now).map(|(has, _)| has));
        let summary = scope.ix.read(scope.members.cluster, ClusterComputeResource::summary);
        // A sum of other hosts than these tells nothing of them.
        let count = i64::try_from(now.iter().filter(|now| **now).count()).ok();
        let of_these =
            |summary: &&ClusterSummary| summary.num_effective_hosts.is_none_or(|told| Some(told) == count);
        let told = summary.ok().flatten().filter(of_these).and_then(|summary| effective(summary, total));
        let told = told.filter(|told| certain && known && *told <= total);
        // The same part of what hosts that come back have built in.
        let told = told.map(|told| match figures.back {
            true => i128::from(told) * i128::from(whole) / i128::from(total.max(1)),
            false => i128::from(told),
        });
        Self { told: told.and_then(|told| i64::try_from(told).ok()), ..figures }
    }

    fn total(&self) -> i64 {
        sum(&self.built_in)
    }

    fn bounds(&self) -> Vec<Fact<Bounds>> {
        let alike = !self.back && self.built_in.iter().all(|has| Some(has) == self.built_in.first());
        let total = self.total();
        let of = |has: i64| match self.told {
            None => (has / LEAST_PART, has),
            Some(told) => {
                let own = i128::from(total - told) * i128::from(has) / i128::from(total.max(1));
                let own = i64::try_from(own).unwrap_or(i64::MAX);
                let error = own / if alike { ERROR_ALIKE } else { ERROR_UNLIKE };
                let least = has.saturating_sub(own.saturating_add(error));
                (least.max(has / LEAST_PART), has.saturating_sub(own - error))
            }
        };
        self.built_in.iter().map(|has| has.clone().map(of)).collect()
    }

    /// What is left without these hosts: of what vCenter says all have, else of what is built in.
    fn left(&self, without: &[usize]) -> Option<i64> {
        let total = self.built_in.iter().all(Result::is_ok).then(|| self.total())?;
        let gone = without.iter().filter_map(|at| self.built_in.get(*at)?.as_ref().ok());
        let gone = gone.fold(0_i64, |sum, has| sum.saturating_add(*has));
        Some(share(self.told.unwrap_or(total), total, gone))
    }

    /// The same once a host has so much more built in: all of it is for VMs.
    fn grown(&self, host: usize, by: u64) -> Self {
        let by = i64::try_from(by).unwrap_or(i64::MAX);
        let mut grown = self.clone();
        if let Some(Ok(has)) = grown.built_in.get_mut(host) {
            *has = has.saturating_add(by);
            grown.told = grown.told.map(|told| told.saturating_add(by));
        }
        grown
    }
}

impl Capacities {
    /// Of the hosts that splits are over.
    pub fn new(scope: &Scope<'_, '_>) -> Self {
        Self {
            cpu_mhz: Figures::read(scope, cpu_mhz, effective_cpu_mhz),
            memory_mb: Figures::read(scope, memory_mb, effective_memory_mb),
            memory: scope
                .slotted()
                .map(|member| built_in(scope.ix, member.host, |hardware| hardware.memory_size))
                .collect(),
        }
    }

    /// What each has.
    pub fn between(&self) -> Vec<Fact<Between>> {
        let figure = |figure: i64| u64::try_from(figure).unwrap_or_default();
        let both = |((cpu, memory), all): ((Fact<Bounds>, Fact<Bounds>), &Fact<i64>)| {
            let (cpu, memory) = (cpu?, memory?);
            // A figure in whole megabytes may have lost one.
            let most = memory.1.saturating_add(1).saturating_mul(MIB).min(all.clone()?);
            Ok(Between {
                least: Amount { cpu_mhz: figure(cpu.0), memory: figure(memory.0.saturating_mul(MIB)) },
                most: Amount { cpu_mhz: figure(cpu.1), memory: figure(most) },
            })
        };
        self.cpu_mhz.bounds().into_iter().zip(self.memory_mb.bounds()).zip(&self.memory).map(both).collect()
    }

    /// CPU in MHz and memory in MB that are left without these hosts, where it is known what is built in.
    pub fn left(&self, without: &[usize]) -> Option<(i64, i64)> {
        Some((self.cpu_mhz.left(without)?, self.memory_mb.left(without)?))
    }

    /// The same once a host has been given so much more, in whole megabytes of memory. Hosts that were
    /// built alike are not any more, and of all of them less is certain.
    pub fn grown(&self, host: usize, by: Amount) -> Self {
        let mut memory = self.memory.clone();
        if let Some(Ok(has)) = memory.get_mut(host) {
            *has = has.saturating_add(i64::try_from(by.memory).unwrap_or(i64::MAX));
        }
        Self {
            memory,
            cpu_mhz: self.cpu_mhz.grown(host, by.cpu_mhz),
            memory_mb: self.memory_mb.grown(host, by.memory / MIB.unsigned_abs()),
        }
    }
}
