//! What people read for a value that programs get as it is: words of closed sets, times, and texts that this
//! program has put together.

use crate::expr::{Expr, Kind, Shown};
use crate::report::{Evidence, Told};
use crate::schema::Type;
use crate::terms::time::Zone;
use crate::terms::{Text, values};

/// Fields of text that hold a word of the server's, and groupings by words.
const WORDS: [&str; 7] =
    ["state", "kind", "priority", "default_priority", "isolation_response", "service", "refused"];

/// Fields of text, of lists and of groupings that are put together of words and names.
const COMPOSED: [&str; 19] = [
    "cpu_generations",
    "down",
    "heartbeat_uplinks",
    "interfaces",
    "management_subnets",
    "management_versions",
    "policy",
    "resource",
    "security",
    "storage_lost",
    "switches",
    "twins",
    "unusable",
    "uplinks",
    "vmotion_mtu_by_subnet",
    "vmotion_names",
    "vmotion_stacks",
    "vmotion_subnets",
    "vmotion_vlans",
];

/// A value as the report has it.
pub fn told(expr: &Expr, value: Shown, zone: &Zone) -> Evidence {
    let field = expr.source().rsplit('.').next().unwrap_or_default();
    let composed = COMPOSED.contains(&field);
    match value {
        Shown::Bool(value) => Evidence::Bool(value),
        Shown::Int(value) => Evidence::Int(value),
        Shown::List(names) if composed => listed(names),
        Shown::List(names) => Evidence::List(names),
        Shown::Groups(groups) => grouped(&groups, composed || WORDS.contains(&field)),
        Shown::Text(value) => {
            let text = match expr.kind() {
                Kind::Value(Type::Enum(_)) => values::said(&value),
                Kind::Value(Type::Str) if WORDS.contains(&field) => values::said(&value),
                Kind::Value(Type::Str) if field == "at" => {
                    value.parse().ok().map(|time| Text::same(zone.show(time)))
                }
                Kind::Value(Type::Str) if composed => Some(Text::new(value.clone(), in_japanese(&value))),
                _ => None,
            };
            match text {
                Some(text) => Evidence::Said(Told { value, text }),
                None => Evidence::Text(value),
            }
        }
    }
}

fn listed(names: Vec<String>) -> Evidence {
    let japanese: Vec<String> = names.iter().map(|name| in_japanese(name)).collect();
    if japanese == names {
        return Evidence::List(names);
    }
    let told = names.into_iter().zip(japanese);
    Evidence::Listed(told.map(|(value, ja)| Told { text: Text::new(value.clone(), ja), value }).collect())
}

/// Values with their members, in the words of each language.
fn grouped(groups: &[(String, Vec<String>)], words: bool) -> Evidence {
    let english = |value: &str| values::said(value).map_or_else(|| value.to_owned(), |text| text.en);
    let part = |value: String, members: &[String], comma: &str| format!("{value} ({})", members.join(comma));
    let value = Shown::Groups(groups.to_vec()).to_string();
    let en = groups.iter().map(|(value, members)| {
        let value = if words { english(value) } else { value.clone() };
        part(value, members, ", ")
    });
    let ja = groups.iter().map(|(value, members)| {
        let value = if words { in_japanese(value) } else { value.clone() };
        part(value, members, "、")
    });
    let text = Text::new(en.collect::<Vec<_>>().join("; "), ja.collect::<Vec<_>>().join("、"));
    Evidence::Said(Told { value, text })
}

/// A text that is put together of words and names, or several of them with commas.
fn in_japanese(text: &str) -> String {
    let one = |text: &str| values::said(text).map(|text| text.ja).or_else(|| values::phrase(text));
    one(text).unwrap_or_else(|| {
        let parts = text.split(", ").map(|part| one(part).unwrap_or_else(|| part.to_owned()));
        parts.collect::<Vec<_>>().join("、")
    })
}
