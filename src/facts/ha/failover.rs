//! What is left of a cluster when a host fails: as vCenter counts it, and as the figures of hosts
//! and VMs add up.

use crate::facts::ground::capacity::{
    MIB, built_in, cpu_mhz, memory_mb, needed_mb, reserved_cpu_mhz, reserved_memory, used,
};
use crate::facts::ground::count::count;
use crate::facts::ground::guest::Guest;
use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::pairs::Pairs;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::service;
use crate::facts::ground::words::{HostService, Power};
use crate::facts::ha::records::{FailoverFacts, FailoverLevel, LargestReservations, SpareHost, WorstLoss};
use crate::facts::ha::settings::{Exceptions, config_with, holds_capacity, host_name};
use crate::inventory::{
    AdmissionControlInfo, ClusterComputeResource, ClusterSummary, DasConfig, HostHardwareSummary, Lacking,
    VirtualMachine,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const SUMMARY: &str = "summary";

/// The facts of a cluster's spare capacity.
pub fn facts(scope: &Scope<'_, '_>, guests: &[Guest<'_>], seats: &[Fact<usize>]) -> FailoverFacts {
    let (levels, spares) = match kept(scope) {
        Ok(Some((levels, spares))) => (levels, spares),
        Ok(None) => (List::default(), List::default()),
        Err(why) => (open(&why), open(&why)),
    };
    let running =
        Running { scope, guests, seats, exceptions: Exceptions::new(scope), pairs: Pairs::new(scope) };
    FailoverFacts { levels, spares, largest: running.largest(), worst: running.worst() }
}

fn open<T>(why: &Unknown) -> List<T> {
    List { items: Vec::new(), missing: Some(why.clone()) }
}

type Kept = (List<FailoverLevel>, List<SpareHost>);

/// What admission control keeps; `None` while it is not in force.
fn kept(scope: &Scope<'_, '_>) -> Fact<Option<Kept>> {
    let (ix, cluster) = (scope.ix, scope.members.cluster);
    if !holds_capacity(ix, cluster)? {
        return Ok(None);
    }
    let das = &config_with(ix, cluster, Lacking::POLICY)?.das;
    let figures = ix.need(cluster, ClusterComputeResource::summary).and_then(|summary| {
        let untold = || cluster.unknown(ReasonKind::Untold, SUMMARY, Detail::AdmissionFigures);
        summary.admission_control_info.as_ref().ok_or_else(untold)
    });
    let policy = das.admission_control_policy.as_ref();
    let level = FailoverLevel {
        resource: "hosts".into(),
        configured: demanded(scope, policy.and_then(|policy| policy.failover_level).or(das.failover_level)),
        current: now(scope, &figures, |info| info.current_failover_level),
    };
    let complete = |levels| Ok(Some((List::complete(levels), List::default())));
    match policy.map(|policy| policy.kind.as_str()) {
        None | Some("ClusterFailoverLevelAdmissionControlPolicy") => complete(vec![level]),
        Some("ClusterFailoverResourcesAdmissionControlPolicy") => complete(shares(scope, das, &figures)),
        Some("ClusterFailoverHostAdmissionControlPolicy") => {
            let named = policy.map_or(0, |policy| count(policy.failover_hosts.len()));
            let named = FailoverLevel {
                resource: "failover hosts".into(),
                configured: Ok(named),
                current: Ok(named),
            };
            let hosts = policy.map_or(&[][..], |policy| policy.failover_hosts.as_slice());
            let spares = List::complete(hosts.iter().map(|host| spare(scope, host, &figures)).collect());
            Ok(Some((List::complete(vec![named]), spares)))
        }
        Some(other) => Err(cluster.not_understood(ClusterComputeResource::configuration_ex.path, other)),
    }
}

/// The figures of a policy that keeps shares of the resources.
fn shares(
    scope: &Scope<'_, '_>,
    das: &DasConfig,
    figures: &Fact<&AdmissionControlInfo>,
) -> Vec<FailoverLevel> {
    let policy = das.admission_control_policy.as_ref();
    vec![
        FailoverLevel {
            resource: "CPU %".into(),
            configured: demanded(scope, policy.and_then(|policy| policy.cpu_failover_resources_percent)),
            current: now(scope, figures, |info| info.current_cpu_failover_resources_percent),
        },
        FailoverLevel {
            resource: "memory %".into(),
            configured: demanded(scope, policy.and_then(|policy| policy.memory_failover_resources_percent)),
            current: now(scope, figures, |info| info.current_memory_failover_resources_percent),
        },
    ]
}

fn demanded(scope: &Scope<'_, '_>, figure: Option<i64>) -> Fact<i64> {
    let what = Detail::PolicyFigure;
    figure.ok_or_else(|| {
        scope.members.cluster.unknown(ReasonKind::Untold, ClusterComputeResource::configuration_ex.path, what)
    })
}

fn now(
    scope: &Scope<'_, '_>,
    figures: &Fact<&AdmissionControlInfo>,
    figure: fn(&AdmissionControlInfo) -> Option<i64>,
) -> Fact<i64> {
    let what = Detail::AdmissionFigure;
    figure(figures.clone()?).ok_or_else(|| scope.members.cluster.unknown(ReasonKind::Untold, SUMMARY, what))
}

/// One of the hosts that the policy names, with what admission control says of it.
fn spare(scope: &Scope<'_, '_>, id: &Name, figures: &Fact<&AdmissionControlInfo>) -> SpareHost {
    let cluster = scope.members.cluster;
    let own = scope.hosts.iter().find(|member| member.host.id == *id);
    let member = match &scope.members.hosts_missing {
        Some(why) if own.is_none() => Err(why.clone()),
        _ => Ok(own.is_some()),
    };
    let colour = figures.clone().and_then(|info| {
        let told = info.host_status.iter().find(|(host, _)| host == id).map(|(_, colour)| colour);
        match told.map(Name::as_str) {
            Some("green" | "yellow" | "red") => Ok(told.cloned().unwrap_or_default()),
            Some(other) => Err(cluster.not_understood(SUMMARY, other)),
            None => Err(cluster.unknown(ReasonKind::Untold, SUMMARY, Detail::FailoverHostStatus)),
        }
    });
    SpareHost {
        host: host_name(scope.ix, id),
        // Of a host elsewhere nothing more is asked.
        colour: if member == Ok(false) { Ok(Name::default()) } else { colour },
        away: match (own, &member) {
            (Some(own), _) => service(scope.ix, own.host).map(|service| service != HostService::InService),
            (None, Ok(_)) => Ok(false),
            (None, Err(why)) => Err(why.clone()),
        },
        member,
    }
}

/// The running VMs of a cluster, with where they are.
struct Running<'s, 'a, 'm> {
    scope: &'s Scope<'a, 'm>,
    guests: &'s [Guest<'a>],
    seats: &'s [Fact<usize>],
    exceptions: Fact<Exceptions<'a>>,
    pairs: Pairs<'a>,
}

