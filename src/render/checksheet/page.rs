//! What stands on the sheet around its rows: of what it is, and what follows from it.

use super::lines::{Line, Lines, Who};
use super::words::{Word, reading};
use crate::render::html::{MARKS, Mark};
use crate::render::{altered, coverage, left_out, named, safe, words::Msg};
use crate::report::{Level, Outcome, Prerequisite, Report, Verdict};
use crate::rules;
use crate::terms::{Lang, time};

/// What stands where somebody writes.
pub(in crate::render) const LINE: &str = "＿＿＿＿＿";
/// Data is missing that could mean a fail.
const UNKNOWN: Outcome = Outcome::Unknown { ceiling: Level::Fail };
/// What says that a cell is as the one above it.
pub(super) const DITTO: &str = "〃";

/// A sheet.
pub(in crate::render) struct Page<'r> {
    report: &'r Report,
    /// Its language.
    pub(in crate::render) lang: Lang,
    /// Its rows, in the order of the chapter.
    pub(in crate::render) lines: Vec<Line>,
}

/// The texts of a row: number, heading, item, verdict, evidence, who confirms, date.
pub(in crate::render) struct Cells {
    pub(in crate::render) number: String,
    pub(in crate::render) heading: String,
    pub(in crate::render) item: String,
    pub(in crate::render) verdict: String,
    pub(in crate::render) evidence: Vec<String>,
    pub(in crate::render) who: String,
    pub(in crate::render) date: String,
}

impl<'r> Page<'r> {
    pub(in crate::render) fn new(report: &'r Report, lang: Lang, by: Option<&'r str>) -> Self {
        Self { report, lang, lines: Lines::new(report, lang, by).all() }
    }

