//! The forms of one report: which were asked for, and where each goes.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::OutputArgs;
use super::exit::{Exit, Failure};
use super::output::{Readers, Target};
use super::wanted::Wanted;
use super::{language, output, say};
use crate::render::markdown::{self, SUMMARY_BYTES};
use crate::render::{self, Beside, CheckSheet, Ending, Format, SheetForm, Style, safe};
use crate::report::{Fleet, Report};
use crate::terms::{Text, told};

/// The variable that names the file to which a step of GitHub Actions adds its summary.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// The forms of a run, each with its target (standard output or a file). The table, where none was
/// asked for.
///
/// # Errors
/// When two of them would go to one place, or `--output`, `--only` or `--confirmed-by` has nothing it is about.
pub fn plan(args: &OutputArgs) -> Result<Vec<Wanted<Format>>, Failure> {
    let plan = places(&args.format, args.output.as_ref())?;
    refuse_half_a_document(args, &plan)?;
    if args.confirmed_by.is_some() && plan.iter().all(|wanted| wanted.format != Format::Checksheet) {
        return Err(Failure::usage(told!(
            "--confirmed-by is for the check sheet: give --format checksheet, too",
            "--confirmed-by はチェック シートのためのものです。--format checksheet も指定します。"
        )));
    }
    Ok(plan)
}

/// Forms with their places: at most one goes to standard output, or where `--output` says.
///
/// # Errors
/// When two of them would go to one place, or `--output` has nothing it is about.
pub fn places<F: Ending>(asked: &[Wanted<F>], output: Option<&PathBuf>) -> Result<Vec<Wanted<F>>, Failure> {
    let output = output.filter(|file| file.as_path() != Path::new("-"));
    let mut plan = asked.to_vec();
    if plan.is_empty() {
        plan.push(Wanted {
            format: output.map_or_else(|| Ok(F::default()), |file| by_ending(file))?,
            file: None,
        });
    }
    let unnamed = plan.iter().filter(|wanted| wanted.file.is_none()).count();
    if unnamed > 1 {
        return Err(Failure::usage(told!(
            "standard output takes one form only: give the others a file, as in --format json=report.json",
            "標準出力に出力できる形式は 1 つだけです。ほかの形式には --format json=report.json のようにファイルを指定します。"
        )));
    }
    if let Some(file) = output {
        match plan.iter_mut().find(|wanted| wanted.file.is_none()) {
            Some(wanted) => wanted.file = Some(file.clone()),
            None => {
                return Err(Failure::usage(told!(
                    "--output is for the one --format without a file; here each has its own",
                    "--output はファイルを指定していない --format のためのものですが、すべての形式にファイルが指定されています"
                )));
            }
        }
    }
    for (at, wanted) in plan.iter().enumerate() {
        let Some(file) = &wanted.file else { continue };
        if plan.iter().skip(at + 1).any(|other| other.file.as_ref() == Some(file)) {
            return Err(Failure::usage(told!(
                "two forms of the report would be written to {file}",
                "2 つの形式のレポートの出力先が同じ {file} です",
                file = safe::line(&file.display().to_string())
            )));
        }
    }
    Ok(plan)
}

/// The files that the forms go to, as messages name them; standard output is none.
pub fn files<F>(plan: &[Wanted<F>]) -> Vec<String> {
    let files = plan.iter().filter_map(|wanted| wanted.file.as_ref());
    files.map(|file| safe::line(&file.display().to_string()).into_owned()).collect()
}

/// The form that a file's name asks for; the table where it has no extension.
///
/// # Errors
/// When no form of ours has its extension: a page for a browser must not turn out a table.
fn by_ending<F: Ending>(file: &Path) -> Result<F, Failure> {
    let Some(ending) = file.extension() else { return Ok(F::default()) };
    let has = |form: &&F| form.endings().iter().any(|own| ending.eq_ignore_ascii_case(own));
    F::ALL.iter().find(has).copied().ok_or_else(|| {
        let known: Vec<&str> = F::ALL.iter().flat_map(|form| form.endings()).copied().collect();
        Failure::usage(told!(
            "no form of the report ends in '.{ending}': say with --format which one {file} is to be. Names that say it end in {known}",
            "拡張子「.{ending}」に対応するレポート形式はありません。{file} の形式を --format で指定します。形式が決まる拡張子: {known}",
            ending = safe::line(&ending.to_string_lossy()),
            file = safe::line(&file.display().to_string()),
            known = known.join(", ")
        ))
    })
}

