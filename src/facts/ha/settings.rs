//! HA: its settings in a cluster, its agents on hosts, what it does for VMs.

use std::collections::HashMap;

use crate::facts::ground::count::count;
use crate::facts::ground::heartbeat::Heartbeat;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{every, not_offered};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ha::records::{Agent, AgentFacts, HaFacts, VmHaFacts, VmMonitoring};
use crate::inventory::{
    ApiVersion, ClusterComputeResource, ClusterConfig, DasConfig, DasVmConfig, DasVmSettings, HostSystem,
    Lacking, VirtualMachine,
};
use crate::schema::{Fact, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const CONFIG: &str = ClusterComputeResource::configuration_ex.path;
const STATE: &str = HostSystem::das_host_state.path;
const RUNTIME: &str = ClusterComputeResource::das_runtime.path;
/// The agent of this version and later keeps heartbeats in datastores.
const FDM: ApiVersion = ApiVersion::of(&[5, 0]);
/// Priority of a VM where neither it nor its cluster has one set.
const DEFAULT_PRIORITY: &str = "medium";
/// VM monitoring is off.
const NO_MONITORING: &str = "vmMonitoringDisabled";
/// Advanced options that silence checks of HA's own.
const MUTING: [&str; 3] = ["das.ignoreRedundantNetWarning", "das.ignoreInsufficientHbDatastore", BYPASS];
/// The one that switches the comparison of the hosts' networks off (4.x).
const BYPASS: &str = "das.bypassNetCompatCheck";
/// Advanced options about the addresses by which a host tells whether it is isolated.
const USE_GATEWAY: &str = "das.useDefaultIsolationAddress";
const ISOLATION: &str = "das.isolationaddress";

/// Advanced option that sets the number of heartbeat datastores per host, and what HA makes of it.
const HEARTBEATS: &str = "das.heartbeatDsPerHost";
const HEARTBEATS_DEFAULT: i64 = 2;
const HEARTBEATS_MOST: i64 = 5;

/// The configuration of a cluster.
pub fn config<'a>(ix: &Index<'_>, cluster: &'a ClusterComputeResource) -> Fact<&'a ClusterConfig> {
    ix.need(cluster, ClusterComputeResource::configuration_ex)
}

/// The configuration of a cluster, where its source holds a part of it.
pub fn config_with<'a>(
    ix: &Index<'_>,
    cluster: &'a ClusterComputeResource,
    part: &str,
) -> Fact<&'a ClusterConfig> {
    let config = config(ix, cluster)?;
    cluster.holds(&config.lacking, CONFIG, part)?;
    Ok(config)
}

/// Whether HA is on.
pub fn enabled(ix: &Index<'_>, cluster: &ClusterComputeResource) -> Fact<bool> {
    config_with(ix, cluster, Lacking::HA).map(|config| config.das.enabled.unwrap_or_default())
}

/// HA settings of a cluster.
pub fn settings(scope: &Scope<'_, '_>, heartbeat: &Fact<Heartbeat>) -> HaFacts {
    let (ix, cluster) = (scope.ix, scope.members.cluster);
    let das = |part: &str| config_with(ix, cluster, part).map(|config| &config.das);
    let read = |part: &str, setting: fn(&DasConfig) -> Option<&Name>| {
        das(part).map(|das| setting(das).cloned().unwrap_or_default())
    };
    HaFacts {
        enabled: enabled(ix, cluster),
        host_monitoring: host_monitoring(ix, cluster),
        admission_control: admission_control(ix, cluster),
        policy: das(Lacking::POLICY).map(|das| policy(ix, das)),
        vm_monitoring: das(Lacking::VM_MONITORING).and_then(|das| match das.vm_monitoring.as_deref() {
            None | Some(NO_MONITORING) => Ok(VmMonitoring::Off),
            Some("vmMonitoringOnly") => Ok(VmMonitoring::Vm),
            Some("vmAndAppMonitoring") => Ok(VmMonitoring::VmAndApp),
            Some(other) => Err(cluster.not_understood(CONFIG, other)),
        }),
        default_priority: read(Lacking::PRIORITY, |das| priority(das.default_vm_settings.as_ref()?))
            .and_then(|word| known_priority(cluster, word)),
        isolation_response: read(Lacking::ISOLATION, |das| {
            das.default_vm_settings.as_ref()?.isolation_response.as_ref()
        }),
        muted: das(Lacking::OPTIONS).map(|das| {
            List::complete(MUTING.iter().filter(|key| mutes(das, key)).map(|key| Name::from(*key)).collect())
        }),
        over_vsan: heartbeat.as_ref().map(|heartbeat| heartbeat.vsan).map_err(Clone::clone),
        allowed_networks: heartbeat
            .as_ref()
            .map(|heartbeat| List::complete(heartbeat.allowed.clone()))
            .map_err(Clone::clone),
        network_check_off: das(Lacking::OPTIONS)
            .map(|das| das.option.iter().any(|option| says_yes(option, &[BYPASS]))),
        isolation_address: das(Lacking::OPTIONS).map(isolation_address),
        isolation_by_gateway: das(Lacking::OPTIONS)
            .map(|das| isolation_address(das) && !names_isolation_address(das)),
        heartbeat_datastores: das(Lacking::OPTIONS).map(wanted_heartbeats),
        masters: masters(scope),
        working: scope.split(|member| Ok(agent(ix, member.host, Some(cluster)).agent? == Agent::Working)),
        agents: scope.group_active(|member| {
            let state = agent(ix, member.host, Some(cluster)).state?;
            Ok(Some(if state.is_empty() { "none".into() } else { state }))
        }),
    }
}

