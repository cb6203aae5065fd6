//! TOML files read with the place of everything in them: all mistakes at once, each with its line and
//! the nearest name that exists. Rules, cases, decisions and the configuration are read through it; it
//! does not know what a document means.

mod json;
mod problem;
mod table;

pub use json::json;
pub use problem::{Problem, Problems, Source};
pub use table::{Bilingual, Document, Placed, Table, article, integer, there, word};
