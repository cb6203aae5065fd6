//! Names that whoever may create a VM can choose: inert in every form.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};
use vpreflight::render::markdown::{SUMMARY_BYTES, summary};
use vpreflight::render::{Format, Style, render};
use vpreflight::report::Report;
use vpreflight::terms::Lang;

use super::{junit, prometheus, read, rendered, sample};

pub const NAMES: &[&str] = &[
    "red\u{1b}[31m\u{1b}]0;owned\u{7}",
    "c1 \u{9b}2J \u{85} \u{2028}\u{2029} \u{202e}gnp",
    "]]><failure>x</failure><![CDATA[",
    "::error title=owned::x",
    "::stop-commands::never",
    "x\n::error::forged\r\n## heading",
    "##[error]owned ##vso[task.setvariable]x",
    "a | b | c",
    "`code` ``more`` ```",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[link](https://evil.example) ![image](https://evil.example/x.png)",
    "https://evil.example www.evil.example mailto:a@evil.example @octocat",
    "# 1. heading\n- item",
    "=HYPERLINK(\"https://evil.example\")",
    "+1+1",
    "-1-1",
    "@SUM(A1)",
    "  =1+1",
    "lone \\ud800 surrogate",
    "%0A::error::x %25",
    "\"quoted\" 'name' \\ , ; {label=\"x\"} 1",
    "&amp; &lt; &#10;",
    "*bold* _em_ ~~gone~~ $x$",
    "監視 ｜ ＝1",
];

pub fn report() -> Report {
    let long = "x".repeat(10_000);
    let names: Vec<&str> = NAMES.iter().copied().chain([long.as_str()]).collect();
    sample::named(&names)
}

/// What a terminal obeys, or reads as the end of a line.
fn is_obeyed(char: char) -> bool {
    char.is_control() && char != '\n'
        || ('\u{202a}'..='\u{202e}').contains(&char)
        || ('\u{2066}'..='\u{2069}').contains(&char)
        || ['\u{200b}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{feff}', '\u{2028}', '\u{2029}'].contains(&char)
}

#[test]
fn no_form_holds_anything_that_a_terminal_or_a_build_server_obeys() {
    // A workbook is no text; `workbook` looks into it.
    for format in Format::ALL.iter().filter(|format| **format != Format::Xlsx) {
        for lang in [Lang::En, Lang::Ja] {
            let text = rendered(&report(), *format, lang);
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            assert_eq!(text.chars().find(|char| is_obeyed(*char)), None, "{format}");
            if *format == Format::Github {
                continue;
            }
            for line in text.lines() {
                assert!(!line.trim_start().starts_with("::"), "{format}: {line}");
                let is_text =
                    !matches!(format, Format::Json | Format::Jsonl | Format::Sarif | Format::Gitlab);
                assert!(!is_text || !line.contains("##["), "{format}: {line}");
            }
        }
    }
}

#[test]
fn names_stand_whole_in_what_programs_read() {
    for format in [Format::Json, Format::Jsonl, Format::Sarif] {
        let text = rendered(&report(), format, Lang::En);
        let json: Vec<serde_json::Value> = match format {
            Format::Jsonl => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            _ => vec![serde_json::from_str(&text).unwrap()],
        };
        let mut strings = Vec::new();
        json.iter().for_each(|json| collect(json, &mut strings));
        for name in NAMES {
            assert!(strings.contains(name), "{format} has lost {name:?}");
        }
        assert!(strings.iter().any(|text| text.len() == 10_000));
    }
}

/// A viewer makes a link of `[text](address)` in a message.
#[test]
fn no_message_of_a_result_holds_a_link() {
    let log: serde_json::Value = serde_json::from_str(&rendered(&report(), Format::Sarif, Lang::En)).unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("), "{result}");
    }
}

fn collect<'j>(json: &'j serde_json::Value, strings: &mut Vec<&'j str>) {
    match json {
        serde_json::Value::String(text) => strings.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        serde_json::Value::Object(fields) => fields.values().for_each(|field| collect(field, strings)),
        _ => {}
    }
}

#[test]
fn xml_stays_the_document_it_was() {
    for lang in [Lang::En, Lang::Ja] {
        let text = rendered(&report(), Format::Junit, lang);
        assert_eq!(junit::valid(&text).0, NAMES.len() + 1, "a failure for each name");
        assert!(!text.contains("]]>") && !text.contains("<script") && !text.contains("<img"));
    }
}