/// Whether HA watches hosts, and restarts what a lost one ran.
pub fn host_monitoring(ix: &Index<'_>, cluster: &ClusterComputeResource) -> Fact<bool> {
    match config_with(ix, cluster, Lacking::HOST_MONITORING)?.das.host_monitoring.as_deref() {
        None | Some("enabled") => Ok(true),
        Some("disabled") => Ok(false),
        Some(other) => Err(cluster.not_understood(CONFIG, other)),
    }
}

/// Whether admission control is switched on.
pub fn admission_control(ix: &Index<'_>, cluster: &ClusterComputeResource) -> Fact<bool> {
    config(ix, cluster)?.das.admission_control_enabled.ok_or_else(|| {
        let what = Detail::AdmissionOn;
        cluster.unknown(ReasonKind::Untold, CONFIG, what)
    })
}

/// Whether an option that silences a check of HA's own is on.
fn mutes(das: &DasConfig, key: &str) -> bool {
    das.option.iter().any(|option| says_yes(option, &[key]))
}

/// Whether an option is one of these, and on. Keys are written in any case; true is `true` or a number.
fn says_yes((key, value): &(Name, String), keys: &[&str]) -> bool {
    let value = value.trim();
    let on = value.eq_ignore_ascii_case("true") || value.parse().is_ok_and(|number: i64| number != 0);
    on && keys.iter().any(|other| key.trim().eq_ignore_ascii_case(other))
}

/// Whether an isolated host has an address left to test. The default gateway is one unless an option
/// takes it away.
fn isolation_address(das: &DasConfig) -> bool {
    let no = |value: &str| value.trim().eq_ignore_ascii_case("false") || value.trim() == "0";
    let is = |key: &str, other: &str| key.trim().eq_ignore_ascii_case(other);
    let without_gateway = das.option.iter().any(|(key, value)| is(key, USE_GATEWAY) && no(value));
    !without_gateway || names_isolation_address(das)
}

/// Whether an option names an address to test.
fn names_isolation_address(das: &DasConfig) -> bool {
    let own = |key: &str| {
        let number = key.trim().to_ascii_lowercase();
        number.strip_prefix(ISOLATION).is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    };
    das.option.iter().any(|(key, value)| own(key) && !value.trim().is_empty())
}

/// Heartbeat datastores per host. Anything but the numbers that HA takes leaves its default in force.
fn wanted_heartbeats(das: &DasConfig) -> i64 {
    let told = das.option.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(HEARTBEATS));
    let number = told.and_then(|(_, value)| value.trim().parse().ok());
    number
        .filter(|number| (HEARTBEATS_DEFAULT..=HEARTBEATS_MOST).contains(number))
        .unwrap_or(HEARTBEATS_DEFAULT)
}

/// The admission policy in words.
fn policy(ix: &Index<'_>, das: &DasConfig) -> Name {
    let level = |level: Option<i64>| {
        level.map_or_else(Name::default, |level| compact_str::format_compact!("failover level {level}"))
    };
    let Some(policy) = &das.admission_control_policy else { return level(das.failover_level) };
    let cpu = policy.cpu_failover_resources_percent;
    let memory = policy.memory_failover_resources_percent;
    if let Some((cpu, memory)) = cpu.zip(memory) {
        return compact_str::format_compact!("CPU {cpu} %, memory {memory} %");
    }
    if !policy.failover_hosts.is_empty() {
        let names: Vec<Name> = policy.failover_hosts.iter().map(|id| host_name(ix, id)).collect();
        return compact_str::format_compact!("failover hosts {}", names.join(", "));
    }
    match policy.failover_level.or(das.failover_level) {
        Some(hosts) => level(Some(hosts)),
        None => policy.kind.clone(),
    }
}

