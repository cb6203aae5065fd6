//! Records of networks, interfaces and uplinks.

use crate::facts::ground::names::Name;
use crate::facts::ground::words::{NetKind, UplinkRole};
use crate::inventory::{DistributedVirtualPortgroup, DistributedVirtualSwitch, HostSystem};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown, fact_enums, records};

fact_enums! {
    /// How a host differs from most others in a standard network.
    pub enum Oddity {
        /// It has no port group of the label.
        Missing = "missing",
        /// It has one whose label only looks alike.
        Label = "label",
        /// It has it in another VLAN.
        Vlan = "vlan",
    }
}

records! {
    /// A host that does not have a standard network as most others do.
    pub struct OddGroup as "odd port group", key "host" {
        /// Name of the host.
        host: Name;
        /// Its managed-object id.
        host_id: Name;
        /// How it differs.
        oddity: Oddity;
        /// Label of the port group there; where it has none, the label of the others.
        label: Name;
        /// Managed-object id of the network of that label; empty where vCenter lists none.
        network_id: Name;
        /// Switch of the port group; where it has none, the switch there that is called as on most others.
        switch: Name;
        /// Key of that switch.
        switch_key: Name;
        /// Its uplinks.
        uplinks: List<Name>;
    }

    /// A network as the hosts of one cluster have it.
    pub struct NetFacts as "network", key "id", shown "label" {
        /// Managed-object id, or the label when vCenter lists no such network.
        id: Name;
        /// Label, not escaped.
        label: Fact<Name>;
        /// Kind.
        kind: NetKind;
        /// It is a segment of NSX: an opaque network, or a distributed port group backed by NSX.
        segment: Fact<bool>;
        /// VMs of the cluster with an adapter on it.
        vms: Fact<i64>;
        /// VMs of the cluster with an adapter in use on it: connected while the VM runs, else connected at
        /// power-on.
        users: Fact<i64>;
        /// There is one.
        live: Fact<bool>;
        /// A running VM is connected to it.
        running: Fact<bool>;
        /// VMs whose adapter connects to it at power-on; ten at most are named.
        starting: List<Name>;
        /// Those counted in `users`; ten at most are named.
        used_by: List<Name>;
        /// Those counted in `vms`; ten at most are named.
        named_by: List<Name>;
        /// Hosts that have it. Distributed: members of the switch that are not down. Standard: an equal
        /// label, letter by letter, on a port group for VMs. Opaque: equal id and type.
        on: HostSplit;
        /// Hosts where an uplink behind it has a link.
        uplinks_up: HostSplit;
        /// Hosts by the number of uplinks behind it.
        uplink_count: Grouping;
        /// Hosts with any link behind it, in use or not.
        linked_on: HostSplit;
        /// Hosts in service where only adapters have a link that the failover order leaves unused, with these: `esx03:
        /// vmnic1`.
        left_out: List<Name>;
        /// Hosts by VLAN (standard networks only).
        vlan: Grouping;
        /// Hosts by security policy (standard networks only).
        security: Grouping;
        /// On some host the switch behind it has no uplink.
        internal: Fact<bool>;
        /// Hosts where the switch behind it has an uplink; one without the network counts.
        uplinked_on: HostSplit;
        /// Hosts that have it, or for whose lack a cause is known: a label that looks alike, a switch that is
        /// down there.
        accounted_on: HostSplit;
        /// Labels that look alike on hosts that do not have it: equal but for case, width, blanks or dashes.
        /// Blanks that nobody sees are shown.
        near: Grouping;
        /// Hosts with such labels.
        near_on: List<Name>;
        /// Hosts that are members of its distributed switch, by a state of theirs in which they do not forward.
        down: Grouping;
        /// Those hosts.
        down_on: List<Name>;
        /// Hosts of which the distributed switch's health check (5.1) says that the physical switch
        /// does not carry its VLAN; empty where the check is off.
        untrunked_on: List<Name>;
        /// That VLAN; 0 where the check is off or misses none.
        untrunked_vlan: Fact<i64>;
        /// VLAN of most hosts that have it, the lowest of several that as many have (standard networks only).
        vlan_most: Fact<i64>;
        /// Hosts that do not have it as most do and could (standard networks only).
        odd: List<OddGroup>;
    }

    /// One address on two adapters.
    pub struct SharedAddress as "shared address", key "address" {
        /// The address.
        address: Name;
        /// The hosts that have it.
        hosts: List<Name>;
        /// Two of its adapters are on hosts that are awake: one in standby uses no address before it is woken.
        now: Fact<bool>;
        /// The adapters that have it, each behind its host, e.g. `esx01 vmk1`; hosts out of service are marked.
        adapters: List<Name>;
    }

    /// vMotion adapters and the switches they are on, by MTU.
    pub struct MtuFacts as "MTU", key "text" {
        /// Both as text, e.g. `vmk1 9000, vSwitch1 1500`.
        text: Name;
        /// Device of the adapters, e.g. `vmk1`.
        adapter: Name;
        /// Their MTU.
        mtu: i64;
        /// Name of the switch; empty = none, or one of NSX.
        switch: Name;
        /// MTU of the switch; 0 = not told.
        switch_mtu: i64;
        /// Hosts that have them.
        hosts: List<Name>;
        /// Those of which the distributed switch's health check (5.1) says that the physical switch
        /// does not carry the MTU of the switch in the VLAN; empty where the check is off.
        refused_on: List<Name>;
    }

    /// A port group whose VLAN the physical switch does not carry.
    pub struct UntrunkedFacts as "untrunked port group", key "portgroup" {
        /// Name of the port group.
        portgroup: Name;
        /// Name of its distributed switch.
        switch: Name;
        /// Active hosts of which the health check (5.1) of the switch says so; it is on.
        hosts: List<Name>;
    }

    /// How the vMotion adapters of a host reach those of the other members of its cluster. Two hosts that
    /// do not meet are told of once: at the one that misses more of the others, the later of two alike;
    /// one out of service at the first that misses it. Where one of two has no address for vMotion,
    /// nothing is missed.
    pub struct WaysFacts as "ways" {
        /// Hosts with an address of the same IP version.
        same_version: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Hosts with an address of the same IP version lack here when none is in a subnet of its own.
        one_subnet: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Hosts in other subnets lack here when one side has no gateway or route that could lead to
        /// the other: none that is set, or none that lies in a subnet of the stack.
        route: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Hosts in other subnets lack here when they can be reached only by the default gateway of a
        /// stack that other traffic uses too, or by what is not told.
        own_gateway: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Hosts whose subnets overlap with its own lack here when the masks differ.
        same_mask: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Hosts lack here when the frames that the vMotion adapters of both would send each other are longer
        /// than one of their switches carries: both MTUs are above that of a switch.
        frames_pass: HostSplit, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
    }

    /// vMotion set-up of a host.
    pub struct VmotionFacts as "vmotion" {
        /// The host can do vMotion at all.
        supported: Fact<bool>, reads HostSystem::vmotion_supported;
        /// vCenter's flag that vMotion is enabled.
        enabled: Fact<bool>, reads HostSystem::vmotion_enabled;
        /// It has an adapter that carries vMotion; unknown where that flag and the selection of adapters
        /// contradict each other.
        on: Fact<bool>, reads HostSystem::vmotion_enabled HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Interfaces that carry vMotion. As soon as the vMotion stack (5.5) has one, those of other
        /// stacks carry none.
        interfaces: Fact<List<InterfaceFacts>>, reads HostSystem::network HostSystem::uses_service_console_nic DistributedVirtualSwitch::portgroup HostSystem::virtual_nic_manager_info HostSystem::vmotion DistributedVirtualPortgroup::key DistributedVirtualPortgroup::name DistributedVirtualPortgroup::config DistributedVirtualSwitch::uuid DistributedVirtualSwitch::config;
        /// Adapters selected for vMotion that carry none, because the vMotion stack has its own.
        idle: Fact<List<Name>>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Adapters on the default stack and on the vMotion stack at once.
        mixed_stacks: Fact<bool>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// Adapters for neither vMotion nor management with an address in a subnet of a vMotion adapter
        /// of the same TCP/IP stack, with their addresses.
        subnet_with: Fact<List<Name>>, reads HostSystem::network HostSystem::virtual_nic_manager_info HostSystem::vmotion;
        /// How the others of its cluster are reached.
        ways: WaysFacts;
    }

    /// A vmkernel or service-console adapter.
    pub struct InterfaceFacts as "interface", key "device", shown "text" {
        /// Device, e.g. `vmk0`.
        device: Name;
        /// Device and addresses, e.g. `vmk0 10.1.0.11/24`; `vmk0 DHCP` when it waits for one.
        text: Name;
        /// Addresses with prefix length, IPv4 first.
        addresses: List<Name>;
        /// It has an address that is not 0.0.0.0 and not link-local.
        usable: Fact<bool>;
        /// IPv4 address from DHCP.
        dhcp: bool;
        /// It has a routable IPv6 address.
        v6: bool;
        /// First number of its IPv4 address; 0 = it has none that traffic can use.
        v4_first: i64;
        /// Its routable IPv6 addresses were set by hand, not by DHCPv6 or router advertisements.
        v6_static: Fact<bool>;
        /// Name of its port group, or the key of a distributed one that cannot be read; empty = none.
        portgroup: Name;
        /// That is a port group of a standard switch.
        standard: bool;
        /// TCP/IP stack.
        stack: Name;
        /// Physical uplinks behind it.
        uplinks: Fact<List<UplinkFacts>>;
        /// The failover order in force is told. It is not where NSX decides it, or where single
        /// ports may override it: then traffic takes one of the uplinks that have a link.
        teaming_visible: Fact<bool>;
        /// Another adapter of its TCP/IP stack that carries management has an address in one of its
        /// subnets.
        in_management_subnet: Fact<bool>;
        /// It carries management itself.
        carries_management: Fact<bool>;
        /// Later adapters that carry the same traffic in one of its subnets, and have the same uplink as
        /// their only active one.
        uplink_with: List<Name>;
        /// Network I/O Control is on in its distributed switch.
        shares_controlled: Fact<bool>;
        /// Who else uses an uplink that carries it: port groups, adapters that carry other traffic, and
        /// kinds of traffic that it carries itself; ten at most are named.
        shares_with: List<Name>;
    }

    /// A physical adapter behind an interface or network.
    pub struct UplinkFacts as "uplink", key "device", shown "text" {
        /// Device, e.g. `vmnic0`.
        device: Name;
        /// Role by the failover order in force.
        role: Fact<UplinkRole>;
        /// It has a link.
        link_up: bool;
        /// Traffic takes it: it is active and has a link, or it is the first standby one with a link
        /// while no active one has any.
        carries: Fact<bool>;
        /// Speed of the link, Mb/s; 0 when down.
        speed_mbps: Fact<i64>;
        /// Full duplex.
        full_duplex: bool;
        /// Device and state of the link, e.g. `vmnic2 100 Mb/s half-duplex`, `vmnic1 down`.
        text: Name;
        /// Nothing else on the switch takes it now.
        sole_user: Fact<bool>;
    }

    /// A network adapter of a VM.
    pub struct NicFacts as "nic", key "label" {
        /// Label, e.g. `Network adapter 1`.
        label: Name;
        /// Key of the device.
        key: i64;
        /// Name of its network, not escaped; its key or id when the name cannot be read.
        network: Name;
        /// In use: connected while the VM runs, else connected at power-on.
        live: Fact<bool>;
        /// It is connected when the VM is powered on.
        at_power_on: Fact<bool>;
        /// Targets on the same network by configuration. Standard: equal label and VLAN, and an
        /// uplink in its failover order has a link. Distributed: member of the same switch or NSX
        /// segment, opaque: equal id and type, and an adapter behind it has a link.
        same_lan_on: HostSplit;
        /// Targets whose uplinks there hear only other subnets than the guest's, while those of its
        /// own host hear the guest's. A sighting: empty when the hosts were not asked.
        hints_disjoint_on: List<Name>;
        /// The switch behind it on the VM's own host has no uplink: the network ends there.
        internal: Fact<bool>;
        /// No host of the cluster has its network.
        nowhere: Fact<bool>;
    }
}

impl WaysFacts {
    /// Of a host that has no other member to reach; `why` says why there may be some.
    pub fn to_nobody(why: Option<&Unknown>) -> Self {
        let none = HostSplit::new(Default::default(), Vec::new(), why.cloned());
        Self {
            same_version: none.clone(),
            one_subnet: none.clone(),
            route: none.clone(),
            own_gateway: none.clone(),
            same_mask: none.clone(),
            frames_pass: none,
        }
    }
}
