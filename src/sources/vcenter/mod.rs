//! A live vCenter, read over its SOAP interface. Nothing is ever changed on it.

mod answers;
mod asks;
mod calls;
mod clusters;
mod collect;
mod ending;
mod error;
mod evacuations;
mod events;
mod examine;
mod focus;
mod followup;
mod http;
mod join;
mod kept;
mod open;
mod part;
mod plan;
mod progress;
mod session;
mod settings;
mod soap;
#[cfg(test)]
mod stub;
#[cfg(test)]
mod tests;
mod tls;
mod version;
mod wire;

use std::sync::Arc;
use std::time::Instant;

use crate::terms::{Unanswered, told};
pub use answers::{Page, page};
use clusters::ask_about_clusters;
use collect::{Collector, absorb};
use ending::{Left, to_the_end};
pub use error::Error;
pub use examine::{Entity, Examined, Pages, Role, Told, Trial, examine, named_privilege};
pub use focus::Focus;
use http::Client;
use join::try_join_all;
pub use kept::{Kept, Recent};
pub use part::{Part, Pick};
pub use plan::Wanted;
use plan::{Family, Plan};
pub use progress::Progress;
use session::{Greeting, greet, login, logout};
pub use settings::{Address, Asks, Exchange, Secret, Settings, Trust, parse_url};
pub use soap::{Bad, Fault};
pub use tls::{Certificate, Encryption, TrustedBy};

use crate::inventory::{
    ClusterComputeResource, Collection, FORMAT, Inventory, Object as _, ReasonKind, Unreadable,
    VirtualMachine,
};
pub use crate::sources::vim::{XmlError, XmlErrorKind};

/// Reads the inventory of a vCenter, of which only the part in `focus` in depth. When `cancel` is done first, the reading ends with
/// [`Error::Cancelled`]. Whatever happens, the session is ended.
pub async fn fetch(
    settings: &Settings,
    wanted: &Wanted,
    focus: Option<&Focus<'_>>,
    progress: &dyn Progress,
    cancel: impl Future<Output = ()>,
) -> Result<Inventory, Error> {
    settings.check()?;
    let client = Arc::new(Client::new(settings)?);
    let left = Left::default();
    let reading = read(&client, settings, (wanted, focus), progress, &left);
    to_the_end((&client, settings), &left, cancel, reading).await
}

/// Finds out whether a vCenter answers that is trusted; nothing is sent but the question who it is.
///
/// # Errors
/// As those of [`fetch`] before the login.
pub async fn knock(settings: &Settings) -> Result<(), Error> {
    let limit = tokio::time::timeout(settings.call_timeout, async {
        greet(&Client::new(settings)?).await.map(|_| ())
    });
    limit.await.unwrap_or_else(|_| {
        Err(Error::TimeLimit {
            server: settings.server(),
            what: told!(
                "nothing came of the question who it is",
                "サーバの種類の問い合わせに応答がありませんでした"
            ),
            seconds: settings.call_timeout.as_secs(),
            advice: told!(
                "Raise the time limit of a call if the server is just slow",
                "サーバが遅いだけの場合は、呼び出しの制限時間 (--call-timeout) を延ばします"
            )
            .into(),
        })
    })
}

