//! The pieces of a document, each as text of its own: who writes them chooses which, and how many.

use std::collections::HashSet;

use super::text::{cell, code, escaped};
use crate::render::{altered, answering, coverage, left_out, named, placing, safe, words::Msg};
use crate::report::rows::{Row, Rows, Word};
use crate::report::standing::Standing;
use crate::report::{Area, Object, Prerequisite, Severity};
use crate::terms::{Lang, time};

/// Clusters that are named.
const FEW_CLUSTERS: usize = 10;

/// How much is told of an entry.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Objects that are named.
    pub(super) objects: usize,
    /// Columns of a message.
    pub(super) columns: usize,
}

/// A table of prerequisites; without any, the line that says so.
pub(super) struct Table {
    /// Its title and its heading, with their line ends.
    pub(super) head: String,
    /// Its rows, without.
    pub(super) rows: Vec<String>,
}

/// A report, and how it is told.
pub(super) struct Page<'p, 'r> {
    all: &'p Rows<'r>,
    lang: Lang,
    limits: Limits,
}

impl<'p, 'r> Page<'p, 'r> {
    pub(super) fn new(all: &'p Rows<'r>, lang: Lang, limits: Limits) -> Self {
        Self { all, lang, limits }
    }

    pub(super) fn msg(&self, msg: Msg) -> &'static str {
        msg.get(self.lang)
    }

    /// The verdict, as the heading.
    pub(super) fn heading(&self) -> String {
        format!("## {}\n", named::answer_of(self.all.report, self.lang))
    }

    /// Clusters, profiles, and what else counts for the whole run, as items of a list.
    pub(super) fn about(&self) -> Vec<String> {
        let (report, lang) = (self.all.report, self.lang);
        let mut items: Vec<String> =
            coverage::lines(report, lang).iter().map(|line| format!("- {}", escaped(line))).collect();
        let several = report.clusters.len() > 1;
        for (cluster, answer) in report.clusters.iter().zip(report.answers()).take(FEW_CLUSTERS) {
            let object = &cluster.object;
            let path = if object.path.is_empty() { &object.name } else { &object.path };
            let kind = self.msg(named::kind_words(object.kind).0);
            let (hosts, vms) = (Msg::Hosts.count(lang, cluster.hosts), Msg::Vms.count(lang, cluster.vms));
            let comma = self.msg(Msg::Comma);
            let told = named::answer(answer.verdict, answer.open, lang);
            let told = if several { format!("**{told}** ") } else { String::new() };
            items.push(format!("- {told}{kind} {}{comma}{hosts}{comma}{vms}", code(path)));
        }
        let more = report.clusters.len().saturating_sub(FEW_CLUSTERS);
        if more > 0 {
            items.push(format!("- {}", Msg::AndMore.count(lang, more)));
        }
        let profiles = code(&report.question.profiles.join(", "));
        items.push(format!("- {}", Msg::Profile.fill(lang, &[("profiles", &profiles)])));
        let lines = left_out::lines(report, lang).into_iter().chain(placing::lines(report, lang));
        let lines = lines.chain(altered::lines(&report.question, lang));
        items.extend(lines.map(|line| format!("- {}", escaped(&line))));
        items
    }

    /// The numbers by outcome.
    pub(super) fn numbers(&self) -> String {
        let (report, lang) = (self.all.report, self.lang);
        let between = self.msg(Msg::TallyBetween);
        let required = format!("**{}**\n", named::tally_of(report, lang).join(between));
        let advice = named::tally_words(report.advisory_tally, lang);
        if advice.is_empty() {
            return required;
        }
        format!("{required}\n{}: {}\n", self.msg(Msg::Advisory), advice.join(between))
    }

    /// Every rule with its outcome, by area.
    pub(super) fn tables(&self) -> Vec<Table> {
        if self.all.report.prerequisites.is_empty() {
            let head = format!("{}\n", self.msg(Msg::NothingChecked));
            return vec![Table { head, rows: Vec::new() }];
        }
        let areas = [(Area::Both, Msg::Both), (Area::Ha, Msg::Ha), (Area::Vmotion, Msg::Vmotion)];
        let required = areas.into_iter().filter_map(|(area, title)| {
            self.table(title, |rule| rule.severity == Severity::Required && rule.area == area)
        });
        let advice = self.table(Msg::Advisory, |rule| rule.severity == Severity::Advisory);
        required.chain(advice).collect()
    }

    fn table(&self, title: Msg, is_in: impl Fn(&Prerequisite) -> bool) -> Option<Table> {
        let mut rules: Vec<&Prerequisite> =
            self.all.report.prerequisites.iter().filter(|rule| is_in(rule)).collect();
        if rules.is_empty() {
            return None;
        }
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.outcome.rank()));
        let [outcome, id, objects, meaning] =
            [Msg::Outcome, Msg::Prerequisite, Msg::Objects, Msg::Meaning].map(|msg| self.msg(msg));
        let title = self.msg(title);
        let head = format!(
            "### {title}\n\n| {outcome} | {id} | {objects} | {meaning} |\n| --- | --- | ---: | --- |\n"
        );
        let row = |rule: &Prerequisite| {
            let word = self.msg(named::outcome_word(rule.outcome));
            let title = escaped(rule.title.get(self.lang));
            let held = Some(named::held(rule.objects)).filter(|held| !held.is_empty());
            let numbers: Vec<String> = held.into_iter().chain(named::left_open(rule, self.lang)).collect();
            let numbers = numbers.join(self.msg(Msg::Comma));
            format!("| {word} | {} | {numbers} | {title} |", cell(&rule.id))
        };
        Some(Table { head, rows: rules.into_iter().map(row).collect() })
    }

    /// What does not plainly hold, worst first: what was found, what could not be told, what is asked,
    /// what a person decided.
    pub(super) fn found(&self) -> Vec<(Standing, Row<'r>)> {
        let mut folds: Vec<(Standing, Row<'r>)> =
            self.all.folds().into_iter().map(|row| (self.all.standing(&row), row)).collect();
        let mut told = HashSet::new();
        folds.retain(|(_, row)| row.open_question().is_none_or(|asked| told.insert(asked)));
        folds.retain(|(_, row)| !matches!(row.word(), Word::Pass | Word::NotAsked | Word::NotApplicable));
        folds.sort_by_key(|(standing, row)| (*standing, row.word()));
        folds
    }

    /// One of what does not hold, as an item of a list with its line ends.
    pub(super) fn entry(&self, row: &Row<'r>) -> String {
        let lang = self.lang;
        let word = self.msg(named::row_word(row));
        let rules: Vec<String> = row.asking(self.all.report).into_iter().map(|rule| code(&rule.id)).collect();
        let mut entry = format!("- **{word}** {}", rules.join(self.msg(Msg::Comma)));
        if row.rule.severity == Severity::Advisory {
            entry.push_str(&format!(" ({})", self.msg(Msg::Advice)));
        }
        let objects = self.objects(row);
        if !objects.is_empty() {
            entry.push_str(&format!(": {objects}"));
        }
        let told = if row.decision.is_some() { row.told(lang) } else { row.message(lang) };
        entry.push_str(&format!("  \n  {}\n", self.told(&told)));
        if let Some(evidence) = row.untold(lang) {
            entry.push_str(&format!("  - {} {}\n", self.msg(Msg::Evidence), self.told(&evidence)));
        }
        if let Some(fix) = row.fix(lang).filter(|_| row.decision.is_none()) {
            entry.push_str(&format!("  - {} {}\n", self.msg(Msg::Fix), self.told(&fix)));
        }
        if row.open_question().is_some() {
            for rule in row.asking(self.all.report) {
                let command = code(&answering::command(self.all.report, &rule.id));
                entry.push_str(&format!("  - {} {command}\n", self.msg(Msg::AnswerWith)));
            }
        }
        entry
    }

    /// A sentence of an entry.
    pub(super) fn told(&self, text: &str) -> String {
        escaped(&safe::cut(text, self.limits.columns))
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

    /// Entries of the decisions file without effect, as items of a list; those with one stand where they decide.
    pub(super) fn stale(&self) -> Vec<String> {
        let entries = self.all.report.decisions.iter().filter_map(|entry| Some((entry, entry.stale?)));
        let lines = entries.map(|(entry, why)| named::without_effect(entry, why, self.lang));
        lines.map(|line| format!("- {}", self.told(&line))).collect()
    }

    /// Where the data came from.
    pub(super) fn closing(&self) -> String {
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
        let mut closing = format!("{}\n", parts.join(self.msg(Msg::TallyBetween)));
        let old_tls = named::old_tls(report, lang).map(str::to_owned);
        for line in named::clocks(report, lang).into_iter().chain(old_tls) {
            closing.push_str(&format!("\n{}\n", escaped(&line)));
        }
        let left_out = &report.question.advice_left_out;
        if !left_out.is_empty() {
            let rules: Vec<String> = left_out.iter().map(|id| code(id)).collect();
            let lead = escaped(&Msg::AdviceLeftOut.count(lang, left_out.len()));
            closing.push_str(&format!("\n{lead}: {}\n", rules.join(self.msg(Msg::Comma))));
        }
        closing
    }
}
