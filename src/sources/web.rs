//! Ordinary servers of the web, which are no vCenter.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect;
use rustls::{ClientConfig, RootCertStore};

/// A client that trusts whom this system trusts and waits so long; or why there is none.
///
/// # Errors
/// The last cause.
pub fn client(limit: Duration, no_proxy: bool) -> Result<reqwest::Client, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| root_cause(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    #[allow(clippy::disallowed_methods, reason = "it is given TLS")]
    let mut builder = reqwest::Client::builder()
        .timeout(limit)
        .redirect(redirect::Policy::none())
        .http1_only()
        .tls_backend_preconfigured(tls);
    if no_proxy {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| root_cause(&error))
}

/// The last cause of an error: the outer ones repeat the address.
pub fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
