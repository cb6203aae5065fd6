//! Language and look of the report, from arguments and surroundings.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::{ColorArg, LookArgs, ZoneArgs};
use super::choice::Choice;
use super::say::note;
use crate::render::{Style, safe};
use crate::terms::time::Zone;
use crate::terms::{Lang, told};

/// Columns of a report that goes to no terminal.
const PLAIN_WIDTH: u16 = 80;
/// Wider lines are harder to read than wrapped ones.
const MAX_WIDTH: u16 = 160;

/// The language asked for, or that of the locale: Japanese for `ja*`, else English.
pub fn language(wanted: Option<Choice<Lang>>) -> Lang {
    match wanted {
        Some(Choice(lang)) => lang,
        None => match locale() {
            Some(locale) if locale.to_ascii_lowercase().starts_with("ja") => Lang::Ja,
            _ => Lang::En,
        },
    }
}

/// The language for what is said before the arguments are understood: that of a `--lang` among them, else that of
/// the locale.
pub fn before(args: &[OsString]) -> Lang {
    const FLAG: &str = "--lang";
    let words: Vec<_> =
        args.iter().take_while(|word| *word != "--").map(|word| word.to_string_lossy()).collect();
    let value = words.iter().enumerate().rev().find_map(|(at, word)| match word.strip_prefix(FLAG)? {
        "" => words.get(at + 1).map(AsRef::as_ref),
        joined => joined.strip_prefix('='),
    });
    language(Lang::ALL.iter().find(|lang| Some(lang.name()) == value).copied().map(Choice))
}

/// The locale of messages, in the order POSIX gives the variables; then the system's own way.
fn locale() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .or_else(sys_locale::get_locale)
}

/// The zone asked for, else that of `TZ`, else the system's. A `TZ` that is no zone is told, as its user
/// takes the times for those of another place.
pub fn zone(args: &ZoneArgs) -> Zone {
    args.zone.clone().unwrap_or_else(|| {
        Zone::of_system().unwrap_or_else(|error| {
            let why = error.map(|why| safe::line(why).into_owned());
            note(told!(
                [why] "TZ names no zone ({why}): times are in UTC; --zone gives one",
                "TZ の値はタイムゾーンではありません ({why})。時刻は UTC で表示されます。タイムゾーンは --zone で指定します。"
            ));
            Zone::default()
        })
    })
}

/// Columns for the table: as asked, else the terminal's.
pub fn width(wanted: Option<u16>, on_terminal: bool) -> u16 {
    let terminal = || {
        on_terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| width.0.clamp(40, MAX_WIDTH))
    };
    wanted.or_else(terminal).unwrap_or(PLAIN_WIDTH)
}

impl LookArgs {
    /// The look of what goes to `file`, or else to standard output.
    pub fn style(&self, file: Option<&Path>) -> Style {
        let on_terminal = file.is_none() && io::stdout().is_terminal();
        Style {
            lang: language(self.lang),
            width: usize::from(width(self.width, on_terminal)),
            colour: colour(self.color, on_terminal),
            ..Style::default()
        }
    }
}

/// Whether to colour: as asked, else on a terminal without `NO_COLOR` (see no-color.org).
pub fn colour(wanted: ColorArg, on_terminal: bool) -> bool {
    match wanted {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            let silenced = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            on_terminal && !silenced
        }
    }
}
