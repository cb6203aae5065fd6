//! Goes through the saved form of an object and replaces what its table says, and what it does not know.

use std::net::{IpAddr, Ipv4Addr};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Number, Value};

use super::address::first_of;
use super::fields::{Content, content, names};
use super::tokens::Tokens;

/// Placeholders of vSphere's own are told by this (as `facts` does).
const VCLS: &str = "vCLS";

/// What vCenter calls folders and pools that it makes itself.
const FOLDERS: [&str; 6] = ["Datacenters", "vm", "host", "datastore", "network", "Resources"];

/// What is replaced by what.
pub struct Walk<'k> {
    pub tokens: Tokens<'k>,
    /// What is added to each time, seconds.
    pub shift_s: i64,
}

impl Walk<'_> {
    /// Replaces what stands at and below a path.
    pub fn replace(&mut self, path: &mut String, value: &mut Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => {
                if content(path) == Content::Time {
                    self.shift(number);
                }
            }
            Value::String(text) => *text = self.text(content(path), text),
            Value::Array(items) => {
                for item in items {
                    match item {
                        Value::Array(pair) => self.pair(path, pair),
                        item => self.replace(path, item),
                    }
                }
            }
            Value::Object(fields) => self.object(path, fields),
        }
    }

    fn pair(&mut self, path: &mut String, pair: &mut [Value]) {
        for (at, item) in pair.iter_mut().enumerate() {
            below(path, &at.to_string(), |path| self.replace(path, item));
        }
    }

    fn object(&mut self, path: &mut String, fields: &mut Map<String, Value>) {
        let subnet = fields.get("prefix").and_then(Value::as_i64);
        let told = Told::of(fields);
        let own_names = names(path);
        let mut done = Map::new();
        for (name, mut value) in std::mem::take(fields) {
            if name == "unreadable" {
                self.reasons(&mut value);
            } else if name == "parent" && path.ends_with(".backing") {
                // A disk below a disk, as deep as they go.
                self.replace(path, &mut value);
            } else {
                // Whatever its name is, the table has one line for it.
                let step = if own_names.is_some() { "*" } else { name.as_str() };
                below(path, step, |path| match (&mut value, subnet) {
                    (Value::String(text), Some(length)) if content(path) == Content::Network => {
                        *text = self.tokens.network(text, length);
                    }
                    (value, _) => self.replace(path, value),
                });
            }
            let name = own_names.map_or_else(|| name.clone(), |content| self.text(content, &name));
            done.insert(name, value);
        }
        if let Some(told) = told {
            told.keep(&mut done);
        }
        *fields = done;
    }

    /// Why something could not be read: one reason, or one by property.
    fn reasons(&mut self, value: &mut Value) {
        let Value::Object(fields) = value else { return };
        for (name, value) in fields.iter_mut() {
            match value {
                Value::Object(_) => self.reasons(value),
                Value::String(text) if name == "detail" => *text = self.tokens.quoted(text),
                // The kind is one of a closed set.
                _ => {}
            }
        }
    }

    /// What stands in for a text.
    pub fn text(&mut self, content: Content, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let tokens = &mut self.tokens;
        match content {
            Content::Name | Content::Network => tokens.name(text),
            Content::Vm => match text.strip_prefix(VCLS) {
                Some("") => text.to_owned(),
                Some(rest) => format!("{VCLS}-{}", tokens.name(rest)),
                None => tokens.name(text),
            },
            Content::Folder if FOLDERS.contains(&text) => text.to_owned(),
            Content::Folder => tokens.name(text),
            Content::Phrase | Content::Id => tokens.phrase(text),
            Content::Version => tokens.version(text),
            Content::Text => tokens.word(text),
            Content::Path => tokens.path(text),
            Content::Url => tokens.url(text),
            Content::Device => tokens.device(text),
            Content::Key => tokens.key(text),
            Content::Disk => tokens.disk(text),
            Content::Lun => tokens.lun(text),
            Content::Bits => tokens.bits(text),
            Content::Mask if length(text).is_some() => text.to_owned(),
            Content::Mask => tokens.name(text),
            Content::Value => tokens.value(text),
            Content::Licence => tokens.licence(text),
            Content::Range => tokens.range(text),
            Content::Time => match text.parse::<Timestamp>() {
                Ok(time) => time
                    .checked_add(SignedDuration::from_secs(self.shift_s))
                    .map_or_else(|_| String::new(), |time| time.to_string()),
                Err(_) => tokens.word(text),
            },
        }
    }

    fn shift(&self, number: &mut Number) {
        if let Some(seconds) = number.as_i64() {
            *number = seconds.saturating_add(self.shift_s).into();
        }
    }
}

fn below(path: &mut String, name: &str, then: impl FnOnce(&mut String)) {
    let own = path.len();
    path.push('.');
    path.push_str(name);
    then(path);
    path.truncate(own);
}

/// The length of the prefix that a mask tells.
fn length(mask: &str) -> Option<u32> {
    let bits = mask.parse::<Ipv4Addr>().ok()?.to_bits();
    (bits.leading_ones() == bits.count_ones()).then(|| bits.leading_ones())
}

/// That an address is the first or the last of its subnet, and no host's: it stays that.
enum Told {
    First(u32),
    Last(u32),
}

impl Told {
    fn of(fields: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let length = length(text("mask")?)?;
        let address: Ipv4Addr = text("address")?.parse().ok()?;
        if first_of(IpAddr::V4(address), length) == IpAddr::V4(address) {
            return Some(Self::First(length));
        }
        let last = Ipv4Addr::from_bits(!address.to_bits());
        (first_of(IpAddr::V4(last), length) == IpAddr::V4(last)).then_some(Self::Last(length))
    }

    fn keep(self, fields: &mut Map<String, Value>) {
        let Some(Value::String(text)) = fields.get_mut("address") else { return };
        let Ok(address) = text.parse::<Ipv4Addr>() else { return };
        let first = |address: Ipv4Addr, length| match first_of(IpAddr::V4(address), length) {
            IpAddr::V4(first) => first,
            IpAddr::V6(_) => address,
        };
        let kept = match self {
            Self::First(length) => first(address, length),
            Self::Last(length) => {
                Ipv4Addr::from_bits(!first(Ipv4Addr::from_bits(!address.to_bits()), length).to_bits())
            }
        };
        *text = kept.to_string();
    }
}
