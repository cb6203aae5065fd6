//! JUnit XML, for the test displays of build servers: a suite for each cluster and area, a case for each
//! rule and object where it does not plainly hold, and one for the objects where it does.
//!
//! A case fails or is an error exactly where it stands against the verdict; what only carries a risk
//! passes, with the risk in its output, so that the display and the exit code never contradict.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Style, altered, coverage, named, safe, words::Msg};
use crate::report::rows::{Row, Rows, Said, Word};
use crate::report::standing::Standing;
use crate::report::{Answer, Area, Decision, Object, ObjectKind, Report, Stale};
use crate::terms::Lang;

/// What a case is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Failure,
    Error,
    Skipped,
    Passed,
}

/// One case.
struct Case<'r> {
    rows: Vec<Row<'r>>,
    is: Is,
}

/// The cases of a cluster and an area.
struct Suite<'r> {
    cluster: Option<&'r str>,
    area: Area,
    cases: Vec<Case<'r>>,
}

/// Which suite, rule and object a case is about.
type Key<'r> = (usize, &'r str, Option<(ObjectKind, &'r str)>, Word);

/// Writes the suites.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let suites = suites(&all);
    let stale: Vec<&Decision> = report.decisions.iter().filter(|entry| entry.stale.is_some()).collect();
    let count = |is: Is| suites.iter().map(|suite| suite.count(is)).sum::<usize>();
    let cases: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites")
        .with_attribute(("name", "vpreflight"))
        .with_attribute(("tests", (cases + stale.len()).to_string().as_str()))
        .with_attribute(("failures", count(Is::Failure).to_string().as_str()))
        .with_attribute(("errors", count(Is::Error).to_string().as_str()))
        .with_attribute(("time", "0"))
        .write_inner_content(|xml| {
            let mut page = Page { all: &all, lang: style.lang, xml };
            for suite in &suites {
                page.suite(suite)?;
            }
            if stale.is_empty() { Ok(()) } else { page.stale(&stale) }
        })?;
    xml.into_inner().write_all(b"\n")
}

/// The rows by cluster and area, in the order of the report.
fn suites<'r>(all: &Rows<'r>) -> Vec<Suite<'r>> {
    let clusters = all.report.clusters.iter().map(|cluster| Some(cluster.object.id.as_str()));
    let mut places: HashMap<(Option<&str>, Area), usize> = HashMap::new();
    let mut suites: Vec<Suite<'r>> = Vec::new();
    for cluster in clusters.chain([None]) {
        for area in [Area::Both, Area::Ha, Area::Vmotion] {
            places.insert((cluster, area), suites.len());
            suites.push(Suite { cluster, area, cases: Vec::new() });
        }
    }
    let mut cases: HashMap<Key<'r>, usize> = HashMap::new();
    for row in all.iter() {
        // A cluster that is not in the list can only be one that was left out of the scope.
        let none = places.get(&(None, row.rule.area));
        let Some(&at) = places.get(&(row.cluster, row.rule.area)).or(none) else { continue };
        let Some(suite) = suites.get_mut(at) else { continue };
        let object = row.object.map(|object| (object.kind, object.id.as_str()));
        // Rows about one object are one case; of those about several each is its own.
        let apart = if object.is_some() { Word::Fail } else { row.word() };
        let case = *cases.entry((at, &row.rule.id, object, apart)).or_insert(suite.cases.len());
        match suite.cases.get_mut(case) {
            Some(case) => case.rows.push(row),
            None => suite.cases.push(Case { rows: vec![row], is: Is::Passed }),
        }
    }
    for case in suites.iter_mut().flat_map(|suite| &mut suite.cases) {
        case.is = is(all, &case.rows);
    }
    suites.retain(|suite| !suite.cases.is_empty());
    suites
}

