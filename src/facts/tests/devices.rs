//! Disks and drives, and the datastores they are on.

use super::super::testing::{backing, denied, device, healthy};
use super::super::{Medium, build};
use super::fixtures::{devices, kinds, mounts, named, rdm_inventory};
use crate::inventory::{Backing, Connectable, Prop, Unreadable};
use crate::terms::ReasonKind;

#[test]
fn the_image_of_a_drive_is_found_by_the_name_in_its_path() {
    let facts = build(&healthy());
    let drive = &named(&facts, "vm-1").cdroms.as_ref().unwrap().items[0];
    assert_eq!((&drive.medium, drive.on.all()), (&Ok(Medium::Datastore), Ok(true)));
}

#[test]
fn an_image_needs_to_be_readable_and_a_disk_writable() {
    let mut inventory = healthy();
    mounts(&mut inventory, 0)[2].access_mode = "readOnly".into();
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert_eq!(vm.cdroms.as_ref().unwrap().items[0].on.all(), Ok(true));
    let disk = &vm.disks.as_ref().unwrap().items[0];
    assert_eq!(disk.on.lacking().collect::<Vec<_>>(), ["esx03"]);
}

#[test]
fn unset_mount_flags_have_their_documented_meaning() {
    let mut inventory = healthy();
    for mount in mounts(&mut inventory, 0) {
        mount.accessible = None;
    }
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.all(), Ok(true));
    if let Prop::Known(summary) = &mut inventory.datastores[0].summary {
        summary.accessible = Some(false);
    }
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.any(), Ok(false));
    mounts(&mut inventory, 0)[0].accessible = Some(true);
    mounts(&mut inventory, 0)[0].mounted = Some(false);
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.any(), Ok(false));
}

/// A drive of vm-1 with this backing.
fn drive(kind: &str, file: Option<&str>, connected: bool) -> super::super::DriveFacts {
    let mut inventory = healthy();
    let mut cdrom =
        device(3000, "VirtualCdrom", "CD", Backing { file_name: file.map(Into::into), ..backing(kind) });
    cdrom.connectable = Some(Connectable { connected, start_connected: true });
    devices(&mut inventory, 0)[1] = cdrom;
    let facts = build(&inventory);
    named(&facts, "vm-1").cdroms.as_ref().unwrap().items[0].clone()
}

#[test]
fn drives_are_told_apart_by_their_backing() {
    let iso = "VirtualCdromIsoBackingInfo";
    assert_eq!(drive(iso, Some("/vmimages/windows.iso"), true).medium, Ok(Medium::HostFile));
    assert_eq!(drive(iso, Some("[] /usr/lib/vmware/isoimages/linux.iso"), true).medium, Ok(Medium::HostFile));
    assert_eq!(drive("VirtualCdromAtapiBackingInfo", None, true).medium, Ok(Medium::HostDevice));
    assert_eq!(drive("VirtualCdromRemoteAtapiBackingInfo", None, true).medium, Ok(Medium::ClientDevice));
    let unknown = drive("VirtualCdromContentLibraryBackingInfo", Some("[shared/1] a.iso"), true);
    assert!(unknown.medium.is_err() && unknown.on.all().is_err());
}

#[test]
fn an_ejected_image_ties_a_vm_to_nothing() {
    for file in [None, Some(""), Some("[]")] {
        let ejected = drive("VirtualCdromIsoBackingInfo", file, false);
        assert_eq!((ejected.medium, ejected.on.all()), (Ok(Medium::Datastore), Ok(true)));
        assert!(drive("VirtualCdromIsoBackingInfo", file, true).medium.is_err(), "connected, yet empty");
    }
}

#[test]
fn a_datastore_name_that_nothing_answers_to_is_unknown() {
    let drive = drive("VirtualCdromIsoBackingInfo", Some("[elsewhere] a.iso"), true);
    assert_eq!(
        (drive.medium, drive.on.all().map_err(|why| kinds(&why))),
        (Ok(Medium::Datastore), Err(vec![ReasonKind::Invisible]))
    );
}

#[test]
fn a_drive_of_a_vm_with_unreadable_power_is_live_only_where_both_states_agree() {
    let mut inventory = healthy();
    inventory.vms[0].power_state = Prop::Unreadable(denied());
    assert_eq!(named(&build(&inventory), "vm-1").cdroms.as_ref().unwrap().items[0].live, Ok(true));
    devices(&mut inventory, 0)[1].connectable = Some(Connectable { connected: false, start_connected: true });
    assert!(named(&build(&inventory), "vm-1").cdroms.as_ref().unwrap().items[0].live.is_err());
}

#[test]
fn snapshots_add_their_parents() {
    let mut inventory = healthy();
    let disk = devices(&mut inventory, 0)[0].backing.take().unwrap();
    let base = Backing { file_name: Some("[local1] base.vmdk".into()), datastore: None, ..disk.clone() };
    devices(&mut inventory, 0)[0].backing = Some(Backing { parent: Some(Box::new(base)), ..disk });
    let facts = build(&inventory);
    let disks = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert_eq!(disks.items.iter().map(|disk| disk.on.all()).collect::<Vec<_>>(), [Ok(true), Ok(false)]);
    assert_eq!(disks.items[1].datastore, "local1");
}

#[test]
fn a_diskless_vm_has_an_empty_list() {
    let mut inventory = healthy();
    devices(&mut inventory, 0).retain(|device| device.kind != "VirtualDisk");
    let facts = build(&inventory);
    let disks = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert!(disks.items.is_empty() && disks.is_complete());
    // One of which no device is told has some all the same.
    devices(&mut inventory, 0).clear();
    let facts = build(&inventory);
    assert_eq!(named(&facts, "vm-1").disks.as_ref().map_err(kinds).unwrap_err(), [ReasonKind::Untold]);
}

#[test]
fn a_raw_device_mapping_needs_its_lun_under_one_number() {
    let mut inventory = rdm_inventory();
    let facts = build(&inventory);
    let rdm = &named(&facts, "vm-1").disks.as_ref().unwrap().items[1];
    assert_eq!((rdm.lun_on.all(), rdm.lun_number.uniform()), (Ok(true), Ok(false)));
    inventory.hosts[1].storage_device = Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, ""));
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert_eq!(vm.items[1].lun_on.all().map_err(|why| kinds(&why)), Err(vec![ReasonKind::NotCollected]));
    assert_eq!(vm.items[0].lun_on.all(), Ok(true), "only mappings ask for it");
}
