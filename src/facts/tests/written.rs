//! What all facts and maps of the inventories are that the laws are tried on, and what they become of some of them
//! without each datum of an object of each type: a reason that gets lost on its way breaks no law.
//!
//! `INSTA_UPDATE=always scripts/test --lib written` writes `snapshots/` anew: look at what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::testing::healthy;
use super::super::{Chosen, Given, build, build_mapped};
use super::fixtures::faulty;
use super::flat::{Reasoned, reasoned};
use super::law::without_each;
use crate::inventory::Inventory;

macro_rules! written {
    ($($test:ident: $variant:literal)*) => {
        const VARIANTS: &[&str] = &[$($variant),*];
        $(#[test]
        fn $test() {
            let written = written($variant);
            let mut settings = insta::Settings::clone_current();
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(stringify!($test), written));
        })*
    };
}

written! {
    healthy_facts: "healthy"
    one_host_is_disconnected: "one host disconnected"
    one_host_lacks_what_others_have: "one host in maintenance, one label missing, one mount gone"
    evc_is_on: "EVC"
    vmotion_is_shared: "vMotion networks that differ and are shared"
    nsx_portgroups: "NSX port groups"
    a_raw_device: "raw device mapping"
    cpus_are_mixed: "mixed CPUs"
    a_host_is_old: "before 4.0"
    something_goes_on: "something goes on with VMs"
    hosts_are_full: "tight hosts"
    vcenter_has_checked: "checked by vCenter"
    ha_is_at_work: "HA at work"
    colours_are_unexplained: "colours that nothing explains"
    no_other_host_is_active: "no other host is active"
    vsan_is_on: "vSAN"
    the_base_of_the_cases: "the base of the cases"
}

/// Those that are written down without each datum as well: a second or two for each.
const WITHOUT_EACH: [&str; 6] = [
    "EVC",
    "vMotion networks that differ and are shared",
    "raw device mapping",
    "something goes on with VMs",
    "HA at work",
    "the base of the cases",
];

fn variants() -> Vec<(&'static str, Inventory)> {
    let base = serde_json::from_str(include_str!("../../../rules/base.json")).unwrap();
    faulty().into_iter().chain([("the base of the cases", base)]).collect()
}

#[test]
fn all_of_them_are_written_down() {
    assert_eq!(variants().iter().map(|(name, _)| *name).collect::<Vec<_>>(), VARIANTS);
}

/// Each fact that the healthy inventory has otherwise, then a line for each datum whose absence changes something.
fn written(variant: &str) -> String {
    let (_, inventory) = variants().into_iter().find(|(name, _)| *name == variant).unwrap();
    let usual = if variant == "healthy" { Reasoned::new() } else { reasoned(&build(&healthy())) };
    let whole = Whole::of(&inventory);
    let mut text = String::new();
    for (at, value) in whole.facts.iter().filter(|(at, value)| usual.get(*at) != Some(value)) {
        writeln!(text, "{at} = {value}").unwrap();
    }
    writeln!(text, "map {}", digest(&whole.maps)).unwrap();
    if !WITHOUT_EACH.contains(&variant) {
        return text;
    }
    let mut seen = BTreeSet::new();
    without_each(&inventory, |property, id, changed| {
        if seen.insert(property.to_owned()) {
            text.push_str(&Whole::of(changed).without(property, id, &whole));
        }
    });
    text
}

/// All that is derived from an inventory.
struct Whole {
    facts: Reasoned,
    maps: String,
}

impl Whole {
    fn of(inventory: &Inventory) -> Self {
        let (facts, mut maps) = build_mapped(inventory, Chosen::default(), &Given::default());
        let mut told = String::new();
        for map in &mut maps {
            let stores: BTreeMap<_, _> = std::mem::take(&mut map.stores).into_iter().collect();
            write!(told, "{map:?} {stores:?}").unwrap();
        }
        Self { facts: reasoned(&facts), maps: told }
    }

    /// A line on what a missing datum changes: how many facts, and a digest of what they are then and why.
    fn without(&self, property: &str, id: &str, before: &Self) -> String {
        let changed = self.facts.iter().filter(|(at, value)| before.facts.get(*at) != Some(value));
        let changed: Vec<_> = changed.collect();
        let gone: Vec<_> = before.facts.keys().filter(|at| !self.facts.contains_key(*at)).collect();
        let maps =
            if self.maps == before.maps { String::new() } else { format!(", map {}", digest(&self.maps)) };
        if changed.is_empty() && gone.is_empty() && maps.is_empty() {
            return String::new();
        }
        let unknown = changed.iter().filter(|(_, value)| value.starts_with("unknown (")).count();
        let (others, lost) = (changed.len() - unknown, gone.len());
        let facts = digest(&format!("{changed:?}{gone:?}"));
        format!("without {property} of {id}: {unknown} unknown, {others} other, {lost} gone: {facts}{maps}\n")
    }
}

/// A hash of a text (FNV-1a): quick where nothing is optimized, the same everywhere.
fn digest(text: &str) -> String {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    format!("{:08x}", hash >> 32)
}