/// Name of a host by id; the id where it cannot be seen.
pub fn host_name(ix: &Index<'_>, id: &Name) -> Name {
    match ix.hosts.get(id.as_str()) {
        Some(&host) => ix.inventory.hosts[host].display_name(),
        None => id.clone(),
    }
}

fn masters(scope: &Scope<'_, '_>) -> HostSplit {
    scope.split(|member| {
        let state = scope.ix.read(member.host, HostSystem::das_host_state)?;
        Ok(state.is_some_and(|state| state.state == "master"))
    })
}

/// HA agent of a host; `cluster` is the one it is in.
pub fn agent(ix: &Index<'_>, host: &HostSystem, cluster: Option<&ClusterComputeResource>) -> AgentFacts {
    // HA sets up the agent of a host that comes back.
    if ix.is_back(host) {
        return AgentFacts { agent: Ok(Agent::Working), state: Ok(Name::default()) };
    }
    let told = match ix.read(host, HostSystem::das_host_state) {
        Ok(None) => Ok((Name::default(), Ok(Agent::Absent))),
        Ok(Some(state)) => Ok((state.state.clone(), of_5_0(host, &state.state))),
        Err(why) if not_offered(&why) => of_4_x(ix, host, cluster, why),
        Err(why) => Err(why),
    };
    match told {
        Ok((state, agent)) => AgentFacts { agent, state: Ok(state) },
        Err(why) => AgentFacts { agent: Err(why.clone()), state: Err(why) },
    }
}

fn of_5_0(host: &HostSystem, state: &str) -> Fact<Agent> {
    match state {
        "master" | "connectedToMaster" => Ok(Agent::Working),
        "election" | "retry" | "uninitialized" => Ok(Agent::Starting),
        "networkPartitionedFromMaster"
        | "networkIsolated"
        | "hostDown"
        | "initializationError"
        | "uninitializationError"
        | "fdmUnreachable" => Ok(Agent::Broken),
        other => Err(host.not_understood(STATE, other)),
    }
}

/// The agent before 5.0, of which only its cluster tells.
fn of_4_x(
    ix: &Index<'_>,
    host: &HostSystem,
    cluster: Option<&ClusterComputeResource>,
    why: Unknown,
) -> Fact<(Name, Fact<Agent>)> {
    let cluster = cluster.ok_or(why)?;
    let runtime = ix.need(cluster, ClusterComputeResource::das_runtime)?;
    let agents = runtime
        .agents
        .as_ref()
        .ok_or_else(|| cluster.unknown(ReasonKind::Untold, RUNTIME, Detail::NoAgents))?;
    let Some(node) = agents.iter().find(|node| node.host == host.id) else {
        return Ok((Name::default(), Ok(Agent::Absent)));
    };
    let (config, runtime) = (node.config_state.as_str(), node.runtime_state.as_str());
    let agent = match (config, runtime) {
        ("error", _) | (_, "error" | "agentShutdown" | "nodeFailed") => Ok(Agent::Broken),
        // An agent that is being taken off is none, whatever still runs.
        ("uninitialized" | "initialized" | "configuring" | "unconfiguring", _) => Ok(Agent::Starting),
        (_, "running") => Ok(Agent::Working),
        (_, "uninitialized" | "initialized" | "configuring" | "unconfiguring") => Ok(Agent::Starting),
        (_, other) => Err(cluster.not_understood(RUNTIME, other)),
    };
    let state = if matches!(config, "" | "running") { runtime } else { config };
    Ok((state.into(), agent))
}

/// Heartbeat datastores in use on a host.
pub fn heartbeat_datastores(
    ix: &Index<'_>,
    host: &HostSystem,
    cluster: Option<&ClusterComputeResource>,
) -> Fact<i64> {
    let Some(cluster) = cluster else {
        return Err(host.unknown(ReasonKind::Invisible, "parent", Detail::ClusterUnknown));
    };
    if ix.api() < FDM {
        return Err(host.unknown(ReasonKind::NotOffered, RUNTIME, Detail::NoHeartbeatDatastores));
    }
    let runtime = ix.need(cluster, ClusterComputeResource::das_runtime)?;
    let used = runtime.heartbeat_datastores.iter().filter(|datastore| datastore.hosts.contains(&host.id));
    Ok(count(used.count()))
}

