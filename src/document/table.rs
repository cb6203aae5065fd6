//! Reads a TOML file key by key. Nothing stops at the first mistake: wrong types, missing keys and
//! unknown keys (with the nearest known one) are all collected with their places.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, Source};
use crate::terms::{Text, nearest::did_you_mean, told};

/// How days are written.
const DATE: &str = "2027-03-31";

/// A value with its place in the file.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file it stands at, quotes included.
    pub span: Range<usize>,
}

/// A file being read, with what was found wrong in it so far.
pub struct Document<'a> {
    /// The file.
    pub source: Source<'a>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl<'a> Document<'a> {
    /// Parses a file. Whatever the mistakes in it, a table comes back; they are in `problems`.
    pub fn parse(source: Source<'a>) -> (Self, Table<'a>) {
        let (table, errors) = DeTable::parse_recoverable(source.text);
        let mut document = Self { source, problems: Vec::new() };
        for error in errors {
            let why = error.message();
            document.problem(
                error.span().unwrap_or(0..0),
                told!("not TOML: {why}", "TOML として正しくありません: {why}"),
            );
        }
        let table = Table::new(0..0, table.into_inner(), told!("the file", "ファイル"));
        (document, table)
    }

    /// Notes a problem.
    pub fn problem(&mut self, span: Range<usize>, message: Text) {
        self.problems.push(self.source.problem(span, message));
    }

    /// The place of a part of a text value: `offset` and `length` in bytes of the value. When the
    /// text has escapes, its place in the file cannot be told from the value; the whole is meant.
    pub fn within(&self, text: &Placed<String>, offset: usize, length: usize) -> Range<usize> {
        let Some(raw) = self.source.text.get(text.span.clone()) else { return text.span.clone() };
        match raw.find(text.value.as_str()) {
            Some(at) if !text.value.is_empty() && at <= 5 => {
                let start = text.span.start + at + offset.min(text.value.len());
                start..(start + length).min(text.span.end)
            }
            _ => text.span.clone(),
        }
    }
}

