//! How a report is written.

use super::Only;
use crate::terms::Lang;

/// Columns of a report that does not go to a terminal.
pub const DEFAULT_WIDTH: usize = 80;

/// Fewest columns the terminal report is laid out for; a narrower terminal wraps it once more.
pub const LEAST_WIDTH: usize = 60;

/// Most columns that are used: no one reads a line of more.
pub const MOST_WIDTH: usize = 240;

/// How the report for people looks. The JSON form is the same under every style, and the other forms for
/// programs differ in the language of their messages only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Language.
    pub lang: Lang,
    /// Columns; taken as [`LEAST_WIDTH`] to [`MOST_WIDTH`].
    pub width: usize,
    /// Whether words are coloured. Colour only repeats what the words say.
    pub colour: bool,
    /// Whether every finding is told with its objects, its evidence and what to do.
    pub details: bool,
    /// Whether everything is listed: the details, what holds, what does not apply, and every object.
    pub all: bool,
    /// The outcomes that are listed. The verdict and what to do first do not depend on it.
    pub only: Only,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            width: DEFAULT_WIDTH,
            colour: false,
            details: false,
            all: false,
            only: Only::default(),
        }
    }
}
