//! The deletion law: making any datum unreadable never turns a *fail*, *warn* or *unknown* into
//! *pass*, *not-applicable* or *manual*, and never an exit code other than 0 into 0.
//!
//! Over the base inventory: each property of each object, each answer of the vCenter and each list
//! of objects is made unreadable in turn, and all rules are judged again. Over the inventory of
//! every case: the same, with the rules of which a part (a finding, or the question) says that it reads both
//! the datum and something that the case changes. The other parts say what they say in the base, and an
//! outcome is the worst of its parts: that rules read no more than they say is shown by the law of the facts
//! in `src/facts/tests/law.rs`.
//!
//! What tells which objects there are is forgotten once for each answer of a rule: where rule and answer are
//! the same, word for word, and the same objects are there, it was tried with another case.
//!
//! To derive the facts takes most of the time. Data that no rule reads both of are made unreadable at once:
//! each rule then lacks one datum, as it would if they were made so one after the other. Where several cases
//! ask the same of the same inventory, it is tried once.
//!
//! The number of data tried is printed at the end.

#![allow(clippy::disallowed_macros)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Serialize;
use vpreflight::cases::{self, Case, Stated, Suite};
use vpreflight::evaluate::{Policy, counted, verdict};
use vpreflight::facts;
use vpreflight::inventory::{Call, Inventory, Object, Prop, ReasonKind, Unreadable, every_list};
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Level, ObjectKind, Outcome, Prerequisite, Reading, Report, Severity};
use vpreflight::rules::{Empty, Rule, Selected};

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
            let inventory: Inventory =
                serde_json::from_value(suite.base.clone()).map_err(|error| error.to_string())?;
            let all = selected(&suite);
            let question = Question { reading, ..Question::of(&all) };
            alone(|| told("base", holds(&inventory, &question, |_| None)))
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
    let [tried, rounds, shared] = [&TRIED, &ROUNDS, &SHARED].map(|count| count.load(Ordering::Relaxed));
    println!(
        "{tried} data made unreadable, one for each rule, in {rounds} inventories; {shared} cases share the \
         inventory of another\n"
    );
    conclusion.exit_code()
}

/// Runs a trial on a thread of its own. Its inventories are small, and trials run side by side: what it
/// takes to hand each rule to another thread is a third of the time.
fn alone<T: Send>(trial: impl FnOnce() -> Result<T, Failed> + Send) -> Result<T, Failed> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(trial)
}

/// Data made unreadable so far.
static TRIED: AtomicUsize = AtomicUsize::new(0);

/// Inventories that were judged for it.
static ROUNDS: AtomicUsize = AtomicUsize::new(0);

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
    let objects = objects(&inventory).map_err(|error| error.to_string())?;
    let Question { stated, decisions, reading, .. } = &question;
    let asked = format!("{objects}{stated:?}{decisions:?}{reading:?}{:?}", all.profiles);
    let readers = |before: &Judged| Some(Readers::new(suite, changed.as_ref(), before, &asked));
    holds(&inventory, &question, readers)
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

/// The rules that are judged again, by the properties that the parts read that may lose something.
struct Readers<'s> {
    of: BTreeMap<&'static str, Vec<&'s Rule>>,
    /// Of what every rule depends on, because it tells which objects there are: the rules whose answer was not
    /// tried yet with the same objects.
    every: Vec<&'s Rule>,
    /// What that is.
    all: BTreeSet<&'static str>,
    /// The same rules by everything they read.
    whole: BTreeMap<&'static str, Vec<&'s Rule>>,
}

impl<'s> Readers<'s> {
    /// Those of a case that has `changed` some properties of the base, or whatever where that is `None`, and
    /// that was judged as it stands; `asked` is what was asked of which objects.
    fn new(suite: &'s Suite, changed: Option<&BTreeSet<String>>, before: &Judged, asked: &str) -> Self {
        static SEEN: Mutex<Option<HashSet<u64>>> = Mutex::new(None);
        let all: BTreeSet<&'static str> = facts::reads_base().iter().copied().collect();
        let mut readers = Self { of: BTreeMap::new(), every: Vec::new(), all, whole: BTreeMap::new() };
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.get_or_insert_default();
        for rule in selected(suite).rules {
            let stake = before.stake(rule);
            let touched = |read: &&'static str| changed.is_none_or(|changed| changed.contains(*read));
            let base = readers.all.iter().any(touched);
            let mut parts = suite.catalogue.only(rule).reads_by_part(rule);
            parts.retain(|(finding, reads)| {
                let stake = if finding.is_some() { stake == Stake::All } else { stake != Stake::Nothing };
                stake && (base || reads.iter().any(touched))
            });
            if parts.is_empty() {
                continue;
            }
            if before.0.get(&rule.id).is_none_or(|judged| seen.insert(hash(&(&judged.said, asked)))) {
                readers.every.push(rule);
            }
            for property in suite.catalogue.only(rule).reads() {
                readers.whole.entry(property).or_default().push(rule);
            }
            for property in parts.into_iter().flat_map(|(_, reads)| reads).collect::<BTreeSet<_>>() {
                readers.of.entry(property).or_default().push(rule);
            }
        }
        readers
    }

