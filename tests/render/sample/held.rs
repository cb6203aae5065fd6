//! A report that was held against a baseline, of a site with values of its own, in two clusters.

use vpreflight::report::{Ask, Asked, Baseline, Level, ObjectKind, Override, Report, Text, Verdict};

use super::{cluster, decided, local_cdrom, object, place, report, slow_vmotion, unread_subnet, vm};

/// The second cluster.
const LAB: &str = "domain-c8";

fn own(rule: &str, param: Option<&str>, value: &str, instead_of: &str) -> Override {
    Override {
        rule: rule.into(),
        param: param.map(str::to_owned),
        value: value.into(),
        instead_of: instead_of.into(),
        file: "vpreflight.toml".into(),
        line: 7,
    }
}

fn ask(objects: Vec<Asked>, known: bool) -> Ask {
    let question = Text::new("Is it cabled to plan?", "計画どおりに配線されていますか。");
    Ask { question, objects, decision: None, known }
}

/// A slow network that is known, a drive of which one place is new, an unknown that is new, a question that
/// waits in either cluster, a waiver, entries without effect, and two values of the site.
pub fn held() -> Report {
    let mut slow = slow_vmotion();
    slow.findings[0].objects.iter_mut().for_each(|at| at.known = true);
    let mut cdrom = local_cdrom();
    let mut second = place(vm(9, "LAB-DB09"), "esx01.tokyo.example", "");
    second.cluster = Some(LAB.into());
    second.known = true;
    cdrom.findings[0].objects.push(second);
    cdrom.findings[1].level = Level::Warn;
    let mut subnet = unread_subnet();
    let about = |object, cluster: &str| Asked { object, cluster: Some(cluster.into()) };
    let lab = object(ObjectKind::Cluster, LAB, "LAB");
    subnet.asks = vec![
        ask(vec![about(vm(9, "LAB-DB09"), LAB)], false),
        ask(vec![about(cluster(), &cluster().id)], true),
    ];
    let decisions = decided();
    let waived = decisions.prerequisites.iter().find(|rule| rule.id == cdrom.id).cloned();
    let mut waived = waived.into_iter().collect::<Vec<_>>();
    waived.iter_mut().for_each(|rule| rule.id = "vm-no-local-floppy".into());
    let mut rules = vec![slow, cdrom, subnet];
    rules.extend(waived);
    let mut report = report(Verdict::NotReady, 2, rules);
    report.clusters.push(vpreflight::report::ClusterInfo::new(lab, 1, 1));
    report.decisions = decisions.decisions;
    let question = &mut report.question;
    question.overrides = vec![
        own("vmotion-network-gbe", Some("min_mbps"), "10000", "1000"),
        own("vm-no-local-cdrom", None, "required", "advisory"),
    ];
    question.baseline = Some(Baseline {
        file: "last-week.json".into(),
        at: "2026-11-15T09:14:00Z".into(),
        differs: vec!["overrides".into()],
        new: 3,
        known: 2,
    });
    question.policy.fail_on_stale = true;
    report
}
