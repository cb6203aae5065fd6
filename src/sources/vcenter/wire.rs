//! The way that requests go: HTTP over rustls, or over OpenSSL where a server is too old for that.

mod failure;
#[cfg(feature = "legacy-tls")]
mod hop;
#[cfg(feature = "legacy-tls")]
mod legacy;
mod limits;
mod names;
mod proxy;
mod usual;

use http::{HeaderMap, Request, StatusCode};

pub(super) use failure::{At, Failure};
pub(super) use proxy::Proxy;

use super::error::Error;
use super::settings::Settings;
use super::tls::Handshake;

/// A way to one server.
pub(super) struct Wire(Client);

enum Client {
    Usual(reqwest::Client),
    #[cfg(feature = "legacy-tls")]
    Legacy(Box<legacy::Client>),
}

/// The beginning of an answer.
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Body,
}

enum Body {
    Usual(reqwest::Response),
    #[cfg(feature = "legacy-tls")]
    Legacy(Box<legacy::Body>),
}

impl Wire {
    /// Prepares the way; nothing is sent yet. What comes of handshakes later is left in `handshake`.
    pub fn new(settings: &Settings, proxy: Option<&Proxy>, handshake: &Handshake) -> Result<Self, Error> {
        if !settings.tls_legacy {
            return usual::client(settings, handshake).map(Client::Usual).map(Self);
        }
        #[cfg(feature = "legacy-tls")]
        return legacy::Client::new(settings, proxy, handshake)
            .map(|client| Self(Client::Legacy(Box::new(client))));
        #[cfg(not(feature = "legacy-tls"))]
        {
            let _ = proxy;
            Err(Error::Setting(no_legacy()))
        }
    }

    /// Sends a request, unpacks its answer if it is packed.
    pub async fn send(&self, request: Request<String>) -> Result<Answer, Failure> {
        match &self.0 {
            Client::Usual(client) => {
                let response = usual::send(client, request).await?;
                let (status, headers) = (response.status(), response.headers().clone());
                Ok(Answer { status, headers, body: Body::Usual(response) })
            }
            #[cfg(feature = "legacy-tls")]
            Client::Legacy(client) => {
                let (head, body) = client.send(request).await?;
                Ok(Answer { status: head.status, headers: head.headers, body: Body::Legacy(Box::new(body)) })
            }
        }
    }
}

impl Answer {
    /// More of the body; nothing at its end.
    pub async fn chunk(&mut self) -> Result<Option<impl AsRef<[u8]>>, Failure> {
        match &mut self.body {
            Body::Usual(response) => response.chunk().await.map_err(|error| usual::failure(&error)),
            #[cfg(feature = "legacy-tls")]
            Body::Legacy(body) => body.chunk().await,
        }
    }
}

/// Why a build without OpenSSL does not take the flag.
#[cfg(not(feature = "legacy-tls"))]
fn no_legacy() -> crate::terms::Text {
    crate::terms::told!(
        "this build of vpreflight has no OpenSSL, which --tls-legacy needs, and nothing was sent. The \
         binaries of a release have it; from the sources it is made with 'cargo build --release \
         --features legacy-tls' (docs/old-vcenters.md)",
        "このビルドの vpreflight には --tls-legacy に必要な OpenSSL がありません。何も送信していません。リリースのバイナリには含まれています。ソースからは 'cargo build --release --features legacy-tls' でビルドします (docs/old-vcenters.md を参照)。"
    )
}
