//! The deletion law: making any datum unreadable never turns a *fail*, *warn* or *unknown* into
//! *pass*, *not-applicable* or *manual*, and never an exit code other than 0 into 0.
//!
//! Over the base inventory: each property of each object, each answer of the vCenter and each list
//! of objects is made unreadable in turn, and all rules are judged again. Over the inventory of
//! every case: the same, judging again the rules that say they read the datum and something that the
//! case changes. The others judge what they judged in the base: that rules read no more than they say
//! is shown by the base itself and by the law of the facts in `src/facts/tests/law.rs`.
//!
//! Where several cases ask the same of the same inventory, it is tried once.
//!
//! The number of data tried is printed at the end.

#![allow(clippy::disallowed_macros)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Serialize;
use vpreflight::cases::{self, Case, Stated, Suite};
use vpreflight::evaluate::{Policy, counted, verdict};
use vpreflight::facts;
use vpreflight::inventory::{Inventory, Object, Prop, ReasonKind, Unreadable, every_list};
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Level, ObjectKind, Outcome, Prerequisite, Reading, Report, Severity};
use vpreflight::rules::{Rule, Selected};

/// Exit codes are compared under each of these.
const POLICIES: [Policy; 3] = [
    Policy { fail_on_warn: false, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: true, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: false, allow_unknown: false, strict: true, fail_on_stale: false },
];

/// More objects than this, added at once, are a crowd.
const CROWD: u16 = 50;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let suite = match Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")) {
        Ok(suite) => Arc::new(suite),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let base = |reading: Reading| {
        let suite = Arc::clone(&suite);
        move || {
            let inventory = serde_json::from_value(suite.base.clone()).map_err(|error| error.to_string())?;
            let all = selected(&suite);
            let question = Question { reading, ..Question::of(&all) };
            alone(|| told("base", holds(inventory, &question, None)))
        }
    };
    let mut trials = vec![
        Trial::test("base", base(Reading::Practice)),
        Trial::test("base, to the letter", base(Reading::Literal)),
    ];
    for (at, file) in suite.files.iter().enumerate() {
        let suite = Arc::clone(&suite);
        trials.push(Trial::test(file.rule.clone(), move || {
            let cases = &suite.files[at].cases;
            alone(|| cases.iter().try_for_each(|case| told(&case.name, holds_for(&suite, case))))
        }));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    let [tried, shared] = [&TRIED, &SHARED].map(|count| count.load(Ordering::Relaxed));
    println!("{tried} data made unreadable, one at a time; {shared} cases share the inventory of another\n");
    conclusion.exit_code()
}

/// Runs a trial on a thread of its own. Its inventories are small, and trials run side by side: what it
/// takes to hand each rule to another thread is a third of the time.
fn alone<T: Send>(trial: impl FnOnce() -> Result<T, Failed> + Send) -> Result<T, Failed> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(trial)
}

/// Data made unreadable so far.
static TRIED: AtomicUsize = AtomicUsize::new(0);

/// Cases that ask what another one asks.
static SHARED: AtomicUsize = AtomicUsize::new(0);

/// Whether this is the first case that asks this of this inventory: whatever its rule, the same data are
/// made unreadable and the same rules judged again.
fn first(inventory: &Inventory, question: &Question<'_>) -> Result<bool, String> {
    static SEEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let saved = serde_json::to_string(inventory).map_err(|error| error.to_string())?;
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let Question { stated, decisions, reading, selected, .. } = question;
    let asked = format!("{saved}{stated:?}{decisions:?}{reading:?}{:?}", selected.profiles);
    Ok(seen.get_or_insert_default().insert(asked))
}

fn told(case: &str, broken: Result<(), String>) -> Result<(), Failed> {
    broken.map_err(|message| format!("{case}: {message}").into())
}

fn holds_for(suite: &Suite, case: &Case) -> Result<(), String> {
    let nothing_said = case.entries.is_empty() && case.given == Stated::default();
    if case.changes.is_empty() && nothing_said {
        return Ok(());
    }
    // A crowd of equal objects shows a count; to take one datum of each would take hours.
    if case.changes.iter().any(|change| change.times > CROWD) {
        return Ok(());
    }
    let inventory = suite.inventory(case).map_err(|error| error.to_string())?;
    let mut all = selected(suite);
    if !case.given.profile.is_empty() {
        all.profiles.clone_from(&case.given.profile);
    }
    let question = cases::question(case, &all);
    if !first(&inventory, &question)? {
        SHARED.fetch_add(1, Ordering::Relaxed);
        return Ok(());
    }
    let changed = if nothing_said { changed(suite, &inventory)? } else { None };
    holds(inventory, &question, Some(&Readers::new(suite, changed.as_ref())))
}

