//! Virtual machines: files, devices, guest addresses.

use compact_str::{CompactString, format_compact};

use super::values::values;
use super::{Cursor, Fault, Value, XmlError, pair, push};
use crate::inventory::{
    Backing, CheckFault, CheckResult, Connectable, Device, GuestNic, PLAIN_DEVICES, VmFile, VmFiles,
    VmHardware, VmQuickStats,
};

/// An address with the length of its prefix.
#[derive(Default)]
struct Prefixed {
    address: CompactString,
    length: i64,
}

values! {
    VmFiles = "VirtualMachineFileInfo" {
        "vmPathName" => vm_path_name,
        "snapshotDirectory" => snapshot_directory,
        "suspendDirectory" => suspend_directory,
        "ftMetadataDirectory" => ft_metadata_directory,
    }

    VmHardware = "VirtualHardware" {
        "numCPU" => num_cpu,
        "memoryMB" => memory_mb,
        "device" => with { Device, |cursor, out| {
            if !PLAIN_DEVICES.contains(&cursor.type_name()) {
                push(&mut out.device, cursor)?;
            }
        } },
    }

    Backing, kind = "VirtualDeviceBackingInfo" {
        "fileName" => file_name,
        "datastore" => datastore,
        "deviceName" => device_name,
        "network" => network,
        "port" => port,
        "opaqueNetworkId" => opaque_network_id,
        "opaqueNetworkType" => opaque_network_type,
        "lunUuid" => lun_uuid,
        "compatibilityMode" => compatibility_mode,
        "sharing" => sharing,
        "migrateSupported" => migrate_supported,
        "serviceURI" => service_uri,
        "proxyURI" => proxy_uri,
        "parent" => parent,
    }

    CheckResult = "CheckResult" {
        "vm" => vm,
        "host" => host,
        "error" => [error],
        "warning" => [warning],
    }

    Connectable = "VirtualDeviceConnectInfo" {
        "connected" => connected,
        "startConnected" => start_connected,
    }

    GuestNic = "GuestNicInfo" {
        "network" => network,
        "ipAddress" => [ip_address],
        "deviceConfigId" => with { i64, |cursor, out| {
            out.device = Some(i64::value(cursor)?).filter(|key| *key >= 0);
        } },
        "ipConfig" => {
            "ipAddress" => with { Prefixed, |cursor, out| {
                let Prefixed { address, length } = Prefixed::value(cursor)?;
                out.prefixed.push(format_compact!("{address}/{length}"));
            } },
        },
    }

    VmQuickStats = "VirtualMachineQuickStats" {
        "overallCpuUsage" => overall_cpu_usage,
        "hostMemoryUsage" => host_memory_usage,
        "guestMemoryUsage" => guest_memory_usage,
    }

    Prefixed = "NetIpConfigInfoIpAddress" {
        "ipAddress" => address,
        "prefixLength" => length,
    }

    // A disk controller matters only when its bus is, or may be, shared.
    Device, kind = "VirtualDevice" keep |device| { device.shared_bus.as_deref() != Some("noSharing") } {
        "key" => key,
        "deviceInfo" => { "label" => label },
        "controllerKey" => controller_key,
        "unitNumber" => unit_number,
        "backing" => backing,
        "connectable" => connectable,
        "sharedBus" => shared_bus,
        "allowUnrestrictedCommunication" => unrestricted_vmci,
        "capacityInMB" => capacity_mb,
    }

    VmFile = "VirtualMachineFileLayoutExFileInfo" keep |file| { !file.name.is_empty() } {
        "name" => name,
        "type" => kind,
    }
}

impl Value for CheckFault {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let fault = Fault::localized(cursor)?;
        Ok(Self { kind: fault.name.into(), message: fault.message })
    }

    #[cfg(test)]
    fn shape() -> super::Shape {
        super::Shape::Fault
    }
}

/// An advanced option; only `*.sharing` is kept, the rest may hold anything.
impl Value for (CompactString, String) {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        pair(cursor, "key", "value")
    }

    fn keep(&self) -> bool {
        self.0.ends_with(".sharing")
    }

    #[cfg(test)]
    fn shape() -> super::Shape {
        let elements = || {
            let super::Read::Pair(elements) = super::Read::pair(|list: &mut Vec<Self>| list, "key", "value")
            else {
                return vec![];
            };
            elements
        };
        super::Shape::Struct { types: &["OptionValue"], elements }
    }
}
