//! Records about HA, licences, hardware and sizes.

use super::Name;
use crate::schema::{Fact, List, fact_enums, records};

fact_enums! {
    /// State of a licence.
    pub enum LicenceState {
        /// In force.
        Licensed = "licensed",
        /// The evaluation period runs.
        Evaluation = "evaluation",
        /// Licence or evaluation period are over.
        Expired = "expired",
        /// None is assigned.
        None = "none",
    }

    /// What HA watches inside of VMs.
    pub enum VmMonitoring {
        /// Nothing.
        Off = "off",
        /// The heartbeat of VMware Tools.
        Vm = "vm",
        /// That, and the heartbeat of applications.
        VmAndApp = "vm-and-app",
    }

    /// What an HA agent does, of either generation.
    pub enum Agent {
        /// It works.
        Working = "working",
        /// It is being set up, or takes part in an election.
        Starting = "starting",
        /// It does not work, or cannot be reached.
        Broken = "broken",
        /// There is none.
        Absent = "absent",
    }

    /// How bad an issue is.
    pub enum IssueLevel {
        /// Something does not work.
        Error = "error",
        /// Something may stop working.
        Warning = "warning",
    }
}

records! {
    /// Licence of the vCenter.
    pub struct VcenterLicence as "vcenter licence" {
        /// State.
        state: Fact<LicenceState>, reads "call:licences";
        /// Edition as the server names it, e.g. `vc.standard.instance`.
        edition: Fact<Name>, reads "call:licences";
        /// Hours left; 0 when expired, or licensed without an end.
        left_h: Fact<i64>, reads "call:licences";
        /// It is for the major version of the product.
        product_matches: Fact<bool>, reads "call:licences" "call:about";
    }

    /// Licence of a host. A feature that could be bought does not count.
    pub struct HostLicence as "host licence" {
        /// State.
        state: Fact<LicenceState>, reads "call:licences";
        /// Hours left; 0 when expired, or licensed without an end.
        left_h: Fact<i64>, reads "call:licences";
        /// It includes vMotion.
        vmotion: Fact<bool>, reads "call:licences";
        /// It includes HA.
        ha: Fact<bool>, reads "call:licences";
    }

    /// What a vCenter manages, in numbers, as it knows them; those of hosts it cannot reach included.
    pub struct SizeFacts as "size" {
        /// Hosts.
        hosts: Fact<i64>, reads "ClusterComputeResource:host" "ComputeResource:host";
        /// VMs, templates included.
        vms: Fact<i64>, reads "call:overview" "HostSystem:vm";
        /// Running VMs.
        vms_on: Fact<i64>, reads "call:overview" "HostSystem:vm" "VirtualMachine:runtime.powerState";
    }

    /// The VM that vCenter runs in.
    pub struct OwnVm as "own vm", key "name" {
        /// Name.
        name: Name;
        /// Virtual CPUs.
        cpus: Fact<i64>;
        /// Memory, MB.
        memory_mb: Fact<i64>;
    }

    /// What is left of a cluster when a host fails.
    pub struct FailoverFacts as "failover" {
        /// Capacity kept for failures, as vCenter counts it; empty without admission control.
        levels: List<FailoverLevel>, reads "ClusterComputeResource:configurationEx" "ClusterComputeResource:summary";
        /// Hosts kept for failures; empty without admission control or with another policy.
        spares: List<SpareHost>, reads "ClusterComputeResource:configurationEx" "ClusterComputeResource:summary";
        /// Needs of the VMs against what is left after losing the member whose loss hurts most.
        worst: WorstLoss;
    }

    /// Capacity kept for failures.
    pub struct FailoverLevel as "failover level", key "resource" {
        /// What is counted: `hosts`, `CPU %`, `memory %`.
        resource: Name;
        /// As the policy demands.
        configured: Fact<i64>;
        /// Now.
        current: Fact<i64>;
    }

    /// A host kept for failures.
    pub struct SpareHost as "spare host", key "host" {
        /// Its name.
        host: Name;
        /// `green`: ready; `yellow`: VMs run on it; `red`: it cannot take over.
        colour: Name;
    }

    /// Running VMs' needs against what active members offer after the largest of them has failed.
    /// Capacity is the cluster's effective one (what the hypervisors leave for VMs), less the share
    /// of the host that fails; where the cluster tells none, that of the hardware.
    pub struct WorstLoss as "worst loss" {
        /// Member with the most CPU.
        cpu_host: Fact<Name>, reads "HostSystem:summary.hardware";
        /// CPU reservations, MHz.
        cpu_reserved_mhz: Fact<i64>, reads "VirtualMachine:config.cpuAllocation" "VirtualMachine:runtime.powerState";
        /// CPU in use, MHz.
        cpu_used_mhz: Fact<i64>, reads "VirtualMachine:summary.quickStats" "VirtualMachine:runtime.powerState";
        /// CPU left, MHz.
        cpu_left_mhz: Fact<i64>, reads "HostSystem:summary.hardware" "ClusterComputeResource:summary";
        /// Member with the most memory.
        memory_host: Fact<Name>, reads "HostSystem:summary.hardware";
        /// Memory reservations and overhead, MB.
        memory_reserved_mb: Fact<i64>, reads "VirtualMachine:config.memoryAllocation" "VirtualMachine:runtime.memoryOverhead" "VirtualMachine:runtime.powerState";
        /// Memory in use, MB.
        memory_used_mb: Fact<i64>, reads "VirtualMachine:summary.quickStats" "VirtualMachine:runtime.powerState";
        /// Memory left, MB.
        memory_left_mb: Fact<i64>, reads "HostSystem:summary.hardware" "ClusterComputeResource:summary";
    }

    /// A resource pool.
    pub struct PoolFacts as "resource pool", key "id", shown "name" {
        /// Managed-object id.
        id: Name;
        /// Name, not escaped.
        name: Name;
    }

    /// Something the Summary page shows.
    pub struct IssueFacts as "issue", key "id" {
        /// Object and kind, or object and alarm.
        id: Name;
        /// Name of the object it is about.
        entity: Name;
        /// Event type, `alarm` or `status`.
        kind: Name;
        /// It is the alarm of a single VM.
        of_vm: bool;
        /// How bad it is.
        level: Fact<IssueLevel>;
        /// Somebody has acknowledged it.
        acknowledged: bool;
        /// The server's text, or the name of the alarm.
        text: Name;
    }

    /// Hardware of a host.
    pub struct HardwareFacts as "hardware" {
        /// Memory as the hypervisor sees it, MB.
        memory_mb: Fact<i64>, reads "HostSystem:summary.hardware";
        /// CPU cores, not threads.
        cores: Fact<i64>, reads "HostSystem:summary.hardware";
        /// The NX bit (XD, execute disable) is on.
        nx: Fact<bool>, reads "HostSystem:hardware.cpuFeature";
        /// A physical network adapter can do 1 Gb/s or more.
        gigabit: Fact<bool>, reads "HostSystem:config.network";
        /// Physical network adapters.
        adapters: Fact<i64>, reads "HostSystem:config.network";
    }

    /// HA agent of a host.
    pub struct AgentFacts as "agent" {
        /// What it does.
        agent: Fact<Agent>, reads "HostSystem:runtime.dasHostState" "ClusterComputeResource:RetrieveDasAdvancedRuntimeInfo";
        /// Its state as the server says it; empty = none.
        state: Fact<Name>, reads "HostSystem:runtime.dasHostState" "ClusterComputeResource:RetrieveDasAdvancedRuntimeInfo";
    }

    /// What HA does for a VM.
    pub struct VmHaFacts as "vm ha" {
        /// Restart priority in force, as the server words it: the VM's own, else the cluster's.
        priority: Fact<Name>, reads "ClusterComputeResource:configurationEx";
        /// HA says that it protects the VM (5.0 and later); not told of a running VM = it does not.
        protected: Fact<bool>, reads "VirtualMachine:runtime.dasVmProtection";
        /// VM monitoring is in force for it.
        monitored: Fact<bool>, reads "ClusterComputeResource:configurationEx";
    }
}
