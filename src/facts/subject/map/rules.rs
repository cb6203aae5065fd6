//! DRS in a cluster: who moves each VM, which VMs are kept apart or together, which hosts are a group.

use std::collections::HashMap;

use crate::facts::ground::index::Named;
use crate::facts::ground::logic::every;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ha::settings::{config, enabled, holds_capacity, host_monitoring, host_name};
use crate::facts::subject::map::{HostGroup, MapRule};
use crate::inventory::{
    ApiVersion, ClusterComputeResource, ClusterConfig, ClusterGroup, ClusterRule, DrsVmConfig, Lacking,
};
use crate::schema::{Fact, Unknown};
use crate::terms::{Detail, Mover, ReasonKind};

const CONFIG: &str = ClusterComputeResource::configuration_ex.path;
/// Whether HA keeps VMs apart that such a rule keeps apart.
const RESPECTS_APART: &str = "das.respectVmVmAntiAffinityRules";
/// Before this release HA does not where the option is not set (vSphere HA Deepdive, "Advanced Settings"). From then
/// on it is not certain: vSphere Availability 6.5 says that HA does where the option is set, and clusters are seen
/// in which it had to be switched off.
const RESPECTS_UNTOLD: ApiVersion = ApiVersion::of(&[6, 5]);
/// CPU that HA takes a VM without a reservation to need, and what it is where nothing is set: 32 MHz since
/// 5.0, 256 MHz before (vSphere Availability, "vSphere HA advanced options").
const LEAST_CPU: &str = "das.vmCpuMinMHz";
const LEAST_CPU_DEFAULT: i64 = 32;
const LEAST_CPU_BEFORE_5: i64 = 256;

/// The settings of one cluster.
pub struct Rules<'a> {
    cluster: &'a ClusterComputeResource,
    api: ApiVersion,
    config: Fact<&'a ClusterConfig>,
    overrides: HashMap<&'a str, &'a DrsVmConfig>,
}

impl<'a> Rules<'a> {
    /// Those of the cluster of a scope.
    pub fn new(scope: &Scope<'a, '_>) -> Self {
        let cluster = scope.members.cluster;
        let config = config(scope.ix, cluster);
        let own = config.as_ref().ok().and_then(|config| config.drs_vm_config.as_ref());
        let overrides = own.into_iter().flatten().map(|own| (own.key.as_str(), own)).collect();
        Self { cluster, api: scope.ix.api(), config, overrides }
    }

    fn uncollected(&self, what: &str) -> Unknown {
        self.cluster.unknown(ReasonKind::NotCollected, &format!("{CONFIG}.{what}"), Detail::Nothing)
    }

    /// Rules and groups, where they were read.
    pub fn rules_and_groups(&self) -> Option<(&'a [ClusterRule], &'a [ClusterGroup])> {
        let config = self.config.as_ref().ok()?;
        Some((config.rule.as_deref()?, config.group.as_deref()?))
    }

    /// Whether DRS is on.
    pub fn drs(&self) -> Fact<bool> {
        let config = self.config.clone()?;
        self.cluster.holds(&config.lacking, CONFIG, Lacking::DRS)?;
        Ok(config.drs_enabled.unwrap_or_default())
    }

    /// Whether HA is on, and restarts what a lost host ran.
    pub fn ha(&self, scope: &Scope<'_, '_>) -> Fact<bool> {
        every([enabled(scope.ix, self.cluster), host_monitoring(scope.ix, self.cluster)])
    }

    /// Why rules may be there that were not collected.
    pub fn unread(&self) -> Option<Unknown> {
        match &self.config {
            Err(why) => Some(why.clone()),
            Ok(config) if config.rule.is_none() || config.group.is_none() => Some(self.uncollected("rule")),
            Ok(_) => None,
        }
    }

    /// Who moves a VM when its host is emptied.
    pub fn mover(&self, vm: &str) -> Fact<Mover> {
        if !self.drs()? {
            return Ok(Mover::Person);
        }
        let config = self.config.clone()?;
        let drs = config.drs_config.as_ref().ok_or_else(|| self.uncollected("drsConfig"))?;
        if config.drs_vm_config.is_none() {
            return Err(self.uncollected("drsVmConfig"));
        }
        let own = self.overrides.get(vm).filter(|_| drs.enable_vm_behavior_overrides != Some(false));
        if own.is_some_and(|own| own.enabled == Some(false)) {
            return Ok(Mover::Person);
        }
        let word = own.and_then(|own| own.behavior.as_ref()).or(drs.default_vm_behavior.as_ref());
        match word.map(Name::as_str) {
            Some("fullyAutomated") => Ok(Mover::Drs),
            Some("partiallyAutomated" | "manual") => Ok(Mover::Recommended),
            Some(other) => Err(self.cluster.not_understood(CONFIG, other)),
            None => Err(self.cluster.unknown(ReasonKind::Untold, CONFIG, Detail::DrsMoves)),
        }
    }

