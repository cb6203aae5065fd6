//! The chapter of the guide as a check sheet: a row for each of its bullets and steps, in its order, with the verdict,
//! the evidence and who confirms it, to be filled in and signed.

mod csv;
mod html;
mod lines;
mod markdown;
mod page;
mod words;

pub(super) use csv::write as csv;
pub(super) use html::write as html;
pub(super) use markdown::write as markdown;
pub(super) use page::Page;
#[cfg(test)]
pub(super) use words::Word;
pub(super) use words::{columns, rule_column};
