//! The `vpreflight` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    vpreflight::cli::run(std::env::args_os())
}
