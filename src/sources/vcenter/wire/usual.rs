//! HTTP over rustls: reqwest.

use http::Request;
use reqwest::{Client, Response, redirect};

use super::failure::{At, Failure, connecting};
use super::limits::{USER_AGENT, connect_limit};
use super::names::Names;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::sources::vcenter::tls::{Handshake, config};
use crate::terms::told;

/// A client after `settings`.
pub(super) fn client(settings: &Settings, handshake: &Handshake) -> Result<Client, Error> {
    #[allow(clippy::disallowed_methods, reason = "it is given TLS")]
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .http1_only()
        .redirect(redirect::Policy::none())
        .connect_timeout(connect_limit(settings))
        .read_timeout(settings.call_timeout)
        .dns_resolver(Names)
        .tls_backend_preconfigured(config(settings, handshake)?);
    if settings.no_proxy {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        let why = Failure::cause_of(&error);
        Error::Setting(told!([why] "the connection cannot be set up: {why}", "接続を準備できません: {why}"))
    })
}

pub(super) async fn send(client: &Client, request: Request<String>) -> Result<Response, Failure> {
    let request = request.try_into().map_err(|error| failure(&error))?;
    client.execute(request).await.map_err(|error| failure(&error))
}

pub(super) fn failure(error: &reqwest::Error) -> Failure {
    let at = match (error.is_connect(), error.is_timeout()) {
        (true, true) => At::ConnectTime,
        (true, false) => connecting(error),
        (false, true) => At::Silence,
        (false, false) => At::Midway,
    };
    Failure::new(at, error)
}
