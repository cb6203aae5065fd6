//! Event collectors that exist on the server, to be destroyed whatever happens.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use super::http::{Client, Method};
use crate::inventory::MoRef;

/// Longest wait for a collector that is being made, and for the end of one that was left behind.
const DESTROY_LIMIT: Duration = Duration::from_secs(5);

/// Collectors that exist on the server.
#[derive(Default)]
pub(super) struct Open {
    made: Mutex<Vec<MoRef>>,
    /// How many are being made.
    making: AtomicUsize,
    /// Tells that one of those was made, or was not.
    settled: Notify,
}

/// A collector that is being made, until this is dropped.
pub(super) struct Making(Arc<Open>);

impl Drop for Making {
    fn drop(&mut self) {
        self.0.making.fetch_sub(1, Ordering::SeqCst);
        self.0.settled.notify_waiters();
    }
}

impl Open {
    /// Tells that a collector is being made: until it is known it cannot be ended.
    pub fn making(self: &Arc<Self>) -> Making {
        self.making.fetch_add(1, Ordering::SeqCst);
        Making(Arc::clone(self))
    }

    pub fn add(&self, collector: &MoRef) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(collector.clone());
    }

    pub fn remove(&self, collector: &MoRef) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).retain(|open| open != collector);
    }

    /// Forgets them: they have ended with their session.
    pub fn forget(&self) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Waits until none is being made.
    async fn settle(&self) {
        loop {
            let next = self.settled.notified();
            if self.making.load(Ordering::SeqCst) == 0 {
                return;
            }
            next.await;
        }
    }

    /// Destroys what an error or a time limit has left behind. That it fails is no reason to fail.
    pub async fn destroy(&self, client: &Client) {
        let _ = timeout(DESTROY_LIMIT, self.settle()).await;
        let left = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        for collector in left.iter().filter(|_| client.has_cookie()) {
            let destroyed =
                timeout(DESTROY_LIMIT, client.call(Method::DestroyCollector, collector, "")).await;
            if !matches!(destroyed, Ok(Ok(_))) {
                return;
            }
        }
    }
}