    /// What a datum may change.
    fn of(&self, datum: &Datum) -> Concerns<'s> {
        let none = Vec::new;
        match &datum.property {
            Some(property) if !self.all.contains(property.as_str()) => Concerns {
                again: self.of.get(property.as_str()).cloned().unwrap_or_else(none),
                other: self.whole.get(property.as_str()).cloned().unwrap_or_else(none),
                all: false,
            },
            _ => Concerns { again: self.every.clone(), other: none(), all: true },
        }
    }
}

/// What a datum may change.
struct Concerns<'s> {
    /// The rules that are judged again.
    again: Vec<&'s Rule>,
    /// All rules judged again for some datum that read it.
    other: Vec<&'s Rule>,
    /// Every rule depends on it.
    all: bool,
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Which objects there are, as far as what tells it says.
fn objects(inventory: &Inventory) -> Result<String, serde_json::Error> {
    let mut told = serde_json::to_string(&inventory.unlisted)?;
    macro_rules! add {
        ($($list:ident),*) => {$(
            for object in &inventory.$list {
                told.push_str(object.id());
                let saved = serde_json::to_value(object)?;
                for (path, unread) in base_of(object).map(|path| (path, &saved["unreadable"][path])) {
                    told.push_str(&format!("{path}={}{unread}", saved[path]));
                }
            }
        )*};
    }
    every_list!(add);
    Ok(told)
}

/// The properties of an object that tell which objects there are.
fn base_of<T: Object>(_: &T) -> impl Iterator<Item = &'static str> {
    let base = |path: &&str| facts::reads_base().contains(&format!("{}:{path}", T::TYPE).as_str());
    T::PROPERTIES.iter().map(|property| property.path).filter(base)
}

/// What of a rule's answer a datum less could better.
#[derive(PartialEq)]
enum Stake {
    /// It passes, and alone lets the run succeed.
    Nothing,
    /// It waits for a person, and no more.
    Question,
    All,
}

/// Something that can be made unreadable: what it is, as what rules read it where they say so, and how.
struct Datum {
    what: String,
    property: Option<String>,
    forget: Box<dyn Fn(&mut Inventory)>,
}

/// Data that are made unreadable at once, with the rules that read each.
type Round<'s> = Vec<(Datum, Vec<&'s Rule>)>;

