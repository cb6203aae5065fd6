//! CPU compatibility: EVC, feature lists, CPUID.

use super::super::build;
use super::super::testing::{feature, healthy};
use super::fixtures::{evc_inventory, mode, named};
use crate::inventory::{ApiVersion, Prop, ReasonKind, Unreadable};

#[test]
fn evc_modes_are_compared_by_track_and_tier() {
    let mut inventory = evc_inventory();
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((&cluster.evc_everywhere, &cluster.evc_possible), (&Ok(true), &Ok("intel-westmere".into())));
    assert_eq!(named(&facts, "vm-1").cpu.evc_covers, Ok(false), "started before EVC");
    inventory.vms[0].min_required_evc_mode_key = Prop::Known("intel-merom".into());
    assert_eq!(named(&build(&inventory), "vm-1").cpu.evc_covers, Ok(true));
    inventory.hosts[2].current_evc_mode_key = Prop::Unset;
    assert_eq!(build(&inventory).clusters[0].evc_everywhere, Ok(false));
}

#[test]
fn a_mode_covers_another_of_its_tier_that_has_no_track_more() {
    let mut inventory = evc_inventory();
    if let Prop::Known(modes) = &mut inventory.vcenter.evc_modes {
        modes.push(mode("intel-twin", 1, &["a", "b"]));
        modes.push(mode("intel-other", 1, &["a", "d"]));
        modes.push(mode("intel-late", 2, &["a", "b"]));
    }
    for (needed, covered) in [("intel-twin", true), ("intel-other", false), ("intel-late", false)] {
        inventory.vms[0].min_required_evc_mode_key = Prop::Known(needed.into());
        assert_eq!(named(&build(&inventory), "vm-1").cpu.evc_covers, Ok(covered), "{needed}");
    }
}

#[test]
fn before_4_1_no_vm_tells_its_mode_and_none_needs_to() {
    let covers = |api: &[u16], kind: ReasonKind| {
        let mut inventory = evc_inventory();
        inventory.collection.api_version = ApiVersion::of(api);
        inventory.vms[0].min_required_evc_mode_key = Prop::Unreadable(Unreadable::new(kind, "no"));
        named(&build(&inventory), "vm-1").cpu.evc_covers.clone().ok()
    };
    assert_eq!(covers(&[4, 0], ReasonKind::NotOffered), Some(true));
    assert_eq!(covers(&[4, 0], ReasonKind::Denied), None);
    assert_eq!(covers(&[4, 1], ReasonKind::NotOffered), None);
}

#[test]
fn before_4_1_only_equal_evc_keys_are_comparable() {
    let mut inventory = evc_inventory();
    if let Prop::Known(modes) = &mut inventory.vcenter.evc_modes {
        for mode in modes {
            mode.track = None;
        }
    }
    assert!(build(&inventory).clusters[0].evc_possible.is_err());
    inventory.hosts[0].max_evc_mode_key = Prop::Known("intel-westmere".into());
    assert_eq!(build(&inventory).clusters[0].evc_possible, Ok("intel-westmere".into()));
}

#[test]
fn features_are_asked_of_targets_and_masks_named() {
    let mut inventory = healthy();
    inventory.hosts[1].feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")].into());
    inventory.hosts[2].masked_feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")].into());
    let facts = build(&inventory);
    let cpu = &named(&facts, "vm-1").cpu;
    assert_eq!(cpu.on.lacking().collect::<Vec<_>>(), ["esx02"]);
    assert_eq!(cpu.masked_on.as_ref().unwrap().items, ["esx03"]);
    assert_eq!(cpu.by_features, Ok(true));
}

#[test]
fn cpuid_differences_are_unknown_and_other_vendors_impossible() {
    let mut inventory = healthy();
    inventory.vms[0].feature_requirement = Prop::Unset;
    let host = &mut inventory.hosts[1];
    for rows in [&mut host.cpu_feature, &mut host.supported_cpu_feature] {
        let Prop::Known(rows) = rows else { panic!("known") };
        rows[0].ecx = "1000:0000:0000:0000:0000:0000:0000:0000".into();
        rows[0].ebx = "1000:0000:0000:0000:0000:0000:0000:0000".into();
    }
    let facts = build(&inventory);
    let on = &named(&facts, "vm-1").cpu.on;
    assert_eq!((on.unclear().count(), on.count()), (1, 1));
    if let Prop::Known(packages) = &mut inventory.hosts[1].cpu_pkg {
        packages[0].vendor = "amd".into();
    }
    assert_eq!(named(&build(&inventory), "vm-1").cpu.on.lacking().collect::<Vec<_>>(), ["esx02"]);
}
