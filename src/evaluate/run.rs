//! What a run was asked, and what judging took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::decisions::Decisions;
use crate::inventory::{Collection, Inventory};
use crate::report::{Given, Policy, Reading, SourceInfo, SourceKind, VCenterInfo};
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
    /// From what.
    pub kind: SourceKind,
    /// What the operator stated.
    pub given: Given,
    /// What people said.
    pub decisions: Arc<Decisions>,
    /// Where the user is: times are shown and days are counted there.
    pub zone: Zone,
    /// The day against which their dates are held: that of the reading, so that the same inventory
    /// gives the same answer; without it, today.
    pub today: Date,
    /// Whether it is told what can be done about each finding.
    pub curing: bool,
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
                server: server(inventory).to_owned(),
                at: collection.at.clone(),
                machine_at: apart(&collection.at, &collection.machine_at),
                tls_legacy: collection.tls_legacy,
                took_ms: collection.took_ms,
                requests: collection.requests,
                bytes: collection.bytes,
            },
            kind: collection.kind,
            given: Given::default(),
            decisions: Arc::default(),
            today: Date::default(),
            curing: false,
            zone: Zone::default(),
        }
        .within(Zone::default())
    }

    /// The run of a user in this zone.
    #[must_use]
    pub fn within(self, zone: Zone) -> Self {
        Self { today: day(&self.source, &zone), zone, ..self }
    }
}

/// The server by its name; what somebody else saved does not always tell it.
fn server(inventory: &Inventory) -> &str {
    let Collection { server, kind, .. } = &inventory.collection;
    if server.is_empty() && !kind.is_whole() { &inventory.vcenter.about.instance_uuid } else { server }
}

/// The day of the reading in a zone, by the later of two clocks that are far apart; today where neither was
/// read.
fn day(source: &SourceInfo, zone: &Zone) -> Date {
    let clocks = [Some(&source.at), source.machine_at.as_ref()];
    let latest = clocks.into_iter().flatten().filter_map(|at| at.parse::<Timestamp>().ok()).max();
    zone.day(latest.unwrap_or_else(Timestamp::now))
}

/// The clock of the machine that read an inventory, where it is worth telling beside the server's.
fn apart(server: &str, machine: &str) -> Option<String> {
    const DAY: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
    let here: Timestamp = machine.parse().ok()?;
    let close = server.parse::<Timestamp>().is_ok_and(|there| here.duration_since(there).abs() <= DAY);
    (!close).then(|| machine.to_owned())
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
