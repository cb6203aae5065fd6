//! Makes a plan: judges, collects, proves, and tells what is left.

use std::collections::BTreeMap;

use super::FORMAT;
use super::collect::{Proposed, collect};
use super::model::{Action, ClusterOutlook, Place, Plan, Proof, Wording};
use super::prove::{Outlook, Step, at_once, found};
use super::rest;
use crate::inventory::ApiVersion;
use crate::preflight::{self, Error, Question, Run, Scoped};
use crate::report::{Level, Object, Report};
use crate::rules::Message;
use crate::terms::{ObjectKind, Text, Told, shown_in_english};

/// The version that brought the client whose words most remedies use.
const NEW_CLIENT: ApiVersion = ApiVersion::of(&[6, 5]);

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The inventory could not be judged.
    Judging(#[from] Error),
    /// What came of an effect is no inventory, or the inventory has no saved form: a defect of ours.
    Defect(Text),
}

impl Told for Failed {
    fn told(&self) -> Text {
        match self {
            Self::Judging(error) => error.told(),
            Self::Defect(why) => why.clone(),
        }
    }
}

shown_in_english!(Failed);

/// Objects that are judged at most, all judgings summed, where the plan only stands beside a report.
const MOST_BESIDE: usize = 60_000;

/// Makes the plan for an inventory in scope.
///
/// # Errors
/// When it cannot be judged.
pub fn make(question: &Question<'_>, scoped: &Scoped) -> Result<Plan, Failed> {
    let question = again(question);
    let run = preflight::judge(&question, scoped)?;
    let proposed = proposed(&question, &run);
    of(&question, scoped, run.report, proposed)
}

/// Makes the plan that stands beside the report of a run, which was judged with [`Question::curing`]. None where that
/// takes long: the inventory or the plan is too large for it.
///
/// # Errors
/// When it cannot be judged.
pub fn beside(question: &Question<'_>, scoped: &Scoped, run: &Run) -> Result<Option<Plan>, Failed> {
    let objects = scoped.inventory().objects();
    if objects > MOST_BESIDE {
        return Ok(None);
    }
    let question = again(question);
    let proposed = proposed(&question, run);
    let judged = proposed.len().div_ceil(at_once(objects, proposed.len()));
    if judged.saturating_mul(objects) > MOST_BESIDE {
        return Ok(None);
    }
    of(&question, scoped, run.report.clone(), proposed).map(Some)
}

/// The question as it is asked more than once.
fn again<'q>(question: &Question<'q>) -> Question<'q> {
    Question { curing: true, placing: false, picture: false, matrix: false, ends: false, ..question.clone() }
}

/// The least level that is planned for.
fn least(question: &Question<'_>) -> Level {
    if question.policy.fail_on_warn { Level::Warn } else { Level::Fail }
}

/// The actions that rules propose for what counts.
fn proposed(question: &Question<'_>, run: &Run) -> Vec<Proposed> {
    let least = least(question);
    let start = found(&run.report);
    let wanted = start.iter().filter(|(_, place)| place.level >= least).map(|(place, _)| place.as_str());
    collect(&run.proposals, &wanted.collect())
}

fn of(
    question: &Question<'_>,
    scoped: &Scoped,
    report: Report,
    proposed: Vec<Proposed>,
) -> Result<Plan, Failed> {
    let least = least(question);
    let before = report.clone();
    let mut outlook = Outlook::new(question, scoped, report).map_err(Failed::Defect)?;
    let start = outlook.found.clone();
    let mut actions = prove(&mut outlook, proposed).map_err(Failed::Defect)?;
    let old_client = scoped.inventory().collection.api_version < NEW_CLIENT;
    let mut told: Vec<Action> = Vec::new();
    for done in actions.drain(..) {
        told.push(action(done, &start, &outlook, old_client));
    }
    let (proved, open): (Vec<Action>, Vec<Action>) =
        told.into_iter().partition(|action| action.proof.is_proved());
    let advice = rest::advice(&outlook.report, least, &open);
    let mut all: Vec<Action> = proved.into_iter().chain(open).chain(advice).collect();
    for (at, action) in all.iter_mut().enumerate() {
        action.number = at + 1;
    }
    let after = &outlook.report;
    let clusters = before.clusters.iter().map(|cluster| {
        let then = after.clusters.iter().find(|other| other.object.id == cluster.object.id);
        ClusterOutlook {
            cluster: cluster.object.clone(),
            verdict: cluster.verdict,
            verdict_after: then.and_then(|then| then.verdict),
        }
    });
    Ok(Plan {
        format: FORMAT,
        exit_code: before.exit_code,
        verdict: before.verdict,
        verdict_after: after.verdict,
        clusters: clusters.collect(),
        actions: all,
        unread: rest::unread(after, least),
        questions: rest::questions(after),
        warnings_left: rest::warnings(after, least),
        tool: before.tool,
        question: before.question,
        vcenter: before.vcenter,
        source: before.source,
    })
}

