//! A vCenter that is looked at again and again: what has changed since the last look, and who is told of it.
//!
//! Changes are those of [`crate::diff`]. Nothing here reads a vCenter or prints.

mod alerts;
mod notice;
mod pace;
mod tell;

use std::collections::BTreeSet;

use crate::diff::{self, Change, Diff};
use crate::report::{Report, Tool, Verdict};
use crate::terms::Text;

pub use alerts::{Alert, Alerts};
pub use notice::{FORMAT, Kind, Notice, Recorded, Recording, Verdicts, Who};
pub use pace::{Every, Pace};
pub use tell::{Ear, Failed, Form};

/// Numbers of a watch since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Rounds that were begun.
    pub rounds: u64,
    /// Of them, those that could not read.
    pub unread: u64,
    /// Rounds that found something changed.
    pub changes: u64,
    /// Notices that did not arrive.
    pub not_told: u64,
}

/// What the rounds so far have come to.
#[derive(Debug, Default)]
pub struct Watch {
    /// The last report there is.
    last: Option<Report>,
    /// The vCenter could not be read the last time.
    is_unread: bool,
    /// Numbers.
    pub numbers: Numbers,
}

impl Watch {
    /// A watch whose first round is held against an earlier report, if there is one.
    pub fn since(baseline: Option<Report>) -> Self {
        Self { last: baseline, ..Self::default() }
    }

    /// There is something to hold a round against.
    pub fn has_baseline(&self) -> bool {
        self.last.is_some()
    }

    /// A round has read: what is to be told of it, if anything is.
    pub fn seen(&mut self, report: &Report) -> Option<Notice> {
        self.numbers.rounds += 1;
        let again = std::mem::take(&mut self.is_unread);
        let old = self.last.as_ref()?;
        let mut difference = diff::compare(old, report);
        difference.places.retain(|item| item.change != Change::Unchanged);
        let changed = old.verdict != report.verdict || !difference.places.is_empty();
        self.numbers.changes += u64::from(changed);
        if !changed && !again {
            return None;
        }
        let was = if again { Verdict::CannotTell } else { old.verdict };
        Some(Notice {
            kind: if again { Kind::ReadAgain } else { Kind::Change },
            verdict: Verdicts { was, is: report.verdict },
            at: report.source.at.clone(),
            difference: Some(difference),
            ..self.notice(report)
        })
    }

    /// Keeps the report of a round for the next.
    pub fn keep(&mut self, report: Report) {
        self.last = Some(report);
    }

    /// A round could not read: what is to be told of it, if that has not been told yet.
    pub fn unread(&mut self, at: &str, error: &Text) -> Option<Notice> {
        self.numbers.rounds += 1;
        self.numbers.unread += 1;
        if std::mem::replace(&mut self.is_unread, true) {
            return None;
        }
        let last = self.last.as_ref()?;
        Some(Notice {
            kind: Kind::Unread,
            verdict: Verdicts { was: last.verdict, is: Verdict::CannotTell },
            at: at.to_owned(),
            error: Some(error.clone()),
            ..self.notice(last)
        })
    }

    fn notice(&self, report: &Report) -> Notice {
        Notice {
            format: FORMAT,
            kind: Kind::Change,
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            server: report.source.server.clone(),
            instance_uuid: report.vcenter.instance_uuid.clone(),
            round: self.numbers.rounds,
            at: String::new(),
            verdict: Verdicts { was: report.verdict, is: report.verdict },
            error: None,
            difference: None,
            recorded: None,
        }
    }
}

/// The clusters in which something has changed, by managed-object id.
pub fn clusters(difference: &Diff) -> BTreeSet<&str> {
    difference.places.iter().filter_map(|item| item.cluster.as_deref()).collect()
}
