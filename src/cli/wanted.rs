//! A form of the report as somebody asks for it.

use std::path::PathBuf;
use std::str::FromStr;

use crate::terms::{Text, Told, told};

/// A form that was asked for: `NAME`, or `NAME=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<F> {
    /// The form.
    pub format: F,
    /// Where it goes; absent = where `--output` says, else standard output.
    pub file: Option<PathBuf>,
}

/// Reads `NAME` or `NAME=FILE`.
pub fn wanted<F: FromStr<Err: Told>>(text: &str) -> Result<Wanted<F>, Text> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (text, None),
    };
    let format = name.parse::<F>().map_err(|error| error.told())?;
    match file {
        // As everywhere, this is standard output.
        Some("-") => Ok(Wanted { format, file: None }),
        Some("") => Err(told!("'{name}=' names no file", "「{name}=」にファイル名がありません")),
        Some(file) => Ok(Wanted { format, file: Some(PathBuf::from(file)) }),
        None => Ok(Wanted { format, file: None }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;
    use crate::render::Format;

    #[test]
    fn a_form_may_name_a_file_with_any_sign_in_it() {
        assert_eq!(wanted("json").unwrap(), Wanted { format: Format::Json, file: None });
        let file = wanted::<Format>("json=a=b c.json").unwrap().file.unwrap();
        assert_eq!(file, Path::new("a=b c.json"));
        assert_eq!(wanted("json=-").unwrap(), Wanted { format: Format::Json, file: None });
        assert!(wanted::<Format>("json=").unwrap_err().en.contains("no file"));
        assert!(wanted::<Format>("jsn").unwrap_err().en.contains("did you mean 'json'?"));
    }
}
