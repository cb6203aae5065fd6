//! What an account can do with a vCenter: who answers and how, what of the inventory it sees, with which rights, and
//! which calls are answered. Every question here takes rights to see at most, and none changes anything.

mod entities;
mod rights;
mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::collect::Collector;
use super::ending::{Left, to_the_end};
use super::error::Error;
use super::http::Client;
use super::progress::Progress;
use super::session::{Greeting, greet, login};
use super::settings::Settings;
use super::tls::Encryption;
use crate::inventory::{About, ApiVersion, MoRef, Prop};

pub(super) use entities::read as read_entities;
pub use entities::{Entity, Pages};
pub use rights::{Role, Told, named_privilege};
pub use trials::Trial;

/// Advanced settings of the interface: how many sessions there may be, and how long one may idle.
const OF_SESSIONS: &str = "config.vmacore.soap.";

/// What was found out.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Host and port.
    pub server: String,
    /// What the server says it is.
    pub about: About,
    /// The API version that both sides speak.
    pub version: ApiVersion,
    /// How the connection is encrypted; `None` where it is not.
    pub encryption: Option<Encryption>,
    /// The account as vCenter calls it; as it was given where vCenter does not say.
    pub user: String,
    /// The server's clock, seconds since 1970-01-01 UTC.
    pub clock_s: Prop<i64>,
    /// This machine's clock at that time.
    pub machine_s: i64,
    /// Advanced settings about sessions, by the last part of their keys.
    pub session_settings: Prop<BTreeMap<String, String>>,
    /// The root folder.
    pub root: MoRef,
    /// Whether vCenter has a checker that can be asked about moves.
    pub has_checker: bool,
    /// Whether answers come in pages.
    pub pages: Pages,
    /// Every object that is seen.
    pub entities: Vec<Entity>,
    /// Types that could not be listed, each with the reason.
    pub unlisted: BTreeMap<&'static str, Arc<crate::inventory::Unreadable>>,
    /// The roles there are; unreadable where they are not told.
    pub roles: Prop<Vec<Role>>,
    /// How the rights were told.
    pub told: Told,
    /// Every privilege that is held on the root folder, a datacenter or a cluster.
    pub held: BTreeSet<String>,
    /// What became of calls, by the names under which facts read them.
    pub trials: BTreeMap<&'static str, Trial>,
}

/// Examines a vCenter; `privileges` are those that are asked about on every object. When `cancel` is
/// done first, that ends with [`Error::Cancelled`]. Whatever happens, the session is ended.
///
/// # Errors
/// As those of [`super::fetch`].
pub async fn examine(
    settings: &Settings,
    privileges: &[&'static str],
    progress: &dyn Progress,
    cancel: impl Future<Output = ()>,
) -> Result<Examined, Error> {
    settings.check()?;
    let client = Arc::new(Client::new(settings)?);
    let left = Left::default();
    let reading = look(&client, settings, privileges, progress, &left);
    to_the_end((&client, settings), &left, cancel, reading).await
}

async fn look(
    client: &Arc<Client>,
    settings: &Settings,
    privileges: &[&'static str],
    progress: &dyn Progress,
    left: &Left,
) -> Result<Examined, Error> {
    let Greeting { content, version } = greet(client).await?;
    left.keep(&content.session_manager);
    let session = login(client, settings, &content).await?;
    let collector = Collector::new(client, settings, (&content, version), left, progress);
    let before = Timestamp::now().as_second();
    let (vcenter, _) = collector.vcenter().await?;
    let machine_s = before.midpoint(Timestamp::now().as_second());
    let settings_of_sessions = collector.options(OF_SESSIONS).await?;
    let mut listed = entities::list(&collector).await?;
    let rights = rights::find(&collector, &session, privileges, &mut listed.entities).await?;
    let trials = trials::make(&collector, &vcenter, &listed.entities).await?;
    Ok(Examined {
        server: client.server.clone(),
        about: content.about.clone(),
        version,
        encryption: client.encryption(),
        user: if session.user.is_empty() { settings.username.clone() } else { session.user },
        clock_s: vcenter.clock_s,
        machine_s,
        session_settings: short(settings_of_sessions),
        root: content.root_folder.clone(),
        has_checker: content.provisioning_checker.is_some(),
        pages: listed.pages,
        entities: listed.entities,
        unlisted: listed.unlisted,
        roles: rights.roles,
        told: rights.told,
        held: rights.held,
        trials,
    })
}

/// Settings by the last part of their keys.
fn short(settings: Prop<BTreeMap<String, String>>) -> Prop<BTreeMap<String, String>> {
    let last = |key: String| key.strip_prefix(OF_SESSIONS).map_or_else(|| key.clone(), str::to_owned);
    match settings {
        Prop::Known(all) => Prop::Known(all.into_iter().map(|(key, value)| (last(key), value)).collect()),
        other => other,
    }
}
