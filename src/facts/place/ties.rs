//! What ties a running VM to hosts by decree: required VM-Host rules, encryption that its move must keep, hosts
//! that HA keeps free, the other half of its Fault Tolerance pair, and a bus that it shares with VMs of other hosts.
//!
//! What a file does not hold because it was not collected ties nothing: a person is asked about compatibility
//! in any case.

use crate::facts::ground::guest::configured;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{every, lacks, none_before, unless_uncollected};
use crate::facts::ground::names::Name;
use crate::facts::ground::pairs::Pairs;
use crate::facts::ground::product;
use crate::facts::ground::scope::{Member, Scope, Together};
use crate::facts::ha::settings::{config_with, holds_capacity};
use crate::facts::place::records::{RuleTieFacts, TiesFacts};
use crate::inventory::{
    ClusterComputeResource, ClusterGroup, ClusterRule, HostSystem, Id, Lacking, VirtualMachine,
};
use crate::schema::{Fact, HostSplit, List, Unknown, Version};
use crate::terms::{Detail, ReasonKind};

const CONFIG: &str = ClusterComputeResource::configuration_ex.path;
/// The type of rules between VMs and hosts, and those between VMs, which placing looks at.
const VM_HOST: &str = "ClusterVmHostRuleInfo";
const OF_VMS: [&str; 3] =
    ["ClusterAffinityRuleSpec", "ClusterAntiAffinityRuleSpec", "ClusterDependencyRuleInfo"];
/// The first release that moves VMs with a bus shared between hosts.
const MOVES_SHARED_BUS: &str = "6.0";

/// A required VM-Host rule that is switched on.
struct Required<'a> {
    name: Name,
    vms: Fact<&'a [Id]>,
    on: HostSplit,
    /// Of the hosts that are out of service, in their order.
    resting: Vec<Fact<bool>>,
}

/// What ties the VMs of one cluster.
pub struct Ties<'a> {
    required: Fact<Vec<Required<'a>>>,
    encrypting: HostSplit,
    unspared: HostSplit,
    sharing: HostSplit,
    pairs: Pairs<'a>,
}

impl<'a> Ties<'a> {
    pub fn new(scope: &Scope<'a, '_>) -> Self {
        let ix = scope.ix;
        Self {
            required: required(scope),
            encrypting: scope.split(|member| encrypts(ix, member)),
            unspared: unspared(scope),
            sharing: scope.split(|member| shares_buses(ix, member)),
            pairs: Pairs::new(scope),
        }
    }

    /// Of a VM on the member `own`.
    pub fn of(
        &self,
        scope: &Scope<'a, '_>,
        together: &mut Together,
        vm: &VirtualMachine,
        own: &Fact<usize>,
        fresh: &Fact<()>,
    ) -> TiesFacts {
        let own = match own {
            Ok(own) => &scope.hosts[*own],
            Err(why) => {
                let on = scope.nowhere_clear(why);
                let rules = List { items: Vec::new(), missing: Some(why.clone()) };
                return TiesFacts {
                    rules_on: on.clone(),
                    each: List { items: Vec::new(), missing: Some(why.clone()) },
                    rules_leave_resting: rules.clone(),
                    encrypted_on: on.clone(),
                    unspared_on: on.clone(),
                    goes_on: Err(why.clone()),
                    other_half_on: on.clone(),
                    shared_bus_on: on,
                    rules,
                };
            }
        };
        let (rules_on, each) = self.rules(scope, together, vm, own);
        let encrypted = fresh.clone().and_then(|()| encryption_required(scope.ix, vm));
        let encrypted_on = source_too(scope, encrypted, || encrypts(scope.ix, own), &self.encrypting);
        let shared_bus_on = source_too(scope, Ok(true), || shares_buses(scope.ix, own), &self.sharing);
        TiesFacts {
            rules_on: scope.others(&rules_on, own),
            rules_leave_resting: self.left_resting(scope, vm, own),
            encrypted_on: scope.others(&encrypted_on, own),
            unspared_on: scope.others(&self.unspared, own),
            goes_on: self.pairs.goes_on(scope, vm, &Ok(own.at)),
            other_half_on: scope.others(&self.pairs.without_other(scope, vm), own),
            shared_bus_on: scope.others(&shared_bus_on, own),
            rules: List {
                items: each.items.iter().filter(|rule| binds(rule)).map(|rule| rule.name.clone()).collect(),
                missing: each.missing.clone(),
            },
            each,
        }
    }

