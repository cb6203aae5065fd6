//! Times as people write and read them: one reader for all flags and files, one way to show them.
//!
//! A time without a zone is meant in the user's, and a day is a day there. The data of all zones is part of
//! the program.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::nearest::did_you_mean;
use super::{Text, told};

/// Name of the zone that needs none.
pub const UTC: &str = "UTC";

/// How a moment is written.
fn written() -> Text {
    told!(
        "write a day as 2026-10-01, a time as 2026-10-01T09:00 (in your zone) or with its zone \
         as 2026-10-01T09:00:00Z or 2026-10-01T09:00:00+09:00",
        "日付は 2026-10-01、時刻は 2026-10-01T09:00 (使用中のタイムゾーン) またはタイムゾーン付きで 2026-10-01T09:00:00Z、2026-10-01T09:00:00+09:00 のように指定します",
    )
}

/// A zone of time: that of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl FromStr for Zone {
    type Err = Text;

    /// `Asia/Tokyo`, `UTC`, or a fixed distance from it as `+09:00`.
    fn from_str(text: &str) -> Result<Self, Text> {
        if text.starts_with(['+', '-']) {
            let offset = jiff::fmt::strtime::parse("%:z", text).ok().and_then(|parsed| parsed.offset());
            let zone = offset.map(|offset| Self(offset.to_time_zone()));
            return zone.ok_or_else(|| {
                told!("a distance from UTC is written +09:00", "UTC からの時差は +09:00 のように指定します")
            });
        }
        TimeZone::get(text).map(Self::named).map_err(|_| {
            let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
            let near = did_you_mean(text, names.iter().map(String::as_str));
            told!([near] "no zone has this name{near}; give one such as Asia/Tokyo, UTC or +09:00", "この名前のタイムゾーンはありません{near}。Asia/Tokyo、UTC、+09:00 のように指定します。")
        })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.iana_name(), self.0.to_fixed_offset()) {
            (Some(name), _) => out.write_str(name),
            (None, Ok(offset)) => write!(out, "{}", distance(offset)),
            // A zone that only the system knows: what it is now.
            (None, Err(_)) => write!(out, "{}", distance(self.0.to_offset(Timestamp::now()))),
        }
    }
}

