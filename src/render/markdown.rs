//! GitHub-flavoured Markdown, for wikis, tickets and the summary of a workflow run. Names stand in it as
//! text or code: none of them is a tag, a link, a mention, a cell or a heading.

use std::collections::HashSet;
use std::io::{self, Write};

use super::{Style, altered, left_out, named, placing, safe, words::Msg};
use crate::report::rows::{Row, Rows, Word};
use crate::report::standing::Standing;
use crate::report::{Area, Object, Prerequisite, Report, Severity};
use crate::terms::{Lang, time};

/// How much is told.
#[derive(Clone, Copy)]
struct Limits {
    /// Entries of the list of what does not hold.
    entries: usize,
    /// Objects of an entry.
    objects: usize,
    /// Columns of a message.
    columns: usize,
}

/// A document of its own.
const WHOLE: Limits = Limits { entries: usize::MAX, objects: 20, columns: 4_000 };
/// The summary of a workflow run, of which GitHub takes 1 MiB.
const SUMMARY: Limits = Limits { entries: 100, objects: 5, columns: 500 };
/// Clusters that are named.
const FEW_CLUSTERS: usize = 10;

/// Writes the document.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let limits = if style.all { Limits { objects: usize::MAX, ..WHOLE } } else { WHOLE };
    document(report, style.lang, limits, out)
}

/// Writes the document in short, for a place that takes a bounded number of bytes.
///
/// # Errors
/// Only those of `out`.
pub fn summary(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    document(&super::apart::apart(report), lang, SUMMARY, out)
}

fn document(report: &Report, lang: Lang, limits: Limits, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let mut page = Page { all: &all, lang, limits, out };
    page.verdict()?;
    page.prerequisites()?;
    page.entries()?;
    page.decisions()?;
    page.closing()
}

/// A document being written.
struct Page<'p, 'r> {
    all: &'p Rows<'r>,
    lang: Lang,
    limits: Limits,
    out: &'p mut dyn Write,
}