    /// Its title.
    pub(in crate::render) fn title(&self) -> &'static str {
        Word::Title.get(self.lang)
    }

    /// The sign of a mark in the language of the sheet.
    fn sign(&self, mark: Mark) -> &'static str {
        let [en, ja] = mark.sign;
        if self.lang == Lang::Ja { ja } else { en }
    }

    /// The texts of a row, whole.
    pub(in crate::render) fn cells(&self, line: &Line) -> Cells {
        let sign = line.mark.map_or("", |mark| self.sign(mark));
        let parts: Vec<&str> = [sign, &line.counts].into_iter().filter(|part| !part.is_empty()).collect();
        let (who, date) = match &line.who {
            Who::By(who, date) => (who.clone(), date.clone()),
            Who::Open => (LINE.to_owned(), LINE.to_owned()),
            Who::Nobody => (String::new(), String::new()),
        };
        Cells {
            number: line.item.number.clone(),
            heading: named::heading(&line.section.heading, self.lang),
            item: line.demand.clone(),
            verdict: parts.join(" "),
            evidence: line.evidence.clone(),
            who,
            date,
        }
    }

    /// The texts of every row; of what is as above it, the mark that says so.
    pub(in crate::render) fn with_dittos(&self) -> Vec<Cells> {
        let mut above: Option<&Line> = None;
        let mut all = Vec::new();
        for line in &self.lines {
            let mut cells = self.cells(line);
            if let Some(above) = above {
                let same_item = above.item.place == line.item.place;
                if same_item {
                    cells.number = DITTO.to_owned();
                }
                if above.section.key == line.section.key {
                    cells.heading = DITTO.to_owned();
                }
                if same_item && above.demand == line.demand {
                    cells.item = DITTO.to_owned();
                }
            }
            above = Some(line);
            all.push(cells);
        }
        all
    }

    /// What the sheet is about: names with their values.
    pub(in crate::render) fn about(&self) -> Vec<(&'static str, String)> {
        let (report, lang) = (self.report, self.lang);
        let word = |word: Word| word.get(lang);
        let covered = coverage::lines(report, lang).into_iter().map(|line| (word(Word::Coverage), line));
        let mut about: Vec<(&'static str, String)> = covered.collect();
        about.extend([
            (word(Word::Document), rules::chapter().document.get(lang).to_owned()),
            (word(Word::Object), self.objects()),
            (word(Word::ReadAt), self.read_at()),
            (word(Word::ReadingLabel), reading(report.question.reading).get(lang).to_owned()),
            (word(Word::ProfileLabel), safe::line(&report.question.profiles.join(", ")).into_owned()),
            (word(Word::VerdictLabel), self.verdict()),
            (word(Word::Signs), self.signs()),
        ]);
        let mut notes: Vec<String> = left_out::lines(report, lang);
        notes.extend(altered::lines(&report.question, lang));
        notes.extend(named::clocks(report, lang));
        notes.extend(named::old_tls(report, lang).map(str::to_owned));
        // A rule of a site may name none; a report of an older release names none at all.
        let old = |rule: &Prerequisite| rule.source.places.is_empty();
        if report.prerequisites.iter().all(old) && !report.prerequisites.is_empty() {
            let version = format!("{} {}", report.tool.name, report.tool.version);
            notes.push(Word::PlacesAdded.fill(lang, &[("version", &safe::name(&version))]));
        }
        about.extend(notes.into_iter().map(|note| (word(Word::Beside), note)));
        about
    }

    fn objects(&self) -> String {
        let (report, lang) = (self.report, self.lang);
        let vcenter = &report.vcenter;
        let comma = Msg::Comma.get(lang);
        let product = format!("{} {}", vcenter.name, vcenter.version);
        let (product, build) = (safe::name(&product), safe::name(&vcenter.build));
        let api = safe::name(&vcenter.api_version);
        let product = Msg::ReadProduct.fill(lang, &[("product", &product), ("build", &build), ("api", &api)]);
        let mut parts = vec![format!("{} ({product})", safe::name(&report.source.server))];
        for cluster in &report.clusters {
            let object = &cluster.object;
            let path = if object.path.is_empty() { &object.name } else { &object.path };
            let kind = named::kind_words(object.kind).0.get(lang);
            let (hosts, vms) = (Msg::Hosts.count(lang, cluster.hosts), Msg::Vms.count(lang, cluster.vms));
            parts.push(format!("{kind} {} ({hosts}{comma}{vms})", safe::line(path)));
        }
        if report.clusters.is_empty() {
            parts.push(Msg::NoCluster.get(lang).to_owned());
        }
        parts.join(comma)
    }

    fn read_at(&self) -> String {
        let source = &self.report.source;
        let at = if source.at.is_empty() { source.machine_at.as_deref() } else { None };
        let at = time::shown(&self.report.question.zone, at.unwrap_or(&source.at));
        safe::name(&at).into_owned()
    }

    /// `× NOT READY (✓ 32  × 6)`: the verdict, and the prerequisites by outcome.
    fn verdict(&self) -> String {
        let report = self.report;
        let mark = match report.verdict {
            Verdict::NotReady => Mark::from(Outcome::Fail),
            Verdict::CannotTell => Mark::from(UNKNOWN),
            // No circle stands for what is open.
            Verdict::Ready if report.count_open() > 0 => Mark::from(Outcome::Manual),
            Verdict::Ready => Mark::from(Outcome::Pass),
        };
        let counted = Outcome::ALL.into_iter().filter(|outcome| report.tally.of(*outcome) > 0);
        let counts: Vec<String> = counted
            .map(|outcome| {
                format!("{} {}", self.sign(outcome.into()), named::number(report.tally.of(outcome)))
            })
            .collect();
        let answer = named::answer_of(report, self.lang);
        format!("{} {answer} ({})", self.sign(mark), counts.join(Msg::Comma.get(self.lang)))
    }

    fn signs(&self) -> String {
        let told = MARKS.into_iter().filter(|mark| mark.key != "note" && mark.key != "unclear");
        let told: Vec<String> =
            told.map(|mark| format!("{} {}", self.sign(mark), mark.word.get(self.lang))).collect();
        told.join(Msg::Comma.get(self.lang))
    }

    /// What follows from the rows, and where they are from.
    pub(in crate::render) fn end(&self) -> Vec<(&'static str, String)> {
        let (report, lang) = (self.report, self.lang);
        let needs = |outcomes: &[Outcome]| {
            let marks: Vec<&str> = outcomes.iter().map(|outcome| Mark::from(*outcome).key).collect();
            let is = |line: &&Line| line.mark.is_some_and(|mark| marks.contains(&mark.key));
            let mut numbers: Vec<&str> =
                self.lines.iter().filter(is).map(|line| line.item.number.as_str()).collect();
            numbers.dedup();
            if numbers.is_empty() {
                return Word::NoneNeedsWork.get(lang).to_owned();
            }
            numbers.join(Msg::Comma.get(lang))
        };
        let tool = format!("{} {}", report.tool.name, report.tool.version);
        let (catalogue, server) = (&report.question.catalogue, &report.source.server);
        let (tool, catalogue, server) = (safe::name(&tool), safe::line(catalogue), safe::name(server));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("tool", &tool), ("catalogue", &catalogue), ("server", &server)];
        let signature = format!("{LINE}{LINE}  {}: {LINE}", Word::Date.get(lang));
        let stale = report.decisions.iter().filter_map(|entry| Some((entry, entry.stale?)));
        let stale = stale.map(|(entry, why)| named::without_effect(entry, why, lang));
        let work = [Outcome::Fail, UNKNOWN];
        let mut end = vec![
            (Word::NeedsWork.get(lang), needs(&work)),
            (Word::Asked.get(lang), needs(&[Outcome::Manual])),
        ];
        end.extend(stale.map(|line| (Msg::Stale.get(lang), line)));
        end.extend([
            (Word::MadeBy.get(lang), Word::Made.fill(lang, &values)),
            (Word::Checked.get(lang), signature.clone()),
            (Word::Approved.get(lang), signature),
        ]);
        end
    }
}
