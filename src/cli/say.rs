//! Standard error: said as far as it can be. Whether anybody listens changes no verdict.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::terms::{Lang, Text, Told};

static QUIET: AtomicBool = AtomicBool::new(false);
static VERBOSE: AtomicBool = AtomicBool::new(false);
static JAPANESE: AtomicBool = AtomicBool::new(false);

/// Speaks this language from now on.
pub fn speak_in(lang: Lang) {
    JAPANESE.store(lang == Lang::Ja, Ordering::Relaxed);
}

/// The language that is spoken.
pub fn spoken() -> Lang {
    if JAPANESE.load(Ordering::Relaxed) { Lang::Ja } else { Lang::En }
}

/// Says from now on only what went wrong, or everything; neither is the usual.
pub fn speak(quiet: bool, verbose: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
    VERBOSE.store(verbose, Ordering::Relaxed);
}

/// Whether only what went wrong is said.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Whether everything is said.
pub fn is_verbose() -> bool {
    VERBOSE.load(Ordering::Relaxed)
}

/// Puts a line on standard error. A closed pipe or a full disk there is no error: `eprintln!` would
/// end the run with a panic, and `clippy.toml` forbids it.
pub fn line(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether a person can see it.
pub fn is_seen() -> bool {
    io::stderr().is_terminal()
}

/// Asks for something on the same line.
pub fn prompt(text: &Text) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{}", text.get(spoken())).and_then(|()| stderr.flush());
}

/// Says something, with who says it.
pub fn say(message: impl Told) {
    line(format_args!("vpreflight: {}", message.told().get(spoken())));
}

/// Says what a run can do without: nothing with `--quiet`.
pub fn note(message: impl Told) {
    if !is_quiet() {
        say(message);
    }
}
