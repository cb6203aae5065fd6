//! Standard error: said as far as it can be. Whether anybody listens changes no verdict.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Says something on standard error. A closed pipe or a full disk there is no error: `eprintln!` would
/// end the run with a panic, and `clippy.toml` forbids it.
pub fn say(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