/// The properties (`Type:path`) in which an inventory differs from the base; `None` where it differs in
/// anything else: its objects, the vCenter, what was not asked.
fn changed(suite: &Suite, inventory: &Inventory) -> Result<Option<BTreeSet<String>>, String> {
    let base: Inventory = serde_json::from_value(suite.base.clone()).map_err(|error| error.to_string())?;
    let mut changed = BTreeSet::new();
    let mut rest = [base.clone(), inventory.clone()];
    macro_rules! compare {
        ($($list:ident),*) => {$(
            let [before, after] = [std::mem::take(&mut rest[0].$list), std::mem::take(&mut rest[1].$list)];
            if !same_objects(&before, &after) {
                return Ok(None);
            }
            for (before, after) in before.iter().zip(&after) {
                differing(before, after, &mut changed).map_err(|error| error.to_string())?;
            }
        )*};
    }
    every_list!(compare);
    let [before, after] = rest;
    Ok((before == after).then_some(changed))
}

fn same_objects<T: Object>(before: &[T], after: &[T]) -> bool {
    before.iter().map(Object::id).eq(after.iter().map(Object::id))
}

/// Adds the properties in which two states of an object differ; their saved form names them by path.
fn differing<T: Object + Serialize>(
    before: &T,
    after: &T,
    changed: &mut BTreeSet<String>,
) -> Result<(), serde_json::Error> {
    let [before, after] = [serde_json::to_value(before)?, serde_json::to_value(after)?];
    let differs = |path: &str| {
        before.get(path) != after.get(path) || before["unreadable"].get(path) != after["unreadable"].get(path)
    };
    let paths = T::PROPERTIES.iter().map(|property| property.path).filter(|path| differs(path));
    changed.extend(paths.map(|path| format!("{}:{path}", T::TYPE)));
    Ok(())
}

fn selected(suite: &Suite) -> Selected<'_> {
    // The profile exists: it is the program's own.
    suite.catalogue.select(&["full".to_owned()]).unwrap_or_else(|error| unreachable!("{error}"))
}

/// The rules that are judged again, by the properties they read.
struct Readers<'s> {
    of: BTreeMap<&'static str, Vec<&'s Rule>>,
    every: Vec<&'s Rule>,
    /// What every rule depends on, because it tells which objects there are.
    all: BTreeSet<&'static str>,
}

impl<'s> Readers<'s> {
    /// The rules that read something of what has `changed`; without that, all.
    fn new(suite: &'s Suite, changed: Option<&BTreeSet<String>>) -> Self {
        let all: BTreeSet<&'static str> = facts::reads_base().iter().copied().collect();
        let mut readers = Self { of: BTreeMap::new(), every: Vec::new(), all };
        for rule in selected(suite).rules {
            let reads = suite.catalogue.only(rule).reads();
            let touched = |read: &&'static str| changed.is_none_or(|changed| changed.contains(*read));
            if !reads.iter().chain(&readers.all).any(touched) {
                continue;
            }
            readers.every.push(rule);
            for property in reads {
                readers.of.entry(property).or_default().push(rule);
            }
        }
        readers
    }
}

/// Judges an inventory, then every inventory with one datum less: with the rules that read it, or
/// with all.
fn holds(inventory: Inventory, question: &Question<'_>, readers: Option<&Readers<'_>>) -> Result<(), String> {
    let all = question.selected;
    let before = preflight::judge_whole(question, &inventory).map_err(|error| error.to_string())?;
    let before = Judged::new(&before.report);
    let rules = |property: Option<&str>| match (readers, property) {
        (Some(readers), Some(property)) if !readers.all.contains(property) => {
            readers.of.get(property).cloned().unwrap_or_default()
        }
        (Some(readers), _) => readers.every.clone(),
        (None, _) => all.rules.clone(),
    };
    let mut broken = BTreeSet::new();
    each_deletion(inventory, &|property| !rules(Some(property)).is_empty(), &mut |what, property, less| {
        TRIED.fetch_add(1, Ordering::Relaxed);
        let again =
            Selected { catalogue: all.catalogue, rules: rules(property), profiles: all.profiles.clone() };
        // A run that stops, because the VM that was named is not found any more, promises nothing.
        let less = preflight::judge_whole(&Question { selected: &again, ..question.clone() }, less);
        let Ok(after) = less.map(|run| Judged::new(&run.report)) else { return };
        let how = before.broken(&after, &again.rules);
        broken.extend(how.into_iter().map(|how| format!("{what} unreadable: {how}")));
    });
    if broken.is_empty() { Ok(()) } else { Err(broken.into_iter().collect::<Vec<_>>().join("\n  ")) }
}

/// What it takes to look at an inventory that lacks one datum: what it lacks, the property
/// (`Type:path`) where it is one, and what is left.
type Visit<'v> = dyn FnMut(&str, Option<&str>, &Inventory) + 'v;

