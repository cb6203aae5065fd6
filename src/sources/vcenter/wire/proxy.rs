//! The proxy before a server, by the variables and settings of the system.

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

/// A proxy that stands before a server.
pub(in crate::sources::vcenter) struct Proxy(Intercept);

impl Proxy {
    /// The one before an address, by the rules that reqwest follows.
    pub fn before(uri: &Uri) -> Option<Self> {
        Matcher::from_system().intercept(uri).map(Self)
    }

    /// Its address without its credentials, which are no one's business.
    pub fn shown(&self) -> Option<String> {
        let uri = self.0.uri();
        let authority = uri.authority()?.as_str();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        Some(format!("{}://{host}", uri.scheme_str().unwrap_or("http")))
    }

    /// What a way of our own needs of it.
    #[cfg(feature = "legacy-tls")]
    pub fn intercept(&self) -> &Intercept {
        &self.0
    }
}
