//! The devices of VMs: sheets vDisk, vCD, vFloppy, vUSB and vNetwork, each about one class. Of the classes that no sheet
//! is about, and of those whose sheet is missing, nothing is told.

use std::collections::HashMap;
use std::sync::Arc;

use compact_str::{CompactString, format_compact};

use super::columns::{Columns, VCd, VDisk, VFloppy, VInfo, VNetwork, VSnapshot, VUsb};
use super::ground::Ground;
use super::join::Join;
use super::networks::Networks;
use super::stores::Stores;
use super::table::{Row, Table, uncollected};
use crate::inventory::{
    Backing, Connectable, Device, Id, Lacking, Prop, Unreadable, VirtualMachine, VmHardware,
};
use crate::terms::Unanswered;

/// Where the keys of devices begin that no column tells.
const CONTROLLERS: i64 = 1000;
const DISKS: i64 = 2000;
const CDROMS: i64 = 3000;
const NICS: i64 = 4000;
const USB: i64 = 7000;
const FLOPPIES: i64 = 8000;

/// What the sheets tell of the devices of each VM, by the row of vInfo.
struct Found<'g, 's> {
    ground: &'g Ground<'s>,
    join: Join<'g>,
    hardware: Vec<VmHardware>,
}

/// Puts the devices into the VMs.
pub fn equip(
    ground: &Ground<'_>,
    ids: &[Id],
    vms: &mut [VirtualMachine],
    (stores, networks): (&Stores, &Networks<'_>),
) {
    let info = &ground.sheets.info;
    let hardware = info.rows().map(|row| VmHardware {
        num_cpu: row.cell(VInfo::Cpus).whole().unwrap_or_default(),
        memory_mb: row.cell(VInfo::Memory).whole().unwrap_or_default(),
        ..VmHardware::default()
    });
    let mut found = Found { ground, join: Join::new(ground, ids), hardware: hardware.collect() };
    found.note_all(Lacking::DEVICES, &ground.never);
    found.note_all(Lacking::CONTROLLERS, &ground.never);
    found.disks(stores);
    found.snapshots();
    found.cdroms(stores);
    found.floppies(stores);
    found.usb();
    found.nics(networks);
    let told = found.hardware.into_iter().zip(ids).filter(|(_, id)| !id.is_empty());
    for (vm, (hardware, _)) in vms.iter_mut().zip(told) {
        vm.hardware = Prop::Known(hardware);
    }
}

impl Found<'_, '_> {
    fn note(&mut self, at: usize, part: &str, why: &Arc<Unreadable>) {
        if let Some(hardware) = self.hardware.get_mut(at) {
            hardware.lacking.note(part, why);
        }
    }

    fn note_all(&mut self, part: &str, why: &Arc<Unreadable>) {
        self.hardware.iter_mut().for_each(|hardware| hardware.lacking.note(part, why));
    }

    fn add(&mut self, at: usize, device: Device) {
        if let Some(hardware) = self.hardware.get_mut(at) {
            hardware.device.push(device);
        }
    }

    /// The rows of a sheet about one class of devices with the VM of each. Where a sheet is not whole, or a row could
    /// be of several VMs, these may have more.
    fn rows<'t, C: Columns>(
        &mut self,
        table: &'t Table<C>,
        class: &str,
        needed: &[C],
        (id, name): (C, C),
    ) -> Vec<(usize, Row<'t, C>)> {
        if let Err(why) = table.whole(needed) {
            self.note_all(class, why);
        }
        let mut found = Vec::new();
        for row in table.rows() {
            let called = row.name(name);
            if let Some(at) = self.join.one(&row.name(id), &called) {
                found.push((at, row));
                continue;
            }
            let why =
                uncollected(Unanswered::RvtoolsUnjoined { sheet: C::SHEET.into(), name: row.text(name) });
            let several: Vec<usize> = self.join.several(&called).to_vec();
            if several.is_empty() {
                self.note_all(class, &why);
            } else {
                several.into_iter().for_each(|at| self.note(at, class, &why));
            }
        }
        found
    }

    fn disks(&mut self, stores: &Stores) {
        let table = &self.ground.sheets.disk;
        let needed = [VDisk::Vm, VDisk::Raw];
        let rows = self.rows(table, Lacking::DISKS, &needed, (VDisk::VmId, VDisk::Vm));
        if let Some(why) = table.absent(VDisk::Sharing) {
            self.note_all(Lacking::SHARING, why);
        }
        if let Some(why) = table.absent(VDisk::SharedBus).or(table.absent(VDisk::Controller)) {
            self.note_all(Lacking::CONTROLLERS, why);
        }
        let mut buses: HashMap<(usize, CompactString), i64> = HashMap::new();
        for (at, row) in rows {
            let raw = row.truth(VDisk::Raw);
            if let Prop::Unreadable(why) = &raw {
                self.note(at, Lacking::DISKS, why);
            }
            let sharing = row.word(VDisk::Sharing, &["sharingNone", "sharingMultiWriter"]);
            if let Prop::Unreadable(why) = &sharing {
                self.note(at, Lacking::SHARING, why);
            }
            let (told, older) = (row.text(VDisk::DiskPath), row.text(VDisk::Path));
            let path = if told.starts_with('[') { told } else { older };
            if is_delta(&path) {
                let why = Arc::clone(&self.ground.never);
                self.note(at, Lacking::PARENTS, &why);
            }
            let kind = match raw.known() {
                Some(true) => "VirtualDiskRawDiskMappingVer1BackingInfo",
                Some(false) => "VirtualDiskFlatVer2BackingInfo",
                None => "",
            };
            let bus = (at, row.text(VDisk::Controller));
            let controller = (!bus.1.is_empty()).then(|| self.controller(&mut buses, bus, &row));
            let of_vm = self.hardware.get(at).map_or(0, |hardware| hardware.device.len());
            let backing = Backing {
                kind: kind.into(),
                datastore: stores.of_path(&path),
                file_name: (!path.is_empty()).then(|| path.as_str().into()),
                lun_uuid: Some(row.text(VDisk::LunId))
                    .filter(|id| !id.is_empty())
                    .map(|id| id.as_str().into()),
                compatibility_mode: row.word(VDisk::Mode, &["physicalMode", "virtualMode"]).known().cloned(),
                sharing: sharing.known().cloned(),
                ..Backing::default()
            };
            self.add(
                at,
                Device {
                    key: row.cell(VDisk::Key).whole().unwrap_or_else(|| key(DISKS, of_vm)),
                    kind: "VirtualDisk".into(),
                    label: row.text(VDisk::Disk),
                    controller_key: controller,
                    backing: Some(backing),
                    ..Device::default()
                },
            );
        }
    }

    /// The controller of a disk, by its label.
    fn controller(
        &mut self,
        buses: &mut HashMap<(usize, CompactString), i64>,
        bus: (usize, CompactString),
        row: &Row<'_, VDisk>,
    ) -> i64 {
        if let Some(key) = buses.get(&bus) {
            return *key;
        }
        let own = key(CONTROLLERS, buses.len());
        let (at, label) = bus.clone();
        buses.insert(bus, own);
        self.add(
            at,
            Device {
                key: own,
                kind: "VirtualLsiLogicController".into(),
                label,
                shared_bus: Some(row.text(VDisk::SharedBus)).filter(|word| !word.is_empty()),
                ..Device::default()
            },
        );
        own
    }

    /// A VM with snapshots has disks that its own are deltas of.
    fn snapshots(&mut self) {
        let table = &self.ground.sheets.snapshot;
        let never = Arc::clone(&self.ground.never);
        let rows = self.rows(table, Lacking::PARENTS, &[VSnapshot::Vm], (VSnapshot::VmId, VSnapshot::Vm));
        rows.into_iter().for_each(|(at, _)| self.note(at, Lacking::PARENTS, &never));
    }

    fn cdroms(&mut self, stores: &Stores) {
        let needed = [VCd::Vm, VCd::Connected, VCd::StartsConnected, VCd::Type];
        let table = &self.ground.sheets.cd;
        for (at, row) in self.rows(table, Lacking::CDROMS, &needed, (VCd::VmId, VCd::Vm)) {
            let drive = Drive {
                class: Lacking::CDROMS,
                first: CDROMS,
                image: "VirtualCdromIsoBackingInfo",
                label: row.text(VCd::Device),
                connectable: connectable(row.truth(VCd::Connected), row.truth(VCd::StartsConnected)),
                medium: row.text(VCd::Type),
            };
            self.drive(at, stores, drive);
        }
    }

    fn floppies(&mut self, stores: &Stores) {
        let needed = [VFloppy::Vm, VFloppy::Connected, VFloppy::StartsConnected, VFloppy::Type];
        let table = &self.ground.sheets.floppy;
        for (at, row) in self.rows(table, Lacking::FLOPPIES, &needed, (VFloppy::VmId, VFloppy::Vm)) {
            let drive = Drive {
                class: Lacking::FLOPPIES,
                first: FLOPPIES,
                image: "VirtualFloppyImageBackingInfo",
                label: row.text(VFloppy::Device),
                connectable: connectable(row.truth(VFloppy::Connected), row.truth(VFloppy::StartsConnected)),
                medium: row.text(VFloppy::Type),
            };
            self.drive(at, stores, drive);
        }
        // What is not confirmed decides no pass.
        let why = uncollected(Unanswered::RvtoolsUnconfirmed { sheet: VFloppy::SHEET.into() });
        self.note_all(Lacking::FLOPPIES, &why);
    }

    fn drive(&mut self, at: usize, stores: &Stores, drive: Drive) {
        let of_vm = self.hardware.get(at).map_or(0, |hardware| hardware.device.len());
        // The datastore of an image stands before its path; of other media only the word is told.
        let backing = match drive.medium.find('[') {
            Some(from) => {
                let path = drive.medium.get(from..).unwrap_or_default();
                Backing {
                    kind: drive.image.into(),
                    datastore: stores.of_path(path),
                    file_name: Some(path.into()),
                    ..Backing::default()
                }
            }
            None => Backing { kind: drive.medium, ..Backing::default() },
        };
        self.add(
            at,
            Device {
                key: key(drive.first, of_vm),
                kind: drive.class.into(),
                label: drive.label,
                backing: Some(backing),
                connectable: drive.connectable,
                ..Device::default()
            },
        );
    }

    /// USB devices; controllers stand among them.
    fn usb(&mut self) {
        let table = &self.ground.sheets.usb;
        for (at, row) in self.rows(table, Lacking::DEVICES, &[VUsb::Vm], (VUsb::VmId, VUsb::Vm)) {
            let (label, word) = (row.text(VUsb::Device), row.text(VUsb::Type));
            let is_controller = |text: &str| text.to_ascii_lowercase().contains("controller");
            if is_controller(&label) || is_controller(&word) {
                continue;
            }
            let of_vm = self.hardware.get(at).map_or(0, |hardware| hardware.device.len());
            let connected = row.truth(VUsb::Connected);
            self.add(
                at,
                Device {
                    key: key(USB, of_vm),
                    kind: "VirtualUSB".into(),
                    label,
                    backing: Some(Backing { kind: word, ..Backing::default() }),
                    connectable: connected
                        .known()
                        .map(|connected| Connectable { connected: *connected, start_connected: *connected }),
                    ..Device::default()
                },
            );
        }
    }

    fn nics(&mut self, networks: &Networks<'_>) {
        let needed = [
            VNetwork::Vm,
            VNetwork::Adapter,
            VNetwork::Network,
            VNetwork::Switch,
            VNetwork::Connected,
            VNetwork::StartsConnected,
        ];
        let table = &self.ground.sheets.network;
        let hosts: Vec<CompactString> =
            self.ground.sheets.info.rows().map(|row| row.name(VInfo::Host)).collect();
        for (at, row) in self.rows(table, Lacking::NICS, &needed, (VNetwork::VmId, VNetwork::Vm)) {
            let host = hosts.get(at).map(CompactString::as_str).unwrap_or_default();
            let connectable =
                connectable(row.truth(VNetwork::Connected), row.truth(VNetwork::StartsConnected));
            if connectable.is_none() {
                self.note(at, Lacking::NICS, &row.odd(VNetwork::Connected));
            }
            let of_vm = self.hardware.get(at).map_or(0, |hardware| hardware.device.len());
            let (label, switch) = (row.text(VNetwork::Network), row.text(VNetwork::Switch));
            let Some(backing) = networks.behind(host, &label, &switch) else {
                // Nothing tells which kind of network that is.
                let why =
                    uncollected(Unanswered::RvtoolsUnjoined { sheet: VNetwork::SHEET.into(), name: label });
                self.note(at, Lacking::NICS, &why);
                continue;
            };
            self.add(
                at,
                Device {
                    key: key(NICS, of_vm),
                    kind: adapter(&row.text(VNetwork::Adapter)),
                    label: row.text(VNetwork::Label),
                    backing: Some(backing),
                    connectable,
                    ..Device::default()
                },
            );
        }
    }
}

