//! A vCenter that is read and judged again and again, in one session as long as that lasts.

use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use super::error::Error;
use super::question::Question;
use super::runtime::runtime;
use super::source::{fetch_part, scoped};
use super::{Run, judge};
use crate::inventory::{Event, Id};
use crate::sources::vcenter::{Kept, Progress, Settings};

/// Longest time to ask what has been recorded: a change is told without it, too.
const EVENTS_LIMIT: Duration = Duration::from_secs(30);

/// What ends a reading or a pause before its time.
pub type Cancel<'c> = Pin<Box<dyn Future<Output = ()> + 'c>>;

/// A vCenter that is read and judged again and again. It is left only by [`Session::end`].
pub struct Session<'s> {
    runtime: Runtime,
    kept: Kept<'s>,
}

/// How a pause ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// It is over.
    Over,
    /// It was ended.
    Cancelled,
}

impl<'s> Session<'s> {
    /// Prepares it; nothing is sent yet.
    ///
    /// # Errors
    /// When the settings cannot be used, or the system gives no threads.
    pub fn new(settings: &'s Settings) -> Result<Self, Error> {
        Ok(Self { runtime: runtime()?, kept: Kept::new(settings).map_err(Error::VCenter)? })
    }

    /// Reads what the question asks for, and judges it: as [`run`](super::run) does with a live vCenter, in the session
    /// of the last time where it is still there.
    ///
    /// # Errors
    /// As those of [`run`](super::run).
    pub fn run(
        &mut self,
        question: &Question<'_>,
        progress: &dyn Progress,
        cancel: Cancel<'_>,
    ) -> Result<Run, Error> {
        let started = Instant::now();
        let (runtime, kept) = (&self.runtime, &mut self.kept);
        let inventory = fetch_part(question, |wanted, focus| {
            runtime.block_on(kept.fetch(wanted, focus, progress, cancel)).map_err(Error::VCenter)
        })?;
        let scoped = scoped(question, inventory, true)?;
        let read = started.elapsed();
        Ok(Run { read, ..judge(question, &scoped)? })
    }

    /// What the vCenter has recorded of clusters since a time by its clock, and whether there is more; `None` where that
    /// cannot be told.
    pub fn recent(&self, clusters: &[Id], since: i64) -> Option<(Vec<Event>, bool)> {
        let asked =
            async { tokio::time::timeout(EVENTS_LIMIT, self.kept.recent(clusters, since)).await.ok()? };
        let mut all = (Vec::new(), false);
        for read in self.runtime.block_on(asked)? {
            let (events, more) = read.known()?;
            all.0.extend(events.iter().cloned());
            all.1 |= more;
        }
        Some(all)
    }

    /// Waits.
    pub fn wait(&self, pause: Duration, cancel: Cancel<'_>) -> Waited {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = cancel => Waited::Cancelled,
                () = tokio::time::sleep(pause) => Waited::Over,
            }
        })
    }

    /// Does something else that waits, such as telling somebody, on the threads of the reading; `None` where it was ended.
    pub fn meanwhile<T>(&self, what: impl Future<Output = T>, cancel: Cancel<'_>) -> Option<T> {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = cancel => None,
                done = what => Some(done),
            }
        })
    }

    /// Ends the session with the vCenter.
    pub fn end(self) {
        let Self { runtime, kept } = self;
        runtime.block_on(kept.end());
        // A name that the resolver still looks for must not hold up the end.
        runtime.shutdown_background();
    }
}
