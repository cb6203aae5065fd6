//! Hosts: hardware, networking, storage devices.

use compact_str::CompactString;

use super::values::values;
use crate::inventory::{
    CpuId, CpuPackage, DasHostState, DistributedPort, Feature, HostHardwareSummary, HostLag, HostNetwork,
    HostOpaqueNetwork, HostPortgroup, HostQuickStats, HostVMotion, HostVswitch, Ip, Ipv6, Link, NetConfig,
    NetStack, NicOrder, OpaqueSwitch, PhysicalNic, PnicSpec, Product, ProxySwitch, Route, ScsiLun,
    SecurityPolicy, StorageDevice, VirtualNic, VirtualNicManagerInfo,
};

/// An adapter for storage, of any kind.
#[derive(Default)]
struct Adapter {
    kind: CompactString,
    key: CompactString,
}

/// What an adapter reaches: keys of LUNs and their numbers.
#[derive(Default)]
struct Paths {
    adapter: CompactString,
    lun: Vec<(CompactString, i64)>,
}

values! {
    DasHostState = "ClusterDasFdmHostState" {
        "state" => state,
    }

    HostHardwareSummary = "HostHardwareSummary" {
        "vendor" => vendor,
        "model" => model,
        "memorySize" => memory_size,
        "cpuModel" => cpu_model,
        "cpuMhz" => cpu_mhz,
        "numCpuPkgs" => num_cpu_pkgs,
        "numCpuCores" => num_cpu_cores,
        "numCpuThreads" => num_cpu_threads,
        "numNics" => num_nics,
    }

    Product = "AboutInfo" {
        "fullName" => full_name,
        "version" => version,
        "build" => build,
        "productLineId" => product_line_id,
    }

    HostQuickStats = "HostListSummaryQuickStats" {
        "overallCpuUsage" => overall_cpu_usage,
        "overallMemoryUsage" => overall_memory_usage,
        "availablePMemCapacity" => available_p_mem_capacity,
    }

    CpuPackage = "HostCpuPackage" {
        "vendor" => vendor,
        "description" => description,
        "cpuFeature" => [cpu_feature],
        "family" => family,
        "model" => model,
    }

    CpuId = "HostCpuIdInfo" {
        "level" => level,
        "vendor" => vendor,
        "eax" => eax,
        "ebx" => ebx,
        "ecx" => ecx,
        "edx" => edx,
    }

    Feature = "HostFeatureCapability" | "VirtualMachineFeatureRequirement" {
        "key" => key,
        "value" => value,
    }

    HostNetwork = "HostNetworkInfo" {
        "pnic" => [pnic],
        "vswitch" => [vswitch],
        "portgroup" => [portgroup],
        "proxySwitch" => [proxy_switch],
        "vnic" => [vnic],
        "consoleVnic" => [console_vnic],
        "netStackInstance" => [net_stack],
        "opaqueSwitch" => [opaque_switch],
        "opaqueNetwork" => [opaque_network],
    }

    PhysicalNic = "PhysicalNic" {
        "key" => key,
        "device" => device,
        "linkSpeed" => link,
        "validLinkSpecification" => { "speedMb" => [valid_mbps] },
    }

    Link = "PhysicalNicLinkInfo" {
        "speedMb" => speed_mb,
        "duplex" => duplex,
    }

    HostVswitch = "HostVirtualSwitch" {
        "key" => key,
        "name" => name,
        "pnic" => [pnic],
        "mtu" => mtu,
    }

    HostPortgroup = "HostPortGroup" {
        "key" => key,
        "vswitch" => vswitch,
        "spec" => {
            "name" => name,
            "vlanId" => vlan_id,
            "vswitchName" => vswitch_name,
        },
        "computedPolicy" => {
            "nicTeaming" => { "nicOrder" => nic_order },
            "security" => security,
        },
    }

    NicOrder = "HostNicOrderPolicy" {
        "activeNic" => [active],
        "standbyNic" => [standby],
    }

    SecurityPolicy = "HostNetworkSecurityPolicy" {
        "allowPromiscuous" => allow_promiscuous,
        "macChanges" => mac_changes,
        "forgedTransmits" => forged_transmits,
    }

    ProxySwitch = "HostProxySwitch" {
        "dvsUuid" => dvs_uuid,
        "dvsName" => dvs_name,
        "pnic" => [pnic],
        "uplinkPort" => [uplink_port] { "key", "value" },
        "spec" => { "backing" => { "pnicSpec" => [pnic_spec] } },
        "hostLag" => [host_lag],
        "mtu" => mtu,
    }

    PnicSpec = "DistributedVirtualSwitchHostMemberPnicSpec" {
        "pnicDevice" => pnic_device,
        "uplinkPortKey" => uplink_port_key,
    }

    HostLag = "HostProxySwitchHostLagConfig" {
        "lagKey" => lag_key,
        "lagName" => lag_name,
        "uplinkPort" => [uplink_port] { "key", "value" },
    }

    VirtualNic = "HostVirtualNic" {
        "key" => key,
        "device" => device,
        "portgroup" => portgroup,
        "spec" => {
            "ip" => ip,
            "distributedVirtualPort" => distributed_port,
            "opaqueNetwork" => { "opaqueNetworkId" => opaque_network },
            "netStackInstanceKey" => net_stack,
            "mtu" => mtu,
            "ipRouteSpec" => {
                "ipRouteConfig" => { "defaultGateway" => gateway, "ipV6DefaultGateway" => gateway6 },
            },
        },
    }

    Ip = "HostIpConfig" {
        "dhcp" => dhcp,
        "ipAddress" => address,
        "subnetMask" => mask,
        "ipV6Config" => { "ipV6Address" => [v6] },
    }

    Ipv6 = "HostIpConfigIpV6Address" {
        "ipAddress" => address,
        "prefixLength" => prefix,
        "dadState" => state,
        "origin" => origin,
    }

    DistributedPort = "DistributedVirtualSwitchPortConnection" {
        "switchUuid" => switch_uuid,
        "portgroupKey" => portgroup_key,
        "portKey" => port_key,
    }

    NetStack = "HostNetStackInstance" {
        "key" => key,
        "ipRouteConfig" => { "defaultGateway" => gateway, "ipV6DefaultGateway" => gateway6 },
        "routeTableConfig" => {
            "ipRoute" => { "route" => [route] },
            "ipv6Route" => { "route" => [route] },
        },
    }

    Route = "HostIpRouteEntry" {
        "network" => network,
        "prefixLength" => prefix,
        "gateway" => gateway,
    }

    OpaqueSwitch = "HostOpaqueSwitch" {
        "key" => key,
        "name" => name,
        "pnic" => [pnic],
        "pnicZone" => { "key" => [zone] },
    }

    HostOpaqueNetwork = "HostOpaqueNetworkInfo" {
        "opaqueNetworkId" => id,
        "opaqueNetworkName" => name,
        "opaqueNetworkType" => kind,
        "pnicZone" => [pnic_zone],
    }

    VirtualNicManagerInfo = "HostVirtualNicManagerInfo" {
        "netConfig" => [net_config],
    }

    NetConfig = "VirtualNicManagerNetConfig" {
        "nicType" => nic_type,
        "candidateVnic" => [candidate] { "key", "device" },
        "selectedVnic" => [selected],
    }

    HostVMotion = "HostVMotionInfo" {
        "netConfig" => {
            "candidateVnic" => [candidate] { "key", "device" },
            "selectedVnic" => selected,
        },
    }

    StorageDevice = "HostStorageDeviceInfo" {
        "hostBusAdapter" => with { Adapter, |cursor, out| {
            let adapter = Adapter::value(cursor)?;
            out.adapter.push((adapter.key, adapter.kind));
        } },
        "scsiLun" => [lun],
        "scsiTopology" => {
            "adapter" => with { Paths, |cursor, out| {
                let Paths { adapter, lun } = Paths::value(cursor)?;
                out.path.extend(lun.into_iter().map(|(lun, number)| (lun, adapter.clone(), number)));
            } },
        },
    }

    ScsiLun = "ScsiLun" {
        "key" => key,
        "uuid" => uuid,
        "canonicalName" => canonical_name,
    }

    Adapter, kind = "HostHostBusAdapter" {
        "key" => key,
    }

    Paths = "HostScsiTopologyInterface" {
        "adapter" => adapter,
        "target" => { "lun" => [lun] { "scsiLun", "lun" } },
    }
}