fn is(all: &Rows<'_>, rows: &[Row<'_>]) -> Is {
    let worst = rows.iter().map(|row| all.standing(row)).min().unwrap_or(Standing::Fine);
    let says = |words: &[Word]| rows.iter().any(|row| words.contains(&row.word()));
    match worst {
        Standing::Stops => Is::Failure,
        Standing::Unclear => Is::Error,
        Standing::Risk if says(&[Word::Fail, Word::Warn]) => Is::Passed,
        Standing::Risk => Is::Skipped,
        Standing::Person if says(&[Word::Manual, Word::Waived]) => Is::Skipped,
        _ if says(&[Word::NotAsked, Word::NotApplicable]) => Is::Skipped,
        _ => Is::Passed,
    }
}

impl Suite<'_> {
    fn count(&self, is: Is) -> usize {
        self.cases.iter().filter(|case| case.is == is).count()
    }
}

/// A document being written.
struct Page<'p, 'r, 'o> {
    all: &'p Rows<'r>,
    lang: Lang,
    xml: &'p mut Writer<&'o mut dyn Write>,
}

impl<'r> Page<'_, 'r, '_> {
    fn suite(&mut self, suite: &Suite<'r>) -> io::Result<()> {
        let area = named::area_word(suite.area).get(self.lang);
        let cluster = match suite.cluster.and_then(|id| self.all.cluster(id)) {
            Some(cluster) if cluster.path.is_empty() => safe::line(&cluster.name),
            Some(cluster) => safe::line(&cluster.path),
            None => Msg::NoClusterSuite.get(self.lang).into(),
        };
        let name = format!("{cluster} / {area}");
        let (all, lang) = (self.all, self.lang);
        let answer = all.answer(suite.cluster);
        let element = self
            .xml
            .create_element("testsuite")
            .with_attribute(("name", name.as_str()))
            .with_attribute(("tests", suite.cases.len().to_string().as_str()))
            .with_attribute(("failures", suite.count(Is::Failure).to_string().as_str()))
            .with_attribute(("errors", suite.count(Is::Error).to_string().as_str()))
            .with_attribute(("skipped", suite.count(Is::Skipped).to_string().as_str()))
            .with_attribute(("time", "0"));
        let element = match timestamp(&all.report.source.at) {
            Some(at) => element.with_attribute(("timestamp", at.as_str())),
            None => element,
        };
        element.write_inner_content(|xml| {
            let mut page = Page { all, lang, xml };
            page.properties(answer)?;
            suite.cases.iter().try_for_each(|case| page.case(case))
        })?;
        Ok(())
    }

    /// The answer, what the site has set and what the run was held against; a suite is shown on its own, so each says it.
    fn properties(&mut self, answer: Answer) -> io::Result<()> {
        let (question, lang) = (&self.all.report.question, self.lang);
        let verdict = named::answer(answer.verdict, answer.open, lang);
        let coverage = coverage::lines(self.all.report, lang).into_iter().map(|line| ("coverage", line));
        let verdict = coverage.chain(std::iter::once(("verdict", verdict)));
        let own = altered::own(question, lang).into_iter().map(|line| ("override", line));
        let baseline = altered::baseline(question, lang).into_iter().map(|line| ("baseline", line));
        let ahead = altered::ahead(question, lang).into_iter().map(|line| ("installed-at", line));
        let clocks = named::clocks(self.all.report, lang).into_iter().map(|line| ("clocks", line));
        let old_tls = named::old_tls(self.all.report, lang).map(|line| ("tls-legacy", line.to_owned()));
        let mut lines = verdict.chain(ahead).chain(clocks).chain(old_tls).chain(own).chain(baseline);
        self.xml.create_element("properties").write_inner_content(|xml| {
            lines.try_for_each(|(name, line)| {
                let property = xml.create_element("property").with_attribute(("name", name));
                property.with_attribute(("value", line.as_str())).write_empty().map(drop)
            })
        })?;
        Ok(())
    }

