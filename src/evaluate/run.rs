//! What a run was asked, and what judging took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::decisions::Decisions;
use crate::inventory::Inventory;
use crate::report::{Given, Policy, Reading, SourceInfo, VCenterInfo};
use crate::terms::time::Zone;

/// What a run was asked besides the profiles, and what identifies its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How the seed is read.
    pub reading: Reading,
    /// What the exit code makes of the outcomes.
    pub policy: Policy,
    /// Folders of rule files beyond the built-in ones.
    pub rule_dirs: Vec<String>,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// How the data was obtained.
    pub source: SourceInfo,
    /// What the operator stated.
    pub given: Given,
    /// What people said.
    pub decisions: Arc<Decisions>,
    /// Where the user is: times are shown and days are counted there.
    pub zone: Zone,
    /// The day against which their dates are held: that of the reading, so that the same inventory
    /// gives the same answer; without it, today.
    pub today: Date,
}

impl Run {
    /// A run over an inventory, in the practical reading with the usual exit codes.
    pub fn of(inventory: &Inventory) -> Self {
        let about = &inventory.vcenter.about;
        let collection = &inventory.collection;
        Self {
            reading: Reading::default(),
            policy: Policy::default(),
            rule_dirs: Vec::new(),
            vcenter: VCenterInfo {
                name: about.name.clone(),
                version: about.version.clone(),
                build: about.build.clone(),
                api_version: collection.api_version.to_string(),
                instance_uuid: about.instance_uuid.clone(),
            },
            source: SourceInfo {
                server: collection.server.clone(),
                at: collection.at.clone(),
                took_ms: collection.took_ms,
                requests: collection.requests,
                bytes: collection.bytes,
            },
            given: Given::default(),
            decisions: Arc::default(),
            today: day(&collection.at, &Zone::default()),
            zone: Zone::default(),
        }
    }

    /// The run of a user in this zone.
    #[must_use]
    pub fn within(self, zone: Zone) -> Self {
        Self { today: day(&self.source.at, &zone), zone, ..self }
    }
}

/// The day of a time in a zone; today where it is no time.
fn day(at: &str, zone: &Zone) -> Date {
    zone.day(at.parse().unwrap_or_else(|_| jiff::Timestamp::now()))
}

/// What judging one rule took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Id of the rule.
    pub rule: String,
    /// Processor time of all threads.
    pub time: Duration,
    /// Objects that were judged, and elements of their lists.
    pub objects: usize,
}

/// The time a piece of work took.
pub(super) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}
