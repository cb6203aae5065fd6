//! What waits for the network.

use tokio::runtime::{Builder, Runtime};

use super::error::Error;

/// A runtime on threads of its own.
pub fn runtime() -> Result<Runtime, Error> {
    Builder::new_multi_thread().enable_all().build().map_err(Error::Runtime)
}