/// What one loss leaves of a resource, and what is reserved of it then.
struct Loss {
    host: Fact<Name>,
    reserved: Fact<i64>,
    left: Fact<i64>,
}

impl Running<'_, '_, '_> {
    fn worst(&self) -> WorstLoss {
        let ix = self.scope.ix;
        let cpu = self.loss(cpu_mhz, effective_cpu_mhz, |mhz| mhz, &|vm| reserved_cpu_mhz(ix, vm));
        let memory = self.loss(memory_mb, effective_memory_mb, needed_mb, &|vm| reserved_memory(ix, vm));
        WorstLoss {
            memory_used_mb: self.memory_used(&memory.left),
            cpu_used_mhz: self.sum(&|vm| used(ix, vm, |stats| stats.overall_cpu_usage)),
            cpu_host: cpu.host,
            cpu_left_mhz: cpu.left,
            cpu_reserved_mhz: cpu.reserved,
            memory_host: memory.host,
            memory_left_mb: memory.left,
            memory_reserved_mb: memory.reserved,
        }
    }

    /// The VMs with the largest reservations: they set the size of a slot.
    fn largest(&self) -> LargestReservations {
        let most = |need: &dyn Fn(&VirtualMachine) -> Fact<i64>| -> Fact<(Name, i64)> {
            let mut most = (Name::default(), 0);
            for guest in self.guests {
                if guest.power.clone()? == Power::On {
                    let figure = need(guest.vm)?;
                    if figure > most.1 {
                        most = (guest.vm.display_name(), figure);
                    }
                }
            }
            self.scope.members.vms_missing.clone().map_or(Ok(most), Err)
        };
        let ix = self.scope.ix;
        let cpu = most(&|vm| reserved_cpu_mhz(ix, vm));
        let none = |read: Fact<Option<&i64>>| read.map(|figure| figure.copied().unwrap_or_default());
        let memory = most(&|vm| none(ix.read(vm, VirtualMachine::memory_reservation)));
        LargestReservations {
            cpu_vm: cpu.clone().map(|(vm, _)| vm),
            cpu_mhz: cpu.map(|(_, mhz)| mhz),
            memory_vm: memory.clone().map(|(vm, _)| vm),
            memory_mb: memory.map(|(_, mb)| mb),
        }
    }

    /// The loss of the active member that leaves the least beyond the reservations: what the others
    /// have is their share of the cluster's effective capacity. VMs that HA does not restart are gone
    /// with their host.
    fn loss(
        &self,
        figure: fn(&HostHardwareSummary) -> i64,
        effective: fn(&ClusterSummary, i64) -> Option<i64>,
        unit: fn(i64) -> i64,
        need: &dyn Fn(&VirtualMachine) -> Fact<i64>,
    ) -> Loss {
        let (scope, reserved) = (self.scope, self.sum(need));
        let hosts = match self.capacities(figure) {
            Ok(hosts) => hosts,
            Err(why) => return Loss { host: Err(why.clone()), reserved: reserved.map(unit), left: Err(why) },
        };
        let total = hosts.iter().fold(0_i64, |sum, (_, has)| sum.saturating_add(*has));
        let cluster = scope.members.cluster;
        let capacity = scope
            .ix
            .read(cluster, ClusterComputeResource::summary)
            .map(|summary| summary.and_then(|summary| effective(summary, total)).unwrap_or(total));
        // Which loss is the worst is not known before all of this is.
        let (capacity, all, gone) = match (capacity, &reserved, self.gone(need)) {
            (Ok(capacity), Ok(all), Ok(gone)) => (capacity, *all, gone),
            (capacity, all, gone) => {
                let open = [capacity.err(), all.clone().err(), gone.err()];
                let why = Unknown::all(open.iter().flatten());
                let why = why.unwrap_or_else(|| Unknown::defect("loss of a host"));
                return Loss { host: Err(why.clone()), reserved: Err(why.clone()), left: Err(why) };
            }
        };
        let losses = hosts.iter().map(|(member, has)| {
            let needed = unit(all.saturating_sub(gone.get(*member).copied().unwrap_or_default()));
            (needed, share(capacity, total, *has), *has, *member)
        });
        let worst = losses.max_by_key(|(needed, left, has, member)| {
            (needed.saturating_sub(*left), *has, std::cmp::Reverse(*member))
        });
        match worst {
            Some((needed, left, _, member)) => {
                Loss { host: Ok(scope.hosts[member].name.clone()), reserved: Ok(needed), left: Ok(left) }
            }
            None => Loss { host: Ok(Name::default()), reserved: reserved.map(unit), left: Ok(0) },
        }
    }

    /// What each active member has built in.
    fn capacities(&self, figure: fn(&HostHardwareSummary) -> i64) -> Fact<Vec<(usize, i64)>> {
        let scope = self.scope;
        let mut all = Vec::with_capacity(scope.slots.len());
        for &at in &scope.slots {
            let member = &scope.hosts[at];
            member.active.clone()?;
            all.push((at, built_in(scope.ix, member.host, figure)?));
        }
        scope.members.hosts_missing.clone().map_or(Ok(all), Err)
    }

    /// Needs of the running VMs on each member that HA does not restart, or that go on at their other half.
    fn gone(&self, need: &dyn Fn(&VirtualMachine) -> Fact<i64>) -> Fact<Vec<i64>> {
        let mut gone = vec![0_i64; self.scope.hosts.len()];
        let exceptions = self.exceptions.as_ref().map_err(Clone::clone)?;
        for (guest, seat) in self.guests.iter().zip(self.seats) {
            if guest.power != Ok(Power::On) {
                continue;
            }
            if exceptions.excludes(guest.vm)? || self.pairs.goes_on(self.scope, guest.vm, seat)? {
                let figure = need(guest.vm)?;
                if let Some(sum) = gone.get_mut(seat.clone()?) {
                    *sum = sum.saturating_add(figure);
                }
            }
        }
        Ok(gone)
    }

    /// Sum over the running VMs.
    fn sum(&self, need: &dyn Fn(&VirtualMachine) -> Fact<i64>) -> Fact<i64> {
        let mut sum = 0_i64;
        for guest in self.guests {
            if guest.power.clone()? == Power::On {
                sum = sum.saturating_add(need(guest.vm)?);
            }
        }
        self.scope.members.vms_missing.clone().map_or(Ok(sum), Err)
    }

    /// Memory that the VMs need now: what vCenter says they are entitled to or demand, else what
    /// their guests use. What they hold is more than that, as nothing takes it back before it must:
    /// it only tells where even that fits.
    fn memory_used(&self, left: &Fact<i64>) -> Fact<i64> {
        let ix = self.scope.ix;
        let cluster = self.scope.members.cluster;
        let told = self.scope.ix.read(cluster, ClusterComputeResource::summary)?;
        let usage = told.and_then(|summary| summary.usage_summary.as_ref());
        let figure = usage.and_then(|usage| {
            let told = |figure: Option<i64>| figure.filter(|figure| *figure > 0);
            told(usage.mem_entitled_mb).or_else(|| told(usage.mem_demand_mb))
        });
        if let Some(figure) = figure {
            return Ok(figure);
        }
        let guests = self.sum(&|vm| used(ix, vm, |stats| stats.guest_memory_usage));
        guests.or_else(|why| {
            let held = self.sum(&|vm| used(ix, vm, |stats| stats.host_memory_usage))?;
            match left {
                Ok(left) if held <= *left => Ok(held),
                _ => Err(why),
            }
        })
    }
}