    fn case(&mut self, case: &Case<'r>) -> io::Result<()> {
        let Some(worst) = case.rows.iter().min_by_key(|row| self.all.standing(row)) else { return Ok(()) };
        let lang = self.lang;
        let name = match (worst.object, worst.said) {
            (Some(object), _) => object_name(object, lang),
            (None, Said::NotApplicable) => Msg::NotApplicable.get(lang).to_owned(),
            (None, _) => worst.message(lang),
        };
        let class = format!("vpreflight.{}.{}", worst.rule.area.name(), safe::line(&worst.rule.id));
        let element = self
            .xml
            .create_element("testcase")
            .with_attribute(("classname", class.as_str()))
            .with_attribute(("name", name.as_str()))
            .with_attribute(("time", "0"));
        let short = worst.told(lang);
        let silent = case.rows.iter().all(|row| matches!(row.said, Said::Holds));
        if silent {
            element.write_empty()?;
            return Ok(());
        }
        element.write_inner_content(|xml| {
            let text = || long(&case.rows, lang);
            let (tag, kind) = match case.is {
                Is::Failure => ("failure", worst.finding().unwrap_or("fail")),
                Is::Error => ("error", worst.word().name()),
                Is::Skipped => ("skipped", worst.word().name()),
                Is::Passed => {
                    return xml
                        .create_element("system-out")
                        .write_text_content(BytesText::new(&text()))
                        .map(drop);
                }
            };
            xml.create_element(tag)
                .with_attribute(("message", short.as_str()))
                .with_attribute(("type", safe::line(kind).as_ref()))
                .write_text_content(BytesText::new(&text()))
                .map(drop)
        })?;
        Ok(())
    }

    /// Entries of the decisions file without effect: nothing stands or falls with them, but they show.
    fn stale(&mut self, stale: &[&Decision]) -> io::Result<()> {
        let lang = self.lang;
        let count = stale.len().to_string();
        let element = self
            .xml
            .create_element("testsuite")
            .with_attribute(("name", Msg::Stale.get(lang)))
            .with_attribute(("tests", count.as_str()))
            .with_attribute(("failures", "0"))
            .with_attribute(("errors", "0"))
            .with_attribute(("skipped", count.as_str()))
            .with_attribute(("time", "0"));
        element.write_inner_content(|xml| {
            for entry in stale {
                let name = format!("{}:{}", safe::line(&entry.file), entry.line);
                let class = format!("vpreflight.decisions.{}", safe::line(&entry.rule));
                let why = named::without_effect(entry, entry.stale.unwrap_or(Stale::Unmatched), lang);
                xml.create_element("testcase")
                    .with_attribute(("classname", class.as_str()))
                    .with_attribute(("name", name.as_str()))
                    .with_attribute(("time", "0"))
                    .write_inner_content(|xml| {
                        xml.create_element("skipped")
                            .with_attribute(("message", why.as_str()))
                            .write_empty()?;
                        Ok(())
                    })?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// `VM lms-db01 (vm-103)`: two VMs in two folders may have one name.
fn object_name(object: &Object, lang: Lang) -> String {
    format!("{} ({})", named::kind_and_name(object, lang), safe::line(&object.id))
}

/// Everything that is said about a case, the worst not first but in the order of the report.
fn long(rows: &[Row<'_>], lang: Lang) -> String {
    let mut lines = Vec::new();
    for row in rows {
        let known = if row.known() { format!(", {}", Msg::Known.get(lang)) } else { String::new() };
        let word = match lang {
            Lang::En => row.word().name(),
            Lang::Ja => named::row_word(row).get(lang),
        };
        lines.push(format!("[{word}{known}] {}", row.behind_mark(lang)));
        if let Some(fix) = row.fix(lang) {
            lines.push(format!("{} {fix}", Msg::Fix.get(lang)));
        }
    }
    lines.join("\n")
}

/// A time as the schemas want it: UTC, without a zone.
fn timestamp(at: &str) -> Option<String> {
    let at: jiff::Timestamp = at.parse().ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}
