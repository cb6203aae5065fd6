//! Answers: what each call returns, out of its envelope.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use compact_str::CompactString;

use super::soap::{Bad, Fault, answer, answered_call};
use super::version::offered;
use crate::inventory::{
    CheckResult, ConfigOption, DasRuntime, EvcMode, Event, Id, Inventory, LicenceAssignment, MoRef, NicHint,
    Prop, Unreadable,
};
use crate::sources::vim::{
    Content, Cursor, EntityPrivilege, Licence, Login, Objects, Role, Session, UserPrivileges, Value,
    XmlError, child, missing, pair, push,
};
use crate::terms::Unanswered;

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
    let mut objects = Objects::new(base, inventory);
    let token = each_object(text, |cursor| objects.object(cursor))?;
    Ok(Page { objects: objects.count, token, session_lost: objects.session_lost })
}

/// Visits each object of such an answer, at its reference; gives the token of the next page.
pub(super) fn each_object(
    text: &str,
    mut visit: impl FnMut(&mut Cursor<'_>) -> Result<(), XmlError>,
) -> Result<Option<String>, Bad> {
    let mut token = None;
    answer(text, |cursor, _| returnval(cursor, &mut visit, &mut token))?;
    Ok(token)
}

/// The newer call wraps its objects into one `returnval` with the token; with the older one each
/// object is a `returnval`.
fn returnval(
    cursor: &mut Cursor<'_>,
    object: &mut impl FnMut(&mut Cursor<'_>) -> Result<(), XmlError>,
    token: &mut Option<String>,
) -> Result<(), XmlError> {
    let level = cursor.depth();
    while let Some(name) = cursor.next_child()? {
        match name {
            "token" => *token = Some(String::value(cursor)?),
            "objects" => match cursor.next_child()? {
                Some("obj") => object(cursor)?,
                _ => return Err(cursor.value_error(Unanswered::NoReference)),
            },
            "obj" => return object(cursor),
            _ => {}
        }
        cursor.leave(level)?;
    }
    Ok(())
}

/// References of the objects in an answer of the property collector, and whether the session has
/// ended.
pub(super) fn refs(text: &str) -> Result<(Vec<MoRef>, bool), Bad> {
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
pub(super) fn names(text: &str) -> Result<(BTreeMap<Id, String>, bool), Bad> {
    let mut names = BTreeMap::new();
    let mut lost = false;
    answer(text, |cursor, _| {
        let mut id = Id::default();
        cursor.each(|cursor, name| {
            match name {
                "obj" => id = Id::value(cursor)?,
                "propSet" => {
                    if let Some(name) = child(cursor, "val")? {
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
pub(super) fn single<T: Value>(text: &str) -> Result<Prop<T>, Bad> {
    let mut found = Prop::Unset;
    answer(text, |cursor, _| {
        cursor.each(|cursor, name| {
            match name {
                "propSet" => {
                    if let Some(value) = child(cursor, "val")? {
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
pub(super) fn list<T: Value>(text: &str) -> Result<Vec<T>, Bad> {
    let mut list = Vec::new();
    answer(text, |cursor, _| push(&mut list, cursor))?;
    Ok(list)
}

/// Token of the next page, which stands in front of the objects, so that the next page can be asked
/// for before this one is decoded.
pub(super) fn token(text: &str) -> Option<String> {
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

/// The one value that a call returns; unset when it returns nothing.
pub(super) fn value<T: Value>(text: &str) -> Result<Prop<T>, Bad> {
    let mut found = Prop::Unset;
    answer(text, |cursor, _| {
        found = Prop::Known(T::value(cursor)?);
        Ok(())
    })?;
    Ok(found)
}

/// Answer of `QueryAssignedLicenses`.
pub(super) fn licences(text: &str, clock_s: Option<i64>) -> Result<Vec<LicenceAssignment>, Bad> {
    let mut licences = Vec::new();
    answer(text, |cursor, _| {
        licences.push(Licence::value(cursor)?.told(clock_s));
        Ok(())
    })?;
    Ok(licences)
}

/// Answer of `QueryOptions`.
pub(super) fn options(text: &str) -> Result<BTreeMap<String, String>, Bad> {
    let mut options = BTreeMap::new();
    answer(text, |cursor, _| {
        let (key, value): (String, String) = pair(cursor, "key", "value")?;
        options.insert(key, value);
        Ok(())
    })?;
    Ok(options)
}

/// Answer of `ReadNextEvents`.
pub(super) fn events(text: &str) -> Result<Vec<Event>, Bad> {
    list(text)
}

/// Answer of `ReadNextEvents` about logins: what each program called itself, and when.
pub(super) fn logins(text: &str) -> Result<Vec<Login>, Bad> {
    list(text)
}

/// What a task has come to.
#[derive(Clone, Debug, Default)]
pub(super) struct TaskOutcome {
    /// `queued`, `running`, `success`, `error`.
    pub state: CompactString,
    /// Why it failed, or why its state was refused.
    pub fault: Option<Fault>,
    /// What the checker says; there from its success on.
    pub results: Vec<CheckResult>,
}

/// Reads a text as the answer of each call, for tests that make texts up.
pub(super) fn read_as_any(text: &str) {
    let _ = (token(text), refs(text), names(text), licences(text, Some(0)), options(text));
    let _ = (events(text), logins(text), task_outcome(text), answered_call(text), offered(text));
    let _ = (value::<Content>(text), value::<DasRuntime>(text), value::<String>(text), value::<bool>(text));
    let _ = (list::<EntityPrivilege>(text), list::<UserPrivileges>(text), single::<Vec<Role>>(text));
    let _ = value::<Session>(text);
    let _ = (list::<ConfigOption>(text), single::<Vec<EvcMode>>(text), list::<NicHint>(text));
}

/// State, error and result of the one task in an answer of the property collector.
pub(super) fn task_outcome(text: &str) -> Result<TaskOutcome, Bad> {
    let mut outcome = TaskOutcome::default();
    answer(text, |cursor, _| {
        cursor.each(|cursor, name| {
            match name {
                "propSet" => task_property(cursor, &mut outcome)?,
                "missingSet" => {
                    outcome.fault = Some(missing(cursor)?.1).filter(|fault| *fault != Fault::default())
                }
                _ => {}
            }
            Ok::<_, XmlError>(())
        })
    })?;
    Ok(outcome)
}

fn task_property(cursor: &mut Cursor<'_>, outcome: &mut TaskOutcome) -> Result<(), XmlError> {
    let mut path = CompactString::default();
    cursor.each(|cursor, name| {
        match (name, path.as_str()) {
            ("name", _) => path = Value::value(cursor)?,
            ("val", "info.state") => outcome.state = Value::value(cursor)?,
            ("val", "info.error") => outcome.fault = Some(Fault::localized(cursor)?),
            ("val", "info.result") => outcome.results = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}
