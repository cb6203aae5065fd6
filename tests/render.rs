//! The two forms of a report: snapshots of what people see, and the contract of the JSON form.
//!
//! `INSTA_UPDATE=always scripts/test --test render` writes the snapshots in `tests/render/snapshots` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "render/sample.rs"]
mod sample;
#[path = "common/stored.rs"]
mod stored;

use unicode_width::UnicodeWidthStr;
use vpreflight::{
    render::{Format, Style, render},
    report::{Level, ObjectKind, Report, Scope, Text, Verdict},
    terms::{Lang, Word},
};

fn rendered(report: &Report, format: Format, style: Style) -> String {
    let mut bytes = Vec::new();
    render(report, format, style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn table(report: &Report, lang: Lang, width: usize) -> String {
    rendered(report, Format::Table, Style { lang, width, ..Style::default() })
}

fn detailed(report: &Report, lang: Lang, width: usize) -> String {
    rendered(report, Format::Table, Style { lang, width, details: true, ..Style::default() })
}

fn samples() -> [(&'static str, Report); 6] {
    [
        ("ready", sample::ready()),
        ("decided", sample::decided()),
        ("not-ready", sample::not_ready()),
        ("cannot-tell", sample::cannot_tell()),
        ("from-dump", sample::from_dump()),
        ("empty", sample::empty()),
    ]
}

fn every_report() -> Vec<Report> {
    let mut reports: Vec<Report> = samples().into_iter().map(|(_, report)| report).collect();
    reports.extend([
        sample::hostile(),
        sample::many(30),
        sample::sixty(),
        sample::every_kind(),
        sample::held(),
    ]);
    reports
}

fn every_style() -> Vec<Style> {
    let mut styles = Vec::new();
    for lang in [Lang::En, Lang::Ja] {
        for width in [60, 72, 80, 100, 120, 200] {
            for all in [false, true] {
                styles.push(Style { lang, width, all, ..Style::default() });
                styles.push(Style { lang, width, details: true, ..Style::default() });
            }
        }
    }
    styles
}

fn snapshot(name: &str, text: &str) {
    stored::snapshot("render/snapshots", name, text);
}

#[test]
fn reports_for_people_look_as_stored() {
    for (name, report) in samples() {
        for (lang, word) in [(Lang::En, "en"), (Lang::Ja, "ja")] {
            for width in [80, 120] {
                snapshot(&format!("{name}.{word}.{width}"), &table(&report, lang, width));
            }
            if ["not-ready", "cannot-tell"].contains(&name) {
                snapshot(&format!("{name}-details.{word}.80"), &detailed(&report, lang, 80));
            }
        }
    }
    for (lang, word) in [(Lang::En, "en"), (Lang::Ja, "ja")] {
        snapshot(&format!("hostile.{word}.80"), &detailed(&sample::hostile(), lang, 80));
        let all = Style { lang, all: true, ..Style::default() };
        let mut report = sample::not_ready();
        let finding = report.prerequisites.iter_mut().flat_map(|rule| &mut rule.findings);
        finding.for_each(|finding| finding.objects.truncate(7));
        snapshot(&format!("not-ready-all.{word}.80"), &rendered(&report, Format::Table, all));
    }
}

#[test]
fn what_was_not_read_is_one_row_and_no_name_is_squeezed() {
    let mut report = sample::cannot_tell();
    let at = report
        .prerequisites
        .iter()
        .position(|rule| {
            rule.severity == vpreflight::report::Severity::Required && !rule.undecided.is_empty()
        })
        .unwrap();
    let lacks = report.prerequisites[at].clone();
    for more in ["second", "third", "fourth"] {
        let mut rule = lacks.clone();
        rule.id = format!("{}-{more}", rule.id);
        report.prerequisites.push(rule);
    }
    for width in [60, 80, 120, 200] {
        for lang in [Lang::En, Lang::Ja] {
            let text = table(&report, lang, width);
            let list = text.split("\n\n").skip(2).collect::<String>();
            assert!(!list.contains("-third") && !list.contains("-fourth"), "{width}: {text}");
            let style = Style { lang, width, all: true, ..Style::default() };
            let whole = rendered(&report, Format::Table, style);
            for more in ["second", "third", "fourth"] {
                assert!(whole.contains(&format!("-{more}")), "--all has each: {whole}");
            }
        }
        // Rows of what does not hold: names are whole, or a host's without its domain.
        for report in [sample::not_ready(), sample::cannot_tell()] {
            for line in table(&report, Lang::En, width).lines().filter(|line| line.contains("FAIL  ")) {
                assert!(!line.contains('…'), "{width}: {line}");
            }
        }
    }
}

#[test]
fn no_line_is_wider_than_asked() {
    for report in every_report() {
        for style in every_style() {
            for line in rendered(&report, Format::Table, style).lines() {
                assert!(line.width() <= style.width, "{} > {}: {line}", line.width(), style.width);
                assert_eq!(line, line.trim_end(), "blanks at the end of a line");
            }
        }
    }
}

/// What a terminal obeys or does not show.
fn is_obeyed(char: char) -> bool {
    char.is_control() && char != '\n'
        || ('\u{202a}'..='\u{202e}').contains(&char)
        || ('\u{2066}'..='\u{2069}').contains(&char)
        || ['\u{200b}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{feff}', '\u{2028}', '\u{2029}'].contains(&char)
}

#[test]
fn hostile_names_leave_nothing_a_terminal_obeys() {
    for style in every_style() {
        let text = rendered(&sample::hostile(), Format::Table, style);
        assert_eq!(text.chars().find(|char| is_obeyed(*char)), None, "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("READY")).count(), 0, "a forged line");
        if !style.details && !style.all {
            continue;
        }
        for visible in ["<U+001B>", "<U+202E>", "<U+000D><U+000A>", "\"quoted\" 'name' %2f%5c{drive}", "監視"]
        {
            assert!(text.contains(visible), "{visible} is missing in:\n{text}");
        }
        assert!(!text.contains(&"x".repeat(100)), "a long name was not shortened");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 32, ..Default::default() })]

    #[test]
    fn no_name_breaks_out_of_its_line(
        names in proptest::collection::vec("\\PC{0,80}|(?s:.{0,80})|[\\x00-\\x20\u{300}-\u{36f}あ亜A🇯🇵👍🏽\u{fe0f}]{0,80}", 1..6),
        width in 60_usize..160,
        japanese: bool,
        all: bool,
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let lang = if japanese { Lang::Ja } else { Lang::En };
        let report = sample::named(&names);
        let text = rendered(&report, Format::Table, Style { lang, width, all, details: true, ..Style::default() });
        for line in text.lines() {
            proptest::prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
        }
        proptest::prop_assert!(!text.contains(is_obeyed), "{text:?}");
        let json = rendered(&report, Format::Json, Style::default());
        let back: Report = serde_json::from_str(&json).unwrap();
        proptest::prop_assert_eq!(rendered(&back, Format::Json, Style::default()), json);
    }
}

#[test]
fn any_width_is_taken() {
    let narrow = table(&sample::not_ready(), Lang::Ja, 0);
    assert_eq!(narrow, table(&sample::not_ready(), Lang::Ja, vpreflight::render::LEAST_WIDTH));
    let wide = table(&sample::not_ready(), Lang::En, usize::MAX);
    assert!(wide.lines().all(|line| line.width() <= vpreflight::render::MOST_WIDTH));
}

#[test]
fn hostile_names_stand_whole_in_the_json() {
    let text = rendered(&sample::hostile(), Format::Json, Style::default());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let names: Vec<&str> = json["prerequisites"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["objects"][0]["object"]["name"].as_str().unwrap())
        .collect();
    for name in sample::HOSTILE {
        assert!(names.contains(&name), "{name:?}");
    }
    assert!(names.iter().any(|name| name.len() == 250));
    assert!(text.chars().all(|char| char == '\n' || !('\0'..' ').contains(&char)));
}

#[test]
fn colour_only_adds_colour() {
    for report in every_report() {
        for style in every_style() {
            let plain = rendered(&report, Format::Table, style);
            assert!(!plain.contains('\u{1b}'));
            let coloured = rendered(&report, Format::Table, Style { colour: true, ..style });
            assert!(coloured.contains('\u{1b}'));
            assert_eq!(without_sgr(&coloured), plain);
        }
    }
}

/// The text without `ESC [ … m`.
fn without_sgr(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let (codes, behind) = after.split_once('m').unwrap();
        assert!(codes.chars().all(|char| char.is_ascii_digit() || char == ';'), "{codes}");
        rest = behind;
    }
    plain + rest
}

#[test]
fn twenty_thousand_findings_stay_readable_and_are_all_there_when_asked_for() {
    let report = sample::many(20_000);
    let short = detailed(&report, Lang::En, 80);
    assert!(short.lines().count() < 100, "{} lines", short.lines().count());
    assert!(short.contains("19,990 more"));
    let all = rendered(&report, Format::Table, Style { all: true, ..Style::default() });
    for number in [0, 9_999, 19_999] {
        assert!(all.contains(&format!("VM-{number:05}")));
    }
    let json = rendered(&report, Format::Json, Style::default());
    assert_eq!(json.matches("\"fingerprint\"").count(), 20_000);
}

#[test]
fn nothing_is_said_by_colour_or_position_alone() {
    let text = detailed(&sample::not_ready(), Lang::En, 80);
    for word in ["NOT READY", "FAIL", "UNKNOWN", "warn", "First:", "Fix:", "Demanded by:", "Exit 1"] {
        assert!(text.contains(word), "{word} is missing");
    }
}

#[test]
fn the_first_screen_answers_with_sixty_rules_too() {
    for report in [sample::not_ready(), sample::sixty()] {
        let text = table(&report, Lang::En, 80);
        let screen: String = text.lines().take(24).collect::<Vec<_>>().join("\n");
        for answer in ["NOT READY", "First:", "vmotion-network-gbe", "config.network could not be read"] {
            assert!(screen.contains(answer), "{answer} is not on the first screen:\n{screen}");
        }
    }
}

#[test]
fn a_report_of_objects_folded_together_names_the_first_and_counts_the_rest() {
    let text = detailed(&sample::not_ready(), Lang::En, 80);
    assert!(text.contains("312 VMs: ") && text.contains("and 307 more"), "{text}");
    assert!(!text.contains("LMS-APP006"));
    let all = rendered(&sample::not_ready(), Format::Table, Style { all: true, ..Style::default() });
    assert!(all.contains("LMS-APP312") && !all.contains("and 307 more"));
}

#[test]
fn the_short_report_fits_a_tall_screen_and_names_every_rule_in_the_way() {
    let report = sample::sixty();
    let text = table(&report, Lang::En, 80);
    // Thirty of the sixty rules do not hold and have a row each.
    assert!(text.lines().count() <= 80, "{} lines:\n{text}", text.lines().count());
    let in_the_way = report.prerequisites.iter().filter(|rule| rule.outcome.rank() > 2);
    // Rules that lack the same datum are one row, which counts them; each is named where all is shown.
    let all = rendered(&report, Format::Table, Style { all: true, ..Style::default() });
    for rule in in_the_way {
        let counted = matches!(rule.outcome, vpreflight::report::Outcome::Unknown { .. })
            && text.contains("10 prerequisites");
        assert!(text.contains(&rule.id) || counted && all.contains(&rule.id), "{}", rule.id);
    }
    assert!(text.contains("--details"));
    let details = detailed(&report, Lang::En, 80);
    assert!(!details.contains("--details") && details.lines().count() > 2 * text.lines().count());
}

#[test]
fn only_some_outcomes_are_listed_and_the_answer_stays() {
    let report = sample::not_ready();
    let only = |kinds: &[Word], details: bool| {
        let style = Style { details, only: kinds.iter().copied().collect(), ..Style::default() };
        rendered(&report, Format::Table, style)
    };
    let unknown = only(&[Word::Unknown], true);
    let table = unknown.split_once("HA and vMotion ").unwrap().1;
    assert!(
        table.contains("UNKNOWN  ha-redundant-net-same-subnet") && table.contains("What could not be read")
    );
    for hidden in ["FAIL ", "Waiting for a person", "Demanded by"] {
        assert!(!table.contains(hidden), "{hidden} in\n{table}");
    }
    assert!(
        table.contains("1 fail, 3 hold")
            && table.contains("… 1 waits for a person, 1 holds (not among --only)")
    );
    let pass = only(&[Word::Pass, Word::NotApplicable], false);
    assert!(pass.contains("pass     hosts-min-two") || pass.contains("pass  hosts-min-two"), "{pass}");
    assert!(pass.contains("n/a   sc-dedicated-nic"), "{pass}");
    for text in [&unknown, &pass] {
        assert!(
            text.starts_with("NOT READY")
                && text.contains("First:")
                && text.ends_with("Exit 1: not ready.\n")
        );
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains("11 prerequisites: 3 fail · 1 unknown · 1 waits for a person · 5 hold"));
    }
}

