//! Records of the hosts a VM can go to: room on them, devices, and every cause that stops a move.

use crate::facts::compute::records::DeviceKind;
use crate::facts::ground::names::Name;
use crate::inventory::{
    Call, ClusterComputeResource, Datastore, DistributedVirtualPortgroup, DistributedVirtualSwitch,
    HostSystem, Network, OpaqueNetwork, Task, VirtualMachine,
};
use crate::schema::{Fact, Grouping, HostSplit, List, fact_enums, records};

fact_enums! {
    /// What keeps a VM from a host.
    pub enum Cause {
        /// Its devices.
        Devices = "devices",
        /// Its files or LUNs.
        Storage = "storage",
        /// Its networks.
        Networks = "networks",
        /// CPU features that it runs with.
        Cpu = "CPU",
        /// Its CD-ROM and floppy drives.
        Drives = "drives",
        /// Its CPU or memory affinity.
        Affinity = "affinity",
        /// A bus that it shares with another VM.
        Bus = "bus sharing",
        /// Its hardware version.
        HardwareVersion = "hardware version",
        /// More virtual CPUs than the host has logical ones.
        LogicalCpus = "logical CPUs",
        /// Reservations that are not free there.
        Reservations = "reservations",
        /// Required VM-Host rules.
        Rules = "VM-Host rules",
        /// Encryption of its move that not every host knows.
        Encryption = "encrypted vMotion",
        /// Hosts that HA keeps free.
        Spares = "failover hosts",
        /// Fault Tolerance: the other half of its pair, beside which it never runs.
        OtherHalf = "Fault Tolerance",
        /// What goes on with it: a question, a failover, a method that is disabled.
        State = "state",
        /// vMotion between its host and this one.
        Vmotion = "vMotion",
        /// HA's agent, which does not work there.
        Agent = "HA agent",
        /// The licence of the host, without which it powers nothing on.
        Licence = "licence",
    }
}

impl Cause {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 18] = [
        Self::Devices,
        Self::Storage,
        Self::Networks,
        Self::Cpu,
        Self::Drives,
        Self::Affinity,
        Self::Bus,
        Self::HardwareVersion,
        Self::LogicalCpus,
        Self::Reservations,
        Self::Rules,
        Self::Encryption,
        Self::Spares,
        Self::OtherHalf,
        Self::State,
        Self::Vmotion,
        Self::Agent,
        Self::Licence,
    ];
}

