//! One cause, one line: equal findings on several objects become one, in a fixed order.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::found::{Counted, Doubt, EXAMPLES, Found, Hit, Proposal, Query, Spot};
use super::noting::Context;
use super::rows;
use crate::report::{
    Ask, Asked, Evidence, Finding, InCluster, Level, Object, Occurrence, Outcome, Reason, Shown, Skipped,
    Tally, Text, Undecided,
};
use crate::schema::Unknown;
use crate::terms::{Lang, Subject, hex};

/// What goes into a prerequisite.
pub struct Folded {
    /// Outcome over all objects.
    pub outcome: Outcome,
    /// Objects by outcome.
    pub objects: Tally,
    /// The same for each cluster.
    pub by_cluster: Vec<InCluster>,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Undecided questions, worst first.
    pub undecided: Vec<Undecided>,
    /// Skipped objects.
    pub skipped: Vec<Skipped>,
    /// Values shown.
    pub shown: Vec<Shown>,
    /// What waits for a person.
    pub asks: Vec<Ask>,
    /// What can be done about findings, where that was asked for.
    pub proposals: Vec<Proposal>,
}

/// Folds what judging a rule has yielded.
pub fn fold(context: &Context<'_>, found: Found<'_>) -> Folded {
    let mut shown = found.shown;
    shown.sort_by(|a, b| by_object(&a.object, &b.object));
    let all = found.counted.values().copied().reduce(Counted::and);
    let mut hits = found.hits;
    let proposals = proposals(context, &mut hits);
    Folded {
        proposals,
        outcome: all.map_or(Outcome::NotApplicable, |all| all.worst),
        objects: all.map(|all| all.objects).unwrap_or_default(),
        by_cluster: by_cluster(context, &found.counted),
        findings: findings(context, hits),
        undecided: undecided(context, found.doubts),
        skipped: skipped(context, &found.skipped),
        shown,
        asks: asks(context, found.asked),
    }
}

/// What was counted in each cluster, in the order of the report's clusters; what is in none comes last.
fn by_cluster(context: &Context<'_>, counted: &BTreeMap<Option<usize>, Counted>) -> Vec<InCluster> {
    let mut clusters: Vec<(Option<Object>, Counted)> = counted
        .iter()
        .map(|(at, counted)| (at.map(|at| rows::object(context.facts, Subject::Cluster, at)), *counted))
        .collect();
    clusters.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => (&a.path, &a.id).cmp(&(&b.path, &b.id)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let clusters = clusters.into_iter();
    clusters
        .map(|(cluster, Counted { objects, worst })| InCluster {
            cluster: cluster.map(|cluster| cluster.id),
            outcome: worst,
            objects,
        })
        .collect()
}

/// What can be done about each finding at its place.
fn proposals(context: &Context<'_>, hits: &mut [Hit<'_>]) -> Vec<Proposal> {
    let cured = hits.iter_mut().filter(|hit| !hit.remedies.is_empty());
    let proposal = |hit: &mut Hit<'_>| Proposal {
        fingerprint: occurrence(context, &hit.finding.name, &hit.spot).fingerprint,
        remedies: std::mem::take(&mut hit.remedies),
    };
    cured.map(proposal).collect()
}

/// Hits of one finding with equal evidence and hosts.
struct Fold<'a> {
    first: Hit<'a>,
    objects: Vec<Occurrence>,
}

/// What equal hits have in common: finding, level, evidence (but the name of the element), hosts, waiver.
type Alike = (usize, Level, Vec<Evidence>, Vec<String>, Option<usize>);

fn findings(context: &Context<'_>, hits: Vec<Hit<'_>>) -> Vec<Finding> {
    let mut places: HashMap<Alike, usize> = HashMap::new();
    let mut folds: Vec<Fold<'_>> = Vec::new();
    for hit in hits {
        let at = occurrence(context, &hit.finding.name, &hit.spot);
        let key = (hit.finding.position, hit.level, alike(&hit), hit.blocks.clone(), hit.decision);
        match places.get(&key) {
            Some(place) => folds[*place].objects.push(at),
            None => {
                places.insert(key, folds.len());
                folds.push(Fold { first: hit, objects: vec![at] });
            }
        }
    }
    for fold in &mut folds {
        fold.objects.sort_by(by_place);
        together(fold);
    }
    folds.sort_by(|a, b| {
        // What a person has accepted comes last.
        let rank = |fold: &Fold<'_>| {
            let Hit { finding, level, decision, .. } = &fold.first;
            (decision.is_some(), std::cmp::Reverse(*level), finding.position, *decision)
        };
        rank(a)
            .cmp(&rank(b))
            .then_with(|| first(&a.objects, &b.objects))
            .then_with(|| a.first.evidence.cmp(&b.first.evidence))
    });
    folds.into_iter().map(|fold| finding(context, fold)).collect()
}

