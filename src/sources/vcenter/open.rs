//! Event collectors that exist on the server, to be destroyed whatever happens.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use super::http::{Client, Method};
use crate::inventory::MoRef;

/// Longest wait for the end of a collector that was left behind.
const DESTROY_LIMIT: Duration = Duration::from_secs(5);

/// Collectors that exist on the server.
#[derive(Default)]
pub(super) struct Open(Mutex<Vec<MoRef>>);

impl Open {
    pub fn add(&self, collector: &MoRef) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(collector.clone());
    }

    pub fn remove(&self, collector: &MoRef) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|open| open != collector);
    }

    /// Forgets them: they have ended with their session.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Destroys what an error or a time limit has left behind. That it fails is no reason to fail.
    pub async fn destroy(&self, client: &Client) {
        let left = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for collector in left.iter().filter(|_| client.has_cookie()) {
            let destroyed =
                timeout(DESTROY_LIMIT, client.call(Method::DestroyCollector, collector, "")).await;
            if !matches!(destroyed, Ok(Ok(_))) {
                return;
            }
        }
    }
}
