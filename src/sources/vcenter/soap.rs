//! The SOAP envelope: requests as text, answers and faults.

use std::fmt::Write as _;

use super::decode::Value;
use super::xml::{Cursor, XmlError};
use crate::inventory::{MoRef, ReasonKind};

/// Fault types whose own name ends in `Fault`.
const TYPES_IN_FAULT: [&str; 6] =
    ["MethodFault", "RuntimeFault", "HostConfigFault", "SSLVerifyFault", "VmConfigFault", "VimFault"];

/// Why an answer gives no result.
#[derive(Debug, thiserror::Error)]
pub enum Bad {
    /// It is not XML, or ends too early.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It is XML but no SOAP envelope.
    #[error("the answer is no SOAP envelope")]
    NotSoap,
    /// The server answered with a fault.
    #[error("{}", .0.detail())]
    Fault(Box<Fault>),
}

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
    pub(super) fn localized(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
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

    /// Reads the `Fault` of an envelope.
    fn envelope(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut fault = Self::default();
        cursor.each(|cursor, name| {
            match name {
                "faultstring" => fault.message = Value::value(cursor)?,
                "detail" => cursor.each(|cursor, name| fault.typed(name, cursor))?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        Ok(fault)
    }

    /// Reads the fault itself: an element whose type, or else whose name, tells which one it is.
    fn typed(&mut self, element: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let kind = cursor.type_name();
        let kind = if kind.is_empty() { element } else { kind };
        // The element of a fault is called after its type with `Fault` behind it, and some servers
        // write that into the type as well.
        let bare = if TYPES_IN_FAULT.contains(&kind) { None } else { kind.strip_suffix("Fault") };
        self.name = bare.unwrap_or(kind).to_owned();
        cursor.each(|cursor, name| {
            match name {
                "privilegeId" => self.privilege = Value::value(cursor)?,
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

    /// The fault in a few words: its type, and the privilege or else the server's text.
    pub fn detail(&self) -> String {
        let name = if self.name.is_empty() { "fault" } else { &self.name };
        let more = if self.privilege.is_empty() { self.message.trim() } else { &self.privilege };
        if more.is_empty() { name.to_owned() } else { format!("{name}: {more}") }
    }
}

/// Reads an answer, visiting each `returnval` with its name.
pub(super) fn answer(
    text: &str,
    mut visit: impl FnMut(&mut Cursor<'_>, &str) -> Result<(), XmlError>,
) -> Result<(), Bad> {
    let mut cursor = Cursor::new(text);
    let root =
        cursor.next_child().map_err(|error| if error.at == 0 { Bad::NotSoap } else { error.into() })?;
    if root != Some("Envelope") {
        return Err(Bad::NotSoap);
    }
    let mut answered = false;
    cursor.each(|cursor, name| {
        if name != "Body" {
            return Ok(());
        }
        cursor.each(|cursor, name| {
            answered = true;
            if name == "Fault" {
                return Err(Bad::Fault(Box::new(Fault::envelope(cursor)?)));
            }
            cursor.each(|cursor, name| visit(cursor, name).map_err(Bad::from))
        })
    })?;
    if answered { Ok(()) } else { Err(Bad::NotSoap) }
}

/// Text of a request: the call of `method` on `this` with its arguments as XML.
pub(super) fn request(method: &str, this: &MoRef, arguments: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" "#,
            r#"xmlns:xsd="http://www.w3.org/2001/XMLSchema" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>"#,
            r#"<{0} xmlns="urn:vim25">{1}{2}</{0}></soapenv:Body></soapenv:Envelope>"#,
        ),
        method,
        reference("_this", this),
        arguments,
    )
}

/// An element that holds a reference.
pub(super) fn reference(element: &str, to: &MoRef) -> String {
    format!(r#"<{element} type="{}">{}</{element}>"#, escape(&to.kind), escape(&to.id))
}

/// An element that holds a text.
pub(super) fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

/// Escapes a text for an element or an attribute. Characters that XML cannot hold become `?`.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('?'),
            other => escaped.push(other),
        }
    }
    escaped
}
