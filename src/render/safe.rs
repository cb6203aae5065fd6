//! Untrusted text for a terminal. Names in an inventory are chosen by whoever may create an object:
//! none of them may move the cursor, reorder a line, forge one, or hide a part of itself.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{
    report::Evidence,
    terms::{Lang, Template},
};

/// Columns a name takes at most: as many as vCenter takes characters.
pub const NAME_COLUMNS: usize = 80;

/// Columns that what a server says takes at most; a fault may carry a whole stack trace.
const SAID_COLUMNS: usize = 400;

/// Blanks from which on a value is what a server says, and no name.
const SAID_BLANKS: usize = 4;

/// Marks that may stack on one character; more than any living script needs would cover the lines around.
const STACKED_MARKS: usize = 3;

/// `text` on one line, with every character that a terminal would obey or not show in a visible form,
/// e.g. `<U+001B>`.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for unit in units(text) {
        safe.push_str(&unit);
    }
    Cow::Owned(safe)
}

/// A name, as [`line()`] and in at most [`NAME_COLUMNS`], shortened in the middle. A blank at either end is
/// made visible: `VM Network` and `VM Network ` are two networks.
pub fn name(text: &str) -> Cow<'_, str> {
    name_within(text, NAME_COLUMNS)
}

/// A name, as [`name()`], in at most `columns`.
pub fn name_within(text: &str, columns: usize) -> Cow<'_, str> {
    let edge = text.starts_with(' ') || text.ends_with(' ');
    if is_plain(text) && !edge && text.len() <= columns {
        return Cow::Borrowed(text);
    }
    let inner = text.trim_matches(' ');
    if !edge {
        return Cow::Owned(fit(text, columns));
    }
    let before = text.len() - text.trim_start_matches(' ').len();
    let after = if inner.is_empty() { 0 } else { text.len() - text.trim_end_matches(' ').len() };
    let blank = |count: usize| match count {
        0 => String::new(),
        1 => form(' '),
        _ => format!("{}×{count}", form(' ')),
    };
    Cow::Owned(format!("{}{}{}", blank(before), fit(inner, columns), blank(after)))
}

/// `text` as [`line()`] in at most `columns`, shortened in the middle by `…`.
pub fn fit(text: &str, columns: usize) -> String {
    let units: Vec<(Cow<'_, str>, usize)> = units(text)
        .map(|unit| {
            let width = unit.width();
            (unit, width)
        })
        .collect();
    let total: usize = units.iter().map(|(_, width)| width).sum();
    if total <= columns {
        return units.into_iter().map(|(unit, _)| unit).collect();
    }
    let room = columns.saturating_sub(1);
    // The end of a name tells names apart more often than its middle does.
    let tail_room = room * 2 / 5;
    let count = |room: usize, widths: &mut dyn Iterator<Item = usize>| {
        let mut used = 0;
        widths
            .take_while(|width| {
                used += width;
                used <= room
            })
            .count()
    };
    let tail = count(tail_room, &mut units.iter().rev().map(|(_, width)| *width));
    let head = count(room - tail_room, &mut units.iter().map(|(_, width)| *width));
    let mut short: String = units.iter().take(head).map(|(unit, _)| unit.as_ref()).collect();
    short.push('…');
    short.extend(units.iter().skip(units.len() - tail).map(|(unit, _)| unit.as_ref()));
    short
}

/// `text` as [`line()`] in at most `columns`, its end cut off by `…`.
pub fn cut(text: &str, columns: usize) -> String {
    let safe = line(text);
    if safe.width() <= columns {
        return safe.into_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for unit in units(&safe) {
        used += unit.width();
        if used > columns {
            break;
        }
        short.push_str(&unit);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The lines of a message. What the evidence brings in is made safe and short before it stands there, so that
/// a line feed in a name is shown and only those of the rule's own text count.
pub fn message(text: &Template, lang: Lang, evidence: &BTreeMap<String, Evidence>) -> Vec<String> {
    let value = |name: &str| evidence.get(name).map(|evidence| value(evidence, lang)).unwrap_or_default();
    text.get(lang).filled(value).lines().map(|text| line(text).into_owned()).collect()
}

/// A piece of evidence as people read it, all of it.
pub fn value(evidence: &Evidence, lang: Lang) -> String {
    let list = |texts: Vec<Cow<'_, str>>| texts.join(comma(lang));
    match evidence {
        Evidence::Text(text) => value_in_message(text).into_owned(),
        Evidence::Said(told) => value_in_message(told.text.get(lang)).into_owned(),
        Evidence::Listed(names) => {
            list(names.iter().map(|told| value_in_message(told.text.get(lang))).collect())
        }
        Evidence::List(names) => list(names.iter().map(|name| value_in_message(name)).collect()),
        Evidence::Bool(_) | Evidence::Int(_) => evidence.to_string(),
    }
}

/// What stands between the names of a list.
fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Ja => "、",
    }
}

/// What a server says, whole if it can be; anything else in at most `columns`.
pub fn said(text: &str, columns: usize) -> String {
    fit(text, if is_said(text) { SAID_COLUMNS } else { columns })
}

/// Whether a text is what a server says, and no name.
fn is_said(text: &str) -> bool {
    text.matches(' ').count() >= SAID_BLANKS
}

/// A value within a message. Groups and lists keep all their members; only a member is shortened. Blanks
/// at the ends stay: in a sentence they cannot be told from the sentence's own.
fn value_in_message(value: &str) -> Cow<'_, str> {
    let most = if is_said(value) { SAID_COLUMNS } else { NAME_COLUMNS };
    if is_plain(value) && value.len() <= most {
        return Cow::Borrowed(value);
    }
    let mut told = String::with_capacity(value.len());
    for part in value.split_inclusive('、') {
        let (part, comma) = part.strip_suffix('、').map_or((part, ""), |part| (part, "、"));
        let parts: Vec<String> = part.split(", ").map(|part| fit(part, most)).collect();
        told.push_str(&parts.join(", "));
        told.push_str(comma);
    }
    Cow::Owned(told)
}

/// Whether a text may stand as it is.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) && !text.contains("::") && !text.contains("##")
}

