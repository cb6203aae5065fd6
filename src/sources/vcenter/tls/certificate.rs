//! What a certificate says of itself: who signed it, for whom, and until when. Nothing is verified here.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Tags of DER.
const INTEGER: u8 = 0x02;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const BMP_STRING: u8 = 0x1e;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;

/// Parts of a name that people know, by their object ids.
const PARTS: [(&[u8], &str); 7] = [
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 6], "C"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC"),
];

/// What a certificate says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Who signed it, e.g. `CN=CA, DC=vsphere, DC=local`; empty when nothing of that is understood.
    pub issuer: String,
    /// Who it is for.
    pub subject: String,
    /// Its last second.
    pub until: Option<Timestamp>,
}

impl Certificate {
    /// Reads a certificate (DER); `None` for what is none.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let (SEQUENCE, certificate, _) = element(der)? else { return None };
        let (SEQUENCE, mut rest, _) = element(certificate)? else { return None };
        if let (VERSION, _, after) = element(rest)? {
            rest = after;
        }
        let (INTEGER, _, rest) = element(rest)? else { return None };
        let (SEQUENCE, _, rest) = element(rest)? else { return None };
        let (SEQUENCE, issuer, rest) = element(rest)? else { return None };
        let (SEQUENCE, validity, rest) = element(rest)? else { return None };
        let (SEQUENCE, subject, _) = element(rest)? else { return None };
        let (_, _, until) = element(validity)?;
        let until = element(until).and_then(|(tag, text, _)| time(tag, text));
        Some(Self { issuer: name(issuer), subject: name(subject), until })
    }
}

/// The first element: its tag, what is in it, and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f)).filter(|_| first <= 0x84)?;
        let length = digits
            .iter()
            .try_fold(0_usize, |sum, &digit| sum.checked_mul(256)?.checked_add(usize::from(digit)))?;
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// The elements one after the other.
fn each(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, content, rest) = element(bytes)?;
        bytes = rest;
        Some((tag, content))
    })
}

/// A name as people write it, its parts in their order.
fn name(parts: &[u8]) -> String {
    let sets = each(parts).filter(|(tag, _)| *tag == SET).flat_map(|(_, set)| each(set));
    let known = sets.filter_map(|(_, pair)| {
        let (OBJECT_ID, id, rest) = element(pair)? else { return None };
        let (_, key) = PARTS.iter().find(|(part, _)| *part == id)?;
        let (tag, value, _) = element(rest)?;
        Some(format!("{key}={}", text(tag, value)))
    });
    known.collect::<Vec<_>>().join(", ")
}

fn text(tag: u8, bytes: &[u8]) -> String {
    if tag == BMP_STRING {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
        return char::decode_utf16(units).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// A time by UTC, in either of the two writings that certificates have.
fn time(tag: u8, bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let (year, rest) = match tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: i16 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let two = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let civil = DateTime::new(year, two(0)?, two(2)?, two(4)?, two(6)?, two(8)?, 0).ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    /// An element around others.
    fn der(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
        let content = parts.concat();
        let length = content.len();
        let head = match length {
            0..0x80 => vec![tag, u8::try_from(length).unwrap()],
            _ => vec![tag, 0x82, u8::try_from(length / 256).unwrap(), u8::try_from(length % 256).unwrap()],
        };
        [head, content].concat()
    }

    fn part(id: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
        der(SET, &[der(SEQUENCE, &[der(OBJECT_ID, &[id.to_vec()]), der(tag, &[value.to_vec()])])])
    }

    fn certificate(until: &[u8], tag: u8) -> Vec<u8> {
        let issuer = der(
            SEQUENCE,
            &[
                part(PARTS[0].0, 0x0c, b"CA"),
                part(PARTS[6].0, 0x16, b"vsphere"),
                // An e-mail address, of which nothing is told.
                part(&[0x2a, 0x86, 0x48], 0x16, b"a@b"),
            ],
        );
        let subject = der(
            SEQUENCE,
            &[part(PARTS[2].0, BMP_STRING, &[0x76, 0xe3, 0x89, 0x96]), part(PARTS[0].0, 0x13, b"vc")],
        );
        let validity =
            der(SEQUENCE, &[der(UTC_TIME, &[b"200101000000Z".to_vec()]), der(tag, &[until.to_vec()])]);
        let fields = [
            der(VERSION, &[vec![INTEGER, 1, 2]]),
            vec![INTEGER, 1, 7],
            der(SEQUENCE, &[]),
            issuer,
            validity,
            subject,
            der(SEQUENCE, &[vec![0; 300]]),
        ];
        der(SEQUENCE, &[der(SEQUENCE, &fields)])
    }

    #[test]
    fn issuer_subject_and_end_are_told() {
        for (until, tag) in [(&b"300102030405Z"[..], UTC_TIME), (b"20300102030405Z", GENERALIZED_TIME)] {
            let read = Certificate::read(&certificate(until, tag)).unwrap();
            assert_eq!((read.issuer.as_str(), read.subject.as_str()), ("CN=CA, DC=vsphere", "O=監視, CN=vc"));
            assert_eq!(read.until.unwrap().to_string(), "2030-01-02T03:04:05Z");
        }
        assert_eq!(Certificate::read(&certificate(b"soon", UTC_TIME)).unwrap().until, None);
        assert_eq!(Certificate::read(b"no certificate"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(at in 0_usize..430, byte: u8, end in 0_usize..430) {
            let mut bytes = certificate(b"300102030405Z", UTC_TIME);
            if let Some(there) = bytes.get_mut(at) {
                *there = byte;
            }
            let _ = Certificate::read(&bytes[..end.min(bytes.len())]);
        }
    }
}
