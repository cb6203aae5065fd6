//! The SOAP envelope: requests as text, answers and faults.

use std::fmt::Write as _;

use crate::inventory::MoRef;
pub use crate::sources::vim::Fault;
use crate::sources::vim::{Cursor, Value, XmlError};

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
                return Err(Bad::Fault(Box::new(fault(cursor)?)));
            }
            cursor.each(|cursor, name| visit(cursor, name).map_err(Bad::from))
        })
    })?;
    if answered { Ok(()) } else { Err(Bad::NotSoap) }
}

/// The call that an answer with a result belongs to.
pub(super) fn answered_call(text: &str) -> Option<&str> {
    let mut cursor = Cursor::new(text);
    cursor.next_child().ok()?.filter(|root| *root == "Envelope")?;
    while cursor.next_child().ok()?? != "Body" {
        cursor.leave(1).ok()?;
    }
    cursor.next_child().ok()??.strip_suffix("Response")
}

/// Reads the `Fault` of an envelope.
fn fault(cursor: &mut Cursor<'_>) -> Result<Fault, XmlError> {
    let mut fault = Fault::default();
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