/// Whether a build server would take what begins here for a command: `::error …::` of GitHub, `##[…]` and
/// `##vso[…]` of its relatives, `##teamcity[…]`. A command needs the start of a line, but a long name may
/// be broken anywhere. Addresses such as `fe80::1` are none: a command has letters that they have not.
fn is_command(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("::") {
        let word = rest.split(|char: char| !char.is_ascii_alphabetic() && char != '-').next();
        return word.is_some_and(|word| word.chars().any(|char| !char.is_ascii_hexdigit()));
    }
    text.strip_prefix("##")
        .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['))
}

/// What stays together when a text is cut: a character with the marks on it, a flag, a visible form.
fn units(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        if is_hidden(first) || first.width().unwrap_or(0) == 0 || is_command(rest) {
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            return Some(Cow::Owned(form(first)));
        }
        let mut end = first.len_utf8();
        let mut marks = 0;
        let mut pair = is_regional(first);
        for (at, next) in chars {
            let joins = if is_hidden(next) {
                false
            } else if next.width() == Some(0) {
                marks += 1;
                marks <= STACKED_MARKS
            } else if pair && is_regional(next) {
                pair = false;
                true
            } else {
                ('\u{1f3fb}'..='\u{1f3ff}').contains(&next)
            };
            if !joins {
                break;
            }
            end = at + next.len_utf8();
        }
        let (unit, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(Cow::Borrowed(unit))
    })
}

/// A letter of a flag.
fn is_regional(char: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&char)
}

/// The visible form of a character.
fn form(char: char) -> String {
    let mut form = String::new();
    // Writing to a String cannot fail.
    let _ = write!(form, "<U+{:04X}>", u32::from(char));
    form
}

/// Whether a terminal would obey `char`, or show nothing or a mere blank for it.
pub(super) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(u32::from(char),
            // Soft hyphen, joiners, fillers, vowel inherents, Mongolian selectors.
            0xad | 0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f
            // Direction marks, overrides and isolates.
            | 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069
            // Zero widths, line and paragraph separators, invisible operators, deprecated formats.
            | 0x200b..=0x200d | 0x2028 | 0x2029 | 0x2060..=0x2065 | 0x206a..=0x206f | 0xfeff
            // Blanks that look like a space.
            | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x2800
            // Fillers of Hangul, variation selectors, annotations, object replacement.
            | 0x3164 | 0xffa0 | 0xfe00..=0xfe0f | 0xfff0..=0xfffc
            // Invisible musical formats, tags and further selectors.
            | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff
            // Private use: every font shows something else.
            | 0xe000..=0xf8ff | 0xf0000..=0x10ffff)
        || u32::from(char) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
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
        for plain in [
            "LMS-DB01",
            "a%2fb",
            "\"quoted\" 'name'",
            "監視サーバー",
            "Zürich",
            "한국어",
            "❤ 🇯🇵 👍🏽",
            "العربية",
        ] {
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
}
