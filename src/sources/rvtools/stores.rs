//! Datastores: sheet vDatastore. Which hosts mount one stands there by their names.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use compact_str::CompactString;

use super::cell::Cell;
use super::columns::VDatastore;
use super::ground::{Ground, id};
use super::table::{Row, uncollected};
use crate::inventory::{
    Datastore, DatastoreSummary, HostSystem, Id, Lacking, MoRef, Mount, Prop, Unreadable,
};
use crate::terms::Unanswered;

/// The datastores.
pub struct Stores {
    /// As the inventory has them.
    pub datastores: Vec<Datastore>,
    /// Those whose name no other one bears.
    named: HashMap<CompactString, Id>,
}

impl Stores {
    /// The datastores of the sheet; `hosts` learn what they mount.
    pub fn new(ground: &Ground<'_>, hosts: &mut [HostSystem]) -> Self {
        let rows: Vec<Row<'_, VDatastore>> = ground.sheets.datastore.rows().collect();
        let mut bearers: HashMap<CompactString, usize> = HashMap::new();
        rows.iter().for_each(|row| *bearers.entry(row.text(VDatastore::Name)).or_default() += 1);
        let datacenters: HashMap<Id, MoRef> =
            hosts.iter().filter_map(|host| Some((host.id.clone(), datacenter_of(ground, host)?))).collect();
        let (mut datastores, mut named) = (Vec::new(), HashMap::new());
        let (mut taken, mut mounted) = (HashSet::new(), BTreeMap::<Id, Vec<Id>>::new());
        let mut untold: Option<Arc<Unreadable>> = None;
        for row in &rows {
            let name = row.text(VDatastore::Name);
            let own = id(row, VDatastore::Id, "datastore", &name);
            if name.is_empty() || !taken.insert(own.clone()) {
                continue;
            }
            let mut store: Datastore = ground.object(own.clone());
            store.name = Prop::Known(name.clone());
            store.summary = summary(ground, row);
            store.host = mounts(ground, row);
            store.parent = Prop::Unreadable(Arc::clone(&ground.never));
            match &store.host {
                Prop::Known(mounts) => {
                    mounts
                        .iter()
                        .for_each(|mount| mounted.entry(mount.key.clone()).or_default().push(own.clone()));
                    let mut places: Vec<&MoRef> =
                        mounts.iter().filter_map(|mount| datacenters.get(&mount.key)).collect();
                    places.dedup();
                    // Names are unique in a datacenter only; of two of one name none is meant for certain.
                    if let ([place], Some(1)) = (places.as_slice(), bearers.get(&name)) {
                        store.parent = Prop::Known((*place).clone());
                    }
                }
                Prop::Unreadable(why) => untold = Some(Arc::clone(why)),
                Prop::Unset => {}
            }
            if bearers.get(&name) == Some(&1) {
                named.insert(name, own);
            }
            datastores.push(store);
        }
        if let Err(why) = ground.sheets.datastore.whole(&[VDatastore::Name]) {
            untold = Some(Arc::clone(why));
        }
        untold = ground.sheets.datastore.nameless(VDatastore::Name).or(untold);
        for host in hosts {
            host.datastore = match &untold {
                Some(why) => Prop::Unreadable(Arc::clone(why)),
                None => Prop::Known(mounted.remove(&host.id).unwrap_or_default()),
            };
        }
        Self { datastores, named }
    }

    /// The datastore that a path names.
    pub fn of_path(&self, path: &str) -> Option<Id> {
        let (name, _) = path.trim().strip_prefix('[')?.split_once(']')?;
        self.named.get(name.trim()).cloned()
    }
}

/// The datacenter of a host.
fn datacenter_of(ground: &Ground<'_>, host: &HostSystem) -> Option<MoRef> {
    use super::columns::VHost;
    use super::ground::datacenter;
    let name = host.name.known()?;
    let row = ground.sheets.host.rows().find(|row| row.text(VHost::Host) == *name)?;
    Some(row.name(VHost::Datacenter)).filter(|name| !name.is_empty()).map(|name| datacenter(&name))
}

fn summary(ground: &Ground<'_>, row: &Row<'_, VDatastore>) -> Prop<DatastoreSummary> {
    let mut lacking = Lacking::default();
    lacking.note(Lacking::MAINTENANCE, &ground.never);
    row.prop(VDatastore::Type, |cell| {
        Some(DatastoreSummary {
            kind: cell.shown(),
            url: row.text(VDatastore::Url).to_string(),
            accessible: row.truth(VDatastore::Accessible).known().copied(),
            multiple_host_access: row.truth(VDatastore::ManyHosts).known().copied(),
            maintenance_mode: None,
            lacking,
        })
    })
}

/// The mounts of a datastore, where its hosts are all there and as many as it counts. How they mount it is not told.
fn mounts(ground: &Ground<'_>, row: &Row<'_, VDatastore>) -> Prop<Vec<Mount>> {
    let count = row.prop(VDatastore::HostCount, Cell::whole);
    let names = row.text(VDatastore::Hosts);
    let names: Vec<&str> =
        names.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let count = match count {
        Prop::Known(count) => usize::try_from(count).ok(),
        Prop::Unreadable(why) => return Prop::Unreadable(why),
        Prop::Unset => None,
    };
    if let Some(why) = ground.sheets.datastore.absent(VDatastore::Hosts) {
        return Prop::Unreadable(Arc::clone(why));
    }
    let many = row.truth(VDatastore::ManyHosts).known().copied();
    if count != Some(names.len()) || many.is_some_and(|many| many != (names.len() > 1)) {
        return Prop::Unreadable(row.odd(VDatastore::Hosts));
    }
    let mut mounts = Vec::with_capacity(names.len());
    for name in names {
        let Some(id) = ground.hosts.find(name) else {
            return Prop::Unreadable(uncollected(Unanswered::RvtoolsUnjoined {
                sheet: "vDatastore".into(),
                name: name.into(),
            }));
        };
        mounts.push(Mount { key: id.clone(), ..Mount::default() });
    }
    Prop::Known(mounts)
}
