//! Required rules that keep VMs on hosts, or off them. HA restarts no VM against one.

use std::collections::HashMap;

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ha::settings::config;
use crate::inventory::{ClusterComputeResource, ClusterGroup, ClusterRule};
use crate::schema::{Fact, HostSplit};
use crate::terms::{Detail, ReasonKind};

const VM_HOST: &str = "ClusterVmHostRuleInfo";
const CONFIG: &str = ClusterComputeResource::configuration_ex.path;

/// A required rule about VMs and hosts that is in force.
pub struct HostRule {
    /// Its name.
    pub name: Name,
    /// Hosts where it lets its VMs run.
    pub on: HostSplit,
}

/// Those of a cluster.
#[derive(Default)]
pub struct HostRules<'a> {
    rules: Vec<HostRule>,
    of_vm: HashMap<&'a str, Vec<usize>>,
}

impl<'a> HostRules<'a> {
    /// Files of before rules were collected have none: there nothing is known against a host.
    pub fn new(scope: &Scope<'a, '_>) -> Fact<Self> {
        let config = config(scope.ix, scope.members.cluster)?;
        let groups = config.group.as_deref().unwrap_or_default();
        let in_force = config.rule.iter().flatten().filter(|rule| {
            rule.kind == VM_HOST && rule.enabled != Some(false) && rule.mandatory == Some(true)
        });
        let mut found = Self::default();
        let untold = |what| scope.members.cluster.unknown(ReasonKind::Untold, CONFIG, what);
        for rule in in_force {
            if rule.enabled.is_none() {
                return Err(untold(Detail::RuleOn { rule: rule.name.clone().unwrap_or_default() }));
            }
            let at = found.rules.len();
            let on = scope.split(|member| allows(scope, rule, groups, member));
            found.rules.push(HostRule { name: rule.name.clone().unwrap_or_default(), on });
            let vms = rule.vm_group_name.as_ref().and_then(|name| group(groups, name));
            let unknown =
                || untold(Detail::RuleVms { group: rule.vm_group_name.clone().unwrap_or_default() });
            let vms = vms.ok_or_else(unknown)?;
            for vm in &vms.vm {
                found.of_vm.entry(vm.as_str()).or_default().push(at);
            }
        }
        Ok(found)
    }

    /// The rules that bind a VM.
    pub fn of(&self, vm: &str) -> impl Iterator<Item = &HostRule> {
        self.of_vm.get(vm).into_iter().flatten().filter_map(|at| self.rules.get(*at))
    }
}

fn group<'g>(groups: &'g [ClusterGroup], name: &str) -> Option<&'g ClusterGroup> {
    groups.iter().find(|group| group.name == name)
}

fn allows(
    scope: &Scope<'_, '_>,
    rule: &ClusterRule,
    groups: &[ClusterGroup],
    member: &Member<'_>,
) -> Fact<bool> {
    let within = |name: &Name| {
        let group = group(groups, name).ok_or_else(|| {
            let what = Detail::RuleHosts { group: name.clone() };
            scope.members.cluster.unknown(ReasonKind::Untold, CONFIG, what)
        })?;
        Ok(group.host.contains(&member.host.id))
    };
    if let Some(name) = &rule.anti_affine_host_group_name
        && within(name)?
    {
        return Ok(false);
    }
    rule.affine_host_group_name.as_ref().map_or(Ok(true), within)
}
