//! Which outcomes the report for people lists.

use crate::terms::Word;

/// A choice of outcomes; empty = no restriction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only(u16);

impl Only {
    /// Whether nothing was chosen.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether an outcome was chosen, or nothing was.
    pub fn shows(self, word: impl Into<Word>) -> bool {
        self.is_empty() || self.0 & bit(word.into()) != 0
    }
}

impl FromIterator<Word> for Only {
    fn from_iter<I: IntoIterator<Item = Word>>(words: I) -> Self {
        Self(words.into_iter().fold(0, |set, word| set | bit(word)))
    }
}

fn bit(word: Word) -> u16 {
    1 << word as u8
}
