//! About the run: what was asked, of which vCenter, when, with which rules.

use std::io;

use super::{Page, words::Word};
use crate::terms::{Lang, time};
use crate::{
    render::{
        altered, named, safe,
        words::{Msg, size, thousands},
    },
    report::{Object, Reading},
};

impl Page<'_, '_> {
    /// The end of the page.
    pub(super) fn run(&mut self) -> io::Result<()> {
        self.html.raw("<footer>")?;
        self.section("run", Word::Run)?;
        self.html.raw("<dl class=run>")?;
        self.read_from()?;
        self.asked()?;
        self.stated()?;
        self.made_by()?;
        self.html.raw("</dl>\n")?;
        self.cluster_table()?;
        self.html.raw("</section></footer>\n")
    }

    fn read_from(&mut self) -> io::Result<()> {
        let (vcenter, source) = (&self.report.vcenter, &self.report.source);
        self.row_text(Word::Server, &source.server)?;
        let product = format!("{} {}", safe::name(&vcenter.name), safe::name(&vcenter.version));
        let (build, api) = (safe::name(&vcenter.build), safe::name(&vcenter.api_version));
        self.row(Word::Product)?;
        self.html.both(|lang| {
            Msg::ReadProduct.fill(lang, &[("product", &product), ("build", &build), ("api", &api)])
        })?;
        self.row_end()?;
        self.row_text(Word::Instance, &vcenter.instance_uuid)?;
        self.row_text(Word::When, &time::shown(&self.report.question.zone, &source.at))?;
        if named::clocks(self.report, Lang::En).is_some() {
            self.row(Word::Clocks)?;
            self.html.both(|lang| named::clocks(self.report, lang).unwrap_or_default())?;
            self.row_end()?;
        }
        if named::old_tls(self.report, Lang::En).is_some() {
            self.row(Word::Encryption)?;
            self.html.both(|lang| named::old_tls(self.report, lang).unwrap_or_default().to_owned())?;
            self.row_end()?;
        }
        let took = format!("{}.{}", thousands(source.took_ms / 1000), source.took_ms % 1000 / 100);
        let (requests, bytes) = (thousands(source.requests), size(source.bytes));
        self.row(Word::Effort)?;
        self.html.both(|lang| {
            Msg::ReadEffort.fill(lang, &[("took", &took), ("requests", &requests), ("bytes", &bytes)])
        })?;
        self.row_end()
    }

    fn asked(&mut self) -> io::Result<()> {
        let question = &self.report.question;
        self.row_text(Word::Profile, &question.profiles.join(", "))?;
        self.row(Word::Reading)?;
        self.html.both(|lang| match question.reading {
            Reading::Practice => Word::Practice.get(lang),
            Reading::Literal => Msg::Literal.get(lang),
        })?;
        self.row_end()?;
        self.row(Word::Scope)?;
        let scope = &question.scope;
        if scope.is_empty() {
            self.word(Word::ScopeAll)?;
        }
        for objects in [&scope.datacenters, &scope.clusters, &scope.vms] {
            if !objects.is_empty() {
                self.html.raw("<p>")?;
                self.named(objects)?;
                self.html.raw("</p>")?;
            }
        }
        self.row_end()
    }

    fn named(&mut self, objects: &[Object]) -> io::Result<()> {
        let kind = objects.first().map(|object| object.kind);
        self.list(kind, objects, |page, object| {
            page.html.name(if object.path.is_empty() { &object.name } else { &object.path })
        })
    }

    /// What the operator stated.
    fn stated(&mut self) -> io::Result<()> {
        let given = &self.report.question.given;
        let installed = given.installed_at.as_deref().unwrap_or_default();
        self.row_text(Word::Installed, &time::shown(&self.report.question.zone, installed))?;
        if let Some(vm) = &given.lms_vm {
            self.row(Word::LmsVm)?;
            self.object(vm)?;
            self.row_end()?;
        }
        if given.client_here {
            self.row(Word::ClientHere)?;
            self.html.both(|lang| Msg::Yes.get(lang))?;
            self.row_end()?;
        }
        self.row_text(Word::DecisionsFile, given.decisions.as_deref().unwrap_or_default())?;
        self.row_text(Word::Today, given.today.as_deref().unwrap_or_default())
    }

    fn made_by(&mut self) -> io::Result<()> {
        let report = self.report;
        self.row_text(Word::Tool, &format!("{} {}", report.tool.name, report.tool.version))?;
        self.row_text(Word::Rules, &report.question.catalogue)?;
        self.row_text(Word::RuleDirs, &report.question.rule_dirs.join(", "))?;
        self.row_text(Word::AdviceLeftOut, &report.question.advice_left_out.join(", "))?;
        if !report.question.overrides.is_empty() {
            self.row(Word::SiteValues)?;
            self.html.both_lines(|lang| altered::own(&report.question, lang))?;
            self.row_end()?;
        }
        if let Some(baseline) = &report.question.baseline {
            self.row(Word::Baseline)?;
            self.html.text(&baseline.file)?;
            self.row_end()?;
        }
        self.row_text(Word::Policy, &altered::options(report.question.policy).join(", "))?;
        self.row(Word::Exit)?;
        self.html.both(|lang| altered::exit(report, lang))?;
        self.row_end()
    }

    fn cluster_table(&mut self) -> io::Result<()> {
        let report = self.report;
        if report.clusters.is_empty() {
            return Ok(());
        }
        self.html.raw(
            "<div class=scroll role=group aria-labelledby=h-run tabindex=0><table class=plain><thead><tr>",
        )?;
        for word in [Word::Clusters, Word::Hosts, Word::Vms] {
            self.html.raw("<th scope=col>")?;
            self.word(word)?;
            self.html.raw("</th>")?;
        }
        self.html.raw("</tr></thead><tbody>\n")?;
        for cluster in &report.clusters {
            self.html.raw("<tr><th scope=row>")?;
            let object = &cluster.object;
            self.html.name(if object.path.is_empty() { &object.name } else { &object.path })?;
            self.html.raw("</th><td>")?;
            self.html.text(&thousands(cluster.hosts as u64))?;
            self.html.raw("</td><td>")?;
            self.html.text(&thousands(cluster.vms as u64))?;
            self.html.raw("</td></tr>\n")?;
        }
        self.html.raw("</tbody></table></div>\n")
    }
}
