//! Devices that may tie a VM to its host.

use crate::facts::compute::records::DeviceKind;
use crate::facts::ground::guest::{Guest, label, live};
use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::inventory::{Backing, Device, PLAIN_DEVICES, VirtualMachine};
use crate::schema::Fact;
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;

/// Devices that every host offers alike, or that have facts of their own. Classes are named in
/// full: one that is not known yet may be of any kind.
const ELSEWHERE: [&str; 15] = [
    "VirtualDisk",
    "VirtualCdrom",
    "VirtualFloppy",
    "VirtualE1000",
    "VirtualE1000e",
    "VirtualPCNet32",
    "VirtualVmxnet",
    "VirtualVmxnet2",
    "VirtualVmxnet3",
    "VirtualVmxnet3Vrdma",
    "VirtualBusLogicController",
    "VirtualLsiLogicController",
    "VirtualLsiLogicSASController",
    "ParaVirtualSCSIController",
    "VirtualNVMEController",
];

/// What a class of device is.
enum Class {
    /// Never a matter here.
    Plain,
    /// Of one kind.
    Is(DeviceKind),
    /// Not known.
    Odd,
}

/// A device that may matter.
pub struct Found<'a> {
    pub device: &'a Device,
    pub label: Name,
    pub kind: Fact<DeviceKind>,
    pub live: Fact<bool>,
}

impl Found<'_> {
    /// What is behind it, as its backing names it: a device of the host, a file, an address.
    pub fn backing(&self) -> Name {
        let told = self.device.backing.as_ref().and_then(|backing| {
            let all = [
                backing.device_name.as_deref(),
                backing.file_name.as_deref(),
                backing.service_uri.as_deref(),
            ];
            all.into_iter().flatten().find(|told| !told.trim().is_empty())
        });
        told.map(Name::from).unwrap_or_default()
    }
}

/// The devices of a VM that may matter, with their kind.
pub fn devices<'a>(guest: &Guest<'a>) -> Fact<Vec<Found<'a>>> {
    let devices = guest.hardware.clone()?.iter().filter_map(|device| {
        let kind = match class(device) {
            Class::Plain => return None,
            Class::Is(kind) => Ok(kind),
            Class::Odd => {
                let (label, kind) = (label(device), device.kind.clone());
                let what = match &device.backing {
                    Some(backing) => Detail::Device { label, kind, backing: backing.kind.clone() },
                    None => Detail::DeviceUnbacked { label, kind },
                };
                Err(guest.vm.unknown(ReasonKind::NotUnderstood, HARDWARE, what))
            }
        };
        Some(Found { device, label: label(device), kind, live: live(&guest.power, device) })
    });
    Ok(devices.collect())
}

fn class(device: &Device) -> Class {
    let kind = device.kind.as_str();
    if ELSEWHERE.contains(&kind) || PLAIN_DEVICES.contains(&kind) {
        return Class::Plain;
    }
    let backing = device.backing.as_ref();
    let backing_kind = backing.map_or("", |backing| backing.kind.as_str());
    match kind {
        "VirtualPCIPassthrough" => passthrough(backing),
        "VirtualSriovEthernetCard" => Class::Is(DeviceKind::Sriov),
        "VirtualSCSIPassthrough" => Class::Is(DeviceKind::ScsiPassthrough),
        "VirtualNVDIMM" => Class::Is(DeviceKind::Nvdimm),
        "VirtualUSB" => match backing_kind {
            "VirtualUSBUSBBackingInfo" => Class::Is(DeviceKind::UsbHost),
            "VirtualUSBRemoteHostBackingInfo" => Class::Is(DeviceKind::UsbRemoteHost),
            "VirtualUSBRemoteClientBackingInfo" => Class::Is(DeviceKind::UsbClient),
            _ => Class::Odd,
        },
        "VirtualSerialPort" => match backing_kind {
            "VirtualSerialPortDeviceBackingInfo" => Class::Is(DeviceKind::SerialDevice),
            "VirtualSerialPortFileBackingInfo" => Class::Is(DeviceKind::SerialFile),
            "VirtualSerialPortPipeBackingInfo" => Class::Is(DeviceKind::SerialPipe),
            "VirtualSerialPortURIBackingInfo" => {
                Class::Is(match backing.and_then(|b| b.proxy_uri.as_deref()) {
                    None | Some("") => DeviceKind::SerialNetwork,
                    Some(_) => DeviceKind::SerialConcentrator,
                })
            }
            _ => Class::Odd,
        },
        "VirtualParallelPort" => match backing_kind {
            "VirtualParallelPortDeviceBackingInfo" => Class::Is(DeviceKind::ParallelDevice),
            "VirtualParallelPortFileBackingInfo" => Class::Is(DeviceKind::ParallelFile),
            _ => Class::Odd,
        },
        "VirtualSoundCard" | "VirtualEnsoniq1371" | "VirtualSoundBlaster16" | "VirtualHdAudioCard" => {
            match backing_kind {
                "VirtualSoundCardDeviceBackingInfo" => Class::Is(DeviceKind::Sound),
                "" => Class::Plain,
                _ => Class::Odd,
            }
        }
        "VirtualMachineVMCIDevice" if device.unrestricted_vmci == Some(true) => Class::Is(DeviceKind::Vmci),
        "VirtualMachineVMCIDevice" | "VirtualTPM" => Class::Plain,
        _ => Class::Odd,
    }
}

fn passthrough(backing: Option<&Backing>) -> Class {
    match backing.map_or("", |backing| backing.kind.as_str()) {
        "VirtualPCIPassthroughDeviceBackingInfo" => Class::Is(DeviceKind::PciPassthrough),
        "VirtualPCIPassthroughDynamicBackingInfo" => Class::Is(DeviceKind::PciDynamic),
        "VirtualPCIPassthroughVmiopBackingInfo" => Class::Is(DeviceKind::Vgpu),
        _ => Class::Odd,
    }
}
