//! Addresses of names, asked of the system; a name without one is an error of its own type, which the
//! resolvers that HTTP libraries bring do not have.

use std::io;

use crate::terms::{Text, Told};
pub(super) use reqwest::dns::Addrs;
use reqwest::dns::{Name, Resolve, Resolving};

/// Who asks the system.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names;

/// The system knows no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NameUnknown(pub io::Error);

impl Told for NameUnknown {
    fn told(&self) -> Text {
        let en = self.to_string();
        // The system's words after those of the standard library; more than these two is rare.
        let ja = match en.rsplit(": ").next() {
            Some("Name or service not known" | "No address associated with hostname") => {
                "この名前のアドレスはありません"
            }
            Some("Temporary failure in name resolution") => "名前解決が一時的にできません",
            _ => return Text::same(en),
        };
        Text::new(en, ja)
    }
}

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
