//! The fact records: what rules can name, with meaning, source and what absence means.
//!
//! Every field is total: a value, or unknown with its reasons. "None" has a value of its own: an
//! empty text, an empty list, false.

pub(in crate::facts) mod estate;
pub(in crate::facts) mod history;
pub(in crate::facts) mod people;

use crate::facts::compute::records::{BusFacts, CheckFacts, CpuFacts, HardwareFacts, Tools};
use crate::facts::ground::names::{ClusterRef, HostRef, Name, VmRef};
use crate::facts::ground::words::{HostConnection, HostService, Power, ServerOs, VmConnection};
use crate::facts::ha::records::{AgentFacts, FailoverFacts, HaFacts, VmHaFacts};
use crate::facts::net::records::{
    InterfaceFacts, MtuFacts, NetFacts, NicFacts, SharedAddress, UntrunkedFacts, VmotionFacts,
};
use crate::facts::place::records::{
    DeviceFacts, FitsFacts, LiveFacts, LossFacts, RestartTargetFacts, TiesFacts,
};
use crate::facts::storage::records::{DriveFacts, FileFacts, StoreFacts};
use crate::facts::subject::model::estate::{
    HostLicence, IssueFacts, OwnVm, PoolFacts, SizeFacts, VcenterLicence,
};
use crate::facts::subject::model::history::HistoryFacts;
use crate::facts::subject::model::people::Ports;
use crate::inventory::{
    Call, ClusterComputeResource, ComputeResource, Datastore, DistributedVirtualPortgroup,
    DistributedVirtualSwitch, HostSystem, Network, OpaqueNetwork, ResourcePool, StoragePod, Task,
    VirtualMachine,
};
use crate::schema::{Fact, Grouping, HostSplit, List, Version, records};

