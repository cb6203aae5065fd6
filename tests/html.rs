//! The HTML report as text; `tests/browser.rs` shows it to a browser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "render/sample.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod sample;
#[path = "common/stored.rs"]
mod stored;

use std::io::{self, Write};

use vpreflight::{
    render::{Format, Style, render},
    report::{DecisionKind, Level, Report, Stale, Text, Verdict},
    terms::Lang,
};

fn page_in(report: &Report, lang: Lang) -> String {
    let mut out = Vec::new();
    render(report, Format::Html, Style { lang, ..Style::default() }, &mut out)
        .expect("rendering into memory");
    String::from_utf8(out).expect("UTF-8")
}

fn page(report: &Report) -> String {
    page_in(report, Lang::En)
}

/// A tag: whether it closes, its name, the names of its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tag {
    closes: bool,
    name: String,
    attributes: Vec<String>,
}

/// The tags of a page, read as strictly as can be: a quote, `<` or `>` out of its place is refused.
fn tags(page: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a loose > in {:?}", &rest[..at]);
        rest = &rest[at + 1..];
        let closes = rest.starts_with('/');
        rest = rest.trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).expect("an end of the name");
        let name = rest[..end].to_owned();
        assert!(!name.is_empty(), "no name at {:?}", rest.chars().take(40).collect::<String>());
        rest = &rest[end..];
        let mut attributes = Vec::new();
        while !rest.starts_with('>') {
            rest = rest.strip_prefix(' ').expect("a blank before each attribute");
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').expect("an end");
            attributes.push(rest[..end].to_owned());
            rest = &rest[end..];
            if let Some(value) = rest.strip_prefix("=\"") {
                let end = value.find('"').expect("a closing quote");
                assert!(!value[..end].contains(['<', '>']), "{}", &value[..end]);
                rest = &value[end + 1..];
            } else if let Some(value) = rest.strip_prefix('=') {
                let end = value.find([' ', '>']).expect("an end of the value");
                assert!(!value[..end].contains(['"', '\'', '<', '=', '`']), "{}", &value[..end]);
                rest = &value[end..];
            }
        }
        rest = &rest[1..];
        if !closes && (name == "style" || name == "script") {
            // What a browser sees as its end must be its own.
            let end = rest.find("</").expect("an end tag");
            rest = &rest[end..];
        }
        found.push(Tag { closes, name, attributes });
    }
    found
}

const VOID: [&str; 4] = ["meta", "input", "br", "link"];

fn every_report() -> Vec<Report> {
    vec![
        sample::ready(),
        sample::not_ready(),
        sample::cannot_tell(),
        sample::decided(),
        sample::sixty(),
        sample::every_kind(),
        sample::empty(),
        sample::hostile(),
        sample::held(),
    ]
}