/// Judges an inventory, then every inventory with one datum less: with the rules that read it, or
/// with all.
fn holds<'s>(
    inventory: &Inventory,
    question: &Question<'s>,
    readers_of: impl Fn(&Judged) -> Option<Readers<'s>>,
) -> Result<(), String> {
    let all = question.selected;
    let before = preflight::judge_whole(question, inventory).map_err(|error| error.to_string())?;
    let before = Judged::new(&before.report);
    let readers = readers_of(&before);
    // Over the base every rule is judged again, whatever it has to lose.
    let of = |datum: &Datum| match &readers {
        Some(readers) => readers.of(datum),
        None => Concerns { again: all.rules.clone(), other: Vec::new(), all: true },
    };
    let mut broken = BTreeSet::new();
    for round in rounds(data(inventory), of) {
        // A run that stops, because the VM that was named is not found any more, promises nothing.
        if !try_round(inventory, question, &before, &round, &mut broken) && round.len() > 1 {
            for one in round.chunks(1) {
                try_round(inventory, question, &before, one, &mut broken);
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.into_iter().collect::<Vec<_>>().join("\n  ")) }
}

/// Makes the data of a round unreadable and judges again; `false` when there is no report then.
fn try_round(
    inventory: &Inventory,
    question: &Question<'_>,
    before: &Judged,
    round: &[(Datum, Vec<&Rule>)],
    broken: &mut BTreeSet<String>,
) -> bool {
    ROUNDS.fetch_add(1, Ordering::Relaxed);
    let mut less = inventory.clone();
    round.iter().for_each(|(datum, _)| (datum.forget)(&mut less));
    let rules = round.iter().flat_map(|(_, rules)| rules).copied().collect();
    let Selected { catalogue, profiles, .. } = question.selected;
    let again = Selected { catalogue, rules, profiles: profiles.clone() };
    let Ok(run) = preflight::judge_whole(&Question { selected: &again, ..question.clone() }, &less) else {
        return false;
    };
    let after = Judged::new(&run.report);
    for (datum, rules) in round {
        TRIED.fetch_add(1, Ordering::Relaxed);
        let how = before.broken(&after, rules);
        broken.extend(how.into_iter().map(|how| format!("{} unreadable: {how}", datum.what)));
    }
    true
}

/// Puts data together so that no rule that is judged again lacks two.
fn rounds<'s>(data: Vec<Datum>, of: impl Fn(&Datum) -> Concerns<'s>) -> Vec<Round<'s>> {
    let mut data: Vec<(Datum, Concerns<'s>)> =
        data.into_iter().map(|d| (of(&d), d)).map(|(c, d)| (d, c)).collect();
    data.retain(|(_, concerns)| !concerns.again.is_empty());
    data.sort_by_key(|(_, concerns)| Reverse(concerns.again.len()));
    let ids = |rules: &[&'s Rule]| rules.iter().map(|rule| rule.id.as_str()).collect::<BTreeSet<_>>();
    let mut alone = Vec::new();
    let mut rounds: Vec<(BTreeSet<&str>, BTreeSet<&str>, Round<'s>)> = Vec::new();
    for (datum, concerns) in data {
        if concerns.all {
            alone.push(vec![(datum, concerns.again)]);
            continue;
        }
        let [again, other] = [&concerns.again, &concerns.other].map(|rules| ids(rules));
        let free = |(judged, read, _): &(BTreeSet<&str>, BTreeSet<&str>, Round<'s>)| {
            again.is_disjoint(read) && other.is_disjoint(judged)
        };
        let at = rounds.iter().position(free).unwrap_or_else(|| {
            rounds.push((BTreeSet::new(), BTreeSet::new(), Vec::new()));
            rounds.len() - 1
        });
        let (judged, read, round) = &mut rounds[at];
        judged.extend(again);
        read.extend(other);
        round.push((datum, concerns.again));
    }
    alone.into_iter().chain(rounds.into_iter().map(|(_, _, round)| round)).collect()
}

/// Everything of an inventory that can be made unreadable.
fn data(inventory: &Inventory) -> Vec<Datum> {
    let mut data = Vec::new();
    macro_rules! properties {
        ($($list:ident),*) => {$(
            for (at, object) in inventory.$list.iter().enumerate() {
                for (path, what, property) in properties_of(object) {
                    let forget = Box::new(move |less: &mut Inventory| {
                        less.$list[at].set_unreadable(path, denied());
                    });
                    data.push(Datum { what, property: Some(property), forget });
                }
            }
        )*};
    }
    macro_rules! lists {
        ($($list:ident),*) => {$(
            if let Some(ty) = inventory.$list.first().map(type_of) {
                let forget = Box::new(move |less: &mut Inventory| {
                    less.$list.clear();
                    less.unlisted.insert(ty.into(), denied());
                });
                data.push(Datum { what: ty.to_owned(), property: None, forget });
            }
        )*};
    }
    macro_rules! answers {
        ($($answer:ident: $read:expr),*) => {$(
            let forget = Box::new(|less: &mut Inventory| less.vcenter.$answer = Prop::Unreadable(denied()));
            let what = concat!("the answer ", stringify!($answer)).to_owned();
            data.push(Datum { what, property: $read.map(str::to_owned), forget });
        )*};
    }
    every_list!(properties);
    every_list!(lists);
    // The clock tells the day as well, which no rule says it reads.
    answers!(
        clock_s: None::<&str>,
        evc_modes: Some(Call::evc_modes.read),
        licences: Some(Call::licences.read),
        settings: Some(Call::settings.read),
        event_settings: Some(Call::event_settings.read),
        client_logins: Some(Call::client_logins.read),
        probe: Some(Call::probe.read),
        alarms: Some(Call::alarms.read)
    );
    data
}

/// The properties of an object that are readable: path, what it is called here, `Type:path`.
fn properties_of<T: Object>(object: &T) -> impl Iterator<Item = (&'static str, String, String)> {
    let readable = T::PROPERTIES.iter().filter(|property| object.unreadable(property.path).is_none());
    readable.map(|property| {
        let path = property.path;
        (path, format!("{} {path}", object.id()), format!("{}:{path}", T::TYPE))
    })
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
    /// All that it says, word for word.
    said: String,
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

    fn stake(&self, rule: &Rule) -> Stake {
        let Some(judged) = self.0.get(&rule.id) else { return Stake::Nothing };
        let manual = |(_, outcome): &(Severity, Outcome)| *outcome == Outcome::Manual;
        let stops = |policy| verdict(&judged.counted, policy).1 != 0;
        if protected(judged.outcome) || !judged.objects.is_empty() {
            Stake::All
        } else if judged.counted.iter().any(manual) {
            // Where nothing to judge is a question too, anything may answer it.
            if rule.empty == Empty::Manual { Stake::All } else { Stake::Question }
        } else if POLICIES.into_iter().any(stops) {
            Stake::All
        } else {
            Stake::Nothing
        }
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
            said: serde_json::to_string(rule).unwrap_or_default(),
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
