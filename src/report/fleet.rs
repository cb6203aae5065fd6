//! Several vCenters in one run: a report of each that could be read, and what that means for all.

use serde::{Deserialize, Serialize};

use super::{Report, Text, Tool, Verdict};

/// Version of the JSON form.
const FORMAT: u32 = 1;

/// What a run over several vCenters has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fleet {
    /// Version of this form.
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// The worst answer; *cannot tell* is worse than *ready*.
    pub verdict: Verdict,
    /// Questions that wait for a person, of all vCenters.
    pub open_questions: usize,
    /// Exit code of the run.
    pub exit_code: u8,
    /// Sources that are one vCenter, by its instance UUID.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<Same>,
    /// Each vCenter, in the order in which they were named.
    pub vcenters: Vec<Member>,
}

/// Sources of one vCenter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Same {
    /// Its instance UUID.
    pub instance_uuid: String,
    /// The sources.
    pub sources: Vec<String>,
}

/// One vCenter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Server or file, as it was named.
    pub source: String,
    /// The answer for it: one that could not be read cannot be told.
    pub verdict: Verdict,
    /// Why it could not be read; absent where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Text>,
    /// Its report; absent where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

impl Member {
    /// Why it could not be read, with its source; nothing where it was. A reason that names the source names it once.
    pub fn unread(&self) -> Option<Text> {
        let error = self.error.clone()?;
        let named = error.en.contains(&self.source) && error.ja.contains(&self.source);
        Some(if named { error } else { Text::same(format!("{}: ", self.source)).and(&error) })
    }

    /// Its instance UUID; empty where nobody knows it.
    pub fn instance_uuid(&self) -> &str {
        self.report.as_ref().map_or("", |report| report.vcenter.instance_uuid.as_str())
    }
}

impl Fleet {
    /// What comes of several vCenters, each with its report or why there is none.
    pub fn of(tool: Tool, read: Vec<(String, Result<Report, Text>)>) -> Self {
        let vcenters: Vec<Member> = read
            .into_iter()
            .map(|(source, read)| match read {
                Ok(report) => Member { source, verdict: report.verdict, error: None, report: Some(report) },
                Err(error) => {
                    Member { source, verdict: Verdict::CannotTell, error: Some(error), report: None }
                }
            })
            .collect();
        let any = |verdict: Verdict| vcenters.iter().any(|one| one.verdict == verdict);
        let verdict = [Verdict::NotReady, Verdict::CannotTell].into_iter().find(|one| any(*one));
        let reports = || vcenters.iter().filter_map(|one| one.report.as_ref());
        let ends = |code: u8| reports().any(|report| report.exit_code == code);
        let unread = vcenters.iter().any(|one| one.report.is_none());
        let exit_code = match () {
            () if reports().next().is_none() => 4,
            () if ends(1) => 1,
            () if unread || ends(3) => 3,
            () => 0,
        };
        Self {
            format: FORMAT,
            tool,
            verdict: verdict.unwrap_or(Verdict::Ready),
            open_questions: reports().map(Report::count_open).sum(),
            exit_code,
            same: same(&vcenters),
            vcenters,
        }
    }
}

/// Sources that are one vCenter.
fn same(vcenters: &[Member]) -> Vec<Same> {
    let mut found: Vec<Same> = Vec::new();
    for one in vcenters.iter().filter(|one| !one.instance_uuid().is_empty()) {
        match found.iter_mut().find(|same| same.instance_uuid == one.instance_uuid()) {
            Some(same) => same.sources.push(one.source.clone()),
            None => found.push(Same {
                instance_uuid: one.instance_uuid().to_owned(),
                sources: vec![one.source.clone()],
            }),
        }
    }
    found.retain(|same| same.sources.len() > 1);
    found
}
