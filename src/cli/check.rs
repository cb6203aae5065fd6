//! `check`: reads an inventory, judges it, prints the report.

use std::time::{Duration, Instant};

use super::args::{
    AskArgs, CheckArgs, PeopleArgs, ScopeArgs, SelectionArgs, SourceArgs, VerdictArgs, ZoneArgs,
};
use super::config::Config;
use super::exit::{Failure, one_line};
use super::failed::{failed, unplanned};
use super::say::{line, note, say, spoken};
use super::{connection, difference, fleet, formats, language, people, scope};
use crate::evaluate::{Policy, Timing};
use crate::facts;
use crate::plan;
use crate::preflight::{self, Question, Source};
use crate::render::{self, Beside, Format, Planned, safe};
use crate::rules::{Catalogue, Overrides, Selected, built_in, read_folder};
use crate::terms::{Level, Text, told};

/// Runs the command; the exit code is the report's.
pub fn run(args: &CheckArgs, config: &Config) -> Result<u8, Failure> {
    let wanted = formats::plan(&args.output)?;
    let has = |format: Format| wanted.iter().any(|one| one.format == format);
    let drawn = has(Format::Html) || has(Format::Svg);
    let planned = has(Format::Html) || has(Format::Xlsx);
    let matrix = has(Format::Xlsx);
    let saved = fleet::saved(&args.source)?;
    let several = saved.is_some() || args.source.connection.server.len() > 1;
    if several {
        fleet::refuse(args, &wanted)?;
    }
    let files = formats::files(&wanted);
    let forms = formats::open(wanted, &args.output)?;
    let catalogue = catalogue(&args.selection, config)?;
    let selected = select(&catalogue, &args.selection)?;
    warn_of_unused(&selected);
    let question = Question { ends: !several, curing: planned, matrix, ..question(args, &selected, drawn)? };
    if args.probe.probe && args.source.demo {
        return Err(Failure::usage(told!(
            "--demo shows an example: there is nothing to probe",
            "--demo は例を表示するだけで、接続を確認する対象がありません"
        )));
    }
    if several {
        let code = fleet::run(args, &question, (saved, forms))?;
        return Ok(exit_code(code, args.exit_zero));
    }
    // Only a plan has to have the inventory still.
    let judge = |source: Source<'_>| match planned {
        true => preflight::run_keeping(&question, source).map(|(run, scoped)| (run, Some(scoped))),
        false => preflight::run(&question, source).map(|run| (run, None)),
    };
    let (run, scoped) = match source(&args.source, &args.ask)? {
        Offline::Source(source) => judge(source).map_err(failed)?,
        Offline::No => connection::with(&args.source.connection, &args.ask, &question.zone, |vcenter| {
            judge(Source::VCenter(vcenter))
        })?,
    };
    let begun = Instant::now();
    // The report stands without its plan.
    let made = scoped.as_ref().and_then(|scoped| {
        plan::beside(&question, scoped, &run).unwrap_or_else(|error| {
            say(unplanned(error).message);
            None
        })
    });
    let planning = begun.elapsed();
    let beside = Beside {
        plan: match &made {
            Some(plan) => Planned::Made(plan),
            None if planned => Planned::TooLarge,
            None => Planned::NoInventory,
        },
        matrices: &run.matrices,
    };
    if let Some(baseline) = &run.report.question.baseline {
        let differs: Vec<&str> = baseline.differs.iter().map(String::as_str).collect();
        difference::warn(&differs, &Text::same(baseline.file.as_str()), &told!("this run", "今回の実行"));
    }
    let lang = language::language(args.output.look.lang);
    if let Some(ahead) = render::installed_ahead(&run.report.question, lang) {
        note(Text::same(ahead));
    }
    let judged = Instant::now();
    formats::write(&run.report, beside, forms, &args.output)?;
    if args.output.timings {
        let phases = [
            (told!("read", "読み取り"), run.read),
            (told!("facts", "事実の導出"), run.facts),
            (told!("rules", "ルールの評価"), run.rules),
            (told!("placing", "配置の計算"), run.placing),
            (told!("plan", "対処計画の作成"), planning),
            (told!("render", "出力"), judged.elapsed()),
        ];
        print_timings(&phases, run.timings);
    }
    // The process ends: the system takes back what was read at once, and not piece by piece.
    std::mem::forget(scoped);
    let code = run.report.exit_code;
    if code != 0 && !files.is_empty() {
        say(Text::same(render::closing(&run.report, &files, lang)));
    }
    Ok(exit_code(code, args.exit_zero))
}

/// The report's code, or 0 for a run that only reports. That is said, as the report says otherwise.
fn exit_code(code: u8, zero: bool) -> u8 {
    if zero && [1, 3].contains(&code) {
        say(told!(
            "exit 0 instead of {code} (--exit-zero)",
            "終了コードは {code} ではなく 0 です (--exit-zero)"
        ));
        return 0;
    }
    code
}