/// Reads everything, once again from the start if the session ends meanwhile: views and tokens end
/// with it. What has to be ended afterwards is left in the last argument.
async fn read(
    client: &Arc<Client>,
    settings: &Settings,
    question: (&Wanted, Option<&Focus<'_>>),
    progress: &dyn Progress,
    left: &Left,
) -> Result<Inventory, Error> {
    let started = Instant::now();
    let Greeting { content, version } = enter(client, settings, left).await?;
    let collector = Collector::new(client, settings, (&content, version), left, progress);
    let inventory = match collect(&collector, question).await {
        Err(Error::SessionLost { .. }) => {
            // What looked like a lost session may have been a lost view.
            if let Some(manager) = &content.session_manager {
                logout(client, settings, manager).await;
            }
            client.forget_cookie();
            left.open.forget();
            login(client, settings, &content).await?;
            collect(&collector, question).await?
        }
        other => other?,
    };
    Ok(signed(inventory, (client, settings), started))
}

/// Finds out who answers, and logs in. What has to be ended afterwards is left in the last argument.
async fn enter(client: &Client, settings: &Settings, left: &Left) -> Result<Greeting, Error> {
    let greeting = greet(client).await?;
    left.keep(&greeting.content.session_manager);
    login(client, settings, &greeting.content).await?;
    Ok(greeting)
}

/// An inventory with what it took.
fn signed(mut inventory: Inventory, (client, settings): (&Client, &Settings), started: Instant) -> Inventory {
    let collection = &mut inventory.collection;
    collection.server = settings.url.host_str().unwrap_or_default().to_owned();
    collection.tls_legacy = settings.tls_legacy;
    collection.took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    (collection.requests, collection.bytes) = client.counts();
    inventory
}

async fn collect(
    collector: &Collector<'_>,
    (wanted, focus): (&Wanted, Option<&Focus<'_>>),
) -> Result<Inventory, Error> {
    let (part, light) = match focus {
        Some(focus) => focus.choose(collector).await.map(|(part, light)| (part, Some(light)))?,
        None => (Part::default(), None),
    };
    let whole = std::slice::from_ref(&collector.content.root_folder);
    let mut plan = Plan::new(collector.version, wanted, collector.asks);
    let families = std::mem::take(&mut plan.families);
    let of_vms = families.iter().find(|family| family.base == VirtualMachine::TYPE).cloned();
    let not_asked = std::mem::take(&mut plan.not_asked);
    let (of_clusters, others): (Vec<_>, Vec<_>) =
        families.into_iter().partition(|family| family.types.contains(&ClusterComputeResource::TYPE));
    let list = |family: Family| {
        let narrow = !part.containers.is_empty() && focus::IN_DEPTH.contains(&family.base);
        collector.list(family, if narrow { &part.containers } else { whole })
    };
    let machine_at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    // Clusters are few and listed soon: what is asked about each is asked while hosts and VMs are still listed.
    let clusters = async {
        let listings = try_join_all(of_clusters.into_iter().map(list));
        let ((vcenter, at), listings) = tokio::try_join!(collector.vcenter(), listings)?;
        let mut inventory = Inventory { format: FORMAT, vcenter, not_asked, ..Inventory::default() };
        listings.into_iter().for_each(|listing| absorb(&mut inventory, listing));
        ask_about_clusters(collector, &plan, &part, &mut inventory).await?;
        Ok((inventory, at))
    };
    let ((mut inventory, at), listings) =
        tokio::try_join!(clusters, try_join_all(others.into_iter().map(list)))?;
    for kind in &plan.not_listed {
        let why = Unreadable::new(ReasonKind::NotCollected, Unanswered::TypeNotAsked);
        inventory.unlisted.insert((*kind).to_owned(), why);
    }
    for listing in listings {
        absorb(&mut inventory, listing);
    }
    focus::read_beside(collector, of_vms, &part, &mut inventory).await?;
    followup::follow_up(collector, &plan, &part, &mut inventory).await?;
    if let Some(light) = light {
        focus::add_rest(&mut inventory, light);
    }
    inventory.sort();
    inventory.apply_not_asked();
    inventory.share_features();
    inventory.collection = Collection {
        api_version: collector.version,
        machine: machine(),
        at,
        machine_at,
        ..Collection::default()
    };
    Ok(inventory)
}

/// Reads a text as the answer of each call, for tests that make texts up.
#[doc(hidden)]
pub fn read_as_any(text: &str) {
    answers::read_as_any(text);
    examine::read_entities(text);
}

/// Name of this machine, as far as it can be told.
pub(super) fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = name.or_else(|| std::env::var("HOSTNAME").ok()).or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map(|name| name.trim().to_owned()).unwrap_or_default()
}
