//! What the text of others cannot do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::terms::Pieces;

#[test]
fn what_a_terminal_obeys_is_shown_instead() {
    assert_eq!(line("a\u{1b}[31mb"), "a<U+001B>[31mb");
    assert_eq!(line("a\r\nb\tc\u{7f}\u{9b}"), "a<U+000D><U+000A>b<U+0009>c<U+007F><U+009B>");
    assert_eq!(line("\u{202e}gnp.exe"), "<U+202E>gnp.exe");
    for hidden in ['\u{200b}', '\u{2066}', '\u{2069}', '\u{61c}', '\u{2028}', '\u{feff}', '\u{e0041}'] {
        assert_eq!(line(&format!("a{hidden}b")), format!("a{}b", form(hidden)));
    }
}

#[test]
fn ordinary_names_stay_as_they_are() {
    for plain in
        ["LMS-DB01", "a%2fb", "\"quoted\" 'name'", "監視サーバー", "Zürich", "한국어", "❤ 🇯🇵 👍🏽", "العربية"]
    {
        assert_eq!(line(plain), plain);
        assert_eq!(name(plain), plain);
    }
}

#[test]
fn commands_of_build_servers_are_broken_wherever_they_stand() {
    assert_eq!(line("a::error title=x::1"), "a<U+003A>:error title=x::1");
    assert_eq!(line("::stop-commands::x"), "<U+003A>:stop-commands<U+003A>:x");
    assert_eq!(line("##[error]x ##vso[task.x]y"), "<U+0023>#[error]x <U+0023>#vso[task.x]y");
    for plain in ["fe80::1", "2001:db8::dead:beef/64", "::", "## heading", "a::1::b"] {
        assert_eq!(line(plain), plain);
    }
}

#[test]
fn blanks_at_the_ends_of_a_name_are_visible() {
    assert_eq!(name("VM Network "), "VM Network<U+0020>");
    assert_eq!(name("  a"), "<U+0020>×2a");
    assert_eq!(name("   "), "<U+0020>×3");
    assert_eq!(name("VM\u{a0}Network"), "VM<U+00A0>Network");
}

#[test]
fn long_names_keep_both_ends() {
    let long = format!("begin-{}-end", "x".repeat(240));
    let short = name(&long);
    assert_eq!(short.width(), NAME_COLUMNS);
    assert!(short.starts_with("begin-x") && short.ends_with("x-end") && short.contains('…'), "{short}");
    let wide = "監".repeat(125);
    assert!(name(&wide).width() <= NAME_COLUMNS);
    let forms = name(&"\u{1b}".repeat(100)).into_owned();
    assert_eq!(forms.replace("<U+001B>", ""), "…", "forms are never cut in two: {forms}");
    assert!(forms.width() <= NAME_COLUMNS, "{forms}");
}

#[test]
fn marks_stay_on_their_letter_and_cannot_pile_up() {
    let text = "e\u{301}".repeat(100);
    let short = fit(&text, 11);
    assert_eq!(short.width(), 11);
    assert_eq!(short.matches('e').count(), short.matches('\u{301}').count());
    let pile = format!("e{}", "\u{301}".repeat(50));
    assert!(line(&pile).contains("<U+0301>"));
    assert_eq!(line("\u{301}a"), "<U+0301>a", "a mark has no letter before the name to sit on");
    assert_eq!(fit("🇯🇵🇯🇵🇯🇵🇯🇵", 5), "🇯🇵…", "flags are not halved");
}

fn filled(text: &str, values: &[(&str, Evidence)]) -> Vec<String> {
    let names: Vec<String> = values.iter().map(|(name, _)| (*name).to_owned()).collect();
    let evidence = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let pieces = Pieces::cut(text, &names).unwrap();
    let text = Template { en: pieces.clone(), ja: pieces };
    message(&text, Lang::En, &evidence)
}

#[test]
fn a_line_feed_in_evidence_forges_no_line() {
    let evidence = [("vm", Evidence::Text("a\nREADY".to_owned()))];
    assert_eq!(filled("first {vm}\nsecond", &evidence), ["first a<U+000A>READY", "second"]);
}

#[test]
fn a_value_changes_no_other_word() {
    // The words of the rule hold each of the values.
    let (on, blank) = (Evidence::Text("is\u{1b}".to_owned()), Evidence::Text(" ".to_owned()));
    let values = [("a", on), ("b", blank), ("c", Evidence::Text(String::new()))];
    assert_eq!(filled("VM {a} is on {b}{c}", &values), ["VM is<U+001B> is on  "]);
    let brace = [("a", Evidence::Text("{b}".to_owned())), ("b", Evidence::Int(1))];
    assert_eq!(filled("{a} {b}", &brace), ["{b} 1"], "a value is no place for another");
}

#[test]
fn groups_in_a_message_keep_their_members() {
    let hosts = (1..=40).map(|n| format!("esx{n:02}.example")).collect::<Vec<_>>();
    let group = [("g", Evidence::Text(hosts.join(", ")))];
    assert_eq!(filled("{g}", &group).concat(), hosts.join(", "));
    let long = [("g", Evidence::List(vec!["x".repeat(250)]))];
    assert_eq!(filled("on {g}", &long).concat().width(), NAME_COLUMNS + 3);
}

#[test]
fn cutting_counts_columns() {
    assert_eq!(cut("短い", 4), "短い");
    assert_eq!(cut("長い名前", 6), "長い…");
    assert_eq!(cut("one two", 5), "one…");
}