/// A drive as its row tells it.
struct Drive {
    class: &'static str,
    first: i64,
    image: &'static str,
    label: CompactString,
    connectable: Option<Connectable>,
    medium: CompactString,
}

fn connectable(connected: Prop<bool>, at_power_on: Prop<bool>) -> Option<Connectable> {
    let (connected, start_connected) = (*connected.known()?, *at_power_on.known()?);
    Some(Connectable { connected, start_connected })
}

fn key(first: i64, at: usize) -> i64 {
    first.saturating_add(i64::try_from(at).unwrap_or(i64::MAX))
}

/// The class of an adapter by the word that RVTools has for it; a word that is not known is none.
fn adapter(word: &str) -> CompactString {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let plain = plain.strip_prefix("virtual").unwrap_or(&plain);
    match plain {
        "vmxnet3" => "VirtualVmxnet3".into(),
        "vmxnet2" => "VirtualVmxnet2".into(),
        "vmxnet" => "VirtualVmxnet".into(),
        "e1000" => "VirtualE1000".into(),
        "e1000e" => "VirtualE1000e".into(),
        "pcnet32" | "flexible" | "vlance" => "VirtualPCNet32".into(),
        "sriov" | "sriovethernetcard" => "VirtualSriovEthernetCard".into(),
        _ => format_compact!("VirtualEthernetCard {word}"),
    }
}