/// Whether a piece of evidence is no more than the name of the element, which no text takes from it.
fn is_element(finding: &crate::rules::Finding, at: usize, evidence: &Evidence, element: &str) -> bool {
    let used = |name: &str| {
        let texts = std::iter::once(&finding.message).chain(&finding.fix);
        texts.flat_map(|text| [&text.template.en, &text.template.ja]).any(|text| text.has(name))
    };
    let named = finding.evidence.get(at).is_some_and(|evidence| !used(&evidence.name));
    named && !element.is_empty() && matches!(evidence, Evidence::Text(text) if text == element)
}

/// The evidence of a hit without the name of its element: one cause is told once, with all its places.
fn alike(hit: &Hit<'_>) -> Vec<Evidence> {
    let evidence = hit.evidence.iter().enumerate();
    evidence
        .map(|(at, evidence)| match is_element(hit.finding, at, evidence, &hit.spot.element) {
            true => Evidence::Text(String::new()),
            false => evidence.clone(),
        })
        .collect()
}

/// The evidence of all hits of a fold.
fn together(fold: &mut Fold<'_>) {
    let mut elements: Vec<&str> = fold.objects.iter().map(|at| at.element.as_str()).collect();
    elements.sort_unstable();
    elements.dedup();
    if elements.len() < 2 {
        return;
    }
    let all = Evidence::List(elements.into_iter().map(str::to_owned).collect());
    let Hit { finding, evidence, spot, .. } = &mut fold.first;
    for (at, evidence) in evidence.iter_mut().enumerate() {
        if is_element(finding, at, evidence, &spot.element) {
            *evidence = all.clone();
        }
    }
}

fn finding(context: &Context<'_>, fold: Fold<'_>) -> Finding {
    let Hit { finding, level, evidence, blocks, spot, decision, .. } = fold.first;
    let cluster = rows::cluster_of(context.facts, spot.subject, spot.at);
    let evidence = evidence.into_iter().map(|evidence| context.resting.told(evidence));
    Finding {
        name: finding.name.clone(),
        level,
        message: finding.message.template.clone(),
        fix: finding.fix.as_ref().map(|fix| fix.template.clone()),
        evidence: finding.evidence.iter().map(|named| &named.name).zip(evidence).collect(),
        faults: finding.faults.clone(),
        basis: finding.basis.clone(),
        blocks: blocks.iter().map(|name| context.hosts.named(name, cluster)).collect(),
        objects: fold.objects,
        decision,
    }
}

fn undecided(context: &Context<'_>, doubts: Vec<Doubt>) -> Vec<Undecided> {
    let mut folds: HashMap<(Level, Unknown, Option<usize>), Vec<Occurrence>> = HashMap::new();
    for doubt in doubts {
        let at = occurrence(context, "", &doubt.spot);
        // Most stand alone, and an empty list makes room for four.
        match folds.entry((doubt.ceiling, doubt.why, doubt.decision)) {
            Entry::Occupied(mut others) => others.get_mut().push(at),
            Entry::Vacant(place) => _ = place.insert(vec![at]),
        }
    }
    let mut undecided: Vec<(Unknown, Undecided)> = folds
        .into_iter()
        .map(|((ceiling, why, decision), mut objects)| {
            objects.sort_by(by_place);
            // Several findings may lack the same.
            objects.dedup();
            let reasons = why.reasons().iter().map(|why| reason(why)).collect();
            (why, Undecided { ceiling, reasons, objects, decision })
        })
        .collect();
    undecided.sort_by(|(why_a, a), (why_b, b)| {
        (a.decision.is_some(), b.ceiling)
            .cmp(&(b.decision.is_some(), a.ceiling))
            .then_with(|| first(&a.objects, &b.objects))
            .then_with(|| (why_a, a.decision).cmp(&(why_b, b.decision)))
    });
    undecided.into_iter().map(|(_, undecided)| undecided).collect()
}