#[test]
fn every_tag_is_closed_and_every_link_leads_somewhere() {
    for report in every_report() {
        let page = page(&report);
        let mut open = Vec::new();
        for tag in tags(&page) {
            assert!(
                !tag.attributes.iter().any(|name| name.starts_with("on") || ["src", "style", "action"].contains(&name.as_str())),
                "{tag:?}"
            );
            if tag.closes {
                assert_eq!(open.pop().as_deref(), Some(tag.name.as_str()));
            } else if !VOID.contains(&tag.name.as_str()) {
                open.push(tag.name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        for target in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(
                page.contains(&format!(" id=\"{target}\"")) || page.contains(&format!(" id={target}>")),
                "#{target}"
            );
        }
    }
}

/// Everything that could end a text, an attribute, a comment, a script or a style.
const HOSTILE: [&str; 10] = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style><style>*{}</style>",
    "<!--",
    "]]>-->",
    "\" onload=\"alert(1)",
    "' onload='alert(1)",
    "` onload=`",
    "&quot;&#x3c;b&#x3e;&",
    "\u{202e}gnp\u{0}\r\n\u{1b}[31m\u{2028}\u{feff}",
];

/// A report whose every free text is one of `names`.
fn report_of(names: &[&str]) -> Report {
    let mut report = sample::named(names);
    let name = |at: usize| names[at % names.len()];
    for (at, rule) in report.prerequisites.iter_mut().enumerate() {
        rule.id = name(at).into();
        rule.title = Text::new(name(1), format!("{}.", name(2)));
        rule.fix = Text::new(name(3), format!("{}.", name(4)));
        rule.source.heading = name(5).into();
        rule.source.demand = Text::new(name(6), format!("{}.", name(7)));
        for finding in &mut rule.findings {
            finding.fix = Some(Text::new(name(8), format!("{}.", name(9))).into());
            finding.faults = vec![name(0).into()];
            finding.name = name(1).into();
        }
    }
    report.decisions = vec![
        sample::word(DecisionKind::Waiver, name(0), name(1), None),
        sample::word(DecisionKind::Attestation, name(2), name(3), Some(Stale::Expired)),
    ];
    report.prerequisites[0].findings[0].decision = Some(0);
    report.question.profiles = vec![name(4).into()];
    report.question.catalogue = name(5).into();
    report.vcenter.version = name(6).into();
    report.vcenter.instance_uuid = name(7).into();
    report.source.at = name(8).into();
    report.tool.version = name(9).into();
    report
}

/// Holds that two reports give the same page but for their texts.
fn same_skeleton(hostile: &[&str], harmless: &[&str]) {
    let skeleton = |names| {
        let mut tags = tags(&page(&report_of(names)));
        // The lines of a rule's own text are lines in the page, too.
        tags.retain(|tag| tag.name != "br");
        tags
    };
    let (found, wanted) = (skeleton(hostile), skeleton(harmless));
    if let Some(at) = found.iter().zip(&wanted).position(|(found, wanted)| found != wanted) {
        panic!("tag {at} under {hostile:?}: {:?} for {:?}", found[at], wanted[at]);
    }
    assert_eq!(found.len(), wanted.len(), "{hostile:?}");
}

#[test]
fn hostile_texts_leave_the_skeleton_of_the_page_as_it_is() {
    let harmless: Vec<String> = (0..HOSTILE.len()).map(|at| format!("n{at}")).collect();
    let harmless: Vec<&str> = harmless.iter().map(String::as_str).collect();
    same_skeleton(&HOSTILE, &harmless);
    for name in HOSTILE {
        // Each alone in every place.
        same_skeleton(&[name], &["n"]);
    }
}

#[test]
fn hidden_characters_are_shown_and_nothing_is_lost() {
    let text = page(&report_of(&HOSTILE));
    let body = text.split_once("<body").unwrap().1.split("<script>").next().unwrap();
    for hidden in ['\u{202e}', '\u{0}', '\u{1b}', '\u{2028}', '\u{feff}', '\r'] {
        assert!(!body.contains(hidden), "{hidden:?}");
    }
    assert!(body.contains("&lt;U+202E&gt;gnp&lt;U+0000&gt;&lt;U+000D&gt;&lt;U+000A&gt;"));
    assert!(body.contains("&lt;img src=x onerror=alert(1)&gt;"));
    let long = format!("begin-{}-end", "x".repeat(10_000));
    let text = page(&sample::named(&[&long]));
    assert!(text.contains("begin-x") && text.contains("x-end") && text.len() < 150_000, "{}", text.len());
}

#[test]
fn everything_a_report_holds_is_in_the_page() {
    let report = sample::not_ready();
    let text = page(&report);
    for rule in &report.prerequisites {
        assert!(text.contains(&format!("id=\"r-{}\"", rule.id)), "{}", rule.id);
        for say in [&rule.title, &rule.fix, &rule.source.demand] {
            assert!(text.contains(&say.ja), "{}", say.ja);
        }
    }
    for told in [
        "LMS-APP312",
        "CannotAccessNetwork",
        "esx02.tokyo.example",
        "NoPermission System.Read",
        "VMware demands this; the LMS guide does not.",
        "Was a host of this cluster switched off",
        "ESXi has no service console",
        "failover-level 1",
        "258672",
        "sha256:5f5f",
        "2026-11-22 09:14:07 UTC",
        "vpreflight 0.1.0",
    ] {
        assert!(text.contains(told), "{told}");
    }
    let text = page(&sample::decided());
    for told in [
        "CHG-4711",
        "K. Sato",
        "decisions.toml:3",
        "it expired on 2026-12-31",
        "nothing that it could decide",
        "client_here",
    ] {
        assert_eq!(text.contains(told), told != "client_here", "{told}");
    }
}

#[test]
fn what_is_known_stays_in_the_page_and_what_changes_the_verdict_is_told() {
    let text = page(&sample::held());
    for told in [
        "Set for this site: vmotion-network-gbe min_mbps = 10000 (the rule says 1000)",
        "このサイトの設定: vmotion-network-gbe min_mbps = 10000 (ルールの値は 1000)",
        "Held against last-week.json (2026-11-15 09:14:00 UTC): 3 new, 2 known",
        "Exit 2: entries of the decisions file without effect (--fail-on-stale).",
        "<dd>--fail-on-stale</dd>",
        "id=\"f-known\"",
        "class=\"mark known\"",
        "esx02.tokyo.example",
        "LAB-DB09",
    ] {
        assert!(text.contains(told), "{told}");
    }
    let without = page(&sample::not_ready());
    for never in ["id=\"f-known", "data-k=", "class=altered"] {
        assert!(!without.contains(never), "{never}");
    }
}

#[test]
fn the_page_never_says_more_than_the_report() {
    // What was accepted by a person has not been read all the same.
    let text = page(&sample::decided());
    assert!(!text.contains("Everything that was needed could be read"), "an unknown was waived");
    assert!(text.contains("Could not be read either, but was accepted"));
    assert!(page(&sample::ready()).contains("Everything that was needed could be read"));
    // With --fail-on warn or --strict the verdict has other grounds.
    let mut report = sample::ready();
    report.verdict = Verdict::NotReady;
    report.tally.warn = 1;
    let text = page(&report);
    assert!(text.contains("this run counts warnings") && !text.contains("do not hold. Put"));
    report.verdict = Verdict::CannotTell;
    let text = page(&report);
    assert!(text.contains("open that this run counts") && !text.contains("Data is missing"));
}

#[test]
fn a_page_without_a_plan_says_how_to_get_it_where_something_is_in_the_way() {
    let says = "'vpreflight check --format html' shows it here";
    let escaped = says.replace('\'', "&#39;");
    for (report, told) in
        [(sample::not_ready(), true), (sample::cannot_tell(), true), (sample::ready(), false)]
    {
        let text = page(&report);
        assert_eq!(text.contains(&escaped), told);
        assert!(text.contains("class=first") && !text.contains("id=plan"), "what to do first stands there");
    }
}

#[test]
fn what_holds_is_folded_and_nothing_else_is() {
    let text = page(&sample::sixty());
    let (open, folded) = text.split_once("<details class=fold id=settled>").unwrap();
    for kind in ["pass", "na"] {
        assert!(!open.contains(&format!("class=\"card {kind}")), "{kind}");
    }
    for kind in ["fail", "unknown", "warn", "manual"] {
        assert!(!folded.contains(&format!("class=\"card {kind}")), "{kind}");
    }
}

#[test]
fn the_language_is_the_one_asked_for_and_both_are_there() {
    let (en, ja) = (page_in(&sample::not_ready(), Lang::En), page_in(&sample::not_ready(), Lang::Ja));
    assert!(en.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && ja.contains("<html lang=\"ja\">"));
    assert!(en.contains("value=\"en\" checked>") && ja.contains("value=\"ja\" checked>"));
    for text in [&en, &ja] {
        assert!(text.contains("<span lang=en>NOT READY</span><span lang=ja>準備未完了</span>"));
        assert_eq!(text.matches("<span lang=en>").count(), text.matches("<span lang=ja>").count());
    }
}

#[test]
fn a_card_tells_what_to_do_there_and_nothing_more_general() {
    let report = sample::not_ready();
    let text = page(&report);
    let card = |id: &str| {
        let from = text.split_once(&format!("id=\"r-{id}\"")).expect(id).1;
        from.split("</details>\n").next().unwrap()
    };
    // One of its two findings has advice of its own: the rule's stands with the other, and with that alone.
    let rule = report.prerequisites.iter().find(|rule| rule.id == "vm-no-local-cdrom").unwrap();
    let (about, found) = card(&rule.id).split_once("<div class=found>").unwrap();
    assert!(!about.contains(&rule.fix.en) && !about.contains("What to do"), "{about}");
    let entries: Vec<&str> = found.split("<li").skip(1).collect();
    assert!(entries[0].contains(&rule.fix.en) && !entries[0].contains("Set the drive to the client device."));
    assert!(!entries[1].contains(&rule.fix.en) && entries[1].contains("Set the drive to the client device."));
    // Where none has, it stands once for all.
    let rule = report.prerequisites.iter().find(|rule| rule.id == "vmotion-network-gbe").unwrap();
    let (about, found) = card(&rule.id).split_once("<div class=found>").unwrap();
    assert!(about.contains(&rule.fix.en) && !found.contains(&rule.fix.en), "{about}");
    // What could not be read has the advice of its reason.
    let unread = card("ha-redundant-net-same-subnet");
    assert!(unread.contains("Give this account the Read-only role there"), "{unread}");
}

#[test]
fn signs_follow_the_language_and_a_circle_only_says_that_something_holds() {
    for (lang, report) in [(Lang::En, sample::not_ready()), (Lang::Ja, sample::decided())] {
        let text = page_in(&report, lang);
        let body = text.split_once("<body").unwrap().1.split("<script>").next().unwrap();
        let sign = |lang, sign| format!("<i aria-hidden=true lang={lang}>{sign}</i>");
        for (en, ja) in [("✓", "○"), ("!", "△"), ("■", "済")] {
            let both = sign("en", en) + &sign("ja", ja);
            assert!(body.contains(&both), "{en} {ja}");
            assert_eq!(body.matches(&both).count(), body.matches(&sign("ja", ja)).count(), "{ja}");
        }
        assert_eq!(body.matches('○').count(), body.matches(&sign("ja", "○")).count());
        assert!(body.contains("<i aria-hidden=true>□</i> <span lang=en>Waits for a person</span>"));
        assert!(!body.contains(['●', '◯', '◎']));
    }
}

#[test]
fn the_policy_names_the_page_s_own_style_and_script_only() {
    let text = page(&sample::not_ready());
    let policy = text.split("Content-Security-Policy content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src &#39;none&#39;; style-src &#39;sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
    assert!(!text.contains("http://") && !text.contains("https://"));
}

/// Keeps nothing but the length of the page and of its longest piece.
#[derive(Default)]
struct Gauge {
    total: usize,
    longest: usize,
}

impl Write for Gauge {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.total += piece.len();
        self.longest = self.longest.max(piece.len());
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn twenty_thousand_findings_flow_through_in_small_pieces() {
    let mut report = sample::many(20_000);
    report.prerequisites[0].findings[1].level = Level::Warn;
    let mut gauge = Gauge::default();
    render(&report, Format::Html, Style::default(), &mut gauge).expect("rendering");
    assert!(gauge.longest < 64 * 1024, "{} bytes at once", gauge.longest);
    assert!(gauge.total < 20_000 * 2_000, "{} bytes", gauge.total);
}

#[test]
fn the_page_is_the_one_on_record() {
    let text = page(&sample::decided());
    let body = text.split_once("<body").unwrap().1.split("<script>").next().unwrap();
    stored::snapshot("render/snapshots", "decided.page", body);
}