impl<'r> Page<'_, 'r> {
    fn msg(&self, msg: Msg) -> &'static str {
        msg.get(self.lang)
    }

    /// Verdict, clusters, numbers.
    fn verdict(&mut self) -> io::Result<()> {
        let (report, lang) = (self.all.report, self.lang);
        writeln!(self.out, "## {}\n", named::answer_of(report, lang))?;
        let several = report.clusters.len() > 1;
        for (cluster, answer) in report.clusters.iter().zip(report.answers()).take(FEW_CLUSTERS) {
            let object = &cluster.object;
            let path = if object.path.is_empty() { &object.name } else { &object.path };
            let kind = self.msg(named::kind_words(object.kind).0);
            let (hosts, vms) = (Msg::Hosts.count(lang, cluster.hosts), Msg::Vms.count(lang, cluster.vms));
            let comma = self.msg(Msg::Comma);
            let told = named::answer(answer.verdict, answer.open, lang);
            let told = if several { format!("**{told}** ") } else { String::new() };
            writeln!(self.out, "- {told}{kind} {}{comma}{hosts}{comma}{vms}", code(path))?;
        }
        let more = report.clusters.len().saturating_sub(FEW_CLUSTERS);
        if more > 0 {
            writeln!(self.out, "- {}", Msg::AndMore.count(lang, more))?;
        }
        let profiles = code(&report.question.profiles.join(", "));
        writeln!(self.out, "- {}", Msg::Profile.fill(lang, &[("profiles", &profiles)]))?;
        let first = left_out::lines(report, lang).into_iter().chain(placing::lines(report, lang));
        for line in first.chain(altered::lines(&report.question, lang)) {
            writeln!(self.out, "- {}", escaped(&line))?;
        }
        writeln!(self.out)?;
        let tally = named::tally_of(report, lang).join(self.msg(Msg::TallyBetween));
        writeln!(self.out, "**{tally}**\n")?;
        let advice = named::tally_words(report.advisory_tally, lang);
        if advice.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{}: {}\n", self.msg(Msg::Advisory), advice.join(self.msg(Msg::TallyBetween)))
    }

    /// Every rule with its outcome, by area.
    fn prerequisites(&mut self) -> io::Result<()> {
        let report = self.all.report;
        if report.prerequisites.is_empty() {
            return writeln!(self.out, "{}\n", self.msg(Msg::NothingChecked));
        }
        for (area, title) in [(Area::Both, Msg::Both), (Area::Ha, Msg::Ha), (Area::Vmotion, Msg::Vmotion)] {
            self.table(title, |rule| rule.severity == Severity::Required && rule.area == area)?;
        }
        self.table(Msg::Advisory, |rule| rule.severity == Severity::Advisory)
    }

    fn table(&mut self, title: Msg, is_in: impl Fn(&Prerequisite) -> bool) -> io::Result<()> {
        let mut rules: Vec<&Prerequisite> =
            self.all.report.prerequisites.iter().filter(|rule| is_in(rule)).collect();
        if rules.is_empty() {
            return Ok(());
        }
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.outcome.rank()));
        let [outcome, id, objects, meaning] =
            [Msg::Outcome, Msg::Prerequisite, Msg::Objects, Msg::Meaning].map(|msg| self.msg(msg));
        writeln!(self.out, "### {}\n", self.msg(title))?;
        writeln!(self.out, "| {outcome} | {id} | {objects} | {meaning} |\n| --- | --- | ---: | --- |")?;
        for rule in rules {
            let word = self.msg(named::outcome_word(rule.outcome));
            let title = escaped(rule.title.get(self.lang));
            let held = Some(named::held(rule.objects)).filter(|held| !held.is_empty());
            let numbers: Vec<String> = held.into_iter().chain(named::left_open(rule, self.lang)).collect();
            let numbers = numbers.join(self.msg(Msg::Comma));
            writeln!(self.out, "| {word} | {} | {numbers} | {title} |", cell(&rule.id))?;
        }
        writeln!(self.out)
    }

    /// What does not plainly hold, worst first: what was found, what could not be told, what is asked,
    /// what a person decided.
    fn entries(&mut self) -> io::Result<()> {
        let mut folds: Vec<(Standing, Row<'r>)> =
            self.all.folds().into_iter().map(|row| (self.all.standing(&row), row)).collect();
        let mut told = HashSet::new();
        folds.retain(|(_, row)| row.open_question().is_none_or(|asked| told.insert(asked)));
        folds.retain(|(_, row)| !matches!(row.word(), Word::Pass | Word::NotAsked | Word::NotApplicable));
        folds.sort_by_key(|(standing, row)| (*standing, row.word()));
        if folds.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "### {}\n", self.msg(Msg::Findings))?;
        for (_, row) in folds.iter().take(self.limits.entries) {
            self.entry(row)?;
        }
        let more = folds.len().saturating_sub(self.limits.entries);
        if more > 0 {
            writeln!(self.out, "- {}", Msg::MoreNotShown.count(self.lang, more))?;
        }
        writeln!(self.out)
    }

    fn entry(&mut self, row: &Row<'r>) -> io::Result<()> {
        let lang = self.lang;
        let word = named::row_word(row);
        let rules: Vec<String> = row.asking(self.all.report).into_iter().map(|rule| code(&rule.id)).collect();
        let mut lead = format!("- **{}** {}", self.msg(word), rules.join(self.msg(Msg::Comma)));
        if row.rule.severity == Severity::Advisory {
            lead.push_str(&format!(" ({})", self.msg(Msg::Advice)));
        }
        let objects = self.objects(row);
        if !objects.is_empty() {
            lead.push_str(&format!(": {objects}"));
        }
        writeln!(self.out, "{lead}  ")?;
        let told = if row.decision.is_some() { row.told(lang) } else { row.message(lang) };
        writeln!(self.out, "  {}", escaped(&safe::cut(&told, self.limits.columns)))?;
        if let Some(evidence) = row.untold(lang) {
            let evidence = escaped(&safe::cut(&evidence, self.limits.columns));
            writeln!(self.out, "  - {} {evidence}", self.msg(Msg::Evidence))?;
        }
        if let Some(fix) = row.fix(lang).filter(|_| row.decision.is_none()) {
            let fix = escaped(&safe::cut(&fix, self.limits.columns));
            writeln!(self.out, "  - {} {fix}", self.msg(Msg::Fix))?;
        }
        Ok(())
    }

    /// The objects of an entry: the first few, and how many more.
    fn objects(&self, row: &Row<'r>) -> String {
        let named = |object: &Object| {
            format!("{} {}", self.msg(named::kind_words(object.kind).0), code(&named::object_name(object)))
        };
        let spots = row.spots(self.lang);
        if spots.is_empty() {
            let objects: Vec<String> = row.objects().into_iter().map(named).collect();
            return self.first_few(objects).join(self.msg(Msg::Comma));
        }
        let parts = spots.iter().map(|spot| {
            let elements: Vec<String> =
                spot.elements.iter().map(|place| code(&named::element(place, self.lang))).collect();
            match elements.is_empty() {
                true => named(spot.object()),
                false => {
                    let elements = self.first_few(elements).join(self.msg(Msg::Comma));
                    format!("{} ({}{elements})", named(spot.object()), spot.lead(self.lang))
                }
            }
        });
        self.first_few(parts.collect()).join(self.msg(Msg::Comma))
    }

    /// The first few of a list, and how many more.
    fn first_few(&self, mut all: Vec<String>) -> Vec<String> {
        let more = all.len().saturating_sub(self.limits.objects);
        all.truncate(self.limits.objects);
        if more > 0 {
            all.push(Msg::AndMore.count(self.lang, more));
        }
        all
    }

    /// Entries of the decisions file without effect; those with one stand where they decide.
    fn decisions(&mut self) -> io::Result<()> {
        let report = self.all.report;
        let stale = report.decisions.iter().filter_map(|entry| Some((entry, entry.stale?)));
        let mut lines = stale.map(|(entry, why)| named::without_effect(entry, why, self.lang)).peekable();
        if lines.peek().is_none() {
            return Ok(());
        }
        writeln!(self.out, "### {}\n", Msg::Stale.get(self.lang))?;
        for line in lines {
            writeln!(self.out, "- {}", escaped(&safe::cut(&line, self.limits.columns)))?;
        }
        writeln!(self.out)
    }

    /// Where the data came from.
    fn closing(&mut self) -> io::Result<()> {
        let (report, lang) = (self.all.report, self.lang);
        let server = code(&report.source.server);
        let mut parts = vec![Msg::ReadFrom.fill(lang, &[("server", &server)])];
        if !report.source.at.is_empty() {
            parts.push(escaped(&time::shown(&report.question.zone, &report.source.at)));
        }
        let product = escaped(&format!("{} {}", report.vcenter.name, report.vcenter.version));
        let (build, api) = (escaped(&report.vcenter.build), escaped(&report.vcenter.api_version));
        parts.push(Msg::ReadProduct.fill(lang, &[("product", &product), ("build", &build), ("api", &api)]));
        let (tool, version) = (escaped(&report.tool.name), escaped(&report.tool.version));
        parts.push(Msg::ReadBy.fill(lang, &[("tool", &tool), ("version", &version)]));
        writeln!(self.out, "{}", parts.join(self.msg(Msg::TallyBetween)))?;
        if let Some(clocks) = named::clocks(report, lang) {
            writeln!(self.out, "\n{}", escaped(&clocks))?;
        }
        if let Some(old_tls) = named::old_tls(report, lang) {
            writeln!(self.out, "\n{}", escaped(old_tls))?;
        }
        let left_out = &report.question.advice_left_out;
        if left_out.is_empty() {
            return Ok(());
        }
        let rules: Vec<String> = left_out.iter().map(|id| code(id)).collect();
        let lead = Msg::AdviceLeftOut.count(lang, left_out.len());
        writeln!(self.out, "\n{}: {}", escaped(&lead), rules.join(self.msg(Msg::Comma)))
    }
}

