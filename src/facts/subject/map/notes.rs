//! What decides no answer and is worth knowing beside one: preferred rules, what VMs use now.

use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::subject::map::{ClusterMap, Preference, Rules};
use crate::inventory::{ClusterGroup, ClusterRule};

/// What VMs use now, and what hosts have for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// In use, MB.
    pub memory_used_mb: i64,
    /// There, MB.
    pub memory_left_mb: i64,
    /// In use, MHz.
    pub cpu_used_mhz: i64,
    /// There, MHz.
    pub cpu_left_mhz: i64,
}

impl ClusterMap {
    /// What all VMs use now against what is left without these hosts, where all of it is known.
    pub fn demand(&self, without: &[usize]) -> Option<Demand> {
        let (Ok(memory_used_mb), Ok(cpu_used_mhz)) = (&self.used.memory_mb, &self.used.cpu_mhz) else {
            return None;
        };
        let (cpu_left_mhz, memory_left_mb) = self.capacities.left(without)?;
        let (memory_used_mb, cpu_used_mhz) = (*memory_used_mb, *cpu_used_mhz);
        Some(Demand { memory_used_mb, memory_left_mb, cpu_used_mhz, cpu_left_mhz })
    }
}

impl Rules<'_> {
    /// The preferred VM-Host rules that are switched on and about VMs that run, by the position of each VM.
    pub fn preferred(&self, scope: &Scope<'_, '_>, at: impl Fn(&str) -> Option<usize>) -> Vec<Preference> {
        let Some((rules, groups)) = self.rules_and_groups() else { return Vec::new() };
        let group = |name: &Option<Name>| -> Option<&ClusterGroup> {
            let name = name.as_deref().filter(|name| !name.is_empty())?;
            groups.iter().find(|group| group.name == name)
        };
        let soft = rules.iter().filter(|rule| {
            let kind = rule.kind == "ClusterVmHostRuleInfo";
            // Where it does not say so, a rule is none that is required.
            kind && rule.mandatory != Some(true) && rule.enabled == Some(true)
        });
        let of = |rule: &ClusterRule| {
            let near = group(&rule.affine_host_group_name);
            let hosts = near.or_else(|| group(&rule.anti_affine_host_group_name))?;
            let vms = group(&rule.vm_group_name)?;
            let place = |id: &Name| scope.slotted().position(|member| member.host.id == *id);
            Some(Preference {
                name: rule.name.clone().unwrap_or_default(),
                vms: vms.vm.iter().filter_map(|vm| at(vm)).collect(),
                hosts: hosts.host.iter().filter_map(place).collect(),
                avoids: near.is_none(),
            })
        };
        soft.filter_map(of).filter(|rule| !rule.vms.is_empty()).collect()
    }
}
