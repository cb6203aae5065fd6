//! One session: who answers, which version both speak, log in, log out.

use std::time::Duration;

use super::error::Error;
use super::http::{Client, Method};
use super::settings::Settings;
use super::soap::{Bad, answer, element};
use super::version::{negotiate, offered};
use crate::inventory::{ApiVersion, MoRef};
use crate::sources::vim::{Content, Session, Value as _};
use crate::terms::{Text, told};

/// Longest wait for the end of a session.
const LOGOUT_LIMIT: Duration = Duration::from_secs(5);

/// How long it takes to learn that a connection was closed after an answer.
const SETTLED: Duration = Duration::from_millis(20);

/// A server that is a vCenter, before the login.
pub(super) struct Greeting {
    pub content: Content,
    pub version: ApiVersion,
}

/// Finds out who answers and agrees on a version.
pub(super) async fn greet(client: &Client) -> Result<Greeting, Error> {
    let versions = client.versions_file().await?.map(|file| offered(&file)).unwrap_or_default();
    let this = MoRef { kind: "ServiceInstance".into(), id: "ServiceInstance".into() };
    let method = Method::RetrieveServiceContent;
    let text = client.call(method, &this, "").await?;
    let mut content = Content::default();
    let read = answer(&text, |cursor, _| {
        content = Content::value(cursor)?;
        Ok(())
    });
    read.map_err(|bad| client.bad(method, bad, text.len()))?;
    let (server, about) = (client.server.clone(), &content.about);
    match about.api_type.as_str() {
        "VirtualCenter" => {}
        "HostAgent" => return Err(Error::Esxi { server, product: about.name.clone() }),
        other => {
            return Err(Error::NotVcenter {
                server,
                found: told!(
                    "as '{name}' of type '{other}'",
                    "種類「{other}」の「{name}」",
                    name = about.name
                ),
            });
        }
    }
    let Some((text, version)) = negotiate(&versions, &about.api_version) else {
        return Err(Error::TooOld { server, version: about.api_version.clone() });
    };
    client.speak(&text);
    client.vouch();
    Ok(Greeting { content, version })
}

/// Logs in. Texts are asked for in English: the server writes messages in the session's language.
pub(super) async fn login(client: &Client, settings: &Settings, content: &Content) -> Result<Session, Error> {
    let (server, user) = (client.server.clone(), settings.username.clone());
    let Some(manager) = &content.session_manager else {
        let found = told!("as a vCenter without a session manager", "セッション マネージャのない vCenter");
        return Err(Error::NotVcenter { server, found });
    };
    let arguments = format!(
        "{}{}<locale>en</locale>",
        element("userName", &settings.username),
        element("password", settings.password.reveal()),
    );
    // A login is not repeated: by now it is known whether the server has closed the connection after its last answer.
    tokio::time::sleep(SETTLED).await;
    let text = {
        let _waiting = client.login();
        client.call(Method::Login, manager, &arguments).await?
    };
    let mut session = Session::default();
    let read = answer(&text, |cursor, _| {
        session = Session::value(cursor)?;
        Ok(())
    });
    let Err(bad) = read else { return Ok(session) };
    let Bad::Fault(fault) = &bad else { return Err(client.bad(Method::Login, bad, text.len())) };
    let (cause, advice) = match fault.name.as_str() {
        "InvalidLogin" => (
            told!("wrong user name or password", "ユーザー名またはパスワードが正しくありません"),
            told!(
                "Check both; an account of a domain is written user@domain or DOMAIN\\user. Repeated attempts may \
                 lock the account",
                "両方を確認します。ドメインのアカウントは user@domain または DOMAIN\\user のように指定します。繰り返すとアカウントがロックされることがあります"
            ),
        ),
        "NoPermission" => (
            told!(
                "the account has no permission on this vCenter",
                "このアカウントには、この vCenter に対する権限がありません"
            ),
            told!(
                "Give it the role Read-only on the root folder, with propagation",
                "ルート フォルダに対する読み取り専用ロールを、子への伝達を有効にして付与します"
            ),
        ),
        _ => (
            Text::quoted(fault.detail()),
            told!(
                "Try again; if it stays, the vCenter's own log tells more",
                "再試行し、解消しない場合は vCenter のログを確認します"
            ),
        ),
    };
    // Nothing to log out of.
    client.forget_cookie();
    Err(Error::Login { server, user, cause, advice: advice.into() })
}

/// Ends the session, if there is one; over a new connection where the old one fails. That both fail is no
/// reason to fail.
pub(super) async fn logout(client: &Client, settings: &Settings, manager: &MoRef) {
    if !client.has_cookie() {
        return;
    }
    if !logs_out(client, manager).await
        && let Ok(fresh) = client.anew(settings)
    {
        logs_out(&fresh, manager).await;
    }
    client.forget_cookie();
}

/// Whether the session has ended, now or before.
async fn logs_out(client: &Client, manager: &MoRef) -> bool {
    let text = tokio::time::timeout(LOGOUT_LIMIT, client.call(Method::Logout, manager, "")).await;
    let Ok(Ok(text)) = text else { return false };
    match answer(&text, |_, _| Ok(())) {
        Ok(()) => true,
        Err(Bad::Fault(fault)) => fault.is_session_lost(),
        Err(_) => false,
    }
}
