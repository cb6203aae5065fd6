//! `decisions init`: a decisions file to start from, of the questions of a report.

use super::args::InitArgs;
use crate::cli::difference;
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::cli::say::{note, spoken};
use crate::render::{self, safe};
use crate::terms::told;

/// Runs the command. A file that is there is left as it is: somebody's answers may stand in it.
pub fn run(args: &InitArgs) -> Result<(), Failure> {
    let file = args.output.as_deref().filter(|file| file.as_os_str() != "-");
    if let Some(file) = file.filter(|file| file.symlink_metadata().is_ok()) {
        return Err(Failure::usage(told!(
            "{file} is there already, and may hold answers: name another one, or add to it with 'decisions add'",
            "{file} はすでに存在し、回答が含まれている可能性があります。別のファイルを指定するか、'decisions add' で追加します。",
            file = safe::line(&file.display().to_string())
        )));
    }
    let (_, report) = difference::read(&args.report)?;
    output::write_with(file, |out| render::skeleton(&report, spoken(), out))?;
    if let Some(file) = file {
        note(told!(
            "wrote {file}; fill it in, and look at it with 'vpreflight decisions lint'",
            "{file} を書き込みました。記入後は 'vpreflight decisions lint' で確認します。",
            file = safe::line(&file.display().to_string())
        ));
    }
    Ok(())
}