/// An action that was done, or why it was not.
struct Done {
    action: Proposed,
    not_done: Option<Wording>,
    gone: Vec<Place>,
    new: Vec<Place>,
}

/// Does the actions one after the other, and judges after each or a few. What others have cured before its turn is
/// left out.
fn prove(outlook: &mut Outlook<'_>, proposed: Vec<Proposed>) -> Result<Vec<Done>, Text> {
    let at_once = at_once(outlook.objects(), proposed.len());
    let mut all: Vec<Done> = Vec::new();
    let mut waiting = 0;
    for action in proposed {
        if !action.findings.iter().any(|place| outlook.found.contains_key(place)) {
            continue;
        }
        let not_done = outlook.act(&action).err();
        waiting += usize::from(not_done.is_none());
        all.push(Done { action, not_done, gone: Vec::new(), new: Vec::new() });
        if waiting >= at_once {
            attribute(outlook.judge()?, &mut all, waiting);
            waiting = 0;
        }
    }
    if waiting > 0 {
        attribute(outlook.judge()?, &mut all, waiting);
    }
    Ok(all)
}

/// Tells of the last few that were done what came of them: what is gone belongs to the last that is for it, all
/// else to the last.
fn attribute(step: Step, all: &mut [Done], last: usize) {
    let mut done: Vec<&mut Done> =
        all.iter_mut().rev().filter(|done| done.not_done.is_none()).take(last).collect();
    for place in step.gone {
        let theirs =
            done.iter().position(|done| done.action.findings.contains(&place.fingerprint)).unwrap_or(0);
        if let Some(one) = done.get_mut(theirs) {
            one.gone.push(place);
        }
    }
    if let Some(one) = done.first_mut() {
        one.new.extend(step.new);
    }
}

fn action(done: Done, start: &BTreeMap<String, Place>, after: &Outlook<'_>, old_client: bool) -> Action {
    let Done { action, not_done, gone, new } = done;
    let remedy = &action.remedy;
    let wording =
        |message: &Message| Wording { template: message.template.clone(), values: action.args.clone() };
    let what = remedy.action_before_6_5.as_ref().filter(|_| old_client).unwrap_or(&remedy.action);
    let helps = action.findings.iter().any(|place| !after.found.contains_key(place));
    let proof = match not_done {
        Some(why) => Proof::NotProved { why },
        None if gone.iter().any(|place| action.findings.contains(&place.fingerprint)) => Proof::Proved,
        None if helps => Proof::Part,
        None => Proof::Remains,
    };
    // What was only shifted is not new: it was there at the start as well.
    let raises = new.into_iter().filter(|place| !start.contains_key(&place.fingerprint)).collect();
    let findings: Vec<Place> = action.findings.iter().filter_map(|place| start.get(place).cloned()).collect();
    // vCenter itself is in no list of objects: a finding tells what it is called.
    let object = match (object(&action, after), findings.first()) {
        (Object { kind: ObjectKind::Vcenter, .. }, Some(place)) => place.object.clone(),
        (object, _) => object,
    };
    Action {
        number: 0,
        remedy: Some(remedy.name.clone()),
        object,
        team: Some(remedy.team),
        risk: Some(remedy.risk),
        phase: Some(remedy.phase),
        what: wording(what),
        undo: Some(wording(&remedy.undo)),
        proof,
        findings,
        clears: gone.into_iter().filter(|place| start.contains_key(&place.fingerprint)).collect(),
        raises,
        done_by: Some((action.remedy.clone(), action.args.clone())),
    }
}

/// What an action is done to, as the inventory calls it.
fn object(action: &Proposed, outlook: &Outlook<'_>) -> Object {
    let id = action.object();
    let (ty, name) = outlook.called(id).unwrap_or(("", id.to_owned()));
    let kind = match ty {
        "ClusterComputeResource" => ObjectKind::Cluster,
        "HostSystem" => ObjectKind::Host,
        "VirtualMachine" => ObjectKind::Vm,
        "Datastore" => ObjectKind::Datastore,
        "DistributedVirtualSwitch" => ObjectKind::DistributedSwitch,
        "Network" | "DistributedVirtualPortgroup" | "OpaqueNetwork" => ObjectKind::Network,
        _ => ObjectKind::Vcenter,
    };
    Object { kind, id: id.to_owned(), name, path: String::new() }
}