    /// Hosts out of service that the rules about a VM leave it; none without such a rule.
    fn left_resting(&self, scope: &Scope<'a, '_>, vm: &VirtualMachine, own: &Member<'a>) -> List<Name> {
        let mut left = List::default();
        let required = match &self.required {
            Ok(required) => required,
            Err(why) => return List { items: Vec::new(), missing: Some(why.clone()) },
        };
        // A rule of which it is not told whom it is about may keep the VM off those that the others leave.
        let untold = Unknown::all(required.iter().filter_map(|rule| rule.vms.as_ref().err()));
        let about: Vec<_> =
            required.iter().filter(|rule| rule.vms.as_ref().is_ok_and(|vms| vms.contains(&vm.id))).collect();
        if about.is_empty() {
            return left;
        }
        for (at, member) in scope.resting.iter().map(|at| &scope.hosts[*at]).enumerate() {
            if member.at == own.at {
                continue;
            }
            match every(about.iter().filter_map(|rule| rule.resting.get(at).cloned())) {
                Ok(true) => match &untold {
                    Some(why) => left.lacks(why),
                    None => left.items.push(scope.listed(member)),
                },
                Ok(false) => {}
                Err(why) => left.lacks(&why),
            }
        }
        left
    }

    /// Where the rules let a VM run, and each that is about it.
    fn rules(
        &self,
        scope: &Scope<'a, '_>,
        together: &mut Together,
        vm: &VirtualMachine,
        own: &Member<'a>,
    ) -> (HostSplit, List<RuleTieFacts>) {
        let required = match &self.required {
            Ok(required) => required,
            Err(why) => {
                let rules = List { items: Vec::new(), missing: Some(why.clone()) };
                return (scope.nowhere_clear(why), rules);
            }
        };
        let (mut parts, mut each, mut missing) = (Vec::new(), Vec::new(), None);
        for rule in required {
            match &rule.vms {
                Ok(vms) if vms.contains(&vm.id) => {
                    parts.push(rule.on.clone());
                    let on = scope.others(&rule.on, own);
                    each.push(RuleTieFacts { name: rule.name.clone(), on });
                }
                Ok(_) => {}
                Err(why) => {
                    parts.push(scope.nowhere_clear(why));
                    lacks(&mut missing, why);
                }
            }
        }
        let on = if parts.is_empty() { scope.everywhere() } else { together.of(scope, parts, None) };
        (on, List { items: each, missing })
    }
}

/// Whether a rule keeps its VM from a target, or may.
fn binds(rule: &RuleTieFacts) -> bool {
    rule.on.all() != Ok(true)
}

/// Hosts that can, where it matters and the VM's own host can; everywhere where it does not matter.
fn source_too(
    scope: &Scope<'_, '_>,
    matters: Fact<bool>,
    own: impl FnOnce() -> Fact<bool>,
    on: &HostSplit,
) -> HostSplit {
    match matters {
        Ok(false) => scope.everywhere(),
        Err(why) => scope.nowhere_clear(&why),
        Ok(true) => match own() {
            Ok(true) => on.clone(),
            Ok(false) => scope.nowhere(),
            Err(why) => {
                let states = on.iter().map(|(_, state)| every([state.clone(), Err(why.clone())]));
                scope.split_of(states.collect(), on.missing())
            }
        },
    }
}

/// Whether a VM may move only if its memory travels encrypted (6.5).
fn encryption_required(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    let path = VirtualMachine::migrate_encryption.path;
    match unless_uncollected(none_before(ix.read(vm, VirtualMachine::migrate_encryption)))?.map(Name::as_str)
    {
        None => configured(ix, vm).map(|()| false),
        Some("disabled" | "opportunistic") => Ok(false),
        Some("required") => Ok(true),
        Some(other) => Err(vm.not_understood(path, other)),
    }
}

/// Whether a host moves VMs encrypted; hosts before 6.5 do not say.
fn encrypts(ix: &Index<'_>, member: &Member<'_>) -> Fact<bool> {
    let read = none_before(ix.read(member.host, HostSystem::encrypted_vmotion_supported));
    Ok(read?.copied().unwrap_or_default())
}

fn shares_buses(ix: &Index<'_>, member: &Member<'_>) -> Fact<bool> {
    let version = product::version(ix, member.host)?;
    Ok(Version::parse(MOVES_SHARED_BUS).is_some_and(|bound| version.since(&bound)))
}

