//! A whole run as a library call: question → source → facts → evaluate → report.
//!
//! The scope goes with the inventory ([`Scoped`]), so that no step can forget it: what is outside is not
//! probed, not derived and not judged. Nothing here parses arguments or prints.
//!
//! ```
//! use vpreflight::preflight::{self, Question, Source};
//! use vpreflight::{facts, rules};
//!
//! let catalogue = rules::Catalogue::load(&[rules::built_in()], &facts::roots())?;
//! let selected = catalogue.select(&["lms-4.0".to_owned()])?;
//! let run = preflight::run(&Question::of(&selected), Source::Example)?;
//! assert_eq!(run.report.exit_code, 1, "the example has faults");
//! assert_eq!(run.report.prerequisites.len(), selected.rules.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod example;
mod kept;
mod probing;
mod question;
mod runtime;
mod scoped;
mod several;
mod source;

use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, Instant};

use compact_str::CompactString;

use crate::diff;
use crate::evaluate::{self, Judged, Proposal, Timing};
use crate::facts::map::ClusterMap;
use crate::facts::{self, Chosen, ClusterWiring, Facts};
use crate::inventory::Inventory;
use crate::placement::{self, Matrix};
use crate::report::{Object, PlacingInfo, Report};
use crate::terms::Relation;

pub use error::Error;
pub use kept::{Session, Waited};
pub use probing::Probing;
pub use question::{Question, Stated};
pub use scoped::Scoped;
pub use several::several;
pub use source::{Source, VCenter, examine, knock};

/// What a run gives.
#[derive(Debug)]
pub struct Run {
    /// The report.
    pub report: Report,
    /// Time for reading, probes included.
    pub read: Duration,
    /// Time for deriving the facts.
    pub facts: Duration,
    /// Time for judging.
    pub rules: Duration,
    /// Time for losses and evacuations.
    pub placing: Duration,
    /// What each rule took.
    pub timings: Vec<Timing>,
    /// Who can go where, for each way to get there, where that was asked for.
    pub matrices: Vec<Matrix>,
    /// What can be done about findings, where that was asked for.
    pub proposals: Vec<Proposal>,
}

/// Reads what the question asks for, and judges it.
///
/// # Errors
/// When the inventory could not be obtained, or what is named in the question is not in it.
pub fn run(question: &Question<'_>, source: Source<'_>) -> Result<Run, Error> {
    let started = Instant::now();
    let scoped = source::read(question, source)?;
    let read = started.elapsed();
    let derived = derive(question, scoped.inventory(), scoped.chosen())?;
    // What rules ask is in the facts: the room of the inventory is there for what they find.
    let (run, ()) = rayon::join(|| decide(question, derived), || drop(scoped));
    Ok(Run { read, ..run })
}

/// As [`run`], and the inventory stays in hand, to be judged again.
///
/// # Errors
/// As [`run`].
pub fn run_keeping(question: &Question<'_>, source: Source<'_>) -> Result<(Run, Scoped), Error> {
    let started = Instant::now();
    let scoped = source::read(question, source)?;
    let read = started.elapsed();
    let run = judge(question, &scoped)?;
    Ok((Run { read, ..run }, scoped))
}

/// Reads what the question asks for, to judge it more than once.
///
/// # Errors
/// As [`run`].
pub fn read(question: &Question<'_>, source: Source<'_>) -> Result<Scoped, Error> {
    source::read(question, source)
}

/// Reads everything, as it is saved for later runs, with the probes that are asked for.
///
/// # Errors
/// When the inventory could not be obtained.
pub fn collect(source: Source<'_>, probing: Option<&Probing>) -> Result<Inventory, Error> {
    source::collect(source, probing)
}

/// The map of each cluster in scope, and the VMs that the scope names.
#[derive(Debug)]
pub struct Mapped {
    /// The maps.
    pub maps: Vec<ClusterMap>,
    /// Managed-object ids of the VMs that are asked about; `None` = all.
    pub vms: Option<BTreeSet<CompactString>>,
    /// Those of them that are on no map: they do not run, or on no host in service.
    pub absent: Vec<String>,
    /// VMs in scope that share their name with another.
    pub namesakes: Vec<Object>,
    scoped: Scoped,
}

impl Mapped {
    /// The map of a cluster as if hosts of it that are out of service were back: cluster and hosts by id.
    pub fn with_back(&self, cluster: &str, hosts: &[&str]) -> Option<ClusterMap> {
        let given = facts::Given::default();
        facts::map_with_back(self.scoped.inventory(), self.scoped.chosen(), &given, (cluster, hosts))
    }
}

