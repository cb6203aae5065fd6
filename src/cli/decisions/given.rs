//! What every command about decisions starts from: the file, the rules it speaks of, and the day.

use std::path::Path;

use jiff::civil::Date;

use super::args::FileArgs;
use crate::cli::check;
use crate::cli::config::Config;
use crate::cli::exit::Failure;
use crate::cli::language;
use crate::decisions::Decisions;
use crate::rules::Catalogue;
use crate::terms::told;

/// The decisions file that is named.
pub(super) fn read(file: &FileArgs, config: &Config) -> Result<Decisions, Failure> {
    Decisions::read(path(file)?, &catalogue(file, config)?).map_err(Failure::usage)
}

/// The path of that file.
pub(super) fn path(file: &FileArgs) -> Result<&Path, Failure> {
    file.decisions.as_deref().ok_or_else(|| {
        Failure::usage(
            told!("no decisions file is named: give FILE, or 'decisions' under [people] in vpreflight.toml", "判断ファイルが指定されていません。FILE を指定するか、vpreflight.toml の [people] の 'decisions' で指定します。"),
        )
    })
}

/// The rules that its entries may name.
pub(super) fn catalogue(file: &FileArgs, config: &Config) -> Result<Catalogue, Failure> {
    check::load_catalogue(&file.rules, &config.overrides)
}

/// The day against which dates are held.
pub(super) fn today(file: &FileArgs) -> Date {
    file.today.unwrap_or_else(|| language::zone(&file.zone).day(jiff::Timestamp::now()))
}