/// Hosts that HA does not keep free for failures: vCenter moves no VM to one that it does.
fn unspared(scope: &Scope<'_, '_>) -> HostSplit {
    let (ix, cluster) = (scope.ix, scope.members.cluster);
    let das = match config_with(ix, cluster, Lacking::POLICY) {
        Ok(config) => &config.das,
        Err(why) => return scope.nowhere_clear(&why),
    };
    let spares: &[Id] =
        das.admission_control_policy.as_ref().map_or(&[], |policy| policy.failover_hosts.as_slice());
    if spares.is_empty() {
        return scope.everywhere();
    }
    let kept = holds_capacity(ix, cluster);
    scope.split(|member| every([kept.clone(), Ok(spares.contains(&member.host.id))]).map(|spare| !spare))
}

/// The required VM-Host rules that are switched on; a preferred one keeps nobody from a move.
fn required<'a>(scope: &Scope<'a, '_>) -> Fact<Vec<Required<'a>>> {
    let cluster = scope.members.cluster;
    let config = config_with(scope.ix, cluster, Lacking::RULES)?;
    let (Some(rules), Some(groups)) = (&config.rule, &config.group) else { return Ok(Vec::new()) };
    let in_force = |rule: &&ClusterRule| {
        let required = rule.mandatory == Some(true) || !is_understood(rule);
        required && !OF_VMS.contains(&rule.kind.as_str()) && rule.enabled != Some(false)
    };
    let required = rules.iter().filter(in_force).map(|rule| {
        if !is_understood(rule) {
            return not_understood(scope, groups, rule);
        }
        let (on, resting) = allowed(scope, groups, rule);
        let vms = group(cluster, groups, rule.vm_group_name.as_deref()).map(|group| group.vm.as_slice());
        Required { name: rule.name.clone().unwrap_or_default(), vms, on, resting }
    });
    Ok(required.collect())
}

fn is_understood(rule: &ClusterRule) -> bool {
    rule.kind == VM_HOST || OF_VMS.contains(&rule.kind.as_str())
}

/// A rule of a type that nobody here knows: what it keeps its VMs from is open.
fn not_understood<'a>(
    scope: &Scope<'a, '_>,
    groups: &'a [ClusterGroup],
    rule: &'a ClusterRule,
) -> Required<'a> {
    let cluster = scope.members.cluster;
    let name = rule.name.clone().unwrap_or_default();
    let what = Detail::RuleType { rule: name.clone(), kind: rule.kind.clone() };
    let why = cluster.unknown(ReasonKind::NotUnderstood, CONFIG, what);
    let vms = match (&rule.vm_group_name, rule.vm.as_slice()) {
        (Some(_), _) => {
            group(cluster, groups, rule.vm_group_name.as_deref()).map(|group| group.vm.as_slice())
        }
        (None, []) => Err(why.clone()),
        (None, vms) => Ok(vms),
    };
    let resting = scope.resting.iter().map(|_| Err(why.clone())).collect();
    Required { name, vms, on: scope.nowhere_clear(&why), resting }
}

/// Hosts where a rule lets its VMs run, and whether it does on each that is out of service.
fn allowed(
    scope: &Scope<'_, '_>,
    groups: &[ClusterGroup],
    rule: &ClusterRule,
) -> (HostSplit, Vec<Fact<bool>>) {
    let cluster = scope.members.cluster;
    let hosts = |name: &Option<Name>| match name.as_deref() {
        None | Some("") => Ok(None),
        name => group(cluster, groups, name).map(Some),
    };
    let (near, off) = (hosts(&rule.affine_host_group_name), hosts(&rule.anti_affine_host_group_name));
    let enabled = rule.enabled.ok_or_else(|| {
        let what = Detail::RuleOn { rule: rule.name.clone().unwrap_or_default() };
        cluster.unknown(ReasonKind::Untold, CONFIG, what)
    });
    let allows = |member: &Member<'_>| {
        let id = &member.host.id;
        let allows = every([
            near.clone().map(|near| near.is_none_or(|group| group.host.contains(id))),
            off.clone().map(|off| off.is_none_or(|group| !group.host.contains(id))),
        ]);
        match allows {
            Ok(false) => enabled.clone().map(|enabled| !enabled),
            other => other,
        }
    };
    let resting = scope.resting.iter().map(|at| allows(&scope.hosts[*at])).collect();
    (scope.split(allows), resting)
}

/// A group by its name.
fn group<'a>(
    cluster: &ClusterComputeResource,
    groups: &'a [ClusterGroup],
    name: Option<&str>,
) -> Fact<&'a ClusterGroup> {
    let name = name.unwrap_or_default();
    let untold = || -> Unknown {
        cluster.unknown(ReasonKind::Untold, CONFIG, Detail::RuleGroup { group: name.into() })
    };
    groups.iter().find(|group| group.name == name).ok_or_else(untold)
}
