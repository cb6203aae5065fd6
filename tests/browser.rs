//! The HTML report in a real browser: writes the pages and hands them to `tests/browser/`, which drives
//! Chromium. `scripts/test` installs what it needs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;
#[path = "render/sample.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod sample;

use std::fs;
use std::path::Path;
use std::process::Command;

use placed::Estate;
use vpreflight::{
    render::{Format, Style, render},
    report::{
        Area, ClusterInfo, InCluster, Level, ObjectKind, Outcome, Report, Severity, Tally, Text, Verdict,
    },
    terms::Lang,
};

/// Names that would break out of one context or another of a page.
const HOSTILE: [&str; 12] = [
    "<img src=x onerror=\"document.title='owned'\">",
    "</script><script>document.title='owned'</script>",
    "</style><style>*{display:none}</style>",
    "]]>--><svg onload=alert(1)>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' autofocus onfocus='alert(1)' x='",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;script&#62;",
    "</span></li></ul></details><h1>READY</h1>",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}",
    "\u{202e}gnp.exe\u{2066}\u{0}\u{1b}[31m\u{200b}",
    "<!--",
];

/// Findings of 60 rules in 50 clusters, so many of each third rule.
fn large(each: usize) -> Report {
    let clusters: Vec<_> = (0..50)
        .map(|at| {
            sample::object(ObjectKind::Cluster, &format!("domain-c{}", 100 + at), &format!("CL-{at:02}"))
        })
        .collect();
    let outcomes = [
        Outcome::Fail,
        Outcome::Warn,
        Outcome::Unknown { ceiling: Level::Fail },
        Outcome::Pass,
        Outcome::NotApplicable,
        Outcome::Manual,
    ];
    let mut number = 0;
    let rules = (0..60).map(|at| {
        let mut rule = match at % 3 {
            0 => sample::local_cdrom(),
            1 => sample::slow_vmotion(),
            _ => sample::holding().swap_remove(at % 5),
        };
        rule.id = format!("{}-{at:02}", rule.id);
        rule.area = [Area::Both, Area::Ha, Area::Vmotion][at / 20];
        rule.severity = if at % 10 == 9 { Severity::Advisory } else { Severity::Required };
        if at % 3 == 0 {
            rule.findings = (0..each)
                .map(|_| {
                    number += 1;
                    let cluster = &clusters[number % clusters.len()];
                    let name = format!("VM-{number:05}");
                    let mut finding = sample::local_cdrom().findings.swap_remove(number % 2);
                    let mut place = sample::place(
                        sample::vm(number, &name),
                        &format!("esx{:03}.example", number % 400),
                        "CD/DVD drive 1",
                    );
                    place.cluster = Some(cluster.id.clone());
                    finding.objects = vec![place];
                    finding
                })
                .collect();
        }
        rule
    });
    let mut report = sample::report(Verdict::NotReady, 1, rules.collect());
    report.clusters = clusters.iter().map(|object| ClusterInfo::new(object.clone(), 50, 900)).collect();
    for (at, rule) in report.prerequisites.iter_mut().enumerate() {
        let part = |(column, cluster): (usize, &vpreflight::report::Object)| {
            let outcome = if rule.outcome == Outcome::Fail {
                outcomes[(at * 7 + column * 5) % 6]
            } else {
                rule.outcome
            };
            let mut objects = Tally::default();
            objects.add(outcome);
            InCluster { cluster: Some(cluster.id.clone()), outcome, objects }
        };
        rule.by_cluster = clusters.iter().enumerate().map(part).collect();
    }
    report
}

fn hostile() -> Report {
    let mut report = sample::named(&HOSTILE);
    // Also where the texts come from a rule file that someone else wrote.
    for rule in &mut report.prerequisites {
        rule.title = Text::same(HOSTILE[0]);
        rule.source.heading = HOSTILE[1].into();
        rule.source.demand = Text::same(HOSTILE[2]);
        rule.fix = Text::same(HOSTILE[3]);
    }
    report.tool.version = HOSTILE[4].into();
    report
}

fn write(folder: &Path, name: &str, report: &Report, lang: Lang) {
    let mut page = Vec::new();
    render(report, Format::Html, Style { lang, ..Style::default() }, &mut page)
        .expect("rendering into memory");
    fs::write(folder.join(name), page).expect("a written page");
}

/// Pages about placing, as the program makes them of an estate with cells of every kind and a loss that strands.
fn placing(folder: &Path) {
    let mixed = Estate::mixed().unread(2, "config.network");
    let stranded = Estate::stranded();
    for (name, estate, flags) in [
        ("heat", &mixed, &["check"][..]),
        ("matrix", &mixed, &["matrix"]),
        ("whatif", &stranded, &["whatif", "--lose-each"]),
        ("roll", &stranded, &["whatif", "--roll"]),
    ] {
        for (lang, end) in [("en", ""), ("ja", "-ja")] {
            let run = estate.ask(&[flags, &["--format", "html", "--lang", lang]].concat());
            fs::write(folder.join(format!("{name}{end}.html")), run.stdout).expect("a written page");
        }
    }
}

/// Pages with a plan: of the example, and of an estate whose names would break out of a page or a script.
fn planned(folder: &Path) {
    let write =
        |name: &str, run: common::Run| fs::write(folder.join(name), run.stdout).expect("a written page");
    for (name, lang) in [("demo.html", "en"), ("demo-ja.html", "ja")] {
        let flags = common::words(&["check", "--demo", "--format", "html", "--lang", lang]);
        write(name, common::run(&flags, &[]));
    }
    let mut evil = Estate::stranded().on_local_disk(0, 0);
    evil.0["vms"][0]["name"] = serde_json::json!(HOSTILE[1]);
    evil.0["hosts"][1]["name"] = serde_json::json!(HOSTILE[0]);
    write("evil-plan.html", evil.ask(&["check", "--format", "html", "--lang", "en"]));
}

#[test]
fn the_page_works_in_a_browser() {
    let pages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&pages).expect("a folder for the pages");
    for (name, report) in [
        ("not-ready", sample::not_ready()),
        ("decided", sample::decided()),
        ("cannot-tell", sample::cannot_tell()),
        ("every-kind", sample::every_kind()),
        ("held", sample::held()),
        ("empty", sample::empty()),
        ("hostile", hostile()),
        ("large", large(250)),
        ("huge", large(1_000)),
    ] {
        write(&pages, &format!("{name}.html"), &report, Lang::En);
    }
    write(&pages, "japanese.html", &sample::not_ready(), Lang::Ja);
    placing(&pages);
    planned(&pages);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        folder.join("node_modules/playwright-core").exists(),
        "the browser tests are not installed: run scripts/test, or 'npm ci' in tests/browser"
    );
    let run = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .current_dir(&folder)
        .env("PAGES", &pages)
        .output();
    let output = run.expect("Node 20 or newer runs; scripts/test installs it");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
