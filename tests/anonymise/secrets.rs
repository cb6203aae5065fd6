//! Secrets and hostile texts in each field of an inventory in turn.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use libtest_mimic::Failed;
use serde_json::Value;
use vpreflight::anonymise::anonymise;
use vpreflight::cases::Suite;
use vpreflight::inventory::Inventory;

use super::key;

/// What stands for somebody's secrets: a word, a label, a host, addresses, a serial, a number of a licence.
const SECRETS: [&str; 8] = [
    "Kronberg",
    "Süd-Halle_Kronberg",
    "kronberg.mueller.example",
    "203.0.113.77",
    "fd12:3456:789a:1::abcd",
    "VMware-42 2a 11 22 33 44 55 66-77 88 99 aa bb cc dd ee",
    "M4X9K-7QZ31-0UW2P",
    "東京支店の秘密",
];

/// What harms who takes a text for more than that.
const HOSTILE: [&str; 12] = [
    "\u{1b}[31m",
    "[",
    "[]",
    "] [",
    "%",
    "%2f%5c%25",
    "naa.",
    "key-vim.host.",
    "://",
    "\u{200b}",
    "1.2.3.4/99",
    "vCLS",
];

/// A place of a text: its path, and the same without the positions in lists.
struct Text {
    pointer: String,
    place: String,
    is_key: bool,
}

/// The texts of an inventory, and the names that come from the site.
fn texts(value: &Value, pointer: &str, place: &str, found: &mut Vec<Text>) {
    let escape = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match value {
        Value::String(_) => {
            found.push(Text { pointer: pointer.to_owned(), place: place.to_owned(), is_key: false });
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                texts(item, &format!("{pointer}/{at}"), &format!("{place}[]"), found);
            }
        }
        Value::Object(fields) => {
            let own =
                ["settings/is", "alarms/is", "not_asked", "unlisted"].iter().any(|end| place.ends_with(end));
            for (name, item) in fields {
                let pointer = format!("{pointer}/{}", escape(name));
                if own {
                    found.push(Text { pointer: pointer.clone(), place: format!("{place}/@"), is_key: true });
                }
                let name = if own { "*" } else { name };
                texts(item, &pointer, &format!("{place}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The inventory with another text at a place.
fn planted(inventory: &Value, at: &Text, change: impl Fn(&str) -> String) -> Option<Inventory> {
    let mut changed = inventory.clone();
    if at.is_key {
        let (above, name) = at.pointer.rsplit_once('/')?;
        let fields = changed.pointer_mut(above)?.as_object_mut()?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let value = fields.remove(&name)?;
        fields.insert(change(&name), value);
    } else {
        let text = changed.pointer_mut(&at.pointer)?;
        *text = change(text.as_str()?).into();
    }
    // Closed sets take no other word.
    serde_json::from_value(changed).ok()
}

/// Each place once, with an inventory that has it: the base, and those of all cases.
fn places(suite: &Suite) -> Vec<(Value, Text)> {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    let cases = suite.files.iter().flat_map(|file| &file.cases).filter_map(|case| suite.inventory(case).ok());
    let changed = cases.filter_map(|inventory| serde_json::to_value(inventory).ok());
    for inventory in std::iter::once(suite.base.clone()).chain(changed) {
        let mut found = Vec::new();
        texts(&inventory, "", "", &mut found);
        for text in found {
            if seen.insert(text.place.clone()) {
                places.push((inventory.clone(), text));
            }
        }
    }
    assert!(places.len() > 300, "{} places", places.len());
    places
}

/// The forms in which a secret would be found.
fn forms(secret: &str) -> Vec<String> {
    let percent = |all: bool| -> String {
        let byte = |byte: u8| match byte {
            byte if !all && byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02x}"),
        };
        secret.bytes().map(byte).collect()
    };
    // What of a text in base64 does not depend on what stands before and behind it.
    let base64 = (0..3).map(|before| {
        let text = STANDARD_NO_PAD.encode([&vec![b'x'; before][..], secret.as_bytes()].concat());
        let from = [0, 2, 3][before];
        text.get(from..text.len() - 2).unwrap_or_default().to_lowercase()
    });
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped = serde_json::to_string(secret).expect("a text").trim_matches('"').to_lowercase();
    [secret.to_lowercase(), percent(false), percent(true), hex, escaped].into_iter().chain(base64).collect()
}

pub fn are_found_nowhere(suite: &Suite) -> Result<(), Failed> {
    let key = key();
    let mut wrong = BTreeSet::new();
    let mut refused = 0;
    for (turn, (inventory, place)) in places(suite).into_iter().enumerate() {
        // Each place gets two of the secrets, one alone and one behind what stands there.
        for (more, whole) in [(0, true), (3, false)] {
            let secret = SECRETS[(turn + more) % SECRETS.len()];
            let change = |own: &str| if whole { secret.to_owned() } else { format!("{own} {secret}") };
            let Some(inventory) = planted(&inventory, &place, change) else {
                refused += 1;
                continue;
            };
            let (other, _) = anonymise(inventory, &key).map_err(|error| error.to_string())?;
            let text = serde_json::to_string(&other)?.to_lowercase();
            if forms(secret).iter().any(|form| text.contains(form)) {
                wrong.insert(format!("{secret} at {}", place.place));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.into_iter().collect::<Vec<_>>().join("\n").into());
    }
    // Kinds of reasons, versions, and names of properties.
    assert!(refused < 150, "{refused} could not be planted");
    Ok(())
}

pub fn do_no_harm(suite: &Suite) -> Result<(), Failed> {
    let key = key();
    let long = "x/".repeat(3000);
    for (turn, (inventory, place)) in places(suite).into_iter().enumerate() {
        for text in [HOSTILE[turn % HOSTILE.len()], long.as_str()] {
            let Some(inventory) = planted(&inventory, &place, |_| text.to_owned()) else { continue };
            anonymise(inventory, &key).map_err(|error| format!("{text:?} at {}: {error}", place.place))?;
        }
    }
    Ok(())
}