/// A table being read: each key is taken once, what remains is unknown.
pub struct Table<'a> {
    /// Place of the table.
    pub span: Range<usize>,
    what: Text,
    entries: Vec<(Placed<String>, Spanned<DeValue<'a>>)>,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    fn new(span: Range<usize>, table: DeTable<'a>, what: Text) -> Self {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| (Placed { span: key.span(), value: key.into_inner().into_owned() }, value))
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        Self { span, what, entries, known: Vec::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        Some(self.entries.remove(at).1)
    }

    fn missing(&self, doc: &mut Document, key: &str) {
        let what = &self.what;
        doc.problem(
            self.span.clone(),
            told!([what] "{what} has no '{key}'", "{what}に「{key}」がありません"),
        );
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, doc: &mut Document) {
        let what = &self.what;
        for (key, _) in &self.entries {
            let (name, help) = (&key.value, did_you_mean(&key.value, self.known.iter().copied()));
            let message = told!([what, help] "{what} knows no '{name}'{help}", "{what}では「{name}」を使用できません{help}");
            doc.problem(key.span.clone(), message);
        }
    }

    /// A text.
    pub fn string(&mut self, doc: &mut Document, key: &'static str) -> Option<Placed<String>> {
        let value = self.take(key)?;
        string(doc, key, value)
    }

    /// A text that must be there and not be empty.
    pub fn required(&mut self, doc: &mut Document, key: &'static str) -> Option<Placed<String>> {
        if !self.has(key) {
            self.missing(doc, key);
        }
        let text = self.string(doc, key)?;
        if text.value.trim().is_empty() {
            doc.problem(text.span, told!("'{key}' is empty", "「{key}」が空です"));
            return None;
        }
        Some(text)
    }

    /// Refuses a key that would be understood but has no place here.
    pub fn refuse(&mut self, doc: &mut Document, key: &str, why: &Text) {
        if let Some(at) = self.entries.iter().position(|(name, _)| name.value == key) {
            let (name, _) = self.entries.remove(at);
            doc.problem(
                name.span,
                told!([why] "'{key}' has no place here: {why}", "「{key}」はここには書けません: {why}"),
            );
        }
    }

    /// A value of any type with its place.
    pub fn any(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.take(key)
    }

    /// Whether the key is there and has not been taken.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// True or false.
    pub fn bool(&mut self, doc: &mut Document, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            other => {
                let found = article(other);
                let message = told!([found] "'{key}' must be true or false, not {found}",
                    "「{key}」は true か false で指定します (現在は{found})");
                doc.problem(value.span(), message);
                None
            }
        }
    }

    /// A day of the calendar that must be there: a TOML date, or a text of the same form.
    pub fn required_date(&mut self, doc: &mut Document, key: &'static str) -> Option<Placed<Date>> {
        let Some(value) = self.take(key) else {
            self.missing(doc, key);
            return None;
        };
        let span = value.span();
        let text = match value.get_ref() {
            DeValue::Datetime(time) => time.to_string(),
            DeValue::String(text) => text.as_ref().to_owned(),
            _ => String::new(),
        };
        // A time of day would be dropped silently.
        let date = (text.len() == DATE.len()).then(|| text.parse().ok()).flatten();
        if date.is_none() {
            doc.problem(
                span.clone(),
                told!(
                    "'{key}' must be a day of the calendar, as {DATE}",
                    "「{key}」は {DATE} のような実在する日付で指定します"
                ),
            );
        }
        date.map(|value| Placed { value, span })
    }

    /// A whole number.
    pub fn int(&mut self, doc: &mut Document, key: &'static str) -> Option<Placed<i64>> {
        let value = self.take(key)?;
        let span = value.span();
        match integer(value.get_ref()) {
            Some(value) => Some(Placed { value, span }),
            None => {
                doc.problem(span, told!("'{key}' must be a whole number", "「{key}」は整数で指定します"));
                None
            }
        }
    }

    /// One of a fixed set of words.
    pub fn word<T: Copy>(
        &mut self,
        doc: &mut Document,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.string(doc, key)?;
        word(doc, key, &text, words)
    }

    /// One of a fixed set of words, which must be there.
    pub fn required_word<T: Copy>(
        &mut self,
        doc: &mut Document,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.required(doc, key)?;
        word(doc, key, &text, words)
    }

    /// A list of texts; none when the key is absent.
    pub fn strings(&mut self, doc: &mut Document, key: &'static str) -> Vec<Placed<String>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            doc.problem(
                span,
                told!("'{key}' must be a list of texts", "「{key}」は文字列のリストで指定します"),
            );
            return Vec::new();
        };
        items.into_iter().filter_map(|item| string(doc, key, item)).collect()
    }

    /// A table within.
    pub fn table(&mut self, doc: &mut Document, key: &'static str) -> Option<Table<'a>> {
        let value = self.take(key)?;
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Table::new(span, table, told!("'{key}'", "「{key}」"))),
            other => {
                doc.problem(span, no_table(key, &other));
                None
            }
        }
    }

    /// A list of tables; none when the key is absent.
    pub fn tables(&mut self, doc: &mut Document, key: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            doc.problem(
                span,
                told!("'{key}' must be a list of tables", "「{key}」はテーブルのリストで指定します"),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => {
                    tables.push(Table::new(span, table, told!("this '{key}'", "この「{key}」")));
                }
                other => {
                    let found = article(&other);
                    let message = told!([found] "'{key}' must hold tables, not {found}",
                        "「{key}」の要素はテーブルで指定します (現在は{found})");
                    doc.problem(span, message);
                }
            }
        }
        tables
    }

    /// A text, a table, or a list of either; none when the key is absent.
    pub fn texts_or_tables(
        &mut self,
        doc: &mut Document,
        key: &'static str,
    ) -> (Vec<Placed<String>>, Vec<Table<'a>>) {
        let (mut texts, mut tables) = (Vec::new(), Vec::new());
        let Some(value) = self.take(key) else { return (texts, tables) };
        let all = match value.get_ref() {
            DeValue::Array(_) => match value.into_inner() {
                DeValue::Array(items) => items.into_iter().collect(),
                _ => Vec::new(),
            },
            _ => vec![value],
        };
        for item in all {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => {
                    tables.push(Table::new(span, table, told!("this '{key}'", "この「{key}」")));
                }
                text @ DeValue::String(_) => texts.extend(string(doc, key, Spanned::new(span, text))),
                other => {
                    let found = article(&other);
                    let message = told!([found] "'{key}' is a name or a table, not {found}",
                        "「{key}」は名前またはテーブルで指定します (現在は{found})");
                    doc.problem(span, message);
                }
            }
        }
        (texts, tables)
    }

    /// A list of anything; none when the key is absent.
    pub fn items(&mut self, doc: &mut Document, key: &'static str) -> Vec<Spanned<DeValue<'a>>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().collect(),
            other => {
                let found = article(&other);
                let message = told!([found] "'{key}' must be a list, not {found}", "「{key}」はリストで指定します (現在は{found})");
                doc.problem(span, message);
                Vec::new()
            }
        }
    }

    /// A table of texts by name, in the order of the file.
    pub fn texts(&mut self, doc: &mut Document, key: &'static str) -> Vec<(Placed<String>, Placed<String>)> {
        let Some(table) = self.table(doc, key) else { return Vec::new() };
        let mut texts = Vec::new();
        for (name, value) in table.entries {
            if let Some(text) = string(doc, &name.value, value) {
                texts.push((name, text));
            }
        }
        texts
    }

    /// Every entry, whatever its type, in the order of the file.
    pub fn values(
        &mut self,
        doc: &mut Document,
        key: &'static str,
    ) -> Vec<(Placed<String>, Spanned<DeValue<'a>>)> {
        self.table(doc, key).map(|table| table.entries).unwrap_or_default()
    }

    /// Tables by names of the user's, in the order of the file.
    pub fn named_tables(
        &mut self,
        doc: &mut Document,
        key: &'static str,
    ) -> Vec<(Placed<String>, Table<'a>)> {
        let mut tables = Vec::new();
        for (name, value) in self.values(doc, key) {
            let span = value.span();
            match value.into_inner() {
                DeValue::Table(table) => {
                    let key = &name.value;
                    let what = told!("'{key}'", "「{key}」");
                    tables.push((name, Table::new(span, table, what)));
                }
                other => doc.problem(span, no_table(&name.value, &other)),
            }
        }
        tables
    }

    /// A text in both languages, neither empty, the Japanese not the English once more.
    pub fn bilingual(&mut self, doc: &mut Document, key: &'static str) -> Option<Bilingual> {
        let mut table = self.table(doc, key)?;
        let en = table.required(doc, "en");
        let ja = table.required(doc, "ja");
        table.finish(doc);
        let (en, ja) = (en?, ja?);
        if en.value == ja.value {
            doc.problem(
                ja.span,
                told!("the Japanese of '{key}' is its English", "「{key}」の日本語が英語と同じです"),
            );
            return None;
        }
        Some(Bilingual { en, ja })
    }

    /// A text in both languages that must be there.
    pub fn required_bilingual(&mut self, doc: &mut Document, key: &'static str) -> Option<Bilingual> {
        if !self.has(key) {
            self.missing(doc, key);
        }
        self.bilingual(doc, key)
    }
}

