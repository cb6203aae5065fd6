//! The properties of an object of the inventory, out of its file: the live source asks for paths within them, the saver
//! writes them whole.

use std::collections::BTreeMap;

use super::envelope::Held;
use crate::inventory::{
    ClusterComputeResource, HostSystem, Object as _, Property, ReasonKind, Unreadable, VirtualMachine,
};
use crate::sources::vim::{Cursor, Readable, XmlError};
use crate::terms::{SourceKind, Unanswered};

/// What is no property of an object but the answer of a call that the saver does not make, by type and path.
pub(super) const ANSWERS: [(&str, &str); 6] = [
    (ClusterComputeResource::TYPE, ClusterComputeResource::config_options.path),
    (ClusterComputeResource::TYPE, ClusterComputeResource::events.path),
    (ClusterComputeResource::TYPE, ClusterComputeResource::das_runtime.path),
    (HostSystem::TYPE, HostSystem::network_hints.path),
    (HostSystem::TYPE, HostSystem::drs_evacuation.path),
    (VirtualMachine::TYPE, VirtualMachine::checks.path),
];

/// Of what the saver does not hold.
pub(super) fn not_held() -> std::sync::Arc<Unreadable> {
    let source = SourceKind::ObjectDump.made_by().into();
    Unreadable::new(ReasonKind::NotCollected, Unanswered::NotInSource { source })
}

/// Of what is absent where it might be the account that could not read it.
pub(super) fn not_written() -> std::sync::Arc<Unreadable> {
    let source = SourceKind::ObjectDump.made_by().into();
    Unreadable::new(ReasonKind::Untold, Unanswered::NotWritten { source })
}

/// The property of the server in which a path is.
fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// Reads what the file has; what it has not is untold. A value that cannot be
/// understood makes its property unreadable and nothing else.
pub(super) fn fill<T: Readable>(object: &mut T, held: &Held<'_>) -> Result<(), XmlError> {
    for (name, value) in &held.properties {
        let mine = |property: &&Property| root(property.path) == name.as_ref();
        let (whole, within): (Vec<&Property>, Vec<&Property>) =
            T::PROPERTIES.iter().filter(mine).partition(|property| property.path == name.as_ref());
        for property in whole {
            let mut cursor = Cursor::new(value);
            cursor.next_child()?;
            let read = object.read(property.path, &mut cursor);
            understood(object, property.path, read)?;
        }
        let within: Vec<&'static str> = within.iter().map(|property| property.path).collect();
        if !within.is_empty() {
            let mut found = BTreeMap::new();
            let mut cursor = Cursor::new(value);
            cursor.next_child()?;
            gather(&mut cursor, name, &within, &mut found)?;
            for (path, pieces) in found {
                let read = object.gather(path, &pieces);
                understood(object, path, read)?;
            }
        }
    }
    let absent = not_written();
    for property in T::PROPERTIES {
        if held.value(root(property.path)).is_none() && !ANSWERS.contains(&(T::TYPE, property.path)) {
            object.set_unreadable(property.path, absent.clone());
        }
    }
    Ok(())
}

fn understood<T: Readable>(object: &mut T, path: &str, read: Result<(), XmlError>) -> Result<(), XmlError> {
    match read {
        Err(error) if error.is_value() => {
            object.set_unreadable(path, Unreadable::new(ReasonKind::NotUnderstood, error.to_string()));
            Ok(())
        }
        other => other,
    }
}

/// Finds the elements at each of the paths `wanted` below the open element, which stands at the path `at`; leaves it.
fn gather<'t>(
    cursor: &mut Cursor<'t>,
    at: &str,
    wanted: &[&'static str],
    found: &mut BTreeMap<&'static str, Vec<&'t str>>,
) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        let below = |path: &&&'static str| {
            let rest = path.strip_prefix(at).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| root(rest) == name)
        };
        let here: Vec<&'static str> = wanted.iter().filter(below).copied().collect();
        if here.is_empty() {
            return Ok(());
        }
        let whole = cursor.whole()?;
        let path = format!("{at}.{name}");
        let deeper: Vec<&'static str> = here.iter().copied().filter(|one| **one != path).collect();
        if let Some(exact) = here.into_iter().find(|one| **one == path) {
            found.entry(exact).or_default().push(whole);
        }
        if !deeper.is_empty() {
            let mut inner = Cursor::new(whole);
            inner.next_child()?;
            gather(&mut inner, &path, &deeper, found)?;
        }
        Ok(())
    })
}
