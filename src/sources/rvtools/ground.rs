//! What all sheets are put together by: objects of which nothing is known yet, ids, and names that join.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use compact_str::{CompactString, format_compact};

use super::columns::{Columns, VHost, VInfo};
use super::sheets::Sheets;
use super::table::{Row, uncollected};
use crate::inventory::{Id, MoRef, Object, Prop, Unreadable};
use crate::terms::Unanswered;

/// The folder above all datacenters.
pub const ROOT: &str = "folder:root";

/// What the sheets are put together by.
pub struct Ground<'s> {
    /// The sheets.
    pub sheets: &'s Sheets,
    /// Why nothing is known that no column tells.
    pub never: Arc<Unreadable>,
    /// Hosts by their names.
    pub hosts: Names,
    /// Clusters by their names.
    pub clusters: Names,
    /// What the rows of VMs say of each host, by its name.
    pub standing: HashMap<CompactString, Standing>,
    /// VMs that name a host which is there, and all that name one.
    pub joined: (usize, usize),
}

/// What the rows of its VMs say of a host.
#[derive(Default)]
pub struct Standing {
    /// Its VMs, by the number of their rows.
    pub vms: Vec<usize>,
    /// One of them runs, and vCenter has access to it.
    pub runs: bool,
    /// vCenter has access to one of them.
    pub connected: bool,
}

/// Names with the ids of what bears them; none where several do.
#[derive(Default)]
pub struct Names(HashMap<CompactString, Option<Id>>);

impl Names {
    /// Notes who bears a name; a name that cannot be trusted is nobody's.
    pub fn note(&mut self, name: &str, id: &Id) {
        if !name.is_empty() {
            let known = self.0.entry(name.into()).or_insert_with(|| Some(id.clone()));
            if known.as_ref().is_some_and(|known| known != id) {
                *known = None;
            }
        }
    }

    /// The one who bears a name.
    pub fn find(&self, name: &str) -> Option<&Id> {
        self.0.get(name)?.as_ref()
    }

    /// Whether several bear a name.
    pub fn is_shared(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(None))
    }
}

impl<'s> Ground<'s> {
    /// What the sheets say of who is there.
    pub fn new(sheets: &'s Sheets) -> Self {
        let mut ground = Self {
            sheets,
            never: uncollected(Unanswered::RvtoolsNever),
            hosts: Names::default(),
            clusters: Names::default(),
            standing: HashMap::new(),
            joined: (0, 0),
        };
        for row in sheets.host.rows() {
            let name = row.name(VHost::Host);
            let id = id(&row, VHost::Id, "host", &name);
            ground.hosts.note(&name, &id);
        }
        for (at, row) in sheets.info.rows().enumerate() {
            let host = row.name(VInfo::Host);
            if host.is_empty() {
                continue;
            }
            ground.joined.1 += 1;
            ground.joined.0 += usize::from(ground.hosts.find(&host).is_some());
            let connected = row.text(VInfo::Connection) == "connected";
            let standing = ground.standing.entry(host).or_default();
            standing.vms.push(at);
            standing.connected |= connected;
            standing.runs |= connected && row.text(VInfo::Power) == "poweredOn";
        }
        ground
    }

    /// An object of which nothing is known yet.
    pub fn object<T: Object>(&self, id: Id) -> T {
        let mut object = T::new(id);
        for property in T::PROPERTIES {
            object.set_unreadable(property.path, Arc::clone(&self.never));
        }
        object
    }

    /// Names of the datacenters that the sheets name.
    pub fn datacenters(&self) -> BTreeSet<CompactString> {
        let of_hosts = self.sheets.host.rows().map(|row| row.name(VHost::Datacenter));
        let of_vms = self.sheets.info.rows().map(|row| row.name(VInfo::Datacenter));
        of_hosts.chain(of_vms).filter(|name| !name.is_empty()).collect()
    }
}

/// A datacenter by its name.
pub fn datacenter(name: &str) -> MoRef {
    MoRef { kind: "Datacenter".into(), id: format_compact!("datacenter:{name}") }
}

/// The datacenter that a column names.
pub fn in_datacenter<C: Columns>(row: &Row<'_, C>, column: C) -> Prop<MoRef> {
    row.prop(column, |_| Some(row.name(column)).filter(|name| !name.is_empty()).map(|name| datacenter(&name)))
}

/// The id of what a row is about: that of vCenter where the sheet has it, else one made of its name.
pub fn id<C: Columns>(row: &Row<'_, C>, column: C, kind: &str, name: &str) -> Id {
    let told = row.name(column);
    if is_id(&told) { told } else { format_compact!("{kind}:{name}") }
}

/// Whether a text can be the id of a managed object, such as `host-12` or `domain-c7`.
pub fn is_id(text: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '-';
    text.len() < 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(plain)
        && text
            .rsplit_once('-')
            .is_some_and(|(_, number)| number.ends_with(|last: char| last.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_vcenter_are_told_from_other_texts() {
        for text in ["host-12", "domain-c7", "vm-1001", "dvportgroup-45", "datastore-9"] {
            assert!(is_id(text), "{text}");
        }
        for text in ["", "12", "1.2E+05", "4208e2a4-0000", "esx01.lab", "host 12", "host-"] {
            assert!(!is_id(text), "{text}");
        }
    }

    #[test]
    fn a_name_that_several_bear_is_nobodys() {
        let mut names = Names::default();
        names.note("a", &"1".into());
        names.note("a", &"1".into());
        names.note("b", &"2".into());
        names.note("b", &"3".into());
        names.note("", &"4".into());
        assert_eq!(
            (names.find("a").map(Id::as_str), names.find("b"), names.find("")),
            (Some("1"), None, None)
        );
        assert!(names.is_shared("b") && !names.is_shared("a") && !names.is_shared("c"));
    }
}