/// A text in both languages, each with its place.
#[derive(Clone, Debug)]
pub struct Bilingual {
    /// English.
    pub en: Placed<String>,
    /// Japanese.
    pub ja: Placed<String>,
}

impl Bilingual {
    /// The text without its places.
    pub fn text(self) -> Text {
        Text::new(self.en.value, self.ja.value)
    }
}

/// The whole number of a value, if it is one.
pub fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Looks a word up among the words that are allowed.
pub fn word<T: Copy>(
    doc: &mut Document,
    key: &str,
    text: &Placed<String>,
    words: &[(&'static str, T)],
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let (given, there, help) =
            (&text.value, names.join(", "), did_you_mean(&text.value, names.iter().copied()));
        let message = told!([help] "'{key}' cannot be '{given}': it is one of {there}{help}",
            "「{key}」に「{given}」は指定できません。指定できる値: {there}{help}");
        doc.problem(text.span.clone(), message);
    }
    found
}

fn string(doc: &mut Document, key: &str, value: Spanned<DeValue<'_>>) -> Option<Placed<String>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => Some(Placed { value: text.into_owned(), span }),
        other => {
            let found = article(&other);
            let message = told!([found] "'{key}' must be a text, not {found}", "「{key}」は文字列で指定します (現在は{found})");
            doc.problem(span, message);
            None
        }
    }
}

/// The names there are, for messages.
pub fn there(names: &[&str]) -> Text {
    if names.is_empty() { told!("none", "なし") } else { Text::same(names.join(", ")) }
}

fn no_table(key: &str, found: &DeValue<'_>) -> Text {
    let found = article(found);
    told!([found] "'{key}' must be a table, not {found}", "「{key}」はテーブルで指定します (現在は{found})")
}

/// What a value is, for messages.
pub fn article(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => told!("a text", "文字列"),
        DeValue::Integer(_) => told!("a whole number", "整数"),
        DeValue::Float(_) => told!("a fraction", "小数"),
        DeValue::Boolean(_) => told!("true or false", "真偽値"),
        DeValue::Datetime(_) => told!("a date", "日付"),
        DeValue::Array(_) => told!("a list", "リスト"),
        DeValue::Table(_) => told!("a table", "テーブル"),
    }
}
