//! Answers of the property collector: objects with their properties, and those that are missing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use super::Value;
use crate::inventory::{
    ClusterComputeResource, ComputeResource, Datacenter, Datastore, DistributedVirtualPortgroup,
    DistributedVirtualSwitch, Folder, HostSystem, Id, Inventory, MoRef, Network, Object, OpaqueNetwork, Prop,
    ReasonKind, ResourcePool, StoragePod, Task, Unreadable, VirtualMachine,
};
use crate::sources::vcenter::soap::{Bad, Fault, answer};
use crate::sources::vcenter::xml::{Cursor, XmlError};

/// What a page said beside its objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Number of objects.
    pub objects: usize,
    /// Token of the next page.
    pub token: Option<String>,
    /// Properties were refused because the session has ended.
    pub session_lost: bool,
}

/// Reads the answer of `RetrieveProperties`, `RetrievePropertiesEx` or
/// `ContinueRetrievePropertiesEx` and adds its objects to `inventory`. An object of a type that is
/// not known counts as one of type `base`.
pub fn page(text: &str, base: &str, inventory: &mut Inventory) -> Result<Page, Bad> {
    let mut reader = PageReader { page: Page::default(), base, inventory, reasons: Vec::new() };
    answer(text, |cursor, _| reader.returnval(cursor))?;
    Ok(reader.page)
}

/// References of the objects in an answer of the property collector, and whether the session has
/// ended.
pub(in crate::sources::vcenter) fn refs(text: &str) -> Result<(Vec<MoRef>, bool), Bad> {
    let mut refs = Vec::new();
    let mut lost = false;
    answer(text, |cursor, _| {
        cursor.each(|cursor, name| {
            match name {
                "obj" => refs.push(MoRef::value(cursor)?),
                "missingSet" => lost |= missing(cursor)?.1.is_session_lost(),
                _ => {}
            }
            Ok(())
        })
    })?;
    Ok((refs, lost))
}

/// The one text asked of each object in an answer of the property collector, by the object's id;
/// and whether the session has ended. Objects that refused it are left out.
pub(in crate::sources::vcenter) fn names(text: &str) -> Result<(BTreeMap<Id, String>, bool), Bad> {
    let mut names = BTreeMap::new();
    let mut lost = false;
    answer(text, |cursor, _| {
        let mut id = Id::default();
        cursor.each(|cursor, name| {
            match name {
                "obj" => id = Id::value(cursor)?,
                "propSet" => {
                    if let Some(name) = super::child(cursor, "val")? {
                        names.insert(id.clone(), name);
                    }
                }
                "missingSet" => lost |= missing(cursor)?.1.is_session_lost(),
                _ => {}
            }
            Ok::<_, XmlError>(())
        })
    })?;
    Ok((names, lost))
}

/// The one property asked of the one object in an answer of the property collector.
pub(in crate::sources::vcenter) fn single<T: Value>(text: &str) -> Result<Prop<T>, Bad> {
    let mut found = Prop::Unset;
    answer(text, |cursor, _| {
        cursor.each(|cursor, name| {
            match name {
                "propSet" => {
                    if let Some(value) = super::child(cursor, "val")? {
                        found = Prop::Known(value);
                    }
                }
                "missingSet" => {
                    let (_, fault) = missing(cursor)?;
                    found = Prop::Unreadable(Unreadable::new(fault.reason(), fault.detail()));
                }
                _ => {}
            }
            Ok(())
        })
    })?;
    Ok(found)
}

/// The values that a call returns.
pub(in crate::sources::vcenter) fn list<T: Value>(text: &str) -> Result<Vec<T>, Bad> {
    let mut list = Vec::new();
    answer(text, |cursor, _| super::push(&mut list, cursor))?;
    Ok(list)
}

/// Token of the next page, which stands in front of the objects, so that the next page can be asked
/// for before this one is decoded.
pub(in crate::sources::vcenter) fn token(text: &str) -> Option<String> {
    let mut cursor = Cursor::new(text);
    // Envelope, body, response, returnval, token.
    for _ in 0..2 {
        cursor.next_child().ok()??;
    }
    while cursor.next_child().ok()?? != "returnval" {
        if cursor.depth() > 4 {
            return None;
        }
    }
    (cursor.next_child().ok()?? == "token").then(|| cursor.text().ok().map(Cow::into_owned)).flatten()
}

struct PageReader<'i> {
    page: Page,
    base: &'i str,
    inventory: &'i mut Inventory,
    /// Reasons seen so far: thousands of properties may be missing for the same one.
    reasons: Vec<Arc<Unreadable>>,
}

