//! How the hosts of each cluster are wired, where that was drawn.

use std::io;

use super::{Page, words::Word};
use crate::render::picture;
use crate::terms::Lang;

/// Clusters whose pictures stand open.
const FEW_CLUSTERS: usize = 2;

impl Page<'_, '_> {
    /// A picture for each cluster, in both languages.
    pub(super) fn wiring(&mut self) -> io::Result<()> {
        let report = self.report;
        if !picture::has_any(report) {
            return Ok(());
        }
        self.section("wiring", Word::Wiring)?;
        self.html.raw("<p class=help>")?;
        self.html.both(picture::help)?;
        self.html.raw("</p>\n")?;
        let open = picture::drawn(report).count() <= FEW_CLUSTERS;
        for (at, (cluster, drawn)) in picture::drawn(report).enumerate() {
            self.html.raw(if open { "<details open><summary" } else { "<details><summary" })?;
            self.html.attr("id", &format!("l-wiring-{at}"))?;
            self.html.raw(">")?;
            self.html.name(&cluster.object.path)?;
            self.html.raw("</summary><div class=scroll tabindex=0 role=group")?;
            self.html.attr("aria-labelledby", &format!("l-wiring-{at}"))?;
            self.html.raw(">")?;
            for (lang, begin) in [(Lang::En, "<span lang=en>"), (Lang::Ja, "<span lang=ja>")] {
                self.html.raw(begin)?;
                picture::inline(&mut self.html, cluster, drawn, lang)?;
                self.html.raw("</span>")?;
            }
            self.html.raw("</div>\n")?;
            picture::notes(&mut self.html, drawn)?;
            self.html.raw("</details>\n")?;
        }
        self.html.raw("</section>\n")
    }
}