/// Whether a disk is named as the delta of another, `vm-000001.vmdk`. Names of base disks are chosen by nobody.
fn is_delta(path: &str) -> bool {
    let Some(name) = path.strip_suffix(".vmdk") else { return false };
    let numbered = name
        .rsplit_once('-')
        .is_some_and(|(_, number)| number.len() == 6 && number.bytes().all(|digit| digit.is_ascii_digit()));
    numbered || name.contains("checkpoint")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adapters_are_known_by_their_words() {
        for (word, class) in [
            ("Vmxnet3", "VirtualVmxnet3"),
            ("VirtualVmxnet3", "VirtualVmxnet3"),
            ("VMXNET 2", "VirtualVmxnet2"),
            ("E1000e", "VirtualE1000e"),
            ("SR-IOV", "VirtualSriovEthernetCard"),
            ("Flexible", "VirtualPCNet32"),
            ("Odd", "VirtualEthernetCard Odd"),
        ] {
            assert_eq!(adapter(word), class);
        }
    }

    #[test]
    fn deltas_are_known_by_their_names() {
        for path in ["[ds] a/a-000001.vmdk", "[ds] v/v_1-checkpoint.vmdk"] {
            assert!(is_delta(path), "{path}");
        }
        for path in ["[ds] a/a.vmdk", "[ds] a/a_1.vmdk", "[ds] a/a-00001.vmdk", "", "[ds] a-000001/a.vmdk"] {
            assert!(!is_delta(path), "{path}");
        }
    }
}
