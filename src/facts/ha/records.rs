//! Records of HA: its settings, its agents, what it keeps and does.

use crate::facts::ground::names::Name;
use crate::inventory::{ClusterComputeResource, HostSystem, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List, fact_enums, records};

fact_enums! {
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
}

records! {
    /// HA settings of a cluster.
    pub struct HaFacts as "ha" {
        /// HA is switched on.
        enabled: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// HA watches the hosts.
        host_monitoring: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// Admission control is switched on.
        admission_control: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// Admission policy with its figures; empty = none.
        policy: Fact<Name>, reads ClusterComputeResource::configuration_ex;
        /// What HA watches inside of VMs.
        vm_monitoring: Fact<VmMonitoring>, reads ClusterComputeResource::configuration_ex;
        /// Restart priority of VMs without one of their own, as the server says it; empty = not set,
        /// which means medium.
        default_priority: Fact<Name>, reads ClusterComputeResource::configuration_ex;
        /// Isolation response of VMs without one of their own, as the server says it; empty = not set.
        isolation_response: Fact<Name>, reads ClusterComputeResource::configuration_ex;
        /// Advanced options that silence HA's own checks.
        muted: Fact<List<Name>>, reads ClusterComputeResource::configuration_ex;
        /// Heartbeat datastores that HA wants on each host: the advanced option das.heartbeatDsPerHost,
        /// else 2.
        heartbeat_datastores: Fact<i64>, reads ClusterComputeResource::configuration_ex;
        /// It sends its heartbeats over the network of vSAN, not of management.
        over_vsan: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// Port groups that das.allowNetwork keeps it on (before 6.0); empty = all of management.
        allowed_networks: Fact<List<Name>>, reads ClusterComputeResource::configuration_ex;
        /// The comparison of the hosts' networks is switched off (das.bypassNetCompatCheck).
        network_check_off: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// An isolated host has an address to test whether it is: the default gateway, unless
        /// das.useDefaultIsolationAddress says no, or one of das.isolationAddress.
        isolation_address: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// The default gateway is the only one.
        isolation_by_gateway: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// Active members that are HA master (5.0 and later).
        masters: HostSplit, reads HostSystem::das_host_state;
        /// Active members on which the agent works.
        working: HostSplit, reads HostSystem::das_host_state ClusterComputeResource::das_runtime;
        /// Active members by the state of their agent, as the server says it.
        agents: Grouping, reads HostSystem::das_host_state ClusterComputeResource::das_runtime;
    }

    /// What is left of a cluster when a host fails.
    pub struct FailoverFacts as "failover" {
        /// Capacity kept for failures, as vCenter counts it; empty without admission control.
        levels: List<FailoverLevel>, reads ClusterComputeResource::configuration_ex ClusterComputeResource::summary;
        /// Hosts kept for failures; empty without admission control or with another policy.
        spares: List<SpareHost>, reads ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::host HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// The largest reservations of running VMs.
        largest: LargestReservations;
        /// Needs of the VMs against what is left after losing the member whose loss hurts most.
        worst: WorstLoss;
    }

    /// Capacity kept for failures.
    pub struct FailoverLevel as "failover level", key "resource" {
        /// What is counted: `hosts`, `CPU %`, `memory %`, `failover hosts`.
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
        /// `green`: ready; `yellow`: VMs run on it; `red`: it cannot take over; empty = it is elsewhere.
        colour: Fact<Name>;
        /// It is a member that is out of service.
        away: Fact<bool>;
        /// It is a member of the cluster.
        member: Fact<bool>;
    }

    /// The running VMs that reserve most: with the policy of hosts they set the size of a slot.
    pub struct LargestReservations as "largest reservations" {
        /// VM with the largest CPU reservation; empty = none reserves any.
        cpu_vm: Fact<Name>, reads VirtualMachine::cpu_reservation VirtualMachine::power_state;
        /// That reservation, MHz.
        cpu_mhz: Fact<i64>, reads VirtualMachine::cpu_reservation VirtualMachine::power_state;
        /// VM with the largest memory reservation; empty = none reserves any.
        memory_vm: Fact<Name>, reads VirtualMachine::memory_reservation VirtualMachine::power_state;
        /// That reservation, MB.
        memory_mb: Fact<i64>, reads VirtualMachine::memory_reservation VirtualMachine::power_state;
    }

    /// Running VMs' needs against what active members offer after one of them has failed: the one
    /// that leaves the least beyond the reservations.
    /// Capacity is the cluster's effective one (what the hypervisors leave for VMs), less the share
    /// of the host that fails; where the cluster tells none, that of the hardware.
    pub struct WorstLoss as "worst loss" {
        /// Member whose loss leaves the least CPU beyond the reservations.
        cpu_host: Fact<Name>, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// CPU reservations then, MHz; those of VMs on it that HA does not restart are gone with it.
        cpu_reserved_mhz: Fact<i64>, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// CPU in use, MHz.
        cpu_used_mhz: Fact<i64>, reads VirtualMachine::quick_stats VirtualMachine::power_state;
        /// CPU left, MHz.
        cpu_left_mhz: Fact<i64>, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// Member whose loss leaves the least memory beyond the reservations.
        memory_host: Fact<Name>, reads HostSystem::summary_hardware VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// Memory reservations and overhead then, MB; those of VMs on it that HA does not restart are
        /// gone with it.
        memory_reserved_mb: Fact<i64>, reads HostSystem::summary_hardware VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// Memory that the VMs need now, MB: what vCenter says they are entitled to or demand (6.0),
        /// else what their guests use. What they hold is more: it counts only where even that fits.
        memory_used_mb: Fact<i64>, reads VirtualMachine::quick_stats HostSystem::summary_hardware VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
        /// Memory left, MB.
        memory_left_mb: Fact<i64>, reads HostSystem::summary_hardware VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state VirtualMachine::host ClusterComputeResource::configuration_ex ClusterComputeResource::summary VirtualMachine::ft_role VirtualMachine::ft_group;
    }

    /// HA agent of a host.
    pub struct AgentFacts as "agent" {
        /// What it does.
        agent: Fact<Agent>, reads HostSystem::das_host_state ClusterComputeResource::das_runtime;
        /// Its state as the server says it; empty = none.
        state: Fact<Name>, reads HostSystem::das_host_state ClusterComputeResource::das_runtime;
    }

    /// What HA does for a VM.
    pub struct VmHaFacts as "vm ha" {
        /// Restart priority in force, as the server words it: the VM's own, else the cluster's.
        priority: Fact<Name>, reads ClusterComputeResource::configuration_ex;
        /// HA says that it protects the VM (5.0 and later); not told of a running VM = it does not.
        protected: Fact<bool>, reads VirtualMachine::das_protected;
        /// VM monitoring is in force for it.
        monitored: Fact<bool>, reads ClusterComputeResource::configuration_ex;
    }
}