/// Calls `visit` with each inventory that lacks one datum, of the properties only those `wanted`.
fn each_deletion(mut inventory: Inventory, wanted: &dyn Fn(&str) -> bool, visit: &mut Visit<'_>) {
    macro_rules! properties {
        ($($list:ident),*) => {$(
            for at in 0..inventory.$list.len() {
                each_property(&mut inventory, |inventory| &mut inventory.$list[at], wanted, visit);
            }
        )*};
    }
    macro_rules! lists {
        ($($list:ident),*) => {$(
            let all = std::mem::take(&mut inventory.$list);
            if let Some(ty) = all.first().map(type_of) {
                inventory.unlisted.insert(ty.into(), denied());
                visit(ty, None, &inventory);
                inventory.unlisted.remove(ty);
            }
            inventory.$list = all;
        )*};
    }
    macro_rules! answers {
        ($($answer:ident),*) => {$(
            let all = std::mem::replace(&mut inventory.vcenter.$answer, Prop::Unreadable(denied()));
            visit(concat!("the answer ", stringify!($answer)), None, &inventory);
            inventory.vcenter.$answer = all;
        )*};
    }
    every_list!(properties);
    every_list!(lists);
    answers!(clock_s, evc_modes, licences, settings, event_settings, client_logins, probe, alarms);
}

fn each_property<T: Object + Clone>(
    inventory: &mut Inventory,
    object: impl Fn(&mut Inventory) -> &mut T,
    wanted: &dyn Fn(&str) -> bool,
    visit: &mut Visit<'_>,
) {
    let whole = object(inventory).clone();
    for property in T::PROPERTIES {
        let name = format!("{}:{}", T::TYPE, property.path);
        if whole.unreadable(property.path).is_some() || !wanted(&name) {
            continue;
        }
        object(inventory).set_unreadable(property.path, denied());
        visit(&format!("{} {}", whole.id(), property.path), Some(&name), inventory);
        *object(inventory) = whole.clone();
    }
}

fn type_of<T: Object>(_: &T) -> &'static str {
    T::TYPE
}

fn denied() -> Arc<Unreadable> {
    Unreadable::new(ReasonKind::Denied, "NoPermission")
}

/// What of a report the law speaks about.
struct Judged(BTreeMap<String, RuleJudged>);

struct RuleJudged {
    outcome: Outcome,
    /// What of it counts for the exit code.
    counted: Vec<(Severity, Outcome)>,
    /// Objects with a fail, warn or unknown, by id.
    objects: BTreeSet<String>,
    /// Kinds of object with an unknown: those above the subject stand for what cannot be seen.
    unknown: BTreeSet<ObjectKind>,
    subject: ObjectKind,
}

impl Judged {
    fn new(report: &Report) -> Self {
        Self(report.prerequisites.iter().map(|rule| (rule.id.clone(), RuleJudged::new(rule))).collect())
    }

    /// The exit codes, where some rules have been judged again.
    fn exit_codes(&self, again: Option<&Self>) -> [u8; 3] {
        let rules = self.0.iter().map(|(id, rule)| again.and_then(|again| again.0.get(id)).unwrap_or(rule));
        let counted: Vec<_> = rules.flat_map(|rule| rule.counted.iter().copied()).collect();
        POLICIES.map(|policy| verdict(&counted, policy).1)
    }

    /// How the law is broken when this becomes what some rules, judged again, say `after`.
    fn broken(&self, after: &Self, again: &[&Rule]) -> Vec<String> {
        let mut broken = Vec::new();
        for (before, after) in self.exit_codes(None).into_iter().zip(self.exit_codes(Some(after))) {
            if before != 0 && after == 0 {
                broken.push(format!("the exit code {before} becomes 0"));
            }
        }
        for id in again.iter().map(|rule| &rule.id) {
            let (Some(before), Some(after)) = (self.0.get(id), after.0.get(id)) else {
                broken.push(format!("{id} is gone"));
                continue;
            };
            if protected(before.outcome) && !protected(after.outcome) {
                broken.push(format!("{id}: {:?} becomes {:?}", before.outcome, after.outcome));
            }
            let unseen = after.unknown.iter().any(|kind| *kind != after.subject);
            let lost = before.objects.difference(&after.objects).filter(|_| !unseen);
            broken.extend(lost.map(|object| format!("{id}: {object} is let go")));
        }
        broken
    }
}

impl RuleJudged {
    fn new(rule: &Prerequisite) -> Self {
        let found = rule.findings.iter().filter(|finding| finding.level > Level::Note);
        let found = found.flat_map(|finding| &finding.objects);
        let unknown = rule.undecided.iter().flat_map(|undecided| &undecided.objects);
        Self {
            outcome: rule.outcome,
            counted: counted(std::slice::from_ref(rule)),
            objects: found.chain(unknown.clone()).map(|at| at.object.id.clone()).collect(),
            unknown: unknown.map(|at| at.object.kind).collect(),
            subject: rule.subject,
        }
    }
}

fn protected(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. })
}