impl PageReader<'_> {
    /// The newer call wraps its objects into one `returnval` with the token; with the older one
    /// each object is a `returnval`.
    fn returnval(&mut self, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let level = cursor.depth();
        while let Some(name) = cursor.next_child()? {
            match name {
                "token" => self.page.token = Some(String::value(cursor)?),
                "objects" => match cursor.next_child()? {
                    Some("obj") => self.object(cursor)?,
                    _ => return Err(cursor.value_error("an object without a reference")),
                },
                "obj" => return self.object(cursor),
                _ => {}
            }
            cursor.leave(level)?;
        }
        Ok(())
    }

    /// Reads an object from its reference on; leaves the element around it.
    fn object(&mut self, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let MoRef { kind, id } = MoRef::value(cursor)?;
        self.page.objects += 1;
        if !self.known_object(&kind, &id, cursor)? {
            let base = CompactString::from(self.base);
            if !self.known_object(&base, &id, cursor)? {
                self.page.objects -= 1;
            }
        }
        Ok(())
    }

    /// False, with nothing read, when `kind` is not known.
    fn known_object(&mut self, kind: &str, id: &Id, cursor: &mut Cursor<'_>) -> Result<bool, XmlError> {
        macro_rules! read {
            ($list:ident) => {{
                let object = self.properties(id, cursor)?;
                self.inventory.$list.push(object);
            }};
        }
        match kind {
            "VirtualMachine" => read!(vms),
            "HostSystem" => read!(hosts),
            "ClusterComputeResource" => read!(clusters),
            "ComputeResource" => read!(compute_resources),
            "ResourcePool" | "VirtualApp" => read!(resource_pools),
            "Datastore" => read!(datastores),
            "StoragePod" => read!(storage_pods),
            "Network" => read!(networks),
            "DistributedVirtualPortgroup" => read!(portgroups),
            "OpaqueNetwork" => read!(opaque_networks),
            "DistributedVirtualSwitch" | "VmwareDistributedVirtualSwitch" => read!(switches),
            "Folder" => read!(folders),
            "Datacenter" => read!(datacenters),
            "Task" => read!(tasks),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn properties<T: Readable>(&mut self, id: &Id, cursor: &mut Cursor<'_>) -> Result<T, XmlError> {
        let mut object = T::new(id.clone());
        cursor.each(|cursor, name| match name {
            "propSet" => self.property(&mut object, cursor),
            "missingSet" => {
                let (path, fault) = missing(cursor)?;
                self.page.session_lost |= fault.is_session_lost();
                let why = self.reason(fault.reason(), fault.detail());
                object.set_unreadable(&path, why);
                Ok(())
            }
            _ => Ok(()),
        })?;
        Ok(object)
    }

    /// One property. A value that cannot be understood makes this property unreadable and nothing
    /// else; no value at all leaves it unset.
    fn property<T: Readable>(&mut self, object: &mut T, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let mut path = Cow::Borrowed("");
        cursor.each(|cursor, name| {
            match name {
                "name" => path = cursor.text()?,
                "val" => match value(object, &path, cursor) {
                    Err(error) if error.is_value() => {
                        let why = self.reason(ReasonKind::Failed, format!("not understood: {error}"));
                        object.set_unreadable(&path, why);
                    }
                    other => other?,
                },
                _ => {}
            }
            Ok(())
        })
    }

    fn reason(&mut self, kind: ReasonKind, detail: String) -> Arc<Unreadable> {
        let recent = self.reasons.iter().rev().take(16);
        if let Some(known) = recent.into_iter().find(|known| known.kind == kind && known.detail == detail) {
            return Arc::clone(known);
        }
        let new = Unreadable::new(kind, detail);
        self.reasons.push(Arc::clone(&new));
        new
    }
}

/// Reads the value of one property; for some only one element of it is wanted.
fn value<T: Readable>(object: &mut T, path: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
    let wanted = match path {
        "config.cpuAllocation" | "config.memoryAllocation" => "reservation",
        "config.ftInfo" => "role",
        "config.managedBy" => "extensionKey",
        "runtime.dasVmProtection" => "dasProtected",
        "runtime.question" => "text",
        _ => return object.read(path, cursor),
    };
    let level = cursor.depth();
    while let Some(name) = cursor.next_child()? {
        if name == wanted {
            return object.read(path, cursor);
        }
        cursor.leave(level)?;
    }
    Ok(())
}

/// Path and fault of a `missingSet`.
fn missing<'a>(cursor: &mut Cursor<'a>) -> Result<(Cow<'a, str>, Fault), XmlError> {
    let mut path = Cow::Borrowed("");
    let mut fault = Fault::default();
    cursor.each(|cursor, name| {
        match name {
            "path" => path = cursor.text()?,
            "fault" => fault = Fault::localized(cursor)?,
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    Ok((path, fault))
}

/// An object whose properties can be read from XML.
trait Readable: Object {
    fn read(&mut self, path: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError>;
}

macro_rules! readable {
    ($($object:ident),*) => {$(
        impl Readable for $object {
            fn read(&mut self, path: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
                // A property nobody asked for is skipped.
                self.decode_property(path, cursor).map(|_| ())
            }
        }
    )*};
}

readable!(
    ClusterComputeResource,
    ComputeResource,
    Datacenter,
    Datastore,
    DistributedVirtualPortgroup,
    DistributedVirtualSwitch,
    Folder,
    HostSystem,
    Network,
    OpaqueNetwork,
    ResourcePool,
    StoragePod,
    Task,
    VirtualMachine
);
