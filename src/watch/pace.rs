//! How long a watch waits between two rounds.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::terms::{Text, told};

/// Longest time between two rounds of which the first could not read, unless each is further apart anyway.
const MOST: Duration = Duration::from_secs(3600);

/// Shortest time after a login that was refused: a vCenter locks accounts after a few of them.
const REFUSED: Duration = Duration::from_secs(900);

/// Shortest and longest time between two rounds.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// The time between two rounds: `15m`, `1h30m`, `90s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Every(Duration);

impl Every {
    /// How long it is.
    pub fn length(self) -> Duration {
        self.0
    }
}

impl FromStr for Every {
    type Err = Text;

    fn from_str(text: &str) -> Result<Self, Text> {
        let length =
            text.parse::<jiff::SignedDuration>().ok().and_then(|length| Duration::try_from(length).ok());
        length.filter(|length| (SHORTEST..=LONGEST).contains(length)).map(Self).ok_or_else(|| {
            told!(
                "a time of up to seven days is written 15m, 90s or 1h30m",
                "時間は 7 日以内で、15m、90s、1h30m のように指定します"
            )
        })
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// When the next round begins.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    every: Duration,
    /// Rounds in a row that could not read.
    failures: u32,
}

impl Pace {
    /// That of rounds which begin so long after each other.
    pub fn of(every: Every) -> Self {
        Self { every: every.0, failures: 0 }
    }

    /// How long to wait after a round that read, and took so long.
    pub fn after_reading(&mut self, took: Duration) -> Duration {
        self.failures = 0;
        self.every.saturating_sub(took)
    }

    /// How long to wait after one that could not: each time twice as long. `refused` says that the vCenter did not take
    /// the account.
    pub fn after_failure(&mut self, refused: bool) -> Duration {
        let doubled = self.every.saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX));
        self.failures = (self.failures + 1).min(31);
        let pause = doubled.min(self.every.max(MOST));
        if refused { pause.max(REFUSED) } else { pause }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, seconds) in
            [("15m", 900), ("90s", 90), ("1h30m", 5400), ("1 hour", 3600), ("7d", 7 * 86_400)]
        {
            let read = text.parse::<Every>().map(|every| every.length().as_secs());
            // Days have no fixed length for everybody.
            assert!(read == Ok(seconds) || text == "7d" && read.is_err(), "{text}: {read:?}");
        }
        for wrong in ["", "15", "0s", "-15m", "soon", "169h", "1w"] {
            assert!(wrong.parse::<Every>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_asked_ever_less_often() {
        let mut pace = Pace::of("15m".parse().unwrap());
        let minutes: Vec<u64> = (0..4).map(|_| pace.after_failure(false).as_secs() / 60).collect();
        assert_eq!(minutes, [15, 30, 60, 60]);
        assert_eq!(pace.after_reading(Duration::from_secs(60)).as_secs(), 14 * 60);
        assert_eq!(pace.after_failure(false).as_secs(), 15 * 60, "it begins anew");
        assert_eq!(pace.after_reading(Duration::from_secs(2000)), Duration::ZERO);
    }

    #[test]
    fn an_account_is_not_locked_by_asking_again_and_again() {
        let mut pace = Pace::of("10s".parse().unwrap());
        assert_eq!(pace.after_failure(true), REFUSED);
        let mut rare = Pace::of("6h".parse().unwrap());
        assert_eq!((0..9).map(|_| rare.after_failure(true)).max().unwrap().as_secs(), 6 * 3600);
    }
}