records! {
    /// The vCenter Server.
    pub struct VcenterFacts as "vcenter" {
        /// Product version.
        version: Fact<Version>, reads Call::about;
        /// Build number.
        build: Name, reads Call::about;
        /// Operating system of the server.
        os: Fact<ServerOs>, reads Call::about;
        /// Server clock at the reading, seconds since 1970-01-01 UTC.
        clock_s: Fact<i64>, reads Call::clock;
        /// Clusters in scope.
        clusters: List<ClusterRef>, reads ClusterComputeResource::name;
        /// Hosts outside any cluster, in the datacenters that have one; all where there is no cluster.
        lone_hosts: List<HostRef>, reads ComputeResource::host HostSystem::summary_hardware;
        /// Its setting lets running VMs on switches without uplink move
        /// (`config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet` is false).
        allows_internal_networks: Fact<bool>, reads Call::settings;
        /// Running VMs with a virtual GPU may move, as far as vCenter itself is asked (6.7 U1 and a setting).
        moves_vgpus: Fact<bool>, reads Call::settings;
        /// Its own licence.
        licence: VcenterLicence;
        /// What it manages, in numbers.
        size: SizeFacts;
        /// Programs that logged in, by the events that it still has (5.1); earlier ones are not on
        /// record. Not asked from 6.5 on, where the client is a browser.
        client_logins: Fact<List<LoginFacts>>, reads Call::client_logins;
        /// The VM it runs in: the running one whose guest bears its name or address; empty = not in
        /// this inventory.
        own_vm: List<OwnVm>, reads Call::overview VirtualMachine::guest_host_name VirtualMachine::guest_net VirtualMachine::template VirtualMachine::power_state VirtualMachine::hardware;
    }

    /// A program that logged in to vCenter.
    pub struct LoginFacts as "login", key "agent" {
        /// What it calls itself.
        agent: Name;
        /// When it did so last, e.g. `2026-11-22T09:00:00Z`; empty when no time was told.
        at: Name;
    }

    /// A cluster.
    pub struct ClusterFacts as "cluster", key "name" {
        /// Name.
        name: Name;
        /// Managed-object id.
        id: Name;
        /// Members by the cluster's own list, visible to the account or not.
        host_count: Fact<i64>, reads ClusterComputeResource::host HostSystem::parent;
        /// Members.
        hosts: List<HostRef>, reads ClusterComputeResource::host HostSystem::parent;
        /// VMs on its hosts, templates included.
        vms: List<VmRef>, reads HostSystem::vm VirtualMachine::host;
        /// Members that are connected, not in maintenance and not in standby.
        active_hosts: Fact<i64>, reads HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode ClusterComputeResource::summary;
        /// Members by whether they are in service.
        service: Grouping, reads HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// Members by CPU vendor.
        cpu_vendors: Grouping, reads HostSystem::cpu_pkg;
        /// Members by CPU family and model.
        cpu_models: Grouping, reads HostSystem::cpu_pkg HostSystem::cpu_feature;
        /// Members by CPU model and the newest EVC mode it can join, for display.
        cpu_generations: Grouping, reads HostSystem::cpu_pkg HostSystem::cpu_feature HostSystem::max_evc_mode_key;
        /// Two members have CPUs of different EVC generations: both the CPU's signature, stepping
        /// included, and the newest EVC mode that it can join differ.
        cpu_generations_differ: Fact<bool>, reads HostSystem::cpu_pkg HostSystem::cpu_feature HostSystem::max_evc_mode_key;
        /// Turning EVC on would hide what the hosts do not share: it is off, and the CPUs are known to
        /// be of different generations. Never unknown.
        evc_bridges: Fact<bool>, reads ClusterComputeResource::summary HostSystem::cpu_pkg HostSystem::cpu_feature HostSystem::max_evc_mode_key;
        /// EVC mode in force; empty = none.
        evc: Fact<Name>, reads ClusterComputeResource::summary;
        /// An EVC mode is set and every member reports that mode.
        evc_everywhere: Fact<bool>, reads ClusterComputeResource::summary HostSystem::current_evc_mode_key;
        /// Which hosts report the mode that is set; all where none is.
        evc_on: HostSplit, reads ClusterComputeResource::summary HostSystem::current_evc_mode_key;
        /// Highest EVC mode that every member could join; empty = none.
        evc_possible: Fact<Name>, reads HostSystem::max_evc_mode_key Call::evc_modes;
        /// HA settings.
        ha: HaFacts;
        /// Networks that its VMs use, templates and placeholders left out.
        networks: List<NetFacts>, reads VirtualMachine::hardware VirtualMachine::template VirtualMachine::managed_by VirtualMachine::power_state HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::runtime OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::ft_role VirtualMachine::name HostSystem::network_refs Network::name Network::host;
        /// Labels of standard port groups that no such VM names.
        unused_networks: List<NetFacts>, reads VirtualMachine::hardware VirtualMachine::template VirtualMachine::managed_by VirtualMachine::power_state HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::runtime OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::ft_role VirtualMachine::name HostSystem::network_refs Network::name Network::host;
        /// Datastores that any member mounts.
        datastores: List<StoreFacts>, reads ClusterComputeResource::datastore HostSystem::datastore Datastore::name Datastore::host Datastore::summary Datastore::info Datastore::parent StoragePod::name;
        /// Name of a datastore that every host in service can write to, the first by name of those that are
        /// usable for VMs and not in maintenance; empty = there is none.
        shared_store: Fact<Name>, reads ClusterComputeResource::datastore HostSystem::datastore Datastore::name Datastore::host Datastore::summary Datastore::info Datastore::parent StoragePod::name;
        /// Its managed-object id.
        shared_store_id: Fact<Name>, reads ClusterComputeResource::datastore HostSystem::datastore Datastore::name Datastore::host Datastore::summary Datastore::info Datastore::parent StoragePod::name;
        /// Connected members, those in maintenance or standby included, by their set of management
        /// subnets; those of vSAN where vSAN is on, because HA then sends its heartbeats there.
        management_subnets: Grouping, reads DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex;
        /// Active members whose management adapters have addresses of one IP version only, by that.
        management_versions: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic;
        /// vMotion addresses that two vMotion adapters of members share.
        vmotion_same_ip: List<SharedAddress>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// vMotion addresses of members that an adapter for something else has, too: one of a member, or
        /// any of a host elsewhere in the datacenter that was read, in the same VLAN or segment.
        vmotion_taken_ip: List<SharedAddress>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::parent;
        /// Management addresses that adapters of several members have, networks that end inside of a host left out.
        management_same_ip: List<SharedAddress>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic HostSystem::product HostSystem::summary_product DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::portgroup DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Active members by the physical switches that the uplinks in use hear (CDP or LLDP); one
        /// with an uplink that hears none is unclear. Unknown unless the hosts were asked.
        switches: Grouping, reads HostSystem::network HostSystem::network_system HostSystem::network_hints;
        /// vCenter's own checker was asked for its VMs.
        checker_ran: Fact<bool>, reads VirtualMachine::checks;
        /// What vCenter remembers of it.
        history: HistoryFacts;
        /// Members by release, e.g. `8.0`.
        releases: Grouping, reads HostSystem::product HostSystem::summary_product;
        /// Short names, without domain, that two members share.
        same_names: List<Name>, reads HostSystem::name;
        /// Management subnets that every such member has.
        common_management_subnets: Fact<i64>, reads DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex;
        /// Running VMs.
        vm_count: Fact<i64>, reads VirtualMachine::power_state;
        /// Running VMs on the member that has most.
        fullest_host_vms: Fact<i64>, reads VirtualMachine::power_state;
        /// DRS is on and fully automated: it moves VMs without asking anybody.
        drs: Fact<bool>, reads ClusterComputeResource::configuration_ex;
        /// What is left when a host fails.
        failover: FailoverFacts;
        /// The loss of each host in service, while HA is on; none where it would be the last.
        losses: List<LossFacts>, reads ClusterComputeResource::configuration_ex;
        /// Resource pools, the root included.
        pools: List<PoolFacts>, reads ResourcePool::name ResourcePool::owner ClusterComputeResource::resource_pool;
        /// Configuration issues, alarms and states of the cluster and of its members.
        issues: List<IssueFacts>, reads ClusterComputeResource::config_issue ClusterComputeResource::triggered_alarm_state ClusterComputeResource::overall_status ClusterComputeResource::config_status HostSystem::config_issue HostSystem::triggered_alarm_state HostSystem::overall_status HostSystem::in_quarantine_mode VirtualMachine::name Datastore::name Call::alarms;
        /// Active members by the names of their vMotion port groups; without any, left out.
        vmotion_names: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Active members by the number of their usable vMotion adapters; without any, left out.
        vmotion_counts: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Active members by the TCP/IP stack of their usable vMotion adapters; without any, left out.
        vmotion_stacks: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Active members by the subnets of their usable vMotion adapters; without any, left out.
        vmotion_subnets: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Active members by the IPv4 gateways that their vMotion adapters, or the stacks of these, have set; `none`
        /// = none.
        vmotion_gateways: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Active members by the MTU of their usable vMotion adapters; without any, left out.
        vmotion_mtu: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Active members by subnet and MTU of their usable vMotion adapters: more than one value
        /// = one subnet has adapters with different MTU.
        vmotion_mtu_by_subnet: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Port groups of usable vMotion adapters whose VLAN the physical switch does not carry.
        vmotion_untrunked: List<UntrunkedFacts>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config DistributedVirtualSwitch::runtime;
        /// The MTU of usable vMotion adapters beside those of their switches.
        vmotion_mtu_fits: List<MtuFacts>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config DistributedVirtualSwitch::runtime;
        /// Active members by subnet and VLAN of their usable vMotion adapters: more than one value
        /// = one subnet lies in different VLANs.
        vmotion_vlans: Grouping, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
    }

    /// A host.
    pub struct HostFacts as "host", key "name" {
        /// Name or address under which it was added.
        name: Name;
        /// Managed-object id.
        id: Name;
        /// Product line: `esx`, `embeddedEsx`, `esxio`.
        product: Fact<Name>, reads HostSystem::product HostSystem::summary_product;
        /// Product version.
        version: Fact<Version>, reads HostSystem::product HostSystem::summary_product;
        /// Connection to vCenter.
        connection: Fact<HostConnection>, reads HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode;
        /// In standby, and vCenter hears nothing of it.
        silent_in_standby: Fact<bool>, reads HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode;
        /// Connected, not in maintenance, not in standby.
        active: Fact<bool>, reads HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// In service, or what keeps it from that.
        service: Fact<HostService>, reads HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// Member of a cluster.
        in_cluster: Fact<bool>, reads HostSystem::parent;
        /// Management interfaces.
        management: Fact<List<InterfaceFacts>>, reads HostSystem::network HostSystem::vmotion DistributedVirtualSwitch::portgroup HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Interfaces over which HA sends its heartbeats: those of management, or of vSAN where
        /// vSAN is on.
        heartbeat_interfaces: Fact<List<InterfaceFacts>>, reads HostSystem::network HostSystem::vmotion DistributedVirtualSwitch::portgroup HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Its heartbeat interfaces by subnet: more than one value = redundant interfaces in
        /// different subnets of one address family.
        management_subnets: Grouping, reads DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex;
        /// Distinct uplinks with a link behind its heartbeat interfaces.
        management_paths: Fact<i64>, reads HostSystem::product HostSystem::summary_product DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// The uplinks that its heartbeats may take, each with the state of its link.
        heartbeat_uplinks: Fact<List<Name>>, reads HostSystem::product HostSystem::summary_product DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// The uplinks behind its heartbeat interfaces that every failover order leaves unused.
        heartbeat_unused: Fact<List<Name>>, reads HostSystem::product HostSystem::summary_product DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Default gateway for IPv4 of its management adapters; empty = none.
        gateway: Fact<Name>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic;
        /// Such a gateway lies in a subnet of theirs. True of adapters without an IPv4 address, and of hosts before
        /// 5.5, which tell it elsewhere.
        gateway_at_hand: Fact<bool>, reads HostSystem::product HostSystem::summary_product HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic;
        /// An uplink with a link is behind them; unknown where none is and the HA agent works all the same.
        heartbeats_leave: Fact<bool>, reads HostSystem::product HostSystem::summary_product DistributedVirtualPortgroup::name HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::uses_service_console_nic ClusterComputeResource::configuration_ex DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config HostSystem::das_host_state ClusterComputeResource::das_runtime;
        /// vMotion set-up.
        vmotion: VmotionFacts;
        /// VMs on it, templates included.
        vm_count: Fact<i64>, reads HostSystem::vm;
        /// Physical adapters.
        nic_count: Fact<i64>, reads HostSystem::network;
        /// It has a service console (ESX up to 4.1).
        classic_console: Fact<bool>, reads HostSystem::uses_service_console_nic HostSystem::product HostSystem::summary_product;
        /// TCP ports, tried from the machine that makes the probes.
        ports: Ports, reads Call::probe;
        /// Hardware.
        hardware: HardwareFacts;
        /// Its HA agent.
        ha: AgentFacts;
        /// Heartbeat datastores that HA uses on it (5.0 and later).
        heartbeat_datastores: Fact<i64>, reads ClusterComputeResource::das_runtime;
        /// Its licence.
        licence: HostLicence;
        /// What becomes of its VMs when it fails.
        loss: LossFacts;
    }

    /// A VM.
    pub struct VmFacts as "vm", key "name" {
        /// Name, not escaped.
        name: Name;
        /// Managed-object id.
        id: Name;
        /// Host it is on.
        host: Fact<HostRef>, reads VirtualMachine::host;
        /// Cluster of that host.
        cluster: Fact<ClusterRef>, reads VirtualMachine::host;
        /// Name of that host, one that is not judged included.
        host_name: Fact<Name>, reads VirtualMachine::host;
        /// Name of the cluster that this host names as its own, one that is not judged included;
        /// `–` = it is in none.
        cluster_named: Fact<Name>, reads VirtualMachine::host HostSystem::parent;
        /// It is a template.
        template: Fact<bool>, reads VirtualMachine::template;
        /// Fault Tolerance secondary.
        ft_secondary: Fact<bool>, reads VirtualMachine::ft_role;
        /// A placeholder of Site Recovery Manager.
        placeholder: Fact<bool>, reads VirtualMachine::managed_by;
        /// An agent VM: vSphere places it, for itself (vCLS) or for a product.
        agent: Fact<bool>, reads VirtualMachine::managed_by VirtualMachine::name;
        /// Key of the extension that manages it; empty = none.
        managed_by: Fact<Name>, reads VirtualMachine::managed_by;
        /// Power state.
        power: Fact<Power>, reads VirtualMachine::power_state;
        /// Connection state.
        connection: Fact<VmConnection>, reads VirtualMachine::connection_state;
        /// Active hosts of its cluster other than its own.
        targets: std::sync::Arc<List<Name>>, reads VirtualMachine::host HostSystem::connection_state HostSystem::in_maintenance_mode HostSystem::power_state HostSystem::standby_mode;
        /// Disks, each with the disks it is a delta of.
        disks: Fact<List<FileFacts>>, reads Datastore::info VirtualMachine::hardware VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary HostSystem::storage_device;
        /// CD-ROM drives.
        cdroms: Fact<List<DriveFacts>>, reads HostSystem::remote_device_vmotion HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode VirtualMachine::host VirtualMachine::hardware VirtualMachine::power_state Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary;
        /// Floppy drives.
        floppies: Fact<List<DriveFacts>>, reads HostSystem::remote_device_vmotion HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode VirtualMachine::host VirtualMachine::hardware VirtualMachine::power_state Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary;
        /// Labels of network adapters with a legacy backing.
        legacy_nics: Fact<List<Name>>, reads VirtualMachine::hardware;
        /// Labels of network adapters that are connected and will not be at the next power-on or restart.
        nics_dropped: Fact<List<Name>>, reads VirtualMachine::hardware;
        /// Logical CPUs it is tied to; empty = none.
        cpu_affinity: Fact<List<i64>>, reads VirtualMachine::cpu_affinity VirtualMachine::template;
        /// NUMA nodes its memory is tied to; empty = none.
        memory_affinity: Fact<List<i64>>, reads VirtualMachine::memory_affinity VirtualMachine::template;
        /// Controllers with bus sharing.
        shared_buses: Fact<List<BusFacts>>, reads VirtualMachine::hardware;
        /// Labels of disks that several writers may open.
        multi_writers: Fact<List<Name>>, reads VirtualMachine::hardware VirtualMachine::extra_config;
        /// The Tools installer image is mounted.
        tools_installing: Fact<bool>, reads VirtualMachine::tools_installer_mounted;
        /// CPU compatibility with the possible targets.
        cpu: CpuFacts;
        /// Files beside the disks: configuration, BIOS settings, snapshots, suspended memory.
        /// Those on one datastore are one element, named by the first of them.
        home_files: Fact<List<FileFacts>>, reads Datastore::info VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary;
        /// Targets that reach all its files at once, the LUNs of raw device mappings included.
        storage_on: HostSplit, reads HostSystem::pmem_supported HostSystem::quick_stats VirtualMachine::hardware VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary HostSystem::storage_device;
        /// Datastores and LUNs of them that its own host, in service, does not reach, with the state of the mount.
        storage_lost: Fact<List<Name>>, reads HostSystem::pmem_supported HostSystem::quick_stats VirtualMachine::hardware VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary HostSystem::storage_device VirtualMachine::host;
        /// Datastores and LUNs of them that some target does not reach.
        storage_short: List<Name>, reads HostSystem::pmem_supported HostSystem::quick_stats VirtualMachine::hardware VirtualMachine::files VirtualMachine::layout_ex VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary HostSystem::storage_device VirtualMachine::host;
        /// Targets that reach its swap file; everywhere when it does not run.
        swap_on: HostSplit, reads VirtualMachine::power_state VirtualMachine::layout_ex VirtualMachine::swap_placement VirtualMachine::files ClusterComputeResource::configuration_ex HostSystem::local_swap_datastore VirtualMachine::parent Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary;
        /// Network adapters, those with a legacy backing left out.
        nics: Fact<List<NicFacts>>, reads VirtualMachine::hardware VirtualMachine::power_state HostSystem::network DistributedVirtualPortgroup::name DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualPortgroup::host DistributedVirtualSwitch::config DistributedVirtualSwitch::uuid OpaqueNetwork::name OpaqueNetwork::summary VirtualMachine::guest_net HostSystem::network_system HostSystem::network_hints HostSystem::network_refs Network::name Network::host;
        /// Room for it on the possible targets.
        fits: FitsFacts;
        /// Devices that may tie it to its host.
        devices: Fact<List<DeviceFacts>>, reads VirtualMachine::hardware VirtualMachine::power_state VirtualMachine::checks VirtualMachine::host VirtualMachine::parent Call::settings HostSystem::connection_state HostSystem::power_state HostSystem::standby_mode HostSystem::pmem_supported HostSystem::quick_stats Datastore::name Datastore::parent HostSystem::datastore Datastore::host Datastore::summary VirtualMachine::pmem_failover;
        /// What ties it to hosts by decree.
        ties: TiesFacts;
        /// Whether it can move to its possible targets while it runs.
        live: LiveFacts;
        /// Where HA could restart it.
        restart: RestartTargetFacts;
        /// Labels of its devices of persistent memory.
        nvdimms: Fact<List<Name>>, reads VirtualMachine::hardware;
        /// HA may restart it without the contents of its persistent memory (7.0.2).
        pmem_failover: Fact<bool>, reads VirtualMachine::pmem_failover;
        /// It waits for the answer to a question.
        question: Fact<bool>, reads VirtualMachine::question;
        /// What it waits for, as the server asks; empty when it does not wait.
        question_text: Fact<Name>, reads VirtualMachine::question;
        /// Its disks need consolidation.
        needs_consolidation: Fact<bool>, reads VirtualMachine::consolidation_needed;
        /// A snapshot is being taken or removed in the background.
        snapshot_running: Fact<bool>, reads VirtualMachine::snapshot_in_background;
        /// A failover of it is going on.
        failover_running: Fact<bool>, reads VirtualMachine::vm_failover_in_progress;
        /// The guest's heartbeat is lost.
        heartbeat_lost: Fact<bool>, reads VirtualMachine::guest_heartbeat_status;
        /// A method that moves it while it runs is disabled. That of a Fault Tolerance pair which would move
        /// its storage is no such method.
        migration_disabled: Fact<bool>, reads VirtualMachine::disabled_method VirtualMachine::ft_role;
        /// Confidential computing that it uses, with which no running VM moves: `SGX`, `SEV-ES`.
        confidential: Fact<List<Name>>, reads VirtualMachine::sgx_epc VirtualMachine::sev VirtualMachine::template;
        /// Tasks on it that are queued or running.
        running_tasks: Fact<List<Name>>, reads VirtualMachine::recent_task Task::name Task::description_id Task::state Task::entity;
        /// Whether VMware Tools run.
        tools: Fact<Tools>, reads VirtualMachine::tools_running_status;
        /// What vCenter's own checker says of moving it to the possible targets, where it was asked.
        checks: Fact<List<CheckFacts>>, reads VirtualMachine::checks;
        /// The operator named it as the application's.
        is_app: bool;
        /// It is in a cluster in scope.
        in_cluster: Fact<bool>, reads VirtualMachine::host HostSystem::parent;
        /// What HA does for it.
        ha: VmHaFacts;
    }
}
