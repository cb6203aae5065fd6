//! The finished result of a run: verdict, prerequisites, findings. Knows no format; every renderer
//! and the exit code read only this. Its JSON form is versioned: `docs/report.schema.json`.

mod altered;
mod answer;
mod cluster;
mod coverage;
mod decided;
mod evidence;
mod finding;
mod fleet;
mod heat;
mod held;
mod object;
mod open;
mod origin;
pub mod picture;
mod place;
mod placing;
mod prerequisite;
mod question;
pub mod rows;
pub mod standing;
pub mod stops;
mod tally;

pub use altered::{Baseline, Override};
pub use answer::{FORMAT, Report, Tool};
pub use cluster::{ClusterInfo, LeftOut};
pub use coverage::{Coverage, Covered};
pub use decided::Decision;
pub use evidence::{Evidence, NamedEvidence, Told};
pub use finding::Finding;
pub use fleet::{Fleet, Member, Same};
pub use heat::{Cell, HeatMap, HeatRow, Hindrance, Home};
pub use held::{Differs, HeldAgainst, MovePair};
pub use object::Object;
pub use open::{Answer, Open};
pub use origin::{SourceInfo, VCenterInfo};
pub use place::{Occurrence, distinct};
pub use placing::{HostPlacing, HostsThat, PlacingInfo, WorstLoss};
pub use prerequisite::{Ask, Asked, InCluster, Prerequisite, Reason, Shown, Skipped, Source, Undecided};
pub use question::{Given, Policy, Question, Scope};
pub use tally::Tally;

pub use crate::terms::{
    Area, DecisionKind, Level, ObjectKind, OutOfService, Outcome, Reading, ReasonKind, Severity, SourceKind,
    Stale, Text, Verdict,
};