#[test]
fn what_was_named_is_told() {
    let mut report = sample::not_ready();
    report.question.scope = Scope {
        datacenters: vec![sample::object(ObjectKind::Datacenter, "datacenter-2", "Tokyo")],
        clusters: vec![sample::cluster()],
        vms: (1..8).map(|number| sample::vm(number, &format!("LMS-\u{1b}{number}"))).collect(),
    };
    let text = table(&report, Lang::En, 80);
    assert!(
        text.contains("in datacenter Tokyo") && text.contains("VMs judged: /Tokyo/vm/LMS-<U+001B>1"),
        "{text}"
    );
    assert!(text.contains("and 2 more (--all shows them)"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&rendered(&report, Format::Json, Style::default())).unwrap();
    assert!(schema().is_valid(&json), "{}", json["question"]);
    assert_eq!(json["question"]["scope"]["clusters"][0]["id"], "domain-c7");
}

#[test]
fn what_people_decided_is_shown_and_never_hidden() {
    for lang in [Lang::En, Lang::Ja] {
        let text = table(&sample::decided(), lang, 100);
        for told in ["CHG-4711", "K. Sato", "M. Abe", "2026-12-31", "vm-no-local-cdrom", "decisions.toml:3"] {
            assert!(text.contains(told), "{told} is missing in:\n{text}");
        }
    }
    let text = table(&sample::decided(), Lang::En, 100);
    for told in ["2 waived", "1 attested", "it expired on 2026-12-31", "nothing that it could decide"] {
        assert!(text.contains(told), "{told} is missing in:\n{text}");
    }
    assert!(!text.contains("FAIL") && !text.contains("Waiting for a person"), "{text}");
}

#[test]
fn formats_are_chosen_by_name() {
    for format in Format::ALL {
        assert_eq!(format.name().parse::<Format>().unwrap(), *format);
    }
    let error = "jsno".parse::<Format>().unwrap_err().to_string();
    assert!(
        error.starts_with("there is no report format 'jsno'; did you mean 'json'?; there are: table, json")
    );
}

/// A report in every form but the JSON, whose fields are published, in both languages.
fn every_form(report: &Report) -> Vec<(Format, String)> {
    let forms = Format::ALL.iter().filter(|format| ![Format::Json, Format::Xlsx].contains(format));
    let style = |lang| Style { lang, width: 200, details: true, ..Style::default() };
    forms
        .flat_map(|format| [Lang::En, Lang::Ja].map(|lang| (*format, rendered(report, *format, style(lang)))))
        .collect()
}

#[test]
fn what_could_not_be_read_is_never_told_to_be_put_right_as_if_it_had_been() {
    let mut unread = sample::unread_subnet();
    unread.fix = Text::new("Turn on EVC.", "EVC を有効にします。");
    for (format, text) in every_form(&sample::report(Verdict::CannotTell, 3, vec![unread])) {
        assert!(!text.contains("EVC"), "{format}:\n{text}");
    }
}

#[test]
fn advice_stands_with_what_it_is_about() {
    let mut rule = sample::local_cdrom();
    // Both on one VM and as bad: forms that put them together still tell both.
    rule.findings[1].level = Level::Fail;
    rule.findings[1].objects = rule.findings[0].objects.clone();
    let (general, own) = (rule.fix.clone(), rule.findings[1].fix.clone().unwrap().filled(|_| String::new()));
    for (format, text) in every_form(&sample::report(Verdict::NotReady, 1, vec![rule])) {
        // Figures; and the sheet to sign and the picture, which tell what was found, and leave what to do to the plan.
        if [Format::Prometheus, Format::Checksheet, Format::Svg].contains(&format) {
            continue;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // The first screen of the forms for people names the first of them only.
        let last = |words: [&str; 2]| words.iter().filter_map(|words| text.rfind(words)).max();
        let general = last([&general.en, &general.ja]);
        let own = last([&own.en, &own.ja]);
        assert!(general.is_some() && own > general, "{format}: {general:?} {own:?}\n{text}");
    }
}

#[test]
fn json_reads_back_as_the_same_report() {
    for report in every_report() {
        let text = rendered(&report, Format::Json, Style::default());
        assert!(text.ends_with("}\n"));
        let back: Report = serde_json::from_str(&text).unwrap();
        assert_eq!(rendered(&back, Format::Json, Style::default()), text);
        assert_eq!(
            rendered(&report, Format::Json, Style { colour: true, all: true, ..Style::default() }),
            text
        );
    }
}

fn schema() -> jsonschema::Validator {
    let text = include_str!("../docs/report.schema.json");
    let schema: serde_json::Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn json_is_valid_against_the_published_schema() {
    let schema = schema();
    for report in every_report() {
        let text = rendered(&report, Format::Json, Style::default());
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> =
            schema.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let schema = schema();
    let text = rendered(&sample::not_ready(), Format::Json, Style::default());
    let good: serde_json::Value = serde_json::from_str(&text).unwrap();
    let spoilt = |pointer: &str, value: serde_json::Value| {
        let mut json = good.clone();
        *json.pointer_mut(pointer).unwrap() = value;
        json
    };
    assert!(schema.is_valid(&good));
    for (pointer, value) in [
        ("/format", 2.into()),
        ("/verdict", "NOT READY".into()),
        ("/exit_code", 4.into()),
        ("/tally/fail", (-1).into()),
        ("/prerequisites/0/outcome", serde_json::json!({ "is": "unknown" })),
        ("/prerequisites/0/outcome", serde_json::json!({ "is": "pass", "ceiling": "fail" })),
        ("/prerequisites/0/subject", "virtual-machine".into()),
        ("/prerequisites/7/findings/0/message", "only one language".into()),
        ("/prerequisites/7/findings/0/evidence", serde_json::json!({ "drive": null })),
        ("/clusters/0/object", serde_json::json!({ "kind": "cluster", "name": "no id" })),
    ] {
        assert!(!schema.is_valid(&spoilt(pointer, value)), "{pointer}");
    }
    for pointer in every_object(&good) {
        let mut json = good.clone();
        json.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().insert("surplus".into(), true.into());
        // The rules choose the names of evidence and values.
        let free = pointer.ends_with("/evidence") || pointer.ends_with("/values");
        assert_eq!(schema.is_valid(&json), free, "a surplus field in {pointer}");
    }
}

/// The JSON pointer of every object in a document.
fn every_object(json: &serde_json::Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), json)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                found.push(pointer.clone());
                open.extend(fields.iter().map(|(name, value)| (format!("{pointer}/{name}"), value)));
            }
            serde_json::Value::Array(items) => {
                // The first two of a list stand for all of it.
                open.extend(
                    items.iter().take(2).enumerate().map(|(at, value)| (format!("{pointer}/{at}"), value)),
                );
            }
            _ => {}
        }
    }
    found
}
