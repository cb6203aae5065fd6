//! The map of prerequisites and clusters: a table with a sign and a word in each cell.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use super::{
    Page,
    words::{MARKS, Mark, Word},
    writer::anchor,
};
use crate::{
    render::{first::worst_first, named, words::Msg},
    report::{Answer, Area, ClusterInfo, InCluster, Level, Outcome, Prerequisite, Severity, Verdict},
};

/// Up to so many columns there is room for numbers; beyond, the heads stand upright and the signs alone.
const WIDE_COLUMNS: usize = 8;

/// Whether an outcome asks for nothing.
fn is_calm(outcome: Outcome) -> bool {
    outcome.rank() <= Outcome::Pass.rank() || outcome == Outcome::Attested
}

/// The groups of rows.
pub(super) fn groups<'r>(order: &[&'r Prerequisite]) -> Vec<(Msg, Vec<&'r Prerequisite>)> {
    let required = |area| {
        let is_in = move |rule: &&&Prerequisite| rule.severity == Severity::Required && rule.area == area;
        order.iter().filter(is_in).copied().collect::<Vec<_>>()
    };
    let advice = order.iter().filter(|rule| rule.severity == Severity::Advisory).copied().collect();
    let mut groups = vec![
        (Msg::Both, required(Area::Both)),
        (Msg::Ha, required(Area::Ha)),
        (Msg::Vmotion, required(Area::Vmotion)),
        (Msg::Advisory, advice),
    ];
    groups.retain(|(_, rules)| !rules.is_empty());
    groups
}

impl Page<'_, '_> {
    /// The table, its legend, and the switch for the rows that hold.
    pub(super) fn map(&mut self) -> io::Result<()> {
        let report = self.report;
        if report.prerequisites.is_empty() {
            return Ok(());
        }
        let outside =
            report.prerequisites.iter().flat_map(|rule| &rule.by_cluster).any(|part| part.cluster.is_none());
        let wide = report.clusters.len() + usize::from(outside) <= WIDE_COLUMNS;
        self.section("map", Word::Map)?;
        self.html.raw("<p class=help>")?;
        self.word(Word::MapHelp)?;
        self.html
            .raw("</p>\n<p class=js hidden><label><input type=checkbox id=map-all autocomplete=off> ")?;
        self.word(Word::MapAll)?;
        self.html.raw("</label></p>\n")?;
        self.html.raw("<span class=vh id=l-map>")?;
        self.word(Word::MapScroll)?;
        self.html.raw("</span><div class=scroll role=group aria-labelledby=l-map tabindex=0><table")?;
        self.html.attr("class", if wide { "map wide" } else { "map dense" })?;
        self.html.raw("><thead><tr><th scope=col class=rule>")?;
        self.word(Word::Prerequisite)?;
        self.html.raw("</th>")?;
        if outside {
            self.html.raw("<th scope=col><span>")?;
            self.word(Word::NoCluster)?;
            self.html.raw("</span></th>")?;
        }
        self.cluster_heads(&report.clusters)?;
        self.html.raw("</tr></thead>\n")?;
        let columns: Vec<Option<&str>> = outside
            .then_some(None)
            .into_iter()
            .chain(report.clusters.iter().map(|cluster| Some(cluster.object.id.as_str())))
            .collect();
        self.verdicts(outside)?;
        for (title, rules) in groups(&worst_first(report)) {
            self.html.raw("<tbody><tr class=group><th scope=rowgroup")?;
            self.html.attr("colspan", &(columns.len() + 1).to_string())?;
            self.html.raw("><span>")?;
            self.html.both(|lang| title.get(lang))?;
            self.html.raw("</span></th></tr>\n")?;
            for rule in rules {
                self.map_row(rule, &columns, wide)?;
            }
            self.html.raw("</tbody>\n")?;
        }
        self.html.raw("</table></div>\n")?;
        self.legend()?;
        self.html.raw("</section>\n")
    }

