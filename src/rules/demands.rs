//! The built-in rules of the guide, and where in its chapter each of them stands.

use std::sync::LazyLock;

use super::file;
use super::files::{built_in, stem};
use crate::document::{Document, Source};
use crate::terms::Text;

/// A built-in rule of the guide, and where in the chapter it stands.
#[derive(Debug)]
pub struct Demand {
    /// Rule id.
    pub rule: String,
    /// Position among the prerequisites of the guide, from 1 on.
    pub number: u32,
    /// What is true when it passes.
    pub title: Text,
    /// Its places, in the order of the chapter.
    pub places: Vec<String>,
}

static DEMANDS: LazyLock<Vec<Demand>> = LazyLock::new(|| {
    let rules = built_in().files;
    let mut demands: Vec<Demand> = rules.iter().filter_map(|(name, text)| demand(name, text)).collect();
    demands.sort_by_key(|demand| demand.number);
    demands
});

/// The built-in rules of the guide, by number.
pub fn demands() -> &'static [Demand] {
    &DEMANDS
}

/// What a rule file says of itself; `None` for advice, and for what is no rule.
fn demand(name: &str, text: &str) -> Option<Demand> {
    let (mut doc, table) = Document::parse(Source { file: name, text });
    let (_, stem) = stem(name);
    let file = file::rule(&mut doc, table, stem)?;
    let number = u32::try_from(file.number?.value).ok()?;
    let places = file.places.into_iter().map(|place| place.value).collect();
    Some(Demand { rule: file.id.value, number, title: file.title, places })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::facts;
    use crate::rules::chapter::{chapter, problems, unanswered};
    use crate::rules::{Catalogue, Files};

    #[test]
    fn the_chapter_is_whole_and_every_prerequisite_stands_in_it() {
        assert!(problems().is_empty(), "{:?}", problems());
        // Bullets and steps as counted in the guide.
        let counted: Vec<(&str, usize)> =
            chapter().sections.iter().map(|section| (section.key.as_str(), section.items.len())).collect();
        let there = [
            ("O-HA", 7),
            ("C-HA", 3),
            ("P-ESX", 3),
            ("P-VC", 3),
            ("P-CL", 4),
            ("P-ST", 1),
            ("P-OT", 2),
            ("S-HA", 10),
            ("S-CL", 12),
            ("O-VM", 6),
            ("C-VM", 4),
            ("P-VM", 17),
            ("S-VM", 12),
            ("S-MG", 8),
        ];
        assert_eq!(counted, there);
        let numbers: Vec<u32> = demands().iter().map(|demand| demand.number).collect();
        assert_eq!(numbers, (1..=60).collect::<Vec<u32>>());
        assert!(demands().iter().all(|demand| !demand.places.is_empty()));
        assert_eq!(demands().iter().filter(|demand| demand.places.len() > 1).count(), 29);
        assert_eq!(demands().iter().map(|demand| demand.places.len()).sum::<usize>(), 114);
        assert_eq!(chapter().find("P-ESX 2").unwrap().1.number, "5-3-2");
        assert_eq!(chapter().find("S-CL 8-1").unwrap().1.number, "5-9-8-1");
    }

    /// What is said of the places of a rule.
    fn said(places: &str) -> String {
        let mut files: Vec<(String, String)> = built_in().files;
        let (_, text) = files.iter_mut().find(|(name, _)| name.ends_with("/hosts-min-two.toml")).unwrap();
        assert!(text.contains(r#"places = ["S-HA 1", "S-VM 1"]"#));
        *text = text.replace(r#"places = ["S-HA 1", "S-VM 1"]"#, places);
        let set = Files { origin: "built-in".into(), files };
        Catalogue::load(&[set], &facts::roots()).map(drop).unwrap_err().to_string()
    }

    #[test]
    fn places_are_checked_when_a_rule_is_loaded() {
        assert!(
            said(r#"places = ["S-HA 1", "S-VN 1"]"#).contains("no place 'S-VN 1'; did you mean 'S-VM 1'?")
        );
        assert!(said(r#"places = ["S-HA 1", "S-HA 1"]"#).contains("each once: 'S-HA 1'"));
        assert!(said(r#"places = ["S-VM 1", "S-HA 1"]"#).contains("in the order of the chapter"));
        assert!(said(r#"places = ["S-VM 1"]"#).contains("none of the places is below this heading"));
        assert!(said(r#"places = ["S-HA 1", "S-MG 6"]"#).contains("says why no rule is about 'S-MG 6'"));
    }

    #[test]
    fn an_item_that_no_rule_is_about_says_why() {
        let all = || demands().iter().flat_map(|demand| &demand.places).map(String::as_str);
        assert!(unanswered(all()).is_empty());
        let open = unanswered(all().filter(|place| *place != "P-ST 1"));
        assert_eq!(open.len(), 1);
        assert!(open[0].message.en.contains("no rule is about 'P-ST 1'"), "{:?}", open[0]);
        assert!(open[0].excerpt.contains("Shared storage is a SAN"), "{:?}", open[0]);
    }
}
