//! What is wrong with an expression, and where.

use std::ops::Range;

use crate::terms::{Text, Told, shown_in_english, told};

/// Why an expression is refused, with its place in the source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// First byte concerned.
    pub offset: usize,
    /// Number of bytes concerned; 0 at the end of the source.
    pub length: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: Text,
    /// What to write instead.
    pub help: Option<Text>,
}

impl Error {
    pub(super) fn at(span: &Range<usize>, message: Text) -> Self {
        Self { offset: span.start, length: span.len(), message, help: None }
    }

    pub(super) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Proposes the name nearest to `wrong`, or lists all when there are few.
    pub(super) fn suggest<'n>(self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        match nearest(wrong, names.iter().copied()) {
            Some(name) => self.help(meant(name)),
            None if (1..=12).contains(&names.len()) => {
                let there = names.join(", ");
                self.help(told!("there is {there}", "使用できる名前: {there}"))
            }
            None => self,
        }
    }
}

impl Told for Error {
    fn told(&self) -> Text {
        let message = &self.message;
        match &self.help {
            // Where the first is a sentence with its full stop, so is the other.
            Some(help) if message.ja.ends_with('。') => {
                let stop = if help.ja.ends_with('。') { "" } else { "。" };
                Text::new(format!("{}; {}", message.en, help.en), format!("{}{}{stop}", message.ja, help.ja))
            }
            Some(help) => told!([message, help] "{message}; {help}", "{message} ({help})"),
            None => message.clone(),
        }
    }
}

shown_in_english!(Error);

/// Proposes a name.
pub(super) fn meant(name: &str) -> Text {
    told!("did you mean '{name}'?", "もしかして「{name}」ですか?")
}

/// The name with the fewest edits from `wrong`, if it is near enough to be meant.
pub(super) fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (wrong.chars().count() / 3).min(4);
    names
        .into_iter()
        .map(|name| (edits(wrong, name), name))
        .filter(|(edits, name)| *edits <= limit || continues(name, wrong))
        .min()
        .map(|(_, name)| name)
}

/// Whether the longer of two names continues the shorter one, as `datastores` does `datastore`.
fn continues(name: &str, wrong: &str) -> bool {
    wrong.len() >= 4 && name.len() >= 4 && (name.starts_with(wrong) || wrong.starts_with(name))
}

/// Number of edits between two words: letters added, dropped, replaced, or swapped with the next.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = a[i - 1] == b[j - 1];
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let best =
                    (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + usize::from(!same));
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_counts_single_characters() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "ab", 2),
            ("shard", "shared", 1),
            ("kitten", "sitting", 3),
            ("lable", "label", 1),
        ] {
            assert_eq!(edits(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn nearest_leaves_strangers_alone() {
        let names = ["label", "medium", "path"];
        assert_eq!(nearest("lable", names), Some("label"));
        assert_eq!(nearest("backing", names), None);
    }
}