/// Reads what the question asks for, and maps who can go where. Of its rules only what they read counts.
///
/// # Errors
/// As [`run`].
pub fn map(question: &Question<'_>, source: Source<'_>) -> Result<Mapped, Error> {
    let scoped = source::read(question, source)?;
    let chosen = scoped.chosen().clone();
    let ids: BTreeSet<CompactString> = chosen.vms.iter().map(|vm| vm.id.clone()).collect();
    let (facts, maps) = facts::build_mapped(scoped.inventory(), chosen, &facts::Given::default());
    let mapped: HashSet<&str> =
        maps.iter().flat_map(|map| &map.vms).map(|vm| vm.identity.id.as_str()).collect();
    let named = facts.identity.vms.iter().filter(|vm| ids.contains(vm.id.as_str()));
    let absent = named.filter(|vm| !mapped.contains(vm.id.as_str())).map(|vm| vm.path.clone()).collect();
    let namesakes = evaluate::namesakes(&facts);
    Ok(Mapped { maps, vms: (!ids.is_empty()).then_some(ids), absent, namesakes, scoped })
}

/// Judges an inventory that is in hand.
///
/// # Errors
/// When it does not have the VM that is stated to be the application's.
pub fn judge(question: &Question<'_>, scoped: &Scoped) -> Result<Run, Error> {
    judge_chosen(question, scoped.inventory(), scoped.chosen())
}

/// Judges all of an inventory that its owner keeps, as who tries many that differ little does.
///
/// # Errors
/// When it does not have the VM that is stated to be the application's.
pub fn judge_whole(question: &Question<'_>, inventory: &Inventory) -> Result<Run, Error> {
    judge_chosen(question, inventory, &Chosen::default())
}

/// Judges another inventory in the scope of one, as it would be after changes.
///
/// # Errors
/// As [`judge`].
pub fn judge_instead(question: &Question<'_>, scoped: &Scoped, other: &Inventory) -> Result<Run, Error> {
    judge_chosen(question, other, scoped.chosen())
}

fn judge_chosen(question: &Question<'_>, inventory: &Inventory, chosen: &Chosen) -> Result<Run, Error> {
    Ok(decide(question, derive(question, inventory, chosen)?))
}

/// What rules are asked about: all that a run takes from its inventory.
struct Derived {
    facts: Facts,
    asked: evaluate::Run,
    /// What losses and evacuations come to, by the id of the cluster.
    placed: Vec<(CompactString, PlacingInfo)>,
    matrices: Vec<Matrix>,
    wiring: Option<Vec<ClusterWiring>>,
    took: Duration,
    placing: Duration,
}

fn derive(question: &Question<'_>, inventory: &Inventory, chosen: &Chosen) -> Result<Derived, Error> {
    let started = Instant::now();
    let given = question.stated.given(inventory, question.selected)?;
    let (mut placed, mut placing) = (Vec::new(), Duration::ZERO);
    let mut matrices: Vec<Matrix> = Vec::new();
    let facts = match question.placing {
        true => facts::build_handing_maps(inventory, chosen.clone(), &given, |maps| {
            let from = Instant::now();
            let ids: Vec<CompactString> = maps.iter().map(|map| map.cluster.id.clone()).collect();
            placed.extend(ids.into_iter().zip(placement::summaries(&maps)));
            if question.matrix {
                add(&mut matrices, &maps);
            }
            placing += from.elapsed();
        }),
        false => facts::build_chosen(inventory, chosen.clone(), &given),
    };
    let took = started.elapsed().saturating_sub(placing);
    let asked = question.asked(inventory, &facts);
    let wiring = question.picture.then(|| facts::wiring(inventory, &facts));
    Ok(Derived { facts, asked, placed, matrices, wiring, took, placing })
}

fn decide(question: &Question<'_>, derived: Derived) -> Run {
    let started = Instant::now();
    let Derived { facts, asked, placed, matrices, wiring, took, placing } = derived;
    let Judged { mut report, timings, proposals } = evaluate::judged(&facts, question.selected, &asked);
    for (id, told) in placed {
        if let Some(theirs) = report.clusters.iter_mut().find(|cluster| cluster.object.id == id) {
            theirs.placing = Some(told);
        }
    }
    if let Some(wiring) = &wiring {
        evaluate::draw(&mut report, wiring);
    }
    if question.ends {
        std::mem::forget(facts);
    }
    let rules = started.elapsed();
    if let Some((name, baseline)) = &question.baseline {
        diff::mark(&mut report, baseline, name);
    }
    Run { report, read: Duration::ZERO, facts: took, rules, placing, timings, matrices, proposals }
}

/// Cells of a cluster up to which its VMs stand one by one.
const MOST_CELLS: usize = 50_000;

/// Adds some clusters to the matrices.
fn add(matrices: &mut Vec<Matrix>, maps: &[ClusterMap]) {
    for relation in [Relation::Live, Relation::Restart] {
        let made = placement::matrix_of_vms(maps, relation, MOST_CELLS);
        match matrices.iter_mut().find(|matrix| matrix.relation == relation) {
            Some(matrix) => matrix.clusters.extend(made.clusters),
            None => matrices.push(made),
        }
    }
}
