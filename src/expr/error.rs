//! What is wrong with an expression, and where.

use std::ops::Range;

/// Why an expression is refused, with its place in the source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .help.as_ref().map(|help| format!("; {help}")).unwrap_or_default())]
pub struct Error {
    /// First byte concerned.
    pub offset: usize,
    /// Number of bytes concerned; 0 at the end of the source.
    pub length: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Error {
    pub(super) fn at(span: &Range<usize>, message: impl Into<String>) -> Self {
        Self { offset: span.start, length: span.len(), message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Proposes the name nearest to `wrong`, or lists all when there are few.
    pub(super) fn suggest<'n>(self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        match nearest(wrong, names.iter().copied()) {
            Some(name) => self.help(format!("did you mean '{name}'?")),
            None if (1..=12).contains(&names.len()) => self.help(format!("there is {}", names.join(", "))),
            None => self,
        }
    }
}

/// The name with the fewest edits from `wrong`, if it is near enough to be meant.
fn nearest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (wrong.chars().count() / 3).clamp(1, 4);
    names
        .map(|name| (edits(wrong, name), name))
        .filter(|(edits, name)| *edits <= limit || contains_all(name, wrong))
        .min()
        .map(|(_, name)| name)
}

/// Whether the longer of two names continues the shorter one, as `datastore` and `datastores`.
fn contains_all(name: &str, wrong: &str) -> bool {
    wrong.len() >= 4 && name.len() >= 4 && (name.starts_with(wrong) || wrong.starts_with(name))
}

/// Number of single-character edits between two words (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = *cell;
            *cell = replaced.min(diagonal + 1).min(left + 1);
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_counts_single_characters() {
        for (a, b, expected) in
            [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("shard", "shared", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(edits(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn nearest_leaves_strangers_alone() {
        let names = ["label", "medium", "path"];
        assert_eq!(nearest("lable", names.into_iter()), Some("label"));
        assert_eq!(nearest("backing", names.into_iter()), None);
    }
}
