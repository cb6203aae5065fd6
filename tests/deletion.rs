//! The deletion law: making any datum unreadable never turns a *fail*, *warn* or *unknown* into
//! *pass*, *not-applicable* or *manual*, never an exit code other than 0 into 0, and never makes anything
//! *fail* that did not: what is only possible is no failure.
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
//! Of the cases' data one of a few is tried in the gate, each case beginning with another; all of them with
//! `scripts/jobs/deletion`, and where only the cases of one rule are tried. Over the base it is always all.
//!
//! The number of data tried is printed at the end.
//!
//! Beside it, over the base inventory, the law of the untold (`deletion/untold.rs`).

#![allow(clippy::disallowed_macros)]

#[path = "deletion/judged.rs"]
mod judged;
#[path = "deletion/readers.rs"]
mod readers;
#[path = "deletion/untold.rs"]
mod untold;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use judged::Judged;
use libtest_mimic::{Arguments, Failed, Trial};
use readers::{Concerns, Readers, objects};
use serde::Serialize;
use vpreflight::cases::{self, Case, Stated, Suite};
use vpreflight::inventory::{Call, Inventory, Object, Prop, ReasonKind, Unreadable, every_list};
use vpreflight::preflight::{self, Question};
use vpreflight::report::Reading;
use vpreflight::rules::{Rule, Selected};

/// Set by the job that tries all.
const ALL: &str = "VPREFLIGHT_DELETION_ALL";

/// One of so many rounds of a case is tried in the gate.
const SHARE: usize = 3;

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
    let share = if std::env::var_os(ALL).is_some() || arguments.filter.is_some() { 1 } else { SHARE };
    let base = |reading: Reading| {
        let suite = Arc::clone(&suite);
        move || {
            let inventory: Inventory =
                serde_json::from_value(suite.base.clone()).map_err(|error| error.to_string())?;
            let all = selected(&suite);
            let question = Question { reading, ..Question::of(&all) };
            alone(|| told("base", holds(&inventory, &question, |_| None, |_| true)))
        }
    };
    let mut trials = vec![
        Trial::test("base", base(Reading::Practice)),
        Trial::test("base, to the letter", base(Reading::Literal)),
        Trial::test("arrays and numbers that are absent", {
            let suite = Arc::clone(&suite);
            move || {
                let all = selected(&suite);
                let tried = alone(|| told("base", untold::holds(&suite.base, &Question::of(&all))))?;
                println!("{tried} arrays and numbers absent");
                Ok(())
            }
        }),
    ];
    for (at, file) in suite.files.iter().enumerate() {
        let suite = Arc::clone(&suite);
        trials.push(Trial::test(file.rule.clone(), move || {
            let cases = &suite.files[at].cases;
            alone(|| {
                cases.iter().zip(at..).try_for_each(|(case, turn)| {
                    let tried = |round: usize| (round + turn).is_multiple_of(share);
                    told(&case.name, holds_for(&suite, case, tried))
                })
            })
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

fn told<T>(case: &str, broken: Result<T, String>) -> Result<T, Failed> {
    broken.map_err(|message| format!("{case}: {message}").into())
}

fn holds_for(suite: &Suite, case: &Case, tried: impl Fn(usize) -> bool) -> Result<(), String> {
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
    holds(&inventory, &question, readers, tried)
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

/// Something that can be made unreadable: what it is, as what rules read it where they say so, and how.
struct Datum {
    what: String,
    property: Option<String>,
    forget: Box<dyn Fn(&mut Inventory)>,
}

/// Data that are made unreadable at once, with the rules that read each.
type Round<'s> = Vec<(Datum, Vec<&'s Rule>)>;

/// Judges an inventory, then every inventory with one datum less: with the rules that read it, or
/// with all. Only those rounds that are to be tried, by their number.
fn holds<'s>(
    inventory: &Inventory,
    question: &Question<'s>,
    readers_of: impl Fn(&Judged) -> Option<Readers<'s>>,
    tried: impl Fn(usize) -> bool,
) -> Result<(), String> {
    let all = question.selected;
    let before = preflight::judge_whole(question, inventory).map_err(|error| error.to_string())?;
    let before = Judged::new(&before.report);
    let readers = readers_of(&before);
    // Over the base every rule is judged again, whatever it has to lose.
    let of = |datum: &Datum| match &readers {
        Some(readers) => readers.of(datum.property.as_deref()),
        None => Concerns { again: all.rules.clone(), other: Vec::new(), all: true },
    };
    let mut broken = BTreeSet::new();
    let rounds = rounds(data(inventory), of);
    for (_, round) in rounds.into_iter().enumerate().filter(|(at, _)| tried(*at)) {
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
