//! Untrusted text for a terminal. Names in an inventory are chosen by whoever may create an object:
//! none of them may move the cursor, reorder a line, forge one, or hide a part of itself.

use std::{borrow::Cow, fmt::Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{
    report::{Evidence, NamedEvidence},
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
pub fn message(text: &Template, lang: Lang, evidence: &NamedEvidence) -> Vec<String> {
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

/// A text on one line that no spreadsheet takes for a formula; a tab or line end at its beginning is made visible as
/// everywhere. Where it would be taken for one, it has a `'` before it.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    let line = line(text);
    let starts = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    if line.trim_start().starts_with(starts) { format!("'{line}").into() } else { line }
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
mod tests;
