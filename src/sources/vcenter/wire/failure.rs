//! At what an exchange failed, by the types of errors; their words are for people.

use std::error::Error as StdError;
use std::io;

use super::names::NameUnknown;
use crate::sources::vcenter::tls::is_dated;

/// A failed exchange.
#[derive(Debug)]
pub(in crate::sources::vcenter) struct Failure {
    pub at: At,
    /// The innermost message: the outer ones repeat the address, which messages here name themselves.
    pub cause: String,
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
    pub fn cause_of(error: &Dyn) -> String {
        sources(error).last().map(ToString::to_string).unwrap_or_default()
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
