//! API and product versions: dotted numbers, compared part by part.

use serde::{Deserialize, Serialize};

/// An API version such as `4.1` or `8.0.2.0`. Missing parts count as 0; a suffix such as the `u2`
/// of `2.5u2` is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion([u16; 4]);

impl ApiVersion {
    /// The oldest version this program talks to.
    pub const FLOOR: Self = Self::of(&[4, 0]);

    /// A version from its parts; parts behind the fourth are ignored.
    pub const fn of(parts: &[u16]) -> Self {
        let mut numbers = [0; 4];
        let mut i = 0;
        while i < parts.len() && i < 4 {
            numbers[i] = parts[i];
            i += 1;
        }
        Self(numbers)
    }

    /// Reads a dotted version; `None` when it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = [0; 4];
        for (i, part) in text.trim().split('.').take(4).enumerate() {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            match part[..digits].parse() {
                Ok(number) => numbers[i] = number,
                Err(_) if i == 0 => return None,
                Err(_) => break,
            }
            if digits < part.len() {
                break;
            }
        }
        Some(Self(numbers))
    }
}

impl std::fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [major, minor, rest @ ..] = self.0;
        write!(f, "{major}.{minor}")?;
        let used = rest.iter().rposition(|&part| part != 0).map_or(0, |last| last + 1);
        for part in &rest[..used] {
            write!(f, ".{part}")?;
        }
        Ok(())
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format_args!("'{text}' is not a version")))
    }
}
