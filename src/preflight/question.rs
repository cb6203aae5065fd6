//! What is asked of a run.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::Error;
use super::probing::Probing;
use crate::decisions::Decisions;
use crate::evaluate::{Policy, Run};
use crate::facts::{self, Facts, Restriction};
use crate::inventory::{Collection, Inventory};
use crate::report::{Given, Object, Report};
use crate::rules::Selected;
use crate::terms::Reading;
use crate::terms::time::Zone;

/// What is asked of a run.
#[derive(Clone)]
pub struct Question<'q> {
    /// The rules.
    pub selected: &'q Selected<'q>,
    /// Folders of rule files beyond the built-in ones, as the report names them.
    pub rule_dirs: Vec<String>,
    /// What is judged.
    pub scope: Restriction,
    /// What the operator states.
    pub stated: Stated,
    /// What people said.
    pub decisions: Arc<Decisions>,
    /// How the seed is read.
    pub reading: Reading,
    /// What the exit code makes of the outcomes.
    pub policy: Policy,
    /// Where the user is.
    pub zone: Zone,
    /// The earlier report, by name, beside which only what is new counts.
    pub baseline: Option<(String, Report)>,
    /// The probes from this machine.
    pub probing: Option<Probing>,
    /// Whether the report says what losses and evacuations of hosts come to.
    pub placing: bool,
    /// Whether it is drawn how the hosts are wired.
    pub picture: bool,
    /// Whether it is told who can go where, VM by VM.
    pub matrix: bool,
    /// Whether it is told what can be done about each finding.
    pub curing: bool,
    /// Whether the process ends with the run: then the system takes back what was read and derived, at once and not
    /// piece by piece.
    pub ends: bool,
}

/// What the operator states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The application's VM: name, inventory path or managed-object id.
    pub lms_vm: Option<String>,
    /// When the application was installed.
    pub installed_at: Option<jiff::Timestamp>,
    /// The end of that time, where only a day was stated.
    pub installed_until: Option<jiff::Timestamp>,
    /// This machine is the PC of the vSphere Client.
    pub client_here: bool,
    /// The decisions file, as the report names it.
    pub decisions: Option<String>,
}

impl<'q> Question<'q> {
    /// These rules over everything, with nothing stated: the practical reading, the usual exit codes.
    pub fn of(selected: &'q Selected<'q>) -> Self {
        Self {
            selected,
            rule_dirs: Vec::new(),
            scope: Restriction::default(),
            stated: Stated::default(),
            decisions: Arc::default(),
            reading: Reading::default(),
            policy: Policy::default(),
            zone: Zone::default(),
            baseline: None,
            probing: None,
            placing: false,
            picture: false,
            matrix: false,
            curing: false,
            ends: false,
        }
    }

    /// The properties that rules and probes need, and no more.
    pub(super) fn wanted(&self) -> BTreeSet<String> {
        let rules = self.selected.reads();
        let remedies = if self.curing { self.selected.reads_of_remedies() } else { BTreeSet::new() };
        let reads = rules.into_iter().chain(remedies).chain(facts::reads_base().iter().copied());
        let probes = self.probing.iter().flat_map(|_| Probing::READS);
        reads.map(str::to_owned).chain(probes.map(|read| (*read).to_owned())).collect()
    }

    /// The question as it is judged and reported.
    pub(super) fn asked(&self, inventory: &Inventory, facts: &Facts) -> Run {
        let run = Run {
            reading: self.reading,
            policy: self.policy,
            rule_dirs: self.rule_dirs.clone(),
            decisions: Arc::clone(&self.decisions),
            curing: self.curing,
            ..Run::of(inventory).within(self.zone.clone())
        };
        Run { given: self.stated.told(facts, &run, &inventory.collection), ..run }
    }
}

impl Stated {
    /// What facts take of it, under the profiles of the rules.
    pub(super) fn given(
        &self,
        inventory: &Inventory,
        selected: &Selected<'_>,
    ) -> Result<facts::Given, Error> {
        let app = self.lms_vm.as_deref().map(|name| facts::find_vm(inventory, name)).transpose()?;
        Ok(facts::Given {
            installed_at_s: self.installed_at.map(jiff::Timestamp::as_second),
            installed_until_s: self.installed_until.map(jiff::Timestamp::as_second),
            without_ha: !selected.covers(&["ha".to_owned()]),
            without_vmotion: !selected.covers(&["vmotion".to_owned()]),
            app,
            client_here: self.client_here,
        })
    }

    /// What the report says of it.
    fn told(&self, facts: &Facts, run: &Run, read: &Collection) -> Given {
        let lms_vm = match &facts.app {
            facts::AppVm::At(at) => facts.identity.vms.get(*at).map(|who| Object {
                kind: who.kind,
                id: who.id.to_string(),
                name: who.name.to_string(),
                path: who.path.clone(),
            }),
            facts::AppVm::NotNamed | facts::AppVm::Unseen(_) => None,
        };
        Given {
            installed_at: self.installed_at.map(|time| time.to_string()),
            installed_ahead: self.installed_at.is_some_and(|installed| is_ahead(installed, read)),
            lms_vm,
            client_here: self.client_here,
            decisions: self.decisions.clone(),
            today: self.decisions.as_ref().map(|_| run.today.to_string()),
        }
    }
}

/// Whether a time is later than a reading by every clock that was read.
fn is_ahead(time: jiff::Timestamp, read: &Collection) -> bool {
    let clocks = [&read.at, &read.machine_at].into_iter().filter_map(|at| at.parse::<jiff::Timestamp>().ok());
    clocks.max().is_some_and(|latest| time > latest)
}