/// A reason as reports name it.
pub fn reason(reason: &crate::schema::Reason) -> Reason {
    let (detail, detail_ja) = (reason.detail.get(Lang::En), reason.detail.get(Lang::Ja));
    Reason {
        kind: reason.kind,
        object: Object {
            kind: reason.object.kind,
            id: reason.object.id.to_string(),
            name: reason.object.name.to_string(),
            path: String::new(),
        },
        property: reason.property.to_string(),
        detail_ja: if detail_ja == detail { String::new() } else { detail_ja },
        detail,
    }
}

fn skipped(context: &Context<'_>, skipped: &BTreeMap<usize, (usize, Vec<usize>)>) -> Vec<Skipped> {
    let rule = context.rule;
    let gate = |position: &usize| context.selected.catalogue.gates.get(*rule.gates.get(*position)?);
    skipped
        .iter()
        .filter_map(|(position, (count, examples))| {
            let gate = gate(position)?;
            Some(Skipped {
                gate: gate.name.clone(),
                because: gate.because.clone(),
                count: *count,
                examples: examples
                    .iter()
                    .take(EXAMPLES)
                    .map(|at| rows::object(context.facts, rule.subject, *at))
                    .collect(),
            })
        })
        .collect()
}

/// The questions: those that are open first, then each answer with what it answers.
fn asks(context: &Context<'_>, asked: Vec<Query>) -> Vec<Ask> {
    let mut folds: BTreeMap<(Option<usize>, bool), Vec<Asked>> = BTreeMap::new();
    for Query { object, which_app, decision } in asked {
        folds.entry((decision, which_app)).or_default().push(object);
    }
    let own = context.rule.attest.as_ref().map(|attest| &attest.question);
    folds
        .into_iter()
        .map(|((decision, which_app), mut objects)| {
            objects.sort_by(|a, b| by_object(&a.object, &b.object));
            let question = own.filter(|_| !which_app).cloned().unwrap_or_else(which_vm);
            Ask { question, objects, decision, known: false }
        })
        .collect()
}

/// What is asked where a rule is about the application's VM and nobody has named it, and of a rule
/// without a question of its own.
fn which_vm() -> Text {
    Text::new(
        "Which VM is the application's? Name it with --lms-vm, and this is checked.",
        "LMS の仮想マシンはどれですか? --lms-vm で指定すると、この項目をチェックできます。",
    )
}

fn occurrence(context: &Context<'_>, finding: &str, spot: &Spot) -> Occurrence {
    let facts = context.facts;
    let object = rows::object(facts, spot.subject, spot.at);
    let element = spot.element_at.map(|(subject, at)| rows::object(facts, subject, at));
    // A renamed element that is an object of its own stays the same; others have only their key.
    let key = element.as_ref().map_or(spot.key.as_str(), |element| element.id.as_str());
    let fingerprint =
        fingerprint([&context.rule.id, finding, &context.run.vcenter.instance_uuid, &object.id, key]);
    let (subject, at) =
        spot.element_at.filter(|(subject, _)| *subject == Subject::Vm).unwrap_or((spot.subject, spot.at));
    let cluster =
        rows::cluster_of(facts, spot.subject, spot.at).map(|at| rows::object(facts, Subject::Cluster, at).id);
    let on = rows::place(facts, subject, at);
    Occurrence {
        on,
        element: spot.element.clone(),
        element_object: element,
        object,
        cluster,
        fingerprint,
        known: false,
    }
}

/// The first half of a SHA-256 over the parts, each ended by a zero byte, in hexadecimal.
fn fingerprint(parts: [&str; 5]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    hex(hasher.finalize().get(..16).unwrap_or_default())
}

fn by_object(a: &Object, b: &Object) -> std::cmp::Ordering {
    (&a.path, &a.name, &a.id).cmp(&(&b.path, &b.name, &b.id))
}

fn by_place(a: &Occurrence, b: &Occurrence) -> std::cmp::Ordering {
    by_object(&a.object, &b.object)
        .then_with(|| (&a.element, &a.fingerprint).cmp(&(&b.element, &b.fingerprint)))
}

fn first(a: &[Occurrence], b: &[Occurrence]) -> std::cmp::Ordering {
    match (a.first(), b.first()) {
        (Some(a), Some(b)) => by_place(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}
