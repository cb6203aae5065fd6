//! At what an exchange failed, by the types of errors; their words are for people.

use std::error::Error as StdError;
use std::io;

use super::names::NameUnknown;
use crate::sources::vcenter::tls::is_dated;
use crate::terms::{Text, Told};

/// A failed exchange.
#[derive(Debug)]
pub(in crate::sources::vcenter) struct Failure {
    pub at: At,
    /// The innermost message: the outer ones repeat the address, which messages here name themselves.
    pub cause: Text,
}

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources::vcenter) enum At {
    /// A name has no address: the server's, or that of a proxy.
    Name,
    /// No connection came about in time.
    ConnectTime,
    /// The connection.
    Connect,
    /// The connection was closed while it was set up, by the server or by something before it.
    HungUp,
    /// The encryption.
    Tls,
    /// The encryption: the server has nothing that is still safe.
    DatedTls,
    /// Nothing more came.
    Silence,
    /// The connection broke after the request.
    Midway,
}

type Dyn = dyn StdError + 'static;

impl Failure {
    pub fn new(at: At, error: &Dyn) -> Self {
        Self { at, cause: Self::cause_of(error) }
    }

    /// The innermost message of an error.
    pub fn cause_of(error: &Dyn) -> Text {
        let name = sources(error).find_map(|error| error.downcast_ref::<NameUnknown>());
        name.map(Told::told).or_else(|| sources(error).last().map(told_of)).unwrap_or_default()
    }
}

/// What the system says is told in both languages, what was not agreed on with the server as far as there is a
/// word for it; the rest is quoted.
fn told_of(error: &Dyn) -> Text {
    if let Some(io) = error.downcast_ref::<io::Error>() {
        return io.told();
    }
    #[cfg(feature = "legacy-tls")]
    if let Some(super::hop::NoHandshake(why)) = error.downcast_ref() {
        return why.clone();
    }
    let Some(tls) = error.downcast_ref::<rustls::Error>() else { return Text::quoted(error) };
    match tls {
        rustls::Error::AlertReceived(alert) => {
            Text::new(tls.to_string(), format!("サーバから TLS アラート {alert:?} を受信しました"))
        }
        rustls::Error::InvalidMessage(what) => {
            Text::new(tls.to_string(), format!("TLS ではないデータを受信しました ({what:?})"))
        }
        rustls::Error::PeerIncompatible(what) => Text::new(
            tls.to_string(),
            format!("サーバと共通する TLS のバージョンまたは方式がありません ({what:?})"),
        ),
        _ => Text::quoted(tls),
    }
}

/// What setting up a connection failed at.
pub(super) fn connecting(error: &Dyn) -> At {
    sources(error).find_map(step).unwrap_or(At::Connect)
}

/// What one error in a chain of them tells.
fn step(error: &Dyn) -> Option<At> {
    if error.is::<NameUnknown>() {
        return Some(At::Name);
    }
    #[cfg(feature = "legacy-tls")]
    if error.is::<super::hop::NoHandshake>() {
        return Some(At::Tls);
    }
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(if is_dated(tls) { At::DatedTls } else { At::Tls });
    }
    let io = error.downcast_ref::<io::Error>()?;
    match io.kind() {
        // No connection ends while it comes about: it is the handshake that did.
        io::ErrorKind::UnexpectedEof => Some(At::Tls),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Some(At::HungUp),
        _ => None,
    }
}

/// An error and those that it comes from; one that is wrapped by an input or output is a source as well.
fn sources(error: &Dyn) -> impl Iterator<Item = &Dyn> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map(|inner| inner as &Dyn).or_else(|| error.source())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_apart_by_what_they_are() {
        let io = |kind: io::ErrorKind| io::Error::new(kind, "in words");
        let tls = |error: rustls::Error| io::Error::new(io::ErrorKind::InvalidData, error);
        let alert = |alert| tls(rustls::Error::AlertReceived(alert));
        for (error, at) in [
            (io(io::ErrorKind::ConnectionRefused), At::Connect),
            (io(io::ErrorKind::UnexpectedEof), At::Tls),
            (io(io::ErrorKind::ConnectionReset), At::HungUp),
            (alert(rustls::AlertDescription::ProtocolVersion), At::DatedTls),
            (alert(rustls::AlertDescription::InternalError), At::Tls),
            (io::Error::other(NameUnknown(io(io::ErrorKind::NotFound))), At::Name),
            // Words alone tell nothing.
            (io::Error::other("dns error: tls handshake"), At::Connect),
        ] {
            assert_eq!(connecting(&error), at, "{error:?}");
        }
    }
}
