//! Arguments of `anonymize`, and what of them `collect` takes.

use std::path::PathBuf;

use clap::Args;

use super::choice::Choice;
use crate::terms::Lang;

/// Arguments of `anonymize`.
#[derive(Debug, Args)]
pub struct AnonymizeArgs {
    /// Saved inventory, from `vpreflight collect`.
    pub inventory: PathBuf,
    /// File to write instead of standard output; compressed when its name ends in .zst.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What the tokens come from.
    #[command(flatten)]
    pub keys: KeyArgs,
    /// Language of messages, en or ja; default from the locale.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub lang: Option<Choice<Lang>>,
}

/// What the tokens come from, and where it is noted what they stand for.
#[derive(Debug, Args)]
pub struct KeyArgs {
    /// Write which token stands for what, and the key, to this file, for yourself alone. Where it is there already,
    /// its key is used again and it is added to.
    #[arg(long, value_name = "FILE", help_heading = "Anonymising")]
    pub map: Option<PathBuf>,
    /// Take the key from the first line of this file, or from a map; - is standard input, or a prompt. The same key
    /// gives the same tokens. Default: that of --map, else a new one.
    #[arg(long, value_name = "FILE", help_heading = "Anonymising")]
    pub key_file: Option<PathBuf>,
}

impl KeyArgs {
    /// Whether any of it was given.
    pub fn is_given(&self) -> bool {
        self.map.is_some() || self.key_file.is_some()
    }
}
