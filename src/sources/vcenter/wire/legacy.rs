//! HTTP over OpenSSL, of the parts that reqwest is made of: the same limits, and answers unpacked by the same code.

use std::error::Error as StdError;
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT as USER_AGENT_HEADER};
use http::{Request, response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service as _;

use super::failure::{At, Failure, connecting};
use super::hop::{Connector, TooSlow};
use super::limits::{USER_AGENT, connect_limit};
use super::proxy::Proxy;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::sources::vcenter::tls::{Handshake, legacy::context};

/// How long a connection without requests is kept, as reqwest does.
const IDLE: Duration = Duration::from_secs(90);

/// A client after `settings`.
pub(super) struct Client {
    http: Decompression<Pool<Connector, Full<Bytes>>>,
    /// Longest silence of the server, and that with what a connection may take, which is told in its own words.
    limit: Duration,
    with_connection: Duration,
}

/// The body of an answer.
pub(super) struct Body {
    body: DecompressionBody<Incoming>,
    limit: Duration,
}

impl Client {
    pub fn new(settings: &Settings, proxy: Option<&Proxy>, handshake: &Handshake) -> Result<Self, Error> {
        let connector = Connector::new(settings, proxy, context(settings, handshake)?, handshake);
        let pool = Pool::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        let (limit, connection) = (settings.call_timeout, connect_limit(settings));
        Ok(Self { http: Decompression::new(pool), limit, with_connection: limit.saturating_add(connection) })
    }

    /// Sends a request: the head of the answer, and its body to be received.
    pub async fn send(&self, request: Request<String>) -> Result<(response::Parts, Body), Failure> {
        let mut request = request.map(|body| Full::new(Bytes::from(body)));
        request.headers_mut().insert(USER_AGENT_HEADER, HeaderValue::from_static(USER_AGENT));
        let answer = timeout(self.with_connection, self.http.clone().call(request)).await;
        let answer = answer.map_err(|over| Failure::new(At::Silence, &over))?;
        let (head, body) = answer.map_err(|error| failure(&error))?.into_parts();
        Ok((head, Body { body, limit: self.limit }))
    }
}

impl Body {
    /// More of it; nothing at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            let frame = timeout(self.limit, self.body.frame()).await;
            let frame = frame.map_err(|over| Failure::new(At::Silence, &over))?;
            match frame.transpose().map_err(|error| Failure::new(At::Midway, &*error))? {
                None => return Ok(None),
                // What follows a body is passed over.
                Some(frame) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }
}

fn failure(error: &hyper_util::client::legacy::Error) -> Failure {
    let at = match (error.is_connect(), error.source()) {
        (true, Some(source)) if source.is::<TooSlow>() => At::ConnectTime,
        (true, _) => connecting(error),
        (false, _) => At::Midway,
    };
    Failure::new(at, error)
}