/// The rules in force: the built-in ones, and the folders of the user's.
pub fn catalogue(selection: &SelectionArgs, config: &Config) -> Result<Catalogue, Failure> {
    load_catalogue(&selection.rules, &config.overrides)
}

/// A value for a rule that is not judged might be taken for one that counts.
pub fn warn_of_unused(selected: &Selected<'_>) {
    for own in &selected.catalogue.overridden {
        if !selected.rules.iter().any(|rule| rule.id == own.rule) {
            note(told!(
                "{file}:{line}: '{rule}' is no rule of profile {profiles}: what is set for it has no effect",
                "{file}:{line}: 「{rule}」はプロファイル {profiles} のルールではないため、設定に効力がありません",
                file = safe::line(&own.file),
                line = own.line,
                rule = safe::line(&own.rule),
                profiles = selected.profiles.join(", ")
            ));
        }
    }
}

/// The rules of the profiles.
pub fn select<'c>(catalogue: &'c Catalogue, selection: &SelectionArgs) -> Result<Selected<'c>, Failure> {
    catalogue.select(&selection.profile).map_err(|error| Failure::usage(one_line(&error)))
}

/// The built-in rules and those of some folders, with what the site has set of them.
pub fn load_catalogue(folders: &[std::path::PathBuf], own: &Overrides) -> Result<Catalogue, Failure> {
    let mut sets = vec![built_in()];
    for folder in folders {
        sets.push(read_folder(folder).map_err(Failure::usage)?);
    }
    Catalogue::load_with(&sets, &facts::roots(), own).map_err(Failure::usage)
}

/// A source that needs no server, if one is named.
pub enum Offline<'a> {
    /// This one.
    Source(Source<'a>),
    /// None is.
    No,
}

/// The source that the arguments name.
pub fn source<'a>(args: &'a SourceArgs, ask: &AskArgs) -> Result<Offline<'a>, Failure> {
    let source = match args.inventory.as_slice() {
        [path] => Offline::Source(Source::Saved(path)),
        [_, _, ..] => return Err(connection::one_at_a_time("--inventory")),
        [] if args.demo => Offline::Source(Source::Example),
        [] => Offline::No,
    };
    if matches!(source, Offline::Source(_)) && (ask.ask_hosts || ask.ask_vcenter || ask.ask_drs) {
        return Err(Failure::usage(told!(
            "--ask-hosts, --ask-vcenter and --ask-drs ask a vCenter: give them to 'vpreflight collect', and the \
             saved inventory holds the answers",
            "--ask-hosts、--ask-vcenter、--ask-drs は vCenter に問い合わせるオプションです。'vpreflight collect' で指定すると、結果がインベントリに保存されます。"
        )));
    }
    Ok(source)
}

fn question<'q>(
    args: &CheckArgs,
    selected: &'q Selected<'q>,
    picture: bool,
) -> Result<Question<'q>, Failure> {
    let asked = asked((&args.selection, &args.verdict), &args.scope, (&args.people, &args.zone), selected)?;
    let probing = args.probe.wanted(args.source.connection.no_proxy);
    Ok(Question { probing, placing: true, picture, ..asked })
}

/// What arguments that several commands take ask.
pub fn asked<'q>(
    (selection, verdict): (&SelectionArgs, &VerdictArgs),
    scope: &ScopeArgs,
    (people, zone): (&PeopleArgs, &ZoneArgs),
    selected: &'q Selected<'q>,
) -> Result<Question<'q>, Failure> {
    let zone = language::zone(zone);
    Ok(Question {
        reading: selection.reading.0,
        policy: Policy {
            fail_on_warn: verdict.fail_on.0 == Level::Warn,
            allow_unknown: verdict.allow_unknown,
            strict: verdict.strict,
            fail_on_stale: verdict.fail_on_stale,
        },
        rule_dirs: selection.rules.iter().map(|folder| folder.display().to_string()).collect(),
        scope: scope::named(scope),
        decisions: people::decisions(people, selected.catalogue)?,
        stated: people::stated(people, &zone)?,
        baseline: verdict.baseline.as_deref().map(difference::read).transpose()?,
        zone,
        ..Question::of(selected)
    })
}

/// Where the time went: phases by the clock, rules by the processor time of their threads.
fn print_timings(phases: &[(Text, Duration)], mut rules: Vec<Timing>) {
    for (phase, time) in phases {
        let phase = phase.get(spoken());
        line(format_args!("{:>10.1} ms  {phase}", time.as_secs_f64() * 1e3));
    }
    rules.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.rule.cmp(&b.rule)));
    for Timing { rule, time, objects } in rules {
        let each = time.as_secs_f64() * 1e6 / f64::from(u32::try_from(objects.max(1)).unwrap_or(u32::MAX));
        let text = told!(
            "{ms:>10.1} ms  {each:>8.2} µs each of {objects:>6}  {rule}",
            "{ms:>10.1} ms  {each:>8.2} µs/件 × {objects:>6} 件  {rule}",
            ms = time.as_secs_f64() * 1e3
        );
        line(text.get(spoken()));
    }
}
