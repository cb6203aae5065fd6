//! What a reading leaves on the server, and its end, whatever ends it.

use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::Duration;

use super::error::Error;
use super::http::Client;
use super::open::Open;
use super::session::logout;
use super::settings::Settings;
use crate::inventory::MoRef;
use crate::terms::told;

/// Longest wait for the answer to a login when the reading is to end.
const LOGIN_LIMIT: Duration = Duration::from_secs(10);

/// What has to be ended once a reading is over: its session, by who keeps sessions, and its event collectors.
#[derive(Default)]
pub(super) struct Left {
    manager: OnceLock<MoRef>,
    pub open: Arc<Open>,
}

impl Left {
    /// Keeps who ends sessions.
    pub fn keep(&self, manager: &Option<MoRef>) {
        // It is the same one whenever it is told.
        manager.iter().for_each(|manager| drop(self.manager.set(manager.clone())));
    }

    /// Ends it.
    pub async fn end(&self, client: &Client, settings: &Settings) {
        self.open.destroy(client).await;
        if let Some(manager) = self.manager.get() {
            logout(client, settings, manager).await;
        }
    }
}

/// Waits for a reading, for its time to be up or for `cancel`, and ends what it has left on the server.
pub(super) async fn to_the_end<T>(
    (client, settings): (&Client, &Settings),
    left: &Left,
    cancel: impl Future<Output = ()>,
    reading: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let outcome = until((client, settings), cancel, reading).await;
    left.end(client, settings).await;
    outcome
}

/// Waits for a reading, for its time to be up or for `cancel`. What it has left on the server stays.
pub(super) async fn until<T>(
    (client, settings): (&Client, &Settings),
    cancel: impl Future<Output = ()>,
    reading: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::pin!(cancel);
    let mut reading = Box::pin(reading);
    let outcome = tokio::select! {
        biased;
        () = &mut cancel => Err(Error::Cancelled),
        () = tokio::time::sleep(settings.total_timeout) => Err(Error::TimeLimit {
            server: client.server.clone(),
            what: told!("reading the whole inventory did not end", "インベントリ全体の読み取りが完了しませんでした"),
            seconds: settings.total_timeout.as_secs(),
            advice: told!("Raise the time limit of the whole reading", "読み取り全体の制限時間 (--timeout) を延ばします").into(),
        }),
        outcome = &mut reading => outcome,
    };
    if client.logs_in() {
        // A session that the server is about to open has to be known before it can be ended.
        let answered = std::future::poll_fn(|context| {
            let waits = client.logs_in() && reading.as_mut().poll(context).is_pending() && client.logs_in();
            if waits { Poll::Pending } else { Poll::Ready(()) }
        });
        let _ = tokio::time::timeout(LOGIN_LIMIT, answered).await;
    }
    outcome
}
