//! An inventory that can be given away: what names a site, its machines and its people is replaced by tokens that a
//! key draws, so that what verdicts hang on stays.
//!
//! Equal names stay equal, and those that only the eye takes for equal stay so; subnets stay subnets; times keep their
//! distance. Numbers, versions, CPUs and VMware's own words are kept. A text of which nobody has said what it is, is
//! replaced ([`fields`]).

mod address;
mod fields;
mod key;
mod tokens;
mod walk;
mod words;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::inventory::{Inventory, Object, ObjectType, every_list};
use crate::terms::{Text, Told, shown_in_english, told};

pub use key::Key;
use tokens::Tokens;
use walk::Walk;

/// Seconds of a week: times move by whole weeks, so that days of the week stay.
const WEEK_S: i64 = 7 * 24 * 3600;

/// Version of the map's form.
const FORMAT: u32 = 1;

/// What stands for what: for whoever may know both. It holds the key.
#[derive(Debug, Serialize, Deserialize)]
pub struct Mapping {
    format: u32,
    /// The key: the next inventory gets the same tokens by it.
    key: String,
    /// What was added to each time, seconds.
    shift_s: i64,
    /// What each token stands for.
    tokens: BTreeMap<String, String>,
}

impl Mapping {
    /// The key that drew the tokens.
    ///
    /// # Errors
    /// When what stands there is none.
    pub fn key(&self) -> Result<Key, Text> {
        Key::parse(&self.key)
    }

    /// This one with what an earlier one of the same key has.
    ///
    /// # Errors
    /// When a token stands for something else there.
    pub fn after(mut self, earlier: Self) -> Result<Self, Error> {
        for (token, text) in earlier.tokens {
            match self.tokens.get(&token) {
                Some(own) if *own != text => return Err(Error::Clash(token)),
                Some(_) => {}
                None => _ = self.tokens.insert(token, text),
            }
        }
        Ok(self)
    }
}

/// Why an inventory cannot be made anonymous.
#[derive(Debug)]
pub enum Error {
    /// A token would stand for two texts.
    Clash(String),
    /// What came of an object is none: a defect of ours.
    Form(String),
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Clash(token) => told!(
                "with this key {token} would stand for two names: use another key",
                "この鍵では {token} が 2 つの名前を表すことになります。別の鍵を使用します。"
            ),
            Self::Form(why) => told!(
                "what was made of the inventory is none: {why}",
                "インベントリの匿名化の結果が正しい形式ではありません: {why}"
            ),
        }
    }
}

shown_in_english!(Error);

impl std::error::Error for Error {}

/// Replaces what an inventory tells of its site.
///
/// # Errors
/// When the key does not do for it.
pub fn anonymise(inventory: Inventory, key: &Key) -> Result<(Inventory, Mapping), Error> {
    let shift_s = shift(key);
    let mut walk = Walk { tokens: Tokens::new(key), shift_s };
    let mut done = Inventory::default();
    let mut rest = inventory;
    macro_rules! each {
        ($($list:ident),*) => { $( done.$list = objects(&mut walk, std::mem::take(&mut rest.$list))?; )* };
    }
    every_list!(each);
    done.share_features();
    done.format = rest.format;
    // What kind of source it was is one of three words of ours, which everything that is read hangs on.
    let kind = std::mem::take(&mut rest.collection.kind);
    done.collection = part(&mut walk, "collection", &rest.collection)?;
    done.collection.kind = kind;
    done.vcenter = part(&mut walk, "vcenter", &rest.vcenter)?;
    done.not_asked = rest.not_asked;
    // Their names are those of the table of types: any other has no effect, and could be anything.
    done.not_asked.retain(|ty, paths| {
        let known = ObjectType::named(ty);
        paths.retain(|path, _| known.is_some_and(|ty| ty.properties.iter().any(|own| own.path == path)));
        known.is_some()
    });
    for (ty, why) in rest.unlisted.into_iter().filter(|(ty, _)| ObjectType::named(ty).is_some()) {
        let mut own = (*why).clone();
        own.detail = walk.tokens.quoted(&own.detail);
        done.unlisted.insert(ty, own.into());
    }
    let tokens = walk.tokens.given().map_err(Error::Clash)?;
    Ok((done, Mapping { format: FORMAT, key: key.text().to_owned(), shift_s, tokens }))
}

/// How far times move: back by one to four years.
fn shift(key: &Key) -> i64 {
    let [first, second, ..] = key.draw("time", "");
    -WEEK_S * (52 + i64::from(u16::from_be_bytes([first, second])) % 157)
}

fn objects<O>(walk: &mut Walk<'_>, objects: Vec<O>) -> Result<Vec<O>, Error>
where
    O: Object + Serialize + DeserializeOwned,
{
    objects.into_iter().map(|object| part(walk, O::TYPE, &object)).collect()
}

/// A part of an inventory, by way of its saved form.
fn part<T: Serialize + DeserializeOwned>(walk: &mut Walk<'_>, path: &str, part: &T) -> Result<T, Error> {
    let mut value: Value = serde_json::to_value(part).map_err(|error| Error::Form(error.to_string()))?;
    walk.replace(&mut path.to_owned(), &mut value);
    serde_json::from_value(value).map_err(|error| Error::Form(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::terms::SourceKind;

    #[test]
    fn an_inventory_of_any_source_stays_one_of_it() {
        let key = Key::parse("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef").unwrap();
        for kind in [SourceKind::Vcenter, SourceKind::ObjectDump, SourceKind::Rvtools] {
            let mut inventory = Inventory::default();
            inventory.collection.kind = kind;
            assert_eq!(anonymise(inventory, &key).unwrap().0.collection.kind, kind);
        }
    }
}