    /// Whether the source of the configuration tells the advanced options of HA: what it does not tell is not taken for
    /// its default.
    pub fn options(&self) -> Fact<()> {
        match &self.config {
            Ok(config) => self.cluster.holds(&config.lacking, CONFIG, Lacking::OPTIONS),
            Err(_) => Ok(()),
        }
    }

    /// CPU that HA takes a VM to need where it has less reserved, MHz; only where [`Self::options`] are told.
    pub fn floor_mhz(&self, scope: &Scope<'_, '_>) -> i64 {
        let own = self.config.as_ref().ok().and_then(|config| option(config, LEAST_CPU));
        let before_5 = scope.ix.api() < ApiVersion::of(&[5, 0]);
        let default = if before_5 { LEAST_CPU_BEFORE_5 } else { LEAST_CPU_DEFAULT };
        own.and_then(|own| own.trim().parse().ok()).filter(|own| *own >= 0).unwrap_or(default)
    }

    /// That an answer hangs on that.
    pub fn untold_floor(&self, mhz: i64) -> Unknown {
        self.cluster.unknown(ReasonKind::Untold, CONFIG, Detail::LeastCpu { mhz })
    }

    /// Rules that keep VMs apart, and rules that keep them together, over VMs by id.
    pub fn of_vms(&self, at: &HashMap<&str, usize>) -> (Vec<MapRule>, Vec<MapRule>) {
        let Ok(config) = &self.config else { return Default::default() };
        let respected = match option(config, RESPECTS_APART).map(str::trim) {
            None if self.options().is_err() => None,
            None => (self.api < RESPECTS_UNTOLD).then_some(false),
            Some(yes) if yes.eq_ignore_ascii_case("true") => Some(true),
            Some(no) if no.eq_ignore_ascii_case("false") => Some(false),
            Some(_) => None,
        };
        let of = |kind: &str, on_restarts: Option<bool>| -> Vec<MapRule> {
            let rules = config.rule.iter().flatten();
            let rules = rules.filter(|rule| rule.kind == kind && rule.enabled != Some(false));
            let rule = |rule: &ClusterRule| {
                let in_force = |respected: Option<bool>| match (rule.enabled, respected) {
                    (_, Some(false)) => Some(false),
                    (Some(_), Some(true)) => Some(true),
                    _ => None,
                };
                MapRule {
                    name: rule.name.clone().unwrap_or_default(),
                    vms: rule.vm.iter().filter_map(|vm| at.get(vm.as_str()).copied()).collect(),
                    // While DRS is off nobody enforces it, and it is what its owner wants all the same.
                    on_moves: in_force(Some(true)),
                    on_restarts: in_force(on_restarts),
                    open: in_force(on_restarts).is_none().then(|| self.untold(rule, on_restarts)),
                    lasting: false,
                }
            };
            rules.map(rule).filter(|rule| rule.vms.len() > 1).collect()
        };
        // HA takes no notice of who is kept together.
        (of("ClusterAntiAffinityRuleSpec", respected), of("ClusterAffinityRuleSpec", Some(false)))
    }

    /// Why it is not known whether a rule about VMs is respected.
    fn untold(&self, rule: &ClusterRule, on_restarts: Option<bool>) -> Unknown {
        let rule_name = rule.name.clone().unwrap_or_default();
        let what = match on_restarts {
            None if rule.enabled.is_some() => Detail::ApartOnRestarts { rule: rule_name },
            _ => Detail::RuleOn { rule: rule_name },
        };
        self.cluster.unknown(ReasonKind::Untold, CONFIG, what)
    }

    /// Groups of hosts.
    pub fn host_groups(&self, scope: &Scope<'_, '_>) -> Vec<HostGroup> {
        let groups = self.config.iter().filter_map(|config| config.group.as_ref()).flatten();
        let of_hosts = groups.filter(|group| group.kind == "ClusterHostGroup");
        let of = |group: &ClusterGroup| {
            let place = |id: &Name| scope.slotted().position(|member| member.host.id == *id);
            HostGroup {
                name: group.name.clone(),
                hosts: group.host.iter().filter_map(place).collect(),
                others: group
                    .host
                    .iter()
                    .filter(|id| place(id).is_none())
                    .map(|id| host_name(scope.ix, id))
                    .collect(),
            }
        };
        of_hosts.map(of).collect()
    }

    /// Whether HA keeps a host free for failures.
    pub fn spare(&self, scope: &Scope<'_, '_>, host: &str) -> Fact<bool> {
        let config = self.config.clone()?;
        self.cluster.holds(&config.lacking, CONFIG, Lacking::POLICY)?;
        let policy = config.das.admission_control_policy.as_ref();
        let named = policy.is_some_and(|policy| policy.failover_hosts.iter().any(|id| id == host));
        if !named {
            return Ok(false);
        }
        holds_capacity(scope.ix, self.cluster)
    }
}

fn option<'c>(config: &'c ClusterConfig, key: &str) -> Option<&'c str> {
    let own = config.das.option.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(key));
    own.map(|(_, value)| value.as_str())
}
