//! Hosts: hardware, networking, storage devices.

use compact_str::CompactString;

use super::{Value, child, pair, push, values};
use crate::inventory::{
    CpuId, CpuPackage, DasHostState, DistributedPort, Feature, HostHardwareSummary, HostLag, HostNetwork,
    HostOpaqueNetwork, HostPortgroup, HostQuickStats, HostVMotion, HostVswitch, Ip, Ipv6, Link, NetConfig,
    NetStack, NicOrder, OpaqueSwitch, PhysicalNic, PnicSpec, Product, ProxySwitch, ScsiLun, SecurityPolicy,
    StorageDevice, VirtualNic, VirtualNicManagerInfo,
};
use crate::sources::vcenter::xml::{Cursor, XmlError};

values! {
    DasHostState {
        "state" => state,
    }

    HostHardwareSummary {
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

    Product {
        "fullName" => full_name,
        "version" => version,
        "build" => build,
        "productLineId" => product_line_id,
    }

    HostQuickStats {
        "overallCpuUsage" => overall_cpu_usage,
        "overallMemoryUsage" => overall_memory_usage,
    }

    CpuPackage {
        "vendor" => vendor,
        "description" => description,
        "cpuFeature" => [cpu_feature],
        "family" => family,
        "model" => model,
    }

    CpuId {
        "level" => level,
        "vendor" => vendor,
        "eax" => eax,
        "ebx" => ebx,
        "ecx" => ecx,
        "edx" => edx,
    }

    Feature {
        "key" => key,
        "value" => value,
    }

    HostNetwork {
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

    PhysicalNic {
        "key" => key,
        "device" => device,
        "linkSpeed" => link,
        "validLinkSpecification" => with |cursor, out| out.valid_mbps.extend(child::<i64>(cursor, "speedMb")?),
    }

    Link {
        "speedMb" => speed_mb,
        "duplex" => duplex,
    }

    HostVswitch {
        "key" => key,
        "name" => name,
        "pnic" => [pnic],
        "mtu" => mtu,
    }

    HostPortgroup {
        "key" => key,
        "vswitch" => vswitch,
        "spec" => with |cursor, out| portgroup_spec(cursor, out)?,
        "computedPolicy" => with |cursor, out| computed_policy(cursor, out)?,
    }

    NicOrder {
        "activeNic" => [active],
        "standbyNic" => [standby],
        "activeUplinkPort" => [active],
        "standbyUplinkPort" => [standby],
    }

    SecurityPolicy {
        "allowPromiscuous" => allow_promiscuous,
        "macChanges" => mac_changes,
        "forgedTransmits" => forged_transmits,
    }

    ProxySwitch {
        "dvsUuid" => dvs_uuid,
        "dvsName" => dvs_name,
        "pnic" => [pnic],
        "uplinkPort" => with |cursor, out| out.uplink_port.push(pair(cursor, "key", "value")?),
        "spec" => with |cursor, out| proxy_spec(cursor, out)?,
        "hostLag" => [host_lag],
        "mtu" => mtu,
    }

    PnicSpec {
        "pnicDevice" => pnic_device,
        "uplinkPortKey" => uplink_port_key,
    }

    HostLag {
        "lagKey" => lag_key,
        "lagName" => lag_name,
        "uplinkPort" => with |cursor, out| out.uplink_port.push(pair(cursor, "key", "value")?),
    }

    VirtualNic {
        "key" => key,
        "device" => device,
        "portgroup" => portgroup,
        "spec" => with |cursor, out| vnic_spec(cursor, out)?,
    }

    Ip {
        "dhcp" => dhcp,
        "ipAddress" => address,
        "subnetMask" => mask,
        "ipV6Config" => with |cursor, out| ipv6(cursor, out)?,
    }

    Ipv6 {
        "ipAddress" => address,
        "prefixLength" => prefix,
        "dadState" => state,
    }

    DistributedPort {
        "switchUuid" => switch_uuid,
        "portgroupKey" => portgroup_key,
        "portKey" => port_key,
    }

    NetStack {
        "key" => key,
        "ipRouteConfig" => with |cursor, out| out.gateway = child(cursor, "defaultGateway")?.unwrap_or_default(),
    }

    OpaqueSwitch {
        "key" => key,
        "name" => name,
        "pnic" => [pnic],
        "pnicZone" => with |cursor, out| out.zone.extend(child::<CompactString>(cursor, "key")?),
    }

    HostOpaqueNetwork {
        "opaqueNetworkId" => id,
        "opaqueNetworkName" => name,
        "opaqueNetworkType" => kind,
        "pnicZone" => [pnic_zone],
    }

    VirtualNicManagerInfo {
        "netConfig" => [net_config],
    }

    NetConfig {
        "nicType" => nic_type,
        "candidateVnic" => with |cursor, out| out.candidate.push(pair(cursor, "key", "device")?),
        "selectedVnic" => [selected],
    }

    HostVMotion {
        "netConfig" => with |cursor, out| vmotion_config(cursor, out)?,
    }

    StorageDevice {
        "hostBusAdapter" => with |cursor, out| {
            let kind = CompactString::from(cursor.type_name());
            out.adapter.push((child(cursor, "key")?.unwrap_or_default(), kind));
        },
        "scsiLun" => [lun],
        "scsiTopology" => with |cursor, out| topology(cursor, out)?,
    }

    ScsiLun {
        "key" => key,
        "uuid" => uuid,
        "canonicalName" => canonical_name,
    }
}

fn portgroup_spec(cursor: &mut Cursor<'_>, out: &mut HostPortgroup) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "name" => out.name = Value::value(cursor)?,
            "vlanId" => out.vlan_id = Value::value(cursor)?,
            "vswitchName" => out.vswitch_name = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

fn computed_policy(cursor: &mut Cursor<'_>, out: &mut HostPortgroup) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "nicTeaming" => out.nic_order = child(cursor, "nicOrder")?,
            "security" => out.security = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

fn proxy_spec(cursor: &mut Cursor<'_>, out: &mut ProxySwitch) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        if name == "backing" {
            cursor.each(
                |cursor, name| {
                    if name == "pnicSpec" { push(&mut out.pnic_spec, cursor) } else { Ok(()) }
                },
            )?;
        }
        Ok(())
    })
}

fn vnic_spec(cursor: &mut Cursor<'_>, out: &mut VirtualNic) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "ip" => out.ip = Value::value(cursor)?,
            "distributedVirtualPort" => out.distributed_port = Value::value(cursor)?,
            "opaqueNetwork" => out.opaque_network = child(cursor, "opaqueNetworkId")?,
            "netStackInstanceKey" => out.net_stack = Value::value(cursor)?,
            "mtu" => out.mtu = Value::value(cursor)?,
            "ipRouteSpec" => cursor.each(|cursor, name| {
                if name == "ipRouteConfig" {
                    out.gateway = child(cursor, "defaultGateway")?;
                }
                Ok::<_, XmlError>(())
            })?,
            _ => {}
        }
        Ok(())
    })
}

fn ipv6(cursor: &mut Cursor<'_>, out: &mut Ip) -> Result<(), XmlError> {
    cursor.each(|cursor, name| if name == "ipV6Address" { push(&mut out.v6, cursor) } else { Ok(()) })
}

fn vmotion_config(cursor: &mut Cursor<'_>, out: &mut HostVMotion) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "candidateVnic" => out.candidate.push(pair(cursor, "key", "device")?),
            "selectedVnic" => out.selected = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

/// One entry per adapter, target and disk.
fn topology(cursor: &mut Cursor<'_>, out: &mut StorageDevice) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        if name != "adapter" {
            return Ok(());
        }
        let mut adapter = CompactString::default();
        cursor.each(|cursor, name| {
            match name {
                "adapter" => adapter = Value::value(cursor)?,
                "target" => cursor.each(|cursor, name| {
                    if name == "lun" {
                        let (lun, number) = pair(cursor, "scsiLun", "lun")?;
                        out.path.push((lun, adapter.clone(), number));
                    }
                    Ok::<_, XmlError>(())
                })?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })
    })
}
