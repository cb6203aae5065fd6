//! What the operator stated about the run.

use super::index::Index;
use super::{GivenFacts, vcenter};
use crate::inventory::Id;

/// What only the operator can say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The VM with the application, by its managed-object id.
    pub app: Option<Id>,
    /// When the application was installed, seconds since 1970-01-01 UTC.
    pub installed_at_s: Option<i64>,
}

/// As rules see it. What is not installed yet is tested before it is installed: its time is now.
pub(super) fn facts(ix: &Index<'_>, given: &Given) -> GivenFacts {
    GivenFacts {
        install_stated: given.installed_at_s.is_some(),
        installed_at_s: given.installed_at_s.map_or_else(|| vcenter::clock(ix), Ok),
    }
}
