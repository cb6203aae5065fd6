//! What becomes of the VMs of each host: when it fails, and when it is emptied.

use std::io;

use super::{
    Page,
    words::{Mark, Word},
};
use crate::render::matrix::heat;
use crate::render::words::Msg;
use crate::report::{ClusterInfo, HeatMap, HostPlacing, Level, Outcome, PlacingInfo};
use crate::terms::{Lang, Tier};

/// Clusters whose heat maps stand open.
const FEW_CLUSTERS: usize = 2;

/// The sign of an answer.
fn mark(tier: Tier) -> Mark {
    Mark::from(match tier {
        Tier::AsItStands => Outcome::Pass,
        Tier::AfterMoves => Outcome::Warn,
        Tier::DoesNotFit => Outcome::Fail,
        Tier::CannotTell => Outcome::Unknown { ceiling: Level::Fail },
    })
}

/// Its words, as each sign may mean several things.
fn says(tier: Tier) -> Word {
    match tier {
        Tier::AsItStands => Word::AsItStands,
        Tier::AfterMoves => Word::AfterMoves,
        Tier::DoesNotFit => Word::DoesNotFit,
        Tier::CannotTell => Word::CannotTellPlaces,
    }
}

/// Whether the page tells of the hosts of a cluster: where one alone is in service, nobody can be turned to.
pub(super) fn has_strip(cluster: &ClusterInfo) -> bool {
    cluster.placing.as_ref().is_some_and(|placing| placing.hosts.len() > 1)
}

impl Page<'_, '_> {
    /// A strip of hosts for each cluster with somebody to turn to.
    pub(super) fn placing(&mut self) -> io::Result<()> {
        let report = self.report;
        let asked = report.clusters.iter().filter(|cluster| has_strip(cluster));
        let asked: Vec<_> = asked.filter_map(|cluster| Some((cluster, cluster.placing.as_ref()?))).collect();
        if asked.is_empty() {
            return Ok(());
        }
        self.section("placing", Word::Placing)?;
        self.html.raw("<p class=help>")?;
        self.word(Word::PlacingHelp)?;
        self.html.raw("</p>\n")?;
        let open = asked.len() <= FEW_CLUSTERS;
        for (at, (cluster, placing)) in asked.into_iter().enumerate() {
            self.strip(cluster, placing)?;
            for heat in placing.heat.iter().filter(|heat| heat.free > 0 || !heat.rows.is_empty()) {
                self.heat(cluster, heat, at, open)?;
            }
        }
        self.html.raw("</section>\n")
    }

    fn strip(&mut self, cluster: &ClusterInfo, placing: &PlacingInfo) -> io::Result<()> {
        self.html.raw("<div class=scroll><table class=strip><caption>")?;
        self.html.name(&cluster.object.path)?;
        let restarts = !placing.nobody_restarts();
        if !restarts {
            self.html.raw(" · ")?;
            self.word(Word::HaIsOff)?;
        }
        self.html.raw("</caption><thead><tr><th scope=col>")?;
        self.word(Word::HostName)?;
        // Places that HA would give are none where it restarts nothing.
        for word in restarts.then_some(Word::WhenLost).into_iter().chain([Word::WhenEmptied]) {
            self.html.raw("</th><th scope=col>")?;
            self.word(word)?;
        }
        self.html.raw("</th></tr></thead><tbody>\n")?;
        for host in &placing.hosts {
            self.host_row(host, restarts)?;
        }
        self.html.raw("</tbody></table></div>\n")
    }

    fn host_row(&mut self, host: &HostPlacing, restarts: bool) -> io::Result<()> {
        self.html.raw("<tr><th scope=row>")?;
        self.html.name(&host.host.name)?;
        self.html.raw("</th>")?;
        let loss = restarts.then_some((host.loss, host.left_over));
        for (tier, left_over) in loss.into_iter().chain([(host.evacuation, 0)]) {
            let mark = mark(tier);
            self.html.raw("<td")?;
            self.html.attr("class", mark.key)?;
            self.html.raw(">")?;
            self.sign(mark)?;
            self.html.raw(" ")?;
            self.word(says(tier))?;
            if left_over > 0 {
                self.html.raw(" (")?;
                self.html.both(|lang| Word::WithoutPlace.count(lang, left_over))?;
                self.html.raw(")")?;
            }
            self.html.raw("</td>")?;
        }
        self.html.raw("</tr>\n")
    }

    /// The classes of VMs of a cluster that some host does not take.
    fn heat(&mut self, cluster: &ClusterInfo, heat: &HeatMap, at: usize, open: bool) -> io::Result<()> {
        self.html.raw(if open {
            "<details class=heat open><summary>"
        } else {
            "<details class=heat><summary>"
        })?;
        self.html.name(&cluster.object.path)?;
        self.html.raw(" · ")?;
        self.html.both(|lang| heat::title(heat.relation, lang))?;
        self.html.raw("</summary>")?;
        if heat.rows.is_empty() {
            self.html.raw("<p class=help>")?;
            self.html.both(|lang| Word::HeatAll.count(lang, heat.free))?;
            return self.html.raw("</p></details>\n");
        }
        self.html.raw("<p class=help>")?;
        self.word(Word::HeatHelp)?;
        self.html.raw("</p>")?;
        let id = format!("l-heat-{at}-{}", heat.relation.name());
        heat::begin(&mut self.html, &id, |lang| Word::HeatScroll.get(lang), &heat.hosts)?;
        for row in &heat.rows {
            heat::row(&mut self.html, false, heat.into(), row.into())?;
        }
        heat::end(&mut self.html)?;
        if heat.free > 0 || heat.rows_left > 0 || heat.hosts_left > 0 {
            self.html.raw("<p class=help>")?;
            self.html.both_lines(|lang| beside(heat, lang))?;
            self.html.raw("</p>")?;
        }
        self.html.raw("</details>\n")
    }
}

/// What has no row or column: who can go everywhere, and what there is no room for.
fn beside(heat: &HeatMap, lang: Lang) -> Vec<String> {
    let free = (heat.free > 0).then(|| Word::HeatFree.count(lang, heat.free));
    let classes = (heat.rows_left > 0).then(|| {
        let vms = Msg::Vms.count(lang, heat.vms_left);
        format!("{} ({vms})", Word::HeatClasses.count(lang, heat.rows_left))
    });
    let hosts = (heat.hosts_left > 0).then(|| Word::HeatHosts.count(lang, heat.hosts_left));
    let left: Vec<String> = [classes, hosts].into_iter().flatten().collect();
    let left =
        (!left.is_empty()).then(|| Word::HeatLeft.fill(lang, &[("what", &left.join(Msg::Comma.get(lang)))]));
    [free, left].into_iter().flatten().collect()
}
