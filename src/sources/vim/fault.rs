//! Faults, as far as something follows from them.

use super::{Cursor, Value, XmlError};
use crate::inventory::{MoRef, ReasonKind};

/// Fault types whose own name ends in `Fault`.
const TYPES_IN_FAULT: [&str; 6] =
    ["MethodFault", "RuntimeFault", "HostConfigFault", "SSLVerifyFault", "VmConfigFault", "VimFault"];

/// A fault, with what is needed to react to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// Type, e.g. `NoPermission`; empty when the server names none.
    pub name: String,
    /// The server's text.
    pub message: String,
    /// Privilege that is missing.
    pub privilege: String,
    /// Property or argument the fault is about.
    pub property: String,
    /// Object the fault is about.
    pub object: Option<MoRef>,
}

impl Fault {
    /// Reads a `LocalizedMethodFault`.
    pub(in crate::sources) fn localized(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut fault = Self::default();
        cursor.each(|cursor, name| {
            match name {
                "fault" => fault.typed(name, cursor)?,
                "localizedMessage" => fault.message = Value::value(cursor)?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        Ok(fault)
    }

    /// Reads the fault itself: an element whose type, or else whose name, tells which one it is.
    pub(in crate::sources) fn typed(
        &mut self,
        element: &str,
        cursor: &mut Cursor<'_>,
    ) -> Result<(), XmlError> {
        let kind = cursor.type_name();
        let kind = if kind.is_empty() { element } else { kind };
        // The element of a fault is called after its type with `Fault` behind it, and some servers
        // write that into the type as well. Inside of other data the element is just `fault`, and many types
        // end in `Fault` by themselves.
        let bare_already = element == "fault" || TYPES_IN_FAULT.contains(&kind);
        let bare = kind.strip_suffix("Fault").filter(|_| !bare_already);
        self.name = bare.unwrap_or(kind).to_owned();
        cursor.each(|cursor, name| {
            match name {
                "privilegeId" => self.privilege = Value::value(cursor)?,
                // The newer form of the same (7.0.3.2), which may stand alone.
                "missingPrivileges" if self.privilege.is_empty() => {
                    self.privilege = super::child(cursor, "privilegeIds")?.unwrap_or_default();
                }
                "name" => self.property = Value::value(cursor)?,
                "obj" => self.object = Value::value(cursor)?,
                _ => {}
            }
            Ok(())
        })
    }

    /// The session has ended, or never was.
    pub fn is_session_lost(&self) -> bool {
        self.name == "NotAuthenticated"
    }

    /// The kind of reason it is for missing data.
    pub fn reason(&self) -> ReasonKind {
        match self.name.as_str() {
            "NoPermission" | "SecurityError" => ReasonKind::Denied,
            "InvalidProperty" => ReasonKind::NotOffered,
            _ => ReasonKind::Failed,
        }
    }

    /// The kind of reason where a call was refused that reads no property: it names none that could be unknown.
    pub fn reason_of_call(&self) -> ReasonKind {
        match self.reason() {
            ReasonKind::NotOffered => ReasonKind::Failed,
            kind => kind,
        }
    }

    /// The fault in a few words: its type, and the privilege or else the server's text.
    pub fn detail(&self) -> String {
        let name = if self.name.is_empty() { "fault" } else { &self.name };
        let more = if self.privilege.is_empty() { self.message.trim() } else { &self.privilege };
        if more.is_empty() { name.to_owned() } else { format!("{name}: {more}") }
    }
}