    /// The answer for each cluster, in a row of its own.
    fn verdicts(&mut self, outside: bool) -> io::Result<()> {
        let report = self.report;
        self.html.raw("<tbody><tr class=answers><th scope=row>")?;
        self.word(Word::Verdict)?;
        self.html.raw(if outside { "</th><td></td>" } else { "</th>" })?;
        for Answer { verdict, open } in report.answers() {
            let key = match (verdict, open) {
                (Verdict::NotReady, _) => Mark::from(Outcome::Fail),
                (Verdict::CannotTell, _) => Mark::from(Outcome::Unknown { ceiling: Level::Fail }),
                (Verdict::Ready, 0) => Mark::from(Outcome::Pass),
                (Verdict::Ready, _) => Mark::from(Outcome::Manual),
            };
            self.html.raw("<td")?;
            self.html.attr("class", key.key)?;
            self.html.raw(">")?;
            self.html.both(|lang| named::answer(verdict, open, lang))?;
            self.html.raw("</td>")?;
        }
        self.html.raw("</tr></tbody>\n")
    }

    /// Names of the clusters; those that share a name are told apart by their paths.
    fn cluster_heads(&mut self, clusters: &[ClusterInfo]) -> io::Result<()> {
        let mut seen = HashSet::new();
        let twice: HashSet<&str> = clusters
            .iter()
            .map(|cluster| cluster.object.name.as_str())
            .filter(|name| !seen.insert(*name))
            .collect();
        for cluster in clusters {
            let object = &cluster.object;
            let by_path = twice.contains(object.name.as_str()) && !object.path.is_empty();
            self.html.raw("<th scope=col")?;
            self.html.attr("title", &object.path)?;
            self.html.raw("><span>")?;
            self.html.name(if by_path { &object.path } else { &object.name })?;
            self.html.raw("</span></th>")?;
        }
        Ok(())
    }

    fn map_row(&mut self, rule: &Prerequisite, columns: &[Option<&str>], wide: bool) -> io::Result<()> {
        let parts: HashMap<Option<&str>, &InCluster> =
            rule.by_cluster.iter().map(|part| (part.cluster.as_deref(), part)).collect();
        let calm = is_calm(rule.outcome);
        self.html.raw(if calm { "<tr class=calm><th scope=row><a" } else { "<tr><th scope=row><a" })?;
        self.html.attr("href", &format!("#{}", anchor(&rule.id)))?;
        self.html.raw(">")?;
        self.html.both(|lang| rule.title.get(lang))?;
        self.html.raw("</a></th>")?;
        for column in columns {
            match parts.get(column) {
                None => self.html.raw("<td></td>")?,
                Some(part) => self.cell(rule, part, wide)?,
            }
        }
        self.html.raw("</tr>\n")
    }

    fn cell(&mut self, rule: &Prerequisite, part: &InCluster, wide: bool) -> io::Result<()> {
        let mark = Mark::from(part.outcome);
        let (held, all) = (part.objects.held(), part.objects.judged());
        let calm = is_calm(part.outcome);
        self.html.raw("<td")?;
        self.html.attr("class", mark.key)?;
        if calm {
            self.html.raw(">")?;
        } else {
            self.html.raw("><a")?;
            self.html.attr("href", &format!("#{}", anchor(&rule.id)))?;
            let at = part
                .cluster
                .as_deref()
                .map_or(Some("-".to_owned()), |id| self.clusters.get(id).map(usize::to_string));
            self.html.attr("data-cluster", &at.unwrap_or_default())?;
            self.html.raw(">")?;
        }
        self.sign(mark)?;
        self.html.raw("<span class=vh>")?;
        self.word(mark.word)?;
        self.html.raw("</span>")?;
        // A question is not held for anything.
        if wide && all > 0 && part.outcome != Outcome::Manual {
            self.html.raw(" <small aria-hidden=true>")?;
            self.html.number(held)?;
            self.html.raw("/")?;
            self.html.number(all)?;
            self.html.raw("</small><span class=vh>, ")?;
            self.html.both(|lang| Word::HoldsFor.fill(lang, &[("held", &held), ("all", &all)]))?;
            self.html.raw("</span>")?;
        }
        self.html.raw(if calm { "</td>" } else { "</a></td>" })
    }

    fn legend(&mut self) -> io::Result<()> {
        self.html.raw("<p class=vh id=l-legend>")?;
        self.word(Word::Legend)?;
        self.html.raw("</p><ul class=legend aria-labelledby=l-legend>")?;
        for mark in MARKS.into_iter().take(10) {
            self.html.raw("<li>")?;
            self.mark(mark)?;
            self.html.raw("</li>")?;
        }
        self.html.raw("<li><b class=mark><i class=empty aria-hidden=true></i> ")?;
        self.word(Word::Blank)?;
        self.html.raw("</b></li></ul>\n")
    }
}
