//! What RVTools exports: a workbook, or a folder of one CSV file for each sheet.
//!
//! RVTools shows what vCenter tells in tables for people, and much of it not at all. What no column tells is *not
//! collected*, on every object; what a column tells is known only where the sheet, the column and the row are there and
//! the value is understood. A sheet that is missing, or of which a row was refused, proves nothing by what is not in it.
//! Columns are found by their headers (`columns`), whatever the release, and never by their place.

mod cell;
mod clusters;
mod columns;
mod csv;
mod devices;
mod error;
mod ground;
mod hosts;
mod join;
mod limits;
mod networks;
mod sheets;
mod stores;
mod table;
mod vcenter;
mod vms;
mod xlsx;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use crate::inventory::{
    ClusterComputeResource, Datacenter, Datastore, FORMAT, Folder as Above, HostSystem, Inventory, MoRef,
    Object as _, Prop, ResourcePool, StoragePod, VirtualMachine,
};

use self::columns::{VCluster, VDatastore, VHost, VInfo};
use self::csv::Folder;
pub use self::error::Error;
use self::ground::{Ground, ROOT, datacenter};
use self::networks::Networks;
use self::sheets::{Export, Sheets};
use self::stores::Stores;
use self::xlsx::Book;

pub use self::columns::{SHEETS, Spec};

/// What a workbook begins with, as a zip file.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// What workbooks before 2007 begin with, and those that are encrypted.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Bytes of a workbook.
const MOST_BYTES: u64 = 1 << 30;

/// Whether a path is for this reader: a workbook, or a folder that holds some or files of RVTools. It may be refused.
pub fn recognises(path: &Path) -> bool {
    if path.is_dir() {
        return is_folder(path) || !workbooks(path).is_empty();
    }
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut begin));
    read.is_ok() && is_workbook(&begin)
}

/// Whether a folder holds files of RVTools, one for each sheet.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir() && Folder::open(path).names().next().is_some()
}

fn is_workbook(content: &[u8]) -> bool {
    content.starts_with(&ZIP) || content.starts_with(&COMPOUND)
}

/// Names of the workbooks in a folder.
fn workbooks(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.to_ascii_lowercase().ends_with(".xlsx")).collect();
    names.sort();
    names
}

/// Reads a workbook, or a folder of files.
///
/// # Errors
/// When it is none, is damaged or made to harm, or is about several vCenters.
pub fn read(path: &Path) -> Result<Inventory, Error> {
    if path.is_dir() {
        let folder = Folder::open(path);
        let names = workbooks(path);
        if folder.names().next().is_none() && !names.is_empty() {
            return Err(Error::Workbooks { folder: path.to_owned(), names });
        }
        return put_together(path, Export::Folder(folder));
    }
    let failed = |cause| Error::Read { file: path.to_owned(), cause };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() > MOST_BYTES {
        return Err(Error::TooLarge { file: path.to_owned(), part: "xlsx".to_owned() });
    }
    let mut content = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut content).map_err(failed)?;
    from_bytes(path, content)
}

/// Reads a workbook from the content of `file`.
///
/// # Errors
/// As [`read`].
pub fn from_bytes(file: &Path, content: Vec<u8>) -> Result<Inventory, Error> {
    if content.starts_with(&COMPOUND) {
        let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let file = file.to_owned();
        let protected = memchr::memmem::find(&content, &mark).is_some();
        return Err(if protected { Error::Protected { file } } else { Error::OldFormat { file } });
    }
    put_together(file, Export::Book(Box::new(Book::open(file, content)?)))
}

/// The inventory that an export tells.
fn put_together(file: &Path, export: Export<'_>) -> Result<Inventory, Error> {
    let sheets = Sheets::read(file, export)?;
    if sheets.info.absent(VInfo::Vm).is_some() && sheets.host.absent(VHost::Host).is_some() {
        return Err(Error::NoHosts { file: file.to_owned() });
    }
    let server = sheets.server(file)?;
    let mut ground = Ground::new(&sheets);
    clusters::note(&mut ground);
    let ids = vms::ids(&ground);
    let (mut hosts, compute_resources) = hosts::hosts(&ground, &ids);
    let stores = Stores::new(&ground, &mut hosts);
    let networks = Networks::new(&ground, &mut hosts);
    let clusters = clusters::clusters(&ground, &hosts);
    let mut vms = vms::vms(&ground, &ids);
    devices::equip(&ground, &ids, &mut vms, (&stores, &networks));
    let mut inventory = Inventory {
        format: FORMAT,
        collection: vcenter::collection(&ground, &server),
        vcenter: vcenter::vcenter(&ground, &server),
        clusters,
        compute_resources,
        hosts,
        vms,
        datastores: stores.datastores,
        networks: networks.standard,
        portgroups: networks.portgroups,
        switches: networks.switches,
        ..Inventory::default()
    };
    places(&ground, &mut inventory);
    unlisted(&ground, &ids, &mut inventory);
    Ok(inventory)
}

/// The datacenters, and the folder above them.
fn places(ground: &Ground<'_>, inventory: &mut Inventory) {
    let mut root = Above::new(ROOT.into());
    root.name = Prop::Known("Datacenters".into());
    inventory.folders.push(root);
    for name in ground.datacenters() {
        let mut place = Datacenter::new(datacenter(&name).id);
        place.name = Prop::Known(name);
        place.parent = Prop::Known(MoRef { kind: Above::TYPE.into(), id: ROOT.into() });
        inventory.datacenters.push(place);
    }
}

/// Types of objects of which there may be more than the export tells.
fn unlisted(ground: &Ground<'_>, ids: &[crate::inventory::Id], inventory: &mut Inventory) {
    let sheets = ground.sheets;
    let mut note = |ty: &str, why: &Arc<crate::inventory::Unreadable>| {
        inventory.unlisted.entry(ty.to_owned()).or_insert_with(|| Arc::clone(why));
    };
    note(ResourcePool::TYPE, &ground.never);
    note(StoragePod::TYPE, &ground.never);
    for (ty, told) in [
        (HostSystem::TYPE, sheets.host.whole(&[VHost::Host])),
        (VirtualMachine::TYPE, sheets.info.whole(&[VInfo::Vm])),
        (ClusterComputeResource::TYPE, sheets.cluster.whole(&[VCluster::Name])),
        (Datastore::TYPE, sheets.datastore.whole(&[VDatastore::Name])),
    ] {
        if let Err(why) = told {
            note(ty, why);
        }
    }
    for (ty, nameless) in [
        (HostSystem::TYPE, sheets.host.nameless(VHost::Host)),
        (ClusterComputeResource::TYPE, sheets.cluster.nameless(VCluster::Name)),
        (Datastore::TYPE, sheets.datastore.nameless(VDatastore::Name)),
    ] {
        if let Some(why) = nameless {
            note(ty, &why);
        }
    }
    for (ty, why) in networks::unlisted(ground) {
        note(ty, &why);
    }
    // Rows that nothing tells apart are VMs that are missing.
    if let Some((row, _)) = sheets.info.rows().zip(ids).find(|(_, id)| id.is_empty()) {
        note(VirtualMachine::TYPE, &row.odd(VInfo::Vm));
    }
}
