//! Connections over OpenSSL, to the server itself or through a proxy.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use openssl::ssl::SslContext;
use tokio_openssl::SslStream;
use tower_service::Service;

use super::limits::connect_limit;
use super::names::{Addrs, NameUnknown, Names};
use super::proxy::Proxy;
use crate::sources::vcenter::settings::Settings;
use crate::sources::vcenter::tls::Handshake;
use crate::sources::vcenter::tls::legacy::{connection, reason};
use crate::terms::{Text, Told as _, told};

/// What keeps a quiet connection alive, as reqwest does.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const KEEP_ALIVE_TIMES: u32 = 3;

type Boxed = Box<dyn StdError + Send + Sync>;
type Later<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// Makes connections to one server.
#[derive(Clone)]
pub(super) struct Connector {
    hop: Hop,
    proxy: Option<Intercept>,
    limit: Duration,
}

/// One stretch of the way: to the server, or to the proxy before it.
#[derive(Clone)]
struct Hop {
    tcp: HttpConnector<Names>,
    tls: SslContext,
    handshake: Handshake,
}

/// The connection did not come about in time.
#[derive(Debug, thiserror::Error)]
#[error("no connection in time")]
pub(super) struct TooSlow;

/// The two sides found no way to encrypt.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoHandshake(pub Text);

impl Connector {
    pub fn new(settings: &Settings, proxy: Option<&Proxy>, tls: SslContext, handshake: &Handshake) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Names);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(KEEP_ALIVE_TIMES));
        Self {
            hop: Hop { tcp, tls, handshake: handshake.clone() },
            proxy: proxy.map(Proxy::intercept).cloned(),
            limit: connect_limit(settings),
        }
    }

    async fn connect(mut self, server: Uri) -> Result<Link, Boxed> {
        let Some(proxy) = self.proxy else { return self.hop.call(server).await };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.hop.clone());
        if let Some(credentials) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(credentials.clone());
        }
        let link = tunnel.call(server.clone()).await?;
        if is_clear(&server) { Ok(link) } else { Ok(self.hop.secure(link, &server).await?) }
    }
}

impl Service<Uri> for Connector {
    type Response = Link;
    type Error = Boxed;
    type Future = Later<Link, Boxed>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Boxed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.limit, self.clone().connect(server));
        Box::pin(async { connecting.await.map_err(|_| TooSlow)? })
    }
}

impl Service<Uri> for Hop {
    type Response = Link;
    type Error = Boxed;
    type Future = Later<Link, Boxed>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Boxed>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let mut hop = self.clone();
        Box::pin(async move {
            let tcp = hop.tcp.call(to.clone()).await?;
            if is_clear(&to) { Ok(Link(Box::new(tcp))) } else { Ok(hop.secure(tcp, &to).await?) }
        })
    }
}

impl Hop {
    /// Encrypts what goes to a server. Its certificate is decided about before this has ended.
    async fn secure(&self, link: impl Both + 'static, to: &Uri) -> Result<Link, NoHandshake> {
        let said = |error: &openssl::error::ErrorStack| NoHandshake(Text::quoted(reason(error)));
        let ssl = connection(&self.tls, to.host().unwrap_or_default()).map_err(|error| said(&error))?;
        let mut stream = SslStream::new(ssl, TokioIo::new(link)).map_err(|error| said(&error))?;
        Pin::new(&mut stream).connect().await.map_err(|error| {
            match (error.ssl_error(), error.io_error()) {
                (Some(stack), _) => said(stack),
                (None, Some(io)) => NoHandshake(io.told()),
                (None, None) => NoHandshake(told!(
                    "the connection was closed in the handshake",
                    "ハンドシェイク中に接続が閉じられました"
                )),
            }
        })?;
        // OpenSSL writes TLSv1, TLSv1.1 and so on.
        self.handshake.speaks(match stream.ssl().version_str() {
            "TLSv1" => "TLS 1.0",
            "TLSv1.1" => "TLS 1.1",
            "TLSv1.2" => "TLS 1.2",
            "TLSv1.3" => "TLS 1.3",
            other => other,
        });
        Ok(Link(Box::new(TokioIo::new(stream))))
    }
}

/// A proxy is spoken to in the clear, as a rule, and a server where the user insists.
fn is_clear(to: &Uri) -> bool {
    to.scheme_str() != Some("https")
}

/// Names for the connector.
impl Service<Name> for Names {
    type Response = Addrs;
    type Error = NameUnknown;
    type Future = Later<Addrs, NameUnknown>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NameUnknown>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(Self::look_up(name.as_str().to_owned()))
    }
}

/// What can be read and written.
trait Both: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Both for T {}

/// A connection, whatever it is made of.
pub(super) struct Link(Box<dyn Both>);

impl Read for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(context, buffer)
    }
}

impl Write for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(context)
    }
}

impl Connection for Link {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}
