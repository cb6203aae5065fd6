//! A session that is kept over several readings, as who looks at a vCenter again and again does.
//!
//! Each reading is whole, over connections of its own: what a server or a firewall has done meanwhile to those of the
//! last one is no concern of it, and the limits of a reading count anew. What has become of the session shows in the
//! reading; one that has ended is replaced by another.

use std::sync::Arc;
use std::time::Instant;

use super::collect::Collector;
use super::ending::{Left, until};
use super::error::Error;
use super::focus::Focus;
use super::http::Client;
use super::plan::Wanted;
use super::progress::Progress;
use super::session::Greeting;
use super::settings::Settings;
use super::{collect, enter, signed};
use crate::inventory::{Event, Id, Inventory, Prop};

/// What the server has recorded since a time: the oldest first, and whether there is more.
pub type Recent = Prop<(Vec<Event>, bool)>;

/// A vCenter that is read again and again.
pub struct Kept<'s> {
    settings: &'s Settings,
    open: Option<Session>,
}

/// What lasts from one reading to the next.
struct Session {
    client: Arc<Client>,
    greeting: Greeting,
    left: Left,
}

impl<'s> Kept<'s> {
    /// One that is not read yet: nothing is sent.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn new(settings: &'s Settings) -> Result<Self, Error> {
        settings.check()?;
        Ok(Self { settings, open: None })
    }

    /// Reads it, as [`fetch`](super::fetch) does. The session stays, unless something went wrong.
    ///
    /// # Errors
    /// As those of [`fetch`](super::fetch).
    pub async fn fetch(
        &mut self,
        wanted: &Wanted,
        focus: Option<&Focus<'_>>,
        progress: &dyn Progress,
        cancel: impl Future<Output = ()>,
    ) -> Result<Inventory, Error> {
        tokio::pin!(cancel);
        let (question, settings) = ((wanted, focus), self.settings);
        let is_first = self.open.is_none();
        if let Some(session) = self.open.take() {
            let client = Arc::new(session.client.anew(settings)?);
            let session = Session { client, ..session };
            let reading = async {
                let started = Instant::now();
                let Session { client, greeting, left } = &session;
                let of = (&greeting.content, greeting.version);
                let inventory =
                    collect(&Collector::new(client, settings, of, left, progress), question).await?;
                Ok(signed(inventory, (client, settings), started))
            };
            let read = until((&session.client, settings), cancel.as_mut(), reading).await;
            match read {
                Ok(inventory) => {
                    // What a time limit has left behind would stay as long as the session.
                    session.left.open.destroy(&session.client).await;
                    self.open = Some(session);
                    return Ok(inventory);
                }
                // It was too long ago, or the server has started anew: with another release, perhaps.
                Err(Error::SessionLost { .. }) => session.left.end(&session.client, settings).await,
                Err(error) => {
                    session.left.end(&session.client, settings).await;
                    return Err(error);
                }
            }
        }
        match self.first(question, progress, cancel.as_mut()).await {
            Err(Error::SessionLost { .. }) if is_first => self.first(question, progress, cancel).await,
            read => read,
        }
    }

    /// Reads it in a new session.
    async fn first(
        &mut self,
        question: (&Wanted, Option<&Focus<'_>>),
        progress: &dyn Progress,
        cancel: impl Future<Output = ()>,
    ) -> Result<Inventory, Error> {
        let settings = self.settings;
        let (client, left) = (Arc::new(Client::new(settings)?), Left::default());
        let reading = async {
            let started = Instant::now();
            let greeting = enter(&client, settings, &left).await?;
            let of = (&greeting.content, greeting.version);
            let inventory =
                collect(&Collector::new(&client, settings, of, &left, progress), question).await?;
            Ok((signed(inventory, (&client, settings), started), greeting))
        };
        match until((&client, settings), cancel, reading).await {
            Ok((inventory, greeting)) => {
                left.open.destroy(&client).await;
                self.open = Some(Session { client, greeting, left });
                Ok(inventory)
            }
            Err(error) => {
                left.end(&client, settings).await;
                Err(error)
            }
        }
    }

    /// What the server has recorded of clusters since a time by its clock, in seconds since 1970-01-01 UTC; `None` where
    /// nobody can be asked.
    pub async fn recent(&self, clusters: &[Id], since: i64) -> Option<Vec<Recent>> {
        let session = self.open.as_ref()?;
        let (content, version) = (&session.greeting.content, session.greeting.version);
        let of = (content, version);
        let collector = Collector::new(&session.client, self.settings, of, &session.left, &());
        let mut read = Some(Vec::new());
        for cluster in clusters {
            match (collector.recent(cluster, since).await, &mut read) {
                (Ok(recent), Some(read)) => read.push(recent),
                _ => {
                    read = None;
                    break;
                }
            }
        }
        session.left.open.destroy(&session.client).await;
        read
    }

    /// Logs out.
    pub async fn end(mut self) {
        if let Some(session) = self.open.take() {
            session.left.end(&session.client, self.settings).await;
        }
    }
}