records! {
    /// A host that has too little for a VM, or the wrong thing.
    pub struct ShortFacts as "short host", key "host", shown "told" {
        /// Its name.
        host: Name;
        /// Its name with what it has, e.g. `esx02 (2000 MHz, 4096 MB)`; the name alone where that is not known.
        told: Fact<Name>;
    }

    /// Room for a VM on its possible targets.
    pub struct FitsFacts as "fits" {
        /// Targets that run its hardware version.
        version_on: HostSplit, reads ClusterComputeResource::environment_browser ClusterComputeResource::config_options VirtualMachine::hardware_version VirtualMachine::power_state HostSystem::product HostSystem::summary_product;
        /// Targets with at least as many logical CPUs as it has virtual ones.
        threads_on: HostSplit, reads HostSystem::summary_hardware VirtualMachine::hardware;
        /// Targets where its reservations of CPU and memory, its overhead included, are free: the
        /// host's whole capacity less what the running VMs there have reserved.
        reserved_on: HostSplit, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state ClusterComputeResource::summary HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::standby_mode;
        /// Targets whose whole capacity holds its reservations, whoever runs there now.
        holds_on: HostSplit, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state ClusterComputeResource::summary HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::standby_mode;
        /// Its hardware version, e.g. `vmx-19`.
        version: Fact<Name>, reads VirtualMachine::hardware_version;
        /// Its virtual CPUs.
        cpus: Fact<i64>, reads VirtualMachine::hardware;
        /// The CPU that it has reserved, MHz.
        cpu_mhz: Fact<i64>, reads VirtualMachine::cpu_reservation;
        /// The memory that it has reserved, its overhead included, MB.
        memory_mb: Fact<i64>, reads VirtualMachine::memory_reservation VirtualMachine::memory_overhead;
        /// Targets that do not run its hardware version, with those that they run.
        version_short: List<ShortFacts>, reads ClusterComputeResource::environment_browser ClusterComputeResource::config_options VirtualMachine::hardware_version VirtualMachine::power_state HostSystem::product HostSystem::summary_product;
        /// Targets with fewer logical CPUs than it has virtual ones, with their number.
        threads_short: List<ShortFacts>, reads HostSystem::summary_hardware VirtualMachine::hardware;
        /// Targets where its reservations are not free, with what is free of that which is short.
        reserved_short: List<ShortFacts>, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state ClusterComputeResource::summary HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::standby_mode;
        /// Targets that have as much CPU and memory idle as it uses now; everywhere when it does
        /// not run.
        used_on: HostSplit, reads HostSystem::summary_hardware HostSystem::quick_stats VirtualMachine::quick_stats VirtualMachine::power_state;
        /// Targets that run its hardware version, have its CPUs and its reservations free.
        on: HostSplit, reads ClusterComputeResource::environment_browser ClusterComputeResource::config_options VirtualMachine::hardware_version HostSystem::summary_hardware VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state HostSystem::product HostSystem::summary_product ClusterComputeResource::summary HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::standby_mode;
    }

    /// Whether a VM, while it runs, can move to its possible targets as far as properties tell.
    pub struct LiveFacts as "live" {
        /// Targets from which nothing keeps it.
        on: HostSplit, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::files VirtualMachine::layout_ex HostSystem::storage_device HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::guest_net HostSystem::network_system HostSystem::network_hints VirtualMachine::cpu_affinity VirtualMachine::template VirtualMachine::memory_affinity VirtualMachine::question VirtualMachine::vm_failover_in_progress VirtualMachine::disabled_method VirtualMachine::recent_task Task::name Task::description_id Task::state Task::entity VirtualMachine::tools_installer_mounted VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg HostSystem::current_evc_mode_key ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead HostSystem::product HostSystem::summary_product VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::remote_device_vmotion HostSystem::network_refs Network::name Network::host ClusterComputeResource::configuration_ex VirtualMachine::migrate_encryption HostSystem::encrypted_vmotion_supported HostSystem::in_maintenance_mode;
        /// Targets that its devices in use let it move to.
        devices_on: HostSplit, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::sgx_epc VirtualMachine::sev VirtualMachine::template HostSystem::in_maintenance_mode;
        /// No target takes it, whoever makes room there, and only several causes together account for that: each
        /// of them leaves one.
        /// A cause that alone leaves none is told where it belongs.
        cornered: Fact<bool>, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::files VirtualMachine::layout_ex HostSystem::storage_device HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::guest_net HostSystem::network_system HostSystem::network_hints VirtualMachine::cpu_affinity VirtualMachine::template VirtualMachine::memory_affinity VirtualMachine::question VirtualMachine::vm_failover_in_progress VirtualMachine::disabled_method VirtualMachine::recent_task Task::name Task::description_id Task::state Task::entity VirtualMachine::tools_installer_mounted VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg HostSystem::current_evc_mode_key ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead HostSystem::product HostSystem::summary_product VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::remote_device_vmotion HostSystem::network_refs Network::name Network::host ClusterComputeResource::configuration_ex VirtualMachine::migrate_encryption HostSystem::encrypted_vmotion_supported HostSystem::in_maintenance_mode;
        /// No target takes it now, and one would once others have made room there: beside too little unreserved
        /// capacity nothing keeps it from that.
        crowded: Fact<bool>, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::files VirtualMachine::layout_ex HostSystem::storage_device HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::guest_net HostSystem::network_system HostSystem::network_hints VirtualMachine::cpu_affinity VirtualMachine::template VirtualMachine::memory_affinity VirtualMachine::question VirtualMachine::vm_failover_in_progress VirtualMachine::disabled_method VirtualMachine::recent_task Task::name Task::description_id Task::state Task::entity VirtualMachine::tools_installer_mounted VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg HostSystem::current_evc_mode_key ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead HostSystem::product HostSystem::summary_product VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::remote_device_vmotion HostSystem::network_refs Network::name Network::host ClusterComputeResource::configuration_ex VirtualMachine::migrate_encryption HostSystem::encrypted_vmotion_supported HostSystem::in_maintenance_mode;
        /// Targets by what keeps it from them; a host is named at each cause.
        refused: Grouping, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::files VirtualMachine::layout_ex HostSystem::storage_device HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::guest_net HostSystem::network_system HostSystem::network_hints VirtualMachine::cpu_affinity VirtualMachine::template VirtualMachine::memory_affinity VirtualMachine::question VirtualMachine::vm_failover_in_progress VirtualMachine::disabled_method VirtualMachine::recent_task Task::name Task::description_id Task::state Task::entity VirtualMachine::tools_installer_mounted VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg HostSystem::current_evc_mode_key ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead HostSystem::product HostSystem::summary_product VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::remote_device_vmotion HostSystem::network_refs Network::name Network::host ClusterComputeResource::configuration_ex VirtualMachine::migrate_encryption HostSystem::encrypted_vmotion_supported HostSystem::in_maintenance_mode;
    }

    /// Whether HA could restart a VM on its possible targets after its own host has failed, if they had room.
    pub struct RestartTargetFacts as "restart targets" {
        /// Targets from which nothing keeps it: devices, storage, networks, hardware version, number of CPUs, required
        /// VM-Host rules, and while HA is on its agent there.
        on: HostSplit, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::das_host_state ClusterComputeResource::das_runtime VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::cpu_pkg VirtualMachine::template;
        /// Targets by what keeps it from them; a host is named at each cause.
        refused: Grouping, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::environment_browser ClusterComputeResource::config_options HostSystem::das_host_state ClusterComputeResource::das_runtime VirtualMachine::sgx_epc VirtualMachine::sev HostSystem::cpu_pkg VirtualMachine::template;
    }

    /// What ties a VM to hosts by decree.
    pub struct TiesFacts as "ties" {
        /// Targets that no required VM-Host rule in force keeps it from.
        rules_on: HostSplit, reads ClusterComputeResource::configuration_ex VirtualMachine::host;
        /// Names of the required VM-Host rules in force that keep it from a target.
        rules: List<Name>, reads ClusterComputeResource::configuration_ex;
        /// Hosts out of service that all required VM-Host rules about it leave; none where there is no such rule.
        rules_leave_resting: List<Name>, reads ClusterComputeResource::configuration_ex HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// The same rules, each with the targets that it leaves.
        each: List<RuleTieFacts>, reads ClusterComputeResource::configuration_ex VirtualMachine::host;
        /// Targets to which it can move encrypted, its own host included, where it must; else everywhere.
        encrypted_on: HostSplit, reads VirtualMachine::migrate_encryption VirtualMachine::template VirtualMachine::host HostSystem::encrypted_vmotion_supported;
        /// Targets that are no dedicated failover host of HA.
        unspared_on: HostSplit, reads ClusterComputeResource::configuration_ex VirtualMachine::host;
        /// Targets where the other half of its Fault Tolerance pair does not run; everywhere where it is none.
        other_half_on: HostSplit, reads VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::host VirtualMachine::power_state;
        /// Fault Tolerance keeps it running when its host is lost: its other half runs on another host in service.
        goes_on: Fact<bool>, reads VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::host VirtualMachine::power_state HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// Targets to which VMs with a bus shared between hosts can move from its host: both are of 6.0 or later.
        shared_bus_on: HostSplit, reads HostSystem::product HostSystem::summary_product VirtualMachine::host;
    }

    /// A required VM-Host rule in force about a VM.
    pub struct RuleTieFacts as "rule tie", key "name" {
        /// Its name.
        name: Name;
        /// Targets that it leaves.
        on: HostSplit;
    }

    /// A device that may tie a VM to its host.
    pub struct DeviceFacts as "device", key "label" {
        /// Label, e.g. `Serial port 1`.
        label: Name;
        /// Key of the device.
        key: i64;
        /// What kind of device it is.
        kind: Fact<DeviceKind>;
        /// What is behind it: a device of the host, a file, an address; empty where nothing is told.
        backing: Name;
        /// In use: connected while the VM runs, else connected at power-on; always for a device
        /// that cannot be disconnected.
        live: Fact<bool>;
        /// Targets that the running VM can move to with it in use.
        moves_on: HostSplit;
        /// Targets on which HA can restart the VM, this device in use. One of its old host that the VM
        /// can do without is left behind.
        restarts_on: HostSplit;
    }

    /// What becomes of the VMs of a host in service when it fails: whether each that HA restarts finds
    /// another host that it can run on, and that has its reservations free. A VM that none could take
    /// even if it were idle is told where the cause belongs, and left out here.
    pub struct LossFacts as "loss", key "host" {
        /// The host that fails.
        host: Name;
        /// Its loss was asked about: HA is on, it is in service, and another host is left. Where it was not, nobody is
        /// `stranded`, and the lists are empty.
        asked: Fact<bool>, reads HostSystem::parent ClusterComputeResource::configuration_ex HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// Some find no place, where DRS is on whichever other VMs it moves: proved, with what hosts have
        /// taken as the most that they can have. False where that is not proved although all is known.
        stranded: Fact<bool>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// They would find one, or may, after other VMs have moved, which nobody does by itself: DRS is off, or
        /// asks a person first.
        moves_help: Fact<bool>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// VMs that were left over by the best placement that was found.
        vms: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// The one of those that needs most.
        vm: Fact<Name>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// What it has reserved, e.g. `68090 MB`.
        need: Fact<Name>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// Hosts that could run it and have too little left, each with what it lacks.
        short: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// Hosts that cannot run it, whatever they have left.
        barred: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// Required VM-Host rules that keep it off some of those, and rules that keep VMs apart there.
        rules: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// Hosts out of service that the required VM-Host rules about it leave.
        rules_leave_resting: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
        /// Rules that keep VMs apart, by which some of `vms` find no place if HA keeps them; whether it does is not
        /// told. Empty where some find no place in any case.
        apart: Fact<List<Name>>, reads VirtualMachine::power_state VirtualMachine::host VirtualMachine::parent VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::template VirtualMachine::managed_by VirtualMachine::name VirtualMachine::ft_role VirtualMachine::ft_group VirtualMachine::checks VirtualMachine::pmem_failover VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::hardware_version VirtualMachine::guest_net Call::settings HostSystem::summary_hardware HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats HostSystem::product HostSystem::summary_product HostSystem::storage_device HostSystem::datastore Datastore::name Datastore::parent Datastore::host Datastore::summary HostSystem::network HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary ClusterComputeResource::configuration_ex ClusterComputeResource::summary ClusterComputeResource::environment_browser ClusterComputeResource::config_options;
    }
}
