//! Addresses of names, asked of the system; a name without one is an error of its own type, which the
//! resolvers that HTTP libraries bring do not have.

use std::io;

pub(super) use reqwest::dns::Addrs;
use reqwest::dns::{Name, Resolve, Resolving};

/// Who asks the system.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names;

/// The system knows no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NameUnknown(pub io::Error);

impl Names {
    /// All addresses of a name; the port comes from elsewhere.
    pub async fn look_up(name: String) -> Result<Addrs, NameUnknown> {
        let found = tokio::net::lookup_host((name, 0)).await.map_err(NameUnknown)?;
        Ok(Box::new(found.collect::<Vec<_>>().into_iter()))
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move { Ok(Self::look_up(name).await?) })
    }
}