#[test]
fn no_field_is_a_formula_and_no_name_makes_a_record() {
    let text = rendered(&report(), Format::Csv, Lang::En);
    let records = read::records(&text);
    let hostile = records.iter().filter(|record| record["finding"] == "hostile").count();
    assert_eq!(hostile, NAMES.len() + 1);
    for (column, field) in records.iter().flatten() {
        assert!(!field.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{column}: {field}");
    }
    assert!(records.iter().any(|record| record["object_name"] == "'+1+1"));
    assert!(records.iter().any(|record| record["object_name"].len() == 10_000));
}

#[test]
fn metrics_keep_their_lines() {
    let samples = prometheus::parse(&rendered(&report(), Format::Prometheus, Lang::En)).unwrap();
    assert!(samples.iter().any(|sample| sample.labels.values().any(|label| label.contains("{label=\"x\"}"))));
}

/// A command as the runner reads it: the properties up to `::`, then the message.
fn command(line: &str) -> (String, String) {
    let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}"));
    let (head, message) = rest.split_once("::").unwrap();
    let (kind, title) = head.split_once(" title=").unwrap();
    assert!(["error", "warning", "notice"].contains(&kind), "{line}");
    assert!(!title.contains(',') && !title.contains(':'), "{line}");
    let plain = |text: &str| {
        let text = text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    (plain(title), plain(message))
}

#[test]
fn annotations_are_the_only_commands() {
    for lang in [Lang::En, Lang::Ja] {
        let text = rendered(&report(), Format::Github, lang);
        for line in text.lines() {
            let (title, message) = command(line);
            assert!(title.chars().count() < 200 && message.chars().count() < 2_100);
            assert!(!message.lines().any(|line| line.trim_start().starts_with("::")), "{message}");
        }
        assert!(text.lines().count() <= 30);
    }
}

/// The summary of a run, in as many bytes.
fn summary_in(room: usize, report: &Report, lang: Lang) -> Option<String> {
    let mut text = Vec::new();
    let had_room = summary(report, lang, room, &mut text).unwrap();
    assert!(text.len() <= room && (had_room || text.is_empty()), "{} of {room}", text.len());
    had_room.then(|| String::from_utf8(text).unwrap())
}

/// Lines of HTML in a summary: ours, which fold, and no other.
fn folds(html: &str) -> i32 {
    let title = html.trim_end().strip_prefix("<details><summary>");
    match (title.and_then(|rest| rest.strip_suffix("</summary>")), html.trim_end()) {
        (Some(title), _) if !title.contains(['<', '&']) => 1,
        (None, "</details>") => -1,
        _ => panic!("{html}"),
    }
}

#[test]
fn markdown_shows_names_as_text() {
    let short = summary_in(SUMMARY_BYTES, &report(), Lang::En).unwrap();
    let mut all = Vec::new();
    render(&report(), Format::Markdown, Style { all: true, ..Style::default() }, &mut all).unwrap();
    for (text, numbered, folded) in [(short, 1, 1), (String::from_utf8(all).unwrap(), 0, 0)] {
        let mut shown = String::new();
        let (mut cells, mut lists, mut open, mut opened) = (0, 0, 0, 0);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::HtmlBlock) if folded > 0 => {}
                Event::Html(html) if folded > 0 => {
                    open += folds(&html);
                    opened += folds(&html).max(0);
                    assert!((0..=1).contains(&open), "{html}");
                }
                Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) => panic!("{event:?}"),
                Event::Start(
                    Tag::Link { .. }
                    | Tag::Image { .. }
                    | Tag::Emphasis
                    | Tag::Strikethrough
                    | Tag::BlockQuote(_)
                    | Tag::CodeBlock(_)
                    | Tag::HtmlBlock,
                ) => panic!("{event:?} in:\n{text}"),
                Event::Start(Tag::List(Some(_))) => lists += 1,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Text(part) | Event::Code(part) => shown.push_str(&part),
                Event::End(_) => shown.push('\n'),
                _ => {}
            }
        }
        assert_eq!((lists, open), (numbered, 0), "a numbered list in:\n{text}");
        assert!(opened >= folded, "nothing is folded in:\n{text}");
        let tables = text.lines().filter(|line| line.starts_with("| ---")).count();
        let rows = text.lines().filter(|line| line.starts_with("| ")).count();
        assert_eq!(cells, (rows - tables) * 4, "a bar has made a cell");
        for name in
            ["<script>alert(1)</script>", "a | b | c", "`code` ``more`` ```", "lone \\ud800 surrogate"]
        {
            assert!(shown.contains(name), "{name} is not shown in:\n{shown}");
        }
    }
}

/// The step summary of GitHub takes 1 MiB, and shows nothing of a larger one.
#[test]
fn the_summary_of_a_run_is_bounded_and_counts_what_it_leaves_out() {
    let large = summary_in(SUMMARY_BYTES, &sample::many(20_000), Lang::Ja).unwrap();
    assert!(large.len() < SUMMARY_BYTES / 2, "{}", large.len());
    for (lang, more) in [(Lang::En, " not shown here"), (Lang::Ja, " 件はここに表示していません")]
    {
        for report in [report(), sample::not_ready()] {
            let whole = summary_in(SUMMARY_BYTES, &report, lang).unwrap();
            let is_whole: BTreeSet<&str> = whole.lines().collect();
            let (mut cut, mut refused) = (0, 0);
            for room in (0..whole.len()).step_by(whole.len() / 50) {
                let Some(text) = summary_in(room, &report, lang) else {
                    assert_eq!(cut, 0, "there was room for less");
                    refused += 1;
                    continue;
                };
                cut += 1;
                assert!(text.contains(more), "nothing tells what is left out of:\n{text}");
                assert_eq!(text.lines().next(), whole.lines().next(), "the verdict");
                let odd = text
                    .lines()
                    .find(|line| !is_whole.contains(line) && !line.contains(&more[more.len() - 6..]));
                assert_eq!(odd, None, "no entry is cut within");
            }
            assert!(cut > 10 && refused > 0, "{cut} {refused}");
        }
    }
}
