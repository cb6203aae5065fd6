//! Several vCenters in one run of `check`: servers, or saved inventories, read side by side.

use std::path::PathBuf;

use super::args::{CheckArgs, SourceArgs};
use super::connection;
use super::exit::{Failure, shown};
use super::failed::failed;
use super::say::say;
use super::wanted::Wanted;
use super::{folder, formats};
use crate::preflight::{self, Question, Source};
use crate::render::Format;
use crate::render::fleet::FORMS;
use crate::report::{Fleet, Member, Report, Tool};
use crate::terms::{Text, told};

/// A source, and what came of it.
type Named = (String, Option<Option<Result<Report, Text>>>);

/// The saved inventories, where several are named: files, and what lies in folders of them.
///
/// # Errors
/// When a folder cannot be read, or holds none.
pub fn saved(args: &SourceArgs) -> Result<Option<Vec<PathBuf>>, Failure> {
    let mut files = Vec::new();
    let mut of_folder = false;
    for path in &args.inventory {
        let found = if path.is_dir() { folder::inventories(path)? } else { Vec::new() };
        of_folder |= !found.is_empty();
        if found.is_empty() {
            files.push(path.clone());
        }
        files.extend(found);
    }
    Ok((of_folder || files.len() > 1).then_some(files))
}

/// Refuses what several vCenters have no place for.
///
/// # Errors
/// Which that is.
pub fn refuse(args: &CheckArgs, plan: &[Wanted<Format>]) -> Result<(), Failure> {
    if let Some(wanted) = plan.iter().find(|wanted| !FORMS.contains(&wanted.format)) {
        return Err(Failure::usage(told!(
            "{form} holds one vCenter: for several there are {forms}; or check one after the other",
            "{form} 形式に含めることができる vCenter は 1 台だけです。複数の場合は {forms} を指定するか、1 台ずつ確認します。",
            form = wanted.format,
            forms = FORMS.map(Format::name).join(", ")
        )));
    }
    let scope = &args.scope;
    let about_one = [
        ("--vm", !scope.vm.is_empty()),
        ("--cluster", !scope.within.cluster.is_empty()),
        ("--datacenter", !scope.within.datacenter.is_empty()),
        ("--lms-vm", args.people.lms_vm.is_some()),
        ("--decisions", args.people.decisions.is_some()),
        ("--baseline", args.verdict.baseline.is_some()),
        ("--timings", args.output.timings),
    ];
    match about_one.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((flag, _)) => Err(Failure::usage(told!(
            "{flag} is about one vCenter, and several are named: check that one for itself",
            "{flag} は 1 台の vCenter に関する指定ですが、複数の vCenter が指定されています。その vCenter だけを確認します。"
        ))),
    }
}

/// Reads and judges all, and writes what was found; the exit code is that of all.
///
/// # Errors
/// When nothing can be begun, or a form cannot be written.
pub fn run(
    args: &CheckArgs,
    question: &Question<'_>,
    (saved, forms): (Option<Vec<PathBuf>>, Vec<formats::Form>),
) -> Result<u8, Failure> {
    let read: Vec<Named> = match &saved {
        Some(files) => {
            let read = preflight::several(files.len(), |at| {
                files.get(at).map(|file| report(preflight::run(question, Source::Saved(file))))
            });
            files.iter().map(|file| file.display().to_string()).zip(read).collect()
        }
        None => connection::several(&args.source.connection, &args.ask, &question.zone, |vcenter| {
            report(preflight::run(question, Source::VCenter(vcenter)))
        })?,
    };
    let unread = || {
        Err(told!(
            "it was not read: no thread was to be had",
            "読み取っていません (スレッドを作成できません)"
        ))
    };
    let read: Vec<(String, Result<Report, Text>)> = read
        .into_iter()
        .map(|(source, read): Named| (source, read.flatten().unwrap_or_else(unread)))
        .collect();
    let tool =
        Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let fleet = Fleet::of(tool, read);
    for unread in fleet.vcenters.iter().filter_map(Member::unread) {
        say(unread.map(shown));
    }
    formats::write_fleet(&fleet, forms)?;
    Ok(fleet.exit_code)
}

fn report(run: Result<preflight::Run, preflight::Error>) -> Result<Report, Text> {
    run.map(|run| run.report).map_err(|error| failed(error).message)
}
