//! What is wrong with a file, told with the place and the nearest existing name.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::terms::{Text, Told, shown_in_english};

/// One thing that is wrong with a file, with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named its folder.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and the nearest name where a name does not exist.
    pub message: Text,
    /// The line itself.
    pub excerpt: String,
    /// Characters to underline from `column` on; at least 1.
    pub width: usize,
}

impl Told for Problem {
    fn told(&self) -> Text {
        let (place, shown) = (format!("{}:{}:{}: ", self.file, self.line, self.column), self.shown());
        self.message.clone().map(|message| format!("{place}{message}{shown}"))
    }
}

impl Problem {
    /// The line, and below it a mark under what is meant.
    fn shown(&self) -> String {
        if self.excerpt.is_empty() {
            return String::new();
        }
        // The caret stands under the right column of a terminal: tabs are kept, wide characters
        // take two blanks.
        let mut indent = String::new();
        for c in self.excerpt.chars().take(self.column.saturating_sub(1)) {
            match c {
                '\t' => indent.push('\t'),
                c => indent.extend(std::iter::repeat_n(' ', UnicodeWidthChar::width(c).unwrap_or(0))),
            }
        }
        format!("\n    {}\n    {indent}{}", self.excerpt, "^".repeat(self.width))
    }
}

/// All problems that were found, in the order of files and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Told for Problems {
    fn told(&self) -> Text {
        Text::lines(self.0.iter().map(Told::told))
    }
}

shown_in_english!(Problem, Problems);

impl std::error::Error for Problems {}

/// The text of one file, to tell places in it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file, as problems name it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Source<'_> {
    /// The line of a byte of the text, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text[..floor(self.text, at)].matches('\n').count() + 1
    }

    /// A problem at a byte range of the text; a range outside of it is cut to the text.
    pub fn problem(&self, span: Range<usize>, message: Text) -> Problem {
        let start = floor(self.text, span.start);
        let end = floor(self.text, span.end).max(start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let excerpt = self.text[line_start..line_end].trim_end_matches('\r');
        Problem {
            file: self.file.to_owned(),
            line: self.line(line_start),
            column: self.text[line_start..start].chars().count() + 1,
            message,
            excerpt: excerpt.to_owned(),
            width: self.text[start..end.min(line_end)].chars().count().max(1),
        }
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_line_and_column_in_characters() {
        let source = Source { file: "x.toml", text: "a = 1\nタイトル = 2\n" };
        let at = source.text.find('2').unwrap_or(0);
        let problem = source.problem(at..at + 1, Text::same("two"));
        assert_eq!((problem.line, problem.column), (2, 8));
        assert!(problem.to_string().starts_with("x.toml:2:8: two\n    タイトル = 2\n"));
    }

    #[test]
    fn a_place_outside_the_text_is_no_panic() {
        let source = Source { file: "x.toml", text: "日" };
        assert_eq!(source.problem(2..99, Text::default()).column, 1);
        assert_eq!(source.problem(50..60, Text::default()).column, 2);
        assert_eq!(Source { file: "x", text: "" }.problem(0..0, Text::default()).line, 1);
    }
}
