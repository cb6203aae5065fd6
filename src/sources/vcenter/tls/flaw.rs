//! What authorities have against a certificate, in words.

use std::fmt;

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Nobody who is known has issued it.
    Issuer,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYet,
    /// It is that of another server.
    Name,
    /// It is its own issuer.
    SelfSigned,
    /// Its key or its signature is of a kind that is not accepted, or the signature is wrong.
    Dated,
    /// Another thumbprint was given.
    Thumbprint,
    /// Something else, in the words of who speaks TLS.
    Other(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Issuer => "its issuer is not known to this machine",
            Self::Expired => "it has expired",
            Self::NotYet => "it is not valid yet (check the clocks)",
            Self::Name => "it was issued for another name",
            Self::SelfSigned => "it is self-signed",
            Self::Dated => {
                "its signature is wrong, or its key, signature or version is of a kind that is no longer safe or, as \
                 P-521, not known here, which only --tls-legacy accepts"
            }
            Self::Thumbprint => "its thumbprint is not the one given",
            Self::Other(words) => words,
        })
    }
}
