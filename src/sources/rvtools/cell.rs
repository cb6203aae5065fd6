//! What stands in a cell, and how it is read.

use compact_str::CompactString;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks.
    #[default]
    Blank,
    /// A text.
    Text(CompactString),
    /// A number of a workbook, with what stands in the file for it.
    Number(f64, CompactString),
    /// A truth value of a workbook.
    Bool(bool),
}

/// From here on not each whole number has a place among the numbers of a workbook.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Cell {
    /// A text, without the blanks around it.
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    /// Bytes that it takes besides its own place.
    pub fn weight(&self) -> usize {
        match self {
            Self::Text(text) | Self::Number(_, text) => text.len(),
            Self::Blank | Self::Bool(_) => 0,
        }
    }

    /// What it says.
    pub fn shown(&self) -> CompactString {
        match self {
            Self::Blank => CompactString::default(),
            Self::Text(text) => text.clone(),
            Self::Number(number, _) if number.fract() == 0.0 && number.abs() < EXACT => {
                compact_str::format_compact!("{number:.0}")
            }
            Self::Number(_, text) => text.clone(),
            Self::Bool(true) => "True".into(),
            Self::Bool(false) => "False".into(),
        }
    }

    /// Whether it is true or false.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// A whole number that is not negative. Texts may part their digits in groups, as the language of the machine has it.
    pub fn whole(&self) -> Option<i64> {
        match self {
            #[allow(clippy::cast_possible_truncation, reason = "within bounds")]
            Self::Number(number, _) if number.fract() == 0.0 && (0.0..EXACT).contains(number) => {
                Some(*number as i64)
            }
            Self::Text(text) => whole(text),
            _ => None,
        }
    }
}

fn whole(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split([',', '.', ' ', '\'', '\u{2019}', '\u{a0}', '\u{202f}']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = parts.split_first()?;
    let grouped = digits(first) && rest.iter().all(|part| digits(part) && part.len() == 3);
    // A lone group behind four digits or a nought is none.
    if !grouped || !rest.is_empty() && (first.len() > 3 || first.starts_with('0')) {
        return None;
    }
    parts.concat().parse().ok()
}

/// Whether a name or an id may be a number that a spreadsheet program has written its own way, `1.2E+05`: it names
/// nothing any more.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(exponent) && digits(whole) && digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_however_their_digits_are_grouped() {
        for (text, whole) in [
            ("0", Some(0)),
            ("65536", Some(65_536)),
            ("65,536", Some(65_536)),
            ("65.536", Some(65_536)),
            ("1 048 576", Some(1_048_576)),
            ("1\u{a0}048\u{202f}576", Some(1_048_576)),
            ("1'024", Some(1024)),
            ("10,5", None),
            ("1024,000", None),
            ("0,500", None),
            ("-1", None),
            ("", None),
            ("1,,000", None),
            ("1E3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Cell::text(text).whole(), whole, "{text}");
        }
        let number = |number: f64| Cell::Number(number, "n".into()).whole();
        assert_eq!([number(4.0), number(4.5), number(-1.0), number(1e300)], [Some(4), None, None, None]);
        assert_eq!(number(f64::NAN), None);
    }

    #[test]
    fn numbers_in_scientific_notation_are_told_from_names() {
        for text in ["1.2E+05", "1E5", "1,2E+05", "3e-7"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["vm-12", "E5", "1E", "esx01", "1.2.3E4", "web1e2x", "", "12"] {
            assert!(!is_scientific(text), "{text}");
        }
    }
}