/// Text that is nothing but text, in a line, a list or a cell.
pub(super) fn escaped(text: &str) -> String {
    let line = safe::line(text);
    let mut escaped = String::with_capacity(line.len() + line.len() / 8);
    // As long as there are digits only, a dot or a bracket would begin a numbered list.
    let mut digits = 0;
    let mut before = ' ';
    let mut chars = line.chars().enumerate().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match char {
            // Backslashes do not keep a mention from being one; code does.
            '@' if next.is_ascii_alphanumeric() => escaped.push_str("`@`"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!'
            | '=' | '$' | '^' => escaped.extend(['\\', char]),
            ':' if next == '/' => escaped.push_str("\\:"),
            '.' if before == 'w' => escaped.push_str("\\."),
            '.' | ')' if at > 0 && digits == at => escaped.extend(['\\', char]),
            '-' | '+' if at == 0 => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
        digits += usize::from(char.is_ascii_digit() && digits == at);
        before = char;
    }
    escaped
}

/// Text as code, in a line or a list.
fn code(text: &str) -> String {
    let line = safe::line(text);
    if line.is_empty() {
        return String::new();
    }
    let longest = line.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank within is stripped where there is one at both ends.
    let pad = if line.starts_with(['`', ' ']) || line.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Text as code in a cell of a table, where a bar ends the cell even in code.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}
