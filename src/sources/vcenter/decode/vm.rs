//! Virtual machines: files, devices, guest addresses.

use compact_str::CompactString;

use super::{Value, push, values};
use crate::inventory::{
    Backing, CheckFault, CheckResult, Connectable, Device, GuestNic, VmFile, VmFiles, VmHardware,
    VmQuickStats,
};
use crate::sources::vcenter::soap::Fault;
use crate::sources::vcenter::xml::{Cursor, XmlError};

/// Devices no rule can ask about: they never tie a VM to a host. Every class not named here is
/// kept, those that are not known yet included.
const PLAIN_DEVICES: [&str; 14] = [
    "VirtualKeyboard",
    "VirtualPointingDevice",
    "VirtualMachineVideoCard",
    "VirtualIDEController",
    "VirtualPS2Controller",
    "VirtualSIOController",
    "VirtualPCIController",
    "VirtualSATAController",
    "VirtualAHCIController",
    "VirtualUSBController",
    "VirtualUSBXHCIController",
    "VirtualNVDIMMController",
    "VirtualPrecisionClock",
    "VirtualWDT",
];

values! {
    VmFiles {
        "vmPathName" => vm_path_name,
        "snapshotDirectory" => snapshot_directory,
        "suspendDirectory" => suspend_directory,
        "ftMetadataDirectory" => ft_metadata_directory,
    }

    VmHardware {
        "numCPU" => num_cpu,
        "memoryMB" => memory_mb,
        "device" => with |cursor, out| {
            if !PLAIN_DEVICES.contains(&cursor.type_name()) {
                push(&mut out.device, cursor)?;
            }
        },
    }

    Backing, kind {
        "fileName" => file_name,
        "datastore" => datastore,
        "deviceName" => device_name,
        "network" => network,
        "port" => with |cursor, out| out.port = Some(Box::new(Value::value(cursor)?)),
        "opaqueNetworkId" => opaque_network_id,
        "opaqueNetworkType" => opaque_network_type,
        "lunUuid" => lun_uuid,
        "compatibilityMode" => compatibility_mode,
        "sharing" => sharing,
        "migrateSupported" => migrate_supported,
        "parent" => with |cursor, out| out.parent = Some(Box::new(Value::value(cursor)?)),
    }

    CheckResult {
        "vm" => vm,
        "host" => host,
        "error" => [error],
        "warning" => [warning],
    }

    Connectable {
        "connected" => connected,
        "startConnected" => start_connected,
    }

    GuestNic {
        "network" => network,
        "ipAddress" => [ip_address],
        "deviceConfigId" => with |cursor, out| out.device = Some(i64::value(cursor)?).filter(|key| *key >= 0),
        "ipConfig" => with |cursor, out| prefixed(cursor, &mut out.prefixed)?,
    }

    VmQuickStats {
        "overallCpuUsage" => overall_cpu_usage,
        "hostMemoryUsage" => host_memory_usage,
    }
}

/// Addresses of a `NetIpConfigInfo`.
fn prefixed(cursor: &mut Cursor<'_>, out: &mut Vec<CompactString>) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        if name == "ipAddress" {
            let (address, prefix) = super::pair::<CompactString, i64>(cursor, "ipAddress", "prefixLength")?;
            out.push(compact_str::format_compact!("{address}/{prefix}"));
        }
        Ok(())
    })
}

impl Value for CheckFault {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let fault = Fault::localized(cursor)?;
        Ok(Self { kind: fault.name.into(), message: fault.message })
    }
}

impl Value for Device {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut out = Self { kind: CompactString::from(cursor.type_name()), ..Self::default() };
        cursor.each(|cursor, name| {
            match name {
                "key" => out.key = Value::value(cursor)?,
                "deviceInfo" => cursor.each(|cursor, name| {
                    if name == "label" {
                        out.label = Value::value(cursor)?;
                    }
                    Ok::<_, XmlError>(())
                })?,
                "controllerKey" => out.controller_key = Value::value(cursor)?,
                "unitNumber" => out.unit_number = Value::value(cursor)?,
                "backing" => out.backing = Value::value(cursor)?,
                "connectable" => out.connectable = Value::value(cursor)?,
                "sharedBus" => out.shared_bus = Value::value(cursor)?,
                "allowUnrestrictedCommunication" => out.unrestricted_vmci = Value::value(cursor)?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        Ok(out)
    }

    /// A disk controller matters only when its bus is, or may be, shared.
    fn keep(&self) -> bool {
        self.shared_bus.as_deref() != Some("noSharing")
    }
}

/// One file of `layoutEx`.
impl Value for VmFile {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let (name, kind) = super::pair(cursor, "name", "type")?;
        Ok(Self { name, kind })
    }

    /// Beside its files the layout lists disks and snapshots, which have no name.
    fn keep(&self) -> bool {
        !self.name.is_empty()
    }
}

/// An advanced option; only `*.sharing` is kept, the rest may hold anything.
impl Value for (CompactString, String) {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        super::pair(cursor, "key", "value")
    }

    fn keep(&self) -> bool {
        self.0.ends_with(".sharing")
    }
}