/// `+09:00`.
fn distance(offset: Offset) -> String {
    let (sign, minutes) = (if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Zone {
    /// The zone, UTC by one name: systems call it `Etc/UTC` or otherwise, and the same run must not read
    /// differently for that.
    fn named(zone: TimeZone) -> Self {
        const ALIASES: [&str; 4] = [UTC, "UCT", "Zulu", "Universal"];
        let last = zone.iana_name().and_then(|name| name.rsplit('/').next());
        if last.is_some_and(|last| ALIASES.contains(&last)) { Self::default() } else { Self(zone) }
    }

    /// The zone of `TZ`, else of the system; UTC where neither tells.
    ///
    /// # Errors
    /// When `TZ` is set to what is no zone.
    pub fn of_system() -> Result<Self, Text> {
        match TimeZone::try_system() {
            Ok(zone) => Ok(Self::named(zone)),
            Err(error) if std::env::var_os("TZ").is_some_and(|tz| !tz.is_empty()) => Err(Text::quoted(error)),
            Err(_) => Ok(Self::default()),
        }
    }

    /// The day of a time here.
    pub fn day(&self, time: Timestamp) -> Date {
        self.0.to_datetime(time).date()
    }

    /// `2026-10-01 09:00:00 +09:00 (Asia/Tokyo)`, or `2026-10-01 00:00:00 UTC`.
    pub fn show(&self, time: Timestamp) -> String {
        let here = self.0.to_datetime(time).strftime("%Y-%m-%d %H:%M:%S");
        let (name, offset) = (self.to_string(), distance(self.0.to_offset(time)));
        if name == UTC {
            format!("{here} {UTC}")
        } else if name == offset {
            format!("{here} {offset}")
        } else {
            format!("{here} {offset} ({name})")
        }
    }
}

/// What a text shows of a time that is stored by UTC, in the zone of this name; a text that is no time as it is.
pub fn shown(zone: &str, stored: &str) -> String {
    match stored.parse::<Timestamp>() {
        Ok(time) => zone.parse::<Zone>().unwrap_or_default().show(time),
        Err(_) => stored.to_owned(),
    }
}

/// A day or a time as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A time with its zone.
    Fixed(Timestamp),
    /// A time in the user's zone.
    Local(DateTime),
    /// The beginning of a day in the user's zone.
    Day(Date),
}

impl Moment {
    /// The point in time, for somebody in this zone.
    ///
    /// # Errors
    /// When it is out of all bounds.
    pub fn within(self, Zone(zone): &Zone) -> Result<Timestamp, Text> {
        let local = match self {
            Self::Fixed(time) => return Ok(time),
            Self::Local(local) => local,
            Self::Day(day) => day.at(0, 0, 0, 0),
        };
        // Where clocks are put back, the earlier of the two: it leaves nothing out.
        local.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(Text::quoted)
    }

    /// The last point in time that it may mean: the end of a day, else the same as [`Self::within`].
    ///
    /// # Errors
    /// When it is out of all bounds.
    pub fn until(self, zone: &Zone) -> Result<Timestamp, Text> {
        let Self::Day(day) = self else { return self.within(zone) };
        let next = day.tomorrow().map_err(Text::quoted)?;
        let end = Self::Day(next).within(zone)?.checked_sub(jiff::SignedDuration::from_secs(1));
        end.map_err(Text::quoted)
    }

    /// Whether what it means depends on the user's zone.
    pub fn is_local(self) -> bool {
        !matches!(self, Self::Fixed(_))
    }
}

impl FromStr for Moment {
    type Err = Text;

    fn from_str(text: &str) -> Result<Self, Text> {
        if let Ok(day) = day(text) {
            return Ok(Self::Day(day));
        }
        let Some((_, clock)) = text.split_once(['T', 't', ' ']) else { return Err(written()) };
        // A zone that cannot be understood must not be dropped.
        if clock.contains(|sign: char| !sign.is_ascii_digit() && ![':', '.'].contains(&sign)) {
            return text.parse().map(Self::Fixed).map_err(|_| written());
        }
        text.parse().map(Self::Local).map_err(|_| written())
    }
}

/// Reads a day; anything with a time of day is refused, as it would be dropped.
///
/// # Errors
/// How a day is written.
pub fn day(text: &str) -> Result<Date, Text> {
    let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
    day.ok_or_else(|| told!("a day is written 2027-01-31", "日付は 2027-01-31 のように指定します"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str, zone: &str) -> String {
        let zone: Zone = zone.parse().unwrap();
        text.parse::<Moment>().unwrap().within(&zone).unwrap().to_string()
    }

    #[test]
    fn a_time_without_a_zone_and_a_day_are_those_of_the_user() {
        for (text, zone, utc) in [
            ("2026-10-01T23:30:00", "Asia/Tokyo", "2026-10-01T14:30:00Z"),
            ("2026-10-01T23:30", "Asia/Tokyo", "2026-10-01T14:30:00Z"),
            ("2026-10-01 23:30:00", "America/New_York", "2026-10-02T03:30:00Z"),
            ("2026-10-01", "Asia/Tokyo", "2026-09-30T15:00:00Z"),
            ("2026-10-01", "UTC", "2026-10-01T00:00:00Z"),
            ("2026-10-01", "-03:30", "2026-10-01T03:30:00Z"),
            // Said with its zone, it is the same everywhere.
            ("2026-10-01T23:30:00Z", "Asia/Tokyo", "2026-10-01T23:30:00Z"),
            ("2026-10-01T23:30:00+09:00", "America/New_York", "2026-10-01T14:30:00Z"),
            // Clocks are put back: the earlier one. Put forward: what the hour that is missing stands for.
            ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00Z"),
            // The day whose midnight is skipped begins at one.
            ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ] {
            assert_eq!(read(text, zone), utc, "{text} in {zone}");
        }
    }

    #[test]
    fn nothing_that_was_written_is_dropped() {
        for wrong in [
            "",
            "yesterday",
            "01.10.2026",
            "2026-02-30",
            "2026-10-01T",
            "2026-10-01T25:00",
            "2026-10-01Z",
            "2026-10-01T09:00:00+99:00",
            "2026-10-01T09:00:00 JST",
            "2026-10-01T09:00:00[Mars/Olympus]",
            "20261001",
        ] {
            let help = wrong.parse::<Moment>().unwrap_err();
            assert!(help.en.contains("2026-10-01T09:00:00Z"), "{wrong}: {help}");
        }
        assert!(day("2027-01-31T09:00").is_err() && day("2027-01-31").is_ok());
    }

    #[test]
    fn a_time_is_shown_with_its_zone() {
        let shown = |zone| shown(zone, "2026-11-22T09:14:00Z");
        assert_eq!(shown("UTC"), "2026-11-22 09:14:00 UTC");
        assert_eq!(shown("Asia/Tokyo"), "2026-11-22 18:14:00 +09:00 (Asia/Tokyo)");
        assert_eq!(shown("+05:45"), "2026-11-22 14:59:00 +05:45");
        assert_eq!(super::shown("Asia/Tokyo", "long ago"), "long ago");
    }

    #[test]
    fn zones_have_names_and_a_wrong_one_has_a_neighbour() {
        for name in ["Asia/Tokyo", "UTC", "+09:00", "-03:30"] {
            let zone: Zone = name.parse().unwrap();
            assert_eq!(zone.to_string(), name);
        }
        for alias in ["utc", "Etc/UTC", "Zulu", "Etc/Universal"] {
            assert_eq!(alias.parse::<Zone>().unwrap(), Zone::default(), "{alias}");
        }
        assert_eq!("asia/tokyo".parse::<Zone>().unwrap().to_string(), "Asia/Tokyo");
        let help = "Asia/Tokio".parse::<Zone>().unwrap_err();
        assert!(help.en.contains("did you mean 'Asia/Tokyo'?"), "{help}");
        assert!("+9".parse::<Zone>().is_err() && "+x".parse::<Zone>().is_err());
    }
}