/// What a program reads has to be whole: a rule that is left out could be taken for one that passes.
fn refuse_half_a_document(args: &OutputArgs, plan: &[Wanted<Format>]) -> Result<(), Failure> {
    if args.only.is_empty() || plan.iter().all(|wanted| wanted.format == Format::Table) {
        return Ok(());
    }
    Err(Failure::usage(told!(
        "--only is for the table; the other forms always hold every rule",
        "--only は table 形式だけで使用できます。ほかの形式には常にすべてのルールが含まれます。"
    )))
}

/// A form with the place it goes to, which has been tried.
#[derive(Debug)]
pub struct Form {
    format: Format,
    style: Style,
    /// Which form a check sheet has.
    sheet: SheetForm,
    target: Target,
}

/// Tries the places of all forms, before anything is read.
///
/// # Errors
/// When one of them cannot be written.
pub fn open(plan: Vec<Wanted<Format>>, args: &OutputArgs) -> Result<Vec<Form>, Failure> {
    let form = |Wanted { format, file }: Wanted<Format>| {
        let sheet = sheet(format, file.as_deref())?;
        if format == Format::Xlsx && file.is_none() && std::io::stdout().is_terminal() {
            return Err(Failure::usage(told!(
                "a workbook is no text for a terminal: give it a file, as in --format xlsx=report.xlsx",
                "ブックは端末に表示できません。--format xlsx=report.xlsx のようにファイルを指定します。"
            )));
        }
        let target = Target::of(file.as_deref(), Readers::Usual)?;
        Ok(Form { format, style: style(args, file.as_deref()), sheet, target })
    };
    plan.into_iter().map(form).collect()
}

/// Which form the name of a file gives a check sheet.
fn sheet(format: Format, file: Option<&Path>) -> Result<SheetForm, Failure> {
    let file = file.filter(|_| format == Format::Checksheet);
    file.map_or(Ok(SheetForm::default()), |file| SheetForm::of(file).map_err(Failure::usage))
}

/// Writes each form. One that cannot be written keeps no other from being written.
///
/// # Errors
/// What could not be written, all of it.
pub fn write(
    report: &Report,
    beside: Beside<'_>,
    forms: Vec<Form>,
    args: &OutputArgs,
) -> Result<(), Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    let summary = forms.iter().any(|form| form.format == Format::Github);
    for Form { format, style, sheet, target } in forms {
        let written = target.write(|out| match format {
            Format::Checksheet => {
                let (lang, confirmed_by) = (style.lang, args.confirmed_by.as_deref());
                render::check_sheet(report, CheckSheet { form: sheet, lang, confirmed_by }, out)
            }
            _ => render::render_beside(report, beside, format, style, out),
        });
        failures.extend(written.err());
    }
    if summary {
        failures.extend(step_summary(report, args).err());
    }
    all_of(failures)
}

/// Writes each form of what was found of several vCenters.
///
/// # Errors
/// What could not be written, all of it.
pub fn write_fleet(fleet: &Fleet, forms: Vec<Form>) -> Result<(), Failure> {
    let written = forms.into_iter().map(|Form { format, style, target, .. }| {
        target.write(|out| render::fleet::fleet(fleet, format, style, out))
    });
    all_of(written.filter_map(Result::err).collect())
}

/// What could not be written, in one error; none where everything was.
pub fn all_of(failures: Vec<Failure>) -> Result<(), Failure> {
    if failures.is_empty() {
        return Ok(());
    }
    let message = Text::lines(failures.into_iter().map(|failure| failure.message));
    Err(Failure { exit: Exit::Usage, message })
}

/// Within GitHub Actions the summary of the run goes where the runner says. What the file holds already counts for
/// what GitHub takes: beyond that it shows nothing at all.
fn step_summary(report: &Report, args: &OutputArgs) -> Result<(), Failure> {
    let Some(file) = std::env::var_os(STEP_SUMMARY).filter(|file| !file.is_empty()) else { return Ok(()) };
    let file = Path::new(&file);
    let there = std::fs::metadata(file).map_or(0, |file| usize::try_from(file.len()).unwrap_or(usize::MAX));
    let room = SUMMARY_BYTES.saturating_sub(there);
    let mut had_room = true;
    output::append(file, |out| {
        had_room = markdown::summary(report, language::language(args.look.lang), room, out)?;
        Ok(())
    })?;
    if !had_room {
        say::note(told!(
            "no summary was added to {file}: with it the file would be larger than the 1 MiB that GitHub takes. Give \
             this run a step of its own.",
            "サマリを {file} に追加しませんでした。追加すると GitHub の上限 1 MiB を超えます。この実行は別のステップにします。",
            file = safe::line(&file.display().to_string())
        ));
    }
    Ok(())
}

fn style(args: &OutputArgs, file: Option<&Path>) -> Style {
    Style {
        details: args.details,
        all: args.all,
        only: args.only.iter().map(|word| word.0).collect(),
        ..args.look.style(file)
    }
}
