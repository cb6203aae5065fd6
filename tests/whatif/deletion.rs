//! The deletion law over answers: with one datum less than there is, nothing fits that did not, nothing that could
//! not be told is certain, and nothing fails that did not.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::json;
use vpreflight::facts::{self, Chosen, Given};
use vpreflight::inventory::{Inventory, Object, Prop, ReasonKind, Unreadable, every_list};
use vpreflight::placement::{Wanted, what_if};

use super::placed::Estate;
use super::{mixed, swapped};

/// Exit codes and answers by question, answers by question and hosts.
type Said = BTreeMap<String, String>;

/// How certain and how good an answer is. What is lacking may only lead to the one that cannot be told.
fn may_become(before: &str, after: &str) -> bool {
    let unclear = |word: &str| matches!(word, "3" | "cannot-tell");
    let fits = |word: &str| matches!(word, "0" | "as-it-stands" | "after-moves");
    unclear(after) || !unclear(before) && fits(before) == fits(after)
}

/// What is said of every loss, every evacuation and the rolling order; a question that names what is not there has
/// no answer.
fn said(inventory: &Inventory, hosts: &[String]) -> Said {
    let (_, maps) = facts::build_mapped(inventory, Chosen::default(), &Given::default());
    let evacuations = hosts.iter().map(|host| Wanted::Evacuate(vec![host.clone()]));
    let mut said = Said::new();
    for question in evacuations.chain([Wanted::LoseEach, Wanted::Roll]) {
        // Remedies decide no code.
        let Ok(answer) = what_if(&maps, &question, &|_, _| None) else { continue };
        said.insert(format!("{question:?}"), answer.exit_code.to_string());
        for event in answer.clusters.iter().flat_map(|cluster| &cluster.events) {
            let hosts: Vec<&str> = event.hosts.iter().map(|host| host.id.as_str()).collect();
            // As its own exit code would say it.
            let code = match event.by_itself {
                Some(true) => event.answer.name(),
                Some(false) => "1",
                None => "3",
            };
            said.insert(format!("{question:?} {hosts:?}"), code.to_owned());
        }
    }
    said
}

/// Makes a datum unreadable.
type Forget = Box<dyn Fn(&mut Inventory) + Send + Sync>;

/// Everything that can be made unreadable, with how.
fn data(inventory: &Inventory) -> Vec<(String, Forget)> {
    let denied = || Unreadable::new(ReasonKind::Denied, "NoPermission");
    let mut data: Vec<(String, Forget)> = Vec::new();
    macro_rules! lists {
        ($($list:ident),*) => {$(
            for (at, object) in inventory.$list.iter().enumerate() {
                for path in paths(object) {
                    data.push((format!("{} {path}", object.id()), Box::new(move |less: &mut Inventory| {
                        less.$list[at].set_unreadable(path, denied());
                    })));
                }
            }
            if let Some(ty) = inventory.$list.first().map(type_of) {
                data.push((ty.to_owned(), Box::new(move |less: &mut Inventory| {
                    less.$list.clear();
                    less.unlisted.insert(ty.into(), denied());
                })));
            }
        )*};
    }
    every_list!(lists);
    macro_rules! answers {
        ($($answer:ident),*) => {$(
            data.push((stringify!($answer).to_owned(), Box::new(move |less: &mut Inventory| {
                less.vcenter.$answer = Prop::Unreadable(denied());
            })));
        )*};
    }
    answers!(clock_s, evc_modes, licences, settings);
    data
}

fn paths<T: Object>(object: &T) -> impl Iterator<Item = &'static str> {
    let readable = T::PROPERTIES.iter().filter(|property| object.unreadable(property.path).is_none());
    readable.map(|property| property.path)
}

fn type_of<T: Object>(_: &T) -> &'static str {
    T::TYPE
}

#[test]
fn one_datum_less_makes_no_answer_better() {
    let resting = Estate::stranded().wide(4).host(3, "runtime.inMaintenanceMode", json!(true));
    let together = json!([{
        "kind": "ClusterAffinityRuleSpec", "name": "tog", "enabled": true, "vm": ["vm-102", "vm-103"],
    }]);
    let tied = Estate::cramped().cluster("rule", together);
    let mut tried = 0;
    for (name, estate) in
        [("cramped", tied), ("mixed", mixed()), ("swapped", swapped()), ("resting", resting)]
    {
        let whole: Inventory = serde_json::from_value(estate.0).unwrap();
        let hosts: Vec<String> = whole.hosts.iter().map(|host| host.id.to_string()).collect();
        let before = said(&whole, &hosts);
        let data = data(&whole);
        tried += data.len();
        let broken: Vec<String> = data
            .par_iter()
            .flat_map_iter(|(what, forget)| {
                let mut less = whole.clone();
                forget(&mut less);
                let after = said(&less, &hosts);
                let wrong = |(question, was): (&String, &String)| {
                    let now = after.get(question)?;
                    (!may_become(was, now))
                        .then(|| format!("{what} unreadable: {question}: {was}, then {now}"))
                };
                before.iter().filter_map(wrong).collect::<Vec<_>>()
            })
            .collect();
        assert!(broken.is_empty(), "{name}:\n  {}", broken.join("\n  "));
    }
    assert!(tried > 1_500, "{tried} data were made unreadable");
}