/// What the others have of a capacity when a host is gone that has `has` of `total`.
pub fn share(capacity: i64, total: i64, has: i64) -> i64 {
    let rest = i128::from(capacity) * i128::from(total - has) / i128::from(total.max(1));
    i64::try_from(rest).unwrap_or(i64::MAX)
}

/// Effective CPU of a cluster, MHz.
pub fn effective_cpu_mhz(summary: &ClusterSummary, _: i64) -> Option<i64> {
    summary.effective_cpu.filter(|effective| *effective > 0)
}

/// Effective memory of a cluster, MB. It cannot exceed what is built in: some servers send bytes.
pub fn effective_memory_mb(summary: &ClusterSummary, built_in: i64) -> Option<i64> {
    let effective = summary.effective_memory.filter(|effective| *effective > 0)?;
    [effective, effective / MIB].into_iter().find(|mb| *mb > 0 && *mb <= built_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effective_figure_of_nothing_is_none() {
        let summary = |cpu: i64, memory: i64| ClusterSummary {
            effective_cpu: Some(cpu),
            effective_memory: Some(memory),
            ..ClusterSummary::default()
        };
        let cpu = |figure: i64| effective_cpu_mhz(&summary(figure, 0), 0);
        assert_eq!((cpu(0), cpu(-1), cpu(1)), (None, None, Some(1)));
        let memory = |figure: i64| effective_memory_mb(&summary(0, figure), 1_000);
        assert_eq!((memory(0), memory(1_000), memory(1_001)), (None, Some(1_000), None));
        assert_eq!(memory(500 * MIB), Some(500), "some servers send bytes");
    }

    #[test]
    fn the_others_have_their_share() {
        assert_eq!((share(900, 300, 100), share(900, 0, 0), share(0, 300, 100)), (600, 0, 0));
    }
}