/// HA settings of a cluster for its VMs: its own, and those of single VMs.
pub struct Exceptions<'a> {
    cluster: &'a ClusterComputeResource,
    /// Configuration of the cluster.
    pub config: &'a ClusterConfig,
    own: HashMap<&'a str, &'a DasVmConfig>,
}

impl<'a> Exceptions<'a> {
    pub fn new(scope: &Scope<'a, '_>) -> Fact<Self> {
        let config = config(scope.ix, scope.members.cluster)?;
        let cluster = scope.members.cluster;
        Ok(Self { cluster, config, own: config.das_vm.iter().map(|own| (own.vm.as_str(), own)).collect() })
    }

    /// Whether the source of the configuration holds a part of it.
    fn holds(&self, part: &str) -> Fact<()> {
        self.cluster.holds(&self.config.lacking, CONFIG, part)
    }

    fn priority(&self, vm: &VirtualMachine) -> Fact<Name> {
        self.holds(Lacking::OVERRIDES)?;
        let own = self
            .own
            .get(vm.id.as_str())
            .and_then(|own| own.settings.as_ref().and_then(priority).or(own.restart_priority.as_ref()));
        let own = own.filter(|word| *word != "clusterRestartPriority");
        if own.is_none() {
            self.holds(Lacking::PRIORITY)?;
        }
        let default = || self.config.das.default_vm_settings.as_ref().and_then(priority);
        known_priority(self.cluster, own.or_else(default).cloned().unwrap_or_else(|| DEFAULT_PRIORITY.into()))
    }

    /// Whether HA does not restart a VM.
    pub fn excludes(&self, vm: &VirtualMachine) -> Fact<bool> {
        Ok(self.priority(vm)? == "disabled")
    }

    /// The cluster's setting caps the VM's own; before 4.1 a VM has none.
    fn monitored(&self, vm: &VirtualMachine) -> Fact<bool> {
        self.holds(Lacking::VM_MONITORING)?;
        self.holds(Lacking::OVERRIDES)?;
        let own = self.own.get(vm.id.as_str()).and_then(|own| own.settings.as_ref());
        let own = own.filter(|own| own.monitoring_from_cluster != Some(true));
        let own = own.and_then(|own| own.vm_monitoring.as_deref());
        let words = [self.config.das.vm_monitoring.as_deref().or(Some(NO_MONITORING)), own];
        every(words.into_iter().flatten().map(|word| monitors(vm, word)))
    }
}

fn priority(settings: &DasVmSettings) -> Option<&Name> {
    settings.restart_priority.as_ref()
}

/// A restart priority, if it is one: of another word nobody can tell whether HA restarts the VM.
fn known_priority(cluster: &ClusterComputeResource, word: Name) -> Fact<Name> {
    match word.as_str() {
        "" | "disabled" | "lowest" | "low" | "medium" | "high" | "highest" => Ok(word),
        other => Err(cluster.not_understood(CONFIG, other)),
    }
}

fn monitors(vm: &VirtualMachine, word: &str) -> Fact<bool> {
    match word {
        NO_MONITORING => Ok(false),
        "vmMonitoringOnly" | "vmAndAppMonitoring" => Ok(true),
        other => Err(vm.not_understood(CONFIG, other)),
    }
}

/// What HA does for a VM; `fresh` says whether what is told of it is of now.
pub fn of_vm(
    ix: &Index<'_>,
    vm: &VirtualMachine,
    exceptions: Fact<&Exceptions<'_>>,
    fresh: &Fact<()>,
) -> VmHaFacts {
    let protected = || ix.read(vm, VirtualMachine::das_protected);
    VmHaFacts {
        priority: exceptions.clone().and_then(|exceptions| exceptions.priority(vm)),
        protected: fresh.clone().and_then(|()| Ok(protected()?.copied().unwrap_or_default())),
        monitored: exceptions.and_then(|exceptions| exceptions.monitored(vm)),
    }
}

/// Whether HA is on and holds capacity back.
pub fn holds_capacity(ix: &Index<'_>, cluster: &ClusterComputeResource) -> Fact<bool> {
    every([enabled(ix, cluster), admission_control(ix, cluster)])
}
