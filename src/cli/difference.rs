//! `diff`, and the baseline of `check`: two reports held against each other.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::ColorArg;
use super::choice::Choice;
use super::exit::{Failure, one_line};
use super::language;
use super::output::{Readers, Target};
use super::say::note;
use crate::diff::{self, Diff};
use crate::render::{self, DifferenceFormat, Style};
use crate::report::{
    Report,
    stops::{NOT_READY, READY},
};
use crate::terms::{Lang, Text, told};

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier report, from --format json.
    pub old: PathBuf,
    /// The later one.
    pub new: PathBuf,
    /// Form of the difference.
    #[arg(long, value_enum, default_value = "table", id = "diff_format", value_name = "NAME")]
    pub format: DiffFormat,
    /// Write it to a file instead of standard output; the file is replaced whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// List what is unchanged, too.
    #[arg(long)]
    pub all: bool,
    /// Language; default from the locale.
    #[arg(long, value_enum)]
    pub lang: Option<Choice<Lang>>,
    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}

/// Form of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Table,
    /// For programs; always everything.
    Json,
    /// For a comment or a wiki.
    Markdown,
}

/// Runs `diff`.
pub fn run(args: &DiffArgs) -> Result<u8, Failure> {
    use std::io::IsTerminal;
    let target = Target::of(args.output.as_deref(), Readers::Usual)?;
    let ((old_name, old), (new_name, new)) = (read(&args.old)?, read(&args.new)?);
    let diff = diff::compare(&old, &new);
    warn(&diff.differs, &Text::same(old_name.as_str()), &Text::same(new_name.as_str()));
    let on_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let style = Style {
        lang: language::language(args.lang),
        width: usize::from(language::width(None, on_terminal)),
        colour: language::colour(args.color, on_terminal),
        all: args.all,
        ..Style::default()
    };
    let format = match args.format {
        DiffFormat::Table => DifferenceFormat::Table,
        DiffFormat::Json => DifferenceFormat::Json,
        DiffFormat::Markdown => DifferenceFormat::Markdown,
    };
    target.write(|out| render::difference(&diff, format, style, out))?;
    Ok(code(&diff))
}

fn code(diff: &Diff) -> u8 {
    if diff.counts.worse > 0 { NOT_READY } else { READY }
}

/// A report with the name of its file.
pub fn read(path: &Path) -> Result<(String, Report), Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| {
            Failure::usage(told!([error] "cannot read the report {name}: {error}", "レポート {name} を読み取れません: {error}"))
        })?;
    let report = diff::parse(&name, &bytes).map_err(Failure::usage)?;
    Ok((name, report))
}

/// What differs in the questions makes differences in the answers that mean nothing.
pub fn warn(differs: &[&str], old: &Text, new: &Text) {
    if !differs.is_empty() {
        let [old, new] = [old, new].map(one_line);
        let differs = differs.join(", ");
        note(told!(
            [old, new] "{old} and {new} are compared, but differ in: {differs}",
            "{old} と{new} を比較しますが、次の条件が異なります: {differs}"
        ));
    }
}
