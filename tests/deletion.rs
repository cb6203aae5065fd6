//! The deletion law: making any datum unreadable never turns a *fail*, *warn* or *unknown* into
//! *pass*, *not-applicable* or *manual*, and never an exit code other than 0 into 0.
//!
//! Over the base inventory: each property of each object, each answer of the vCenter and each list
//! of objects is made unreadable in turn, and all rules are judged again. Over the inventory of
//! every case: the same with the properties that the rules say they read (the base has shown that
//! the others change nothing).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use vpreflight::cases::{self, Case, Stated, Suite};
use vpreflight::evaluate::{Policy, Run, counted, evaluate, verdict};
use vpreflight::facts::{self, Given};
use vpreflight::inventory::{Inventory, Object, Prop, ReasonKind, Unreadable};
use vpreflight::report::{Level, ObjectKind, Outcome, Prerequisite, Report};
use vpreflight::rules::Selected;

/// Exit codes are compared under each of these.
const POLICIES: [Policy; 3] = [
    Policy { fail_on_warn: false, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: true, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: false, allow_unknown: false, strict: true, fail_on_stale: false },
];

/// Cases of each rule that a usual run takes, spread evenly over its file: all of them take a quarter
/// of an hour. `DELETION=all` takes them all; do that after changing a fact or the engine.
const CASES: usize = 3;
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
    let mut trials = vec![Trial::test("base", {
        let suite = Arc::clone(&suite);
        move || {
            let inventory = serde_json::from_value(suite.base.clone()).map_err(|error| error.to_string())?;
            let asked = Asked { given: Given::default(), run: Run::of(&inventory) };
            told("base", holds(&suite, inventory, &asked, None))
        }
    })];
    let whole = std::env::var_os("DELETION").is_some_and(|cases| cases == "all");
    for (at, file) in suite.files.iter().enumerate() {
        let suite = Arc::clone(&suite);
        trials.push(Trial::test(file.rule.clone(), move || {
            let cases = &suite.files[at].cases;
            let every = if whole { 1 } else { cases.len().div_ceil(CASES).max(1) };
            cases.iter().step_by(every).try_for_each(|case| told(&case.name, holds_for(&suite, case)))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
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
    let asked = Asked { given: cases::given(case, &inventory)?, run: cases::question(case, &inventory) };
    let mut read = selected(suite).reads();
    read.extend(facts::reads_base());
    holds(suite, inventory, &asked, Some(&read))
}

/// What is asked of an inventory.
struct Asked {
    given: Given,
    run: Run,
}

fn selected(suite: &Suite) -> Selected<'_> {
    // The profile exists: it is the program's own.
    suite.catalogue.select(&["full".to_owned()]).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Judges an inventory, then every inventory with one datum less: of all properties, or of `only`.
fn holds(
    suite: &Suite,
    inventory: Inventory,
    asked: &Asked,
    only: Option<&BTreeSet<&'static str>>,
) -> Result<(), String> {
    let before = Judged::new(&judge(suite, &inventory, asked));
    let mut broken = BTreeSet::new();
    each_deletion(inventory, only, |what, less| {
        let after = Judged::new(&judge(suite, less, asked));
        broken.extend(before.broken(&after).into_iter().map(|how| format!("{what} unreadable: {how}")));
    });
    if broken.is_empty() { Ok(()) } else { Err(broken.into_iter().collect::<Vec<_>>().join("\n  ")) }
}

fn judge(suite: &Suite, inventory: &Inventory, asked: &Asked) -> Report {
    evaluate(&facts::build_given(inventory, &asked.given), &selected(suite), &asked.run)
}

/// Calls `visit` with each inventory that lacks one datum, and what it lacks.
fn each_deletion(
    mut inventory: Inventory,
    only: Option<&BTreeSet<&'static str>>,
    mut visit: impl FnMut(&str, &Inventory),
) {
    macro_rules! properties {
        ($($list:ident),*) => {$(
            for at in 0..inventory.$list.len() {
                each_property(&mut inventory, |inventory| &mut inventory.$list[at], only, &mut visit);
            }
        )*};
    }
    macro_rules! lists {
        ($($list:ident),*) => {$(
            let all = std::mem::take(&mut inventory.$list);
            if let Some(ty) = all.first().map(type_of) {
                inventory.unlisted.insert(ty.into(), denied());
                visit(ty, &inventory);
                inventory.unlisted.remove(ty);
            }
            inventory.$list = all;
        )*};
    }
    macro_rules! answers {
        ($($answer:ident),*) => {$(
            let all = std::mem::replace(&mut inventory.vcenter.$answer, Prop::Unreadable(denied()));
            visit(concat!("the answer ", stringify!($answer)), &inventory);
            inventory.vcenter.$answer = all;
        )*};
    }
    properties!(
        datacenters,
        folders,
        clusters,
        compute_resources,
        resource_pools,
        hosts,
        vms,
        datastores,
        storage_pods,
        networks,
        portgroups,
        opaque_networks,
        switches,
        tasks
    );
    lists!(
        clusters,
        hosts,
        vms,
        datastores,
        storage_pods,
        networks,
        portgroups,
        opaque_networks,
        switches,
        tasks
    );
    answers!(clock_s, evc_modes, licences, settings, event_settings, probe, alarms);
}

fn each_property<T: Object + Clone>(
    inventory: &mut Inventory,
    object: impl Fn(&mut Inventory) -> &mut T,
    only: Option<&BTreeSet<&'static str>>,
    visit: &mut impl FnMut(&str, &Inventory),
) {
    let whole = object(inventory).clone();
    let wanted = |path: &str| only.is_none_or(|only| only.contains(format!("{}:{path}", T::TYPE).as_str()));
    for property in T::PROPERTIES {
        if whole.unreadable(property.path).is_some() || !wanted(property.path) {
            continue;
        }
        object(inventory).set_unreadable(property.path, denied());
        visit(&format!("{} {}", whole.id(), property.path), inventory);
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
struct Judged {
    exit_codes: [u8; 3],
    rules: BTreeMap<String, RuleJudged>,
}

struct RuleJudged {
    outcome: Outcome,
    /// Objects with a fail, warn or unknown, by id.
    objects: BTreeSet<String>,
    /// Kinds of object with an unknown: those above the subject stand for what cannot be seen.
    unknown: BTreeSet<ObjectKind>,
    subject: ObjectKind,
}

impl Judged {
    fn new(report: &Report) -> Self {
        let outcomes = counted(&report.prerequisites);
        Self {
            exit_codes: POLICIES.map(|policy| verdict(&outcomes, policy).1),
            rules: report.prerequisites.iter().map(|rule| (rule.id.clone(), RuleJudged::new(rule))).collect(),
        }
    }

    /// How the law is broken when this becomes `after`.
    fn broken(&self, after: &Self) -> Vec<String> {
        let mut broken = Vec::new();
        for (before, after) in self.exit_codes.iter().zip(after.exit_codes) {
            if *before != 0 && after == 0 {
                broken.push(format!("the exit code {before} becomes 0"));
            }
        }
        for (id, before) in &self.rules {
            let Some(after) = after.rules.get(id) else {
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
            objects: found.chain(unknown.clone()).map(|at| at.object.id.clone()).collect(),
            unknown: unknown.map(|at| at.object.kind).collect(),
            subject: rule.subject,
        }
    }
}

fn protected(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. })
}
