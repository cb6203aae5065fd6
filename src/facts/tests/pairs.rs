//! What becomes of the halves of a Fault Tolerance pair.

use super::super::map::{ClusterMap, Fate, Movers};
use super::super::placing::Missing;
use super::super::testing::denied;
use super::map::{maps, paired, running};
use crate::inventory::{Inventory, Prop};

fn map(inventory: &Inventory) -> ClusterMap {
    maps(inventory).remove(0)
}

fn homes(map: &ClusterMap) -> [usize; 2] {
    [0, 1].map(|vm| *map.vms[vm].home.as_ref().unwrap())
}

/// Whether HA leaves each of the halves off when these hosts are lost; `None` where that is no other question.
fn left_off(map: &ClusterMap, lost: &[usize]) -> Option<[Option<bool>; 2]> {
    map.loss_of(Movers::Nobody, lost).map(|loss| [0, 1].map(|vm| loss.0.vms[vm].excluded))
}

#[test]
fn a_pair_goes_on_until_both_hosts_are_lost() {
    let map = map(&paired());
    let [home, other] = homes(&map);
    assert_ne!(home, other);
    assert_eq!(
        (map.fate(0, &[home]), map.fate(1, &[other])),
        (Some(Fate::GoesOn(other)), Some(Fate::GoesOn(home)))
    );
    assert_eq!(left_off(&map, &[home]), None);
    let both = [home, other];
    assert_eq!((map.fate(0, &both), map.fate(1, &both)), (Some(Fate::Restarted), Some(Fate::MadeAnew)));
    assert_eq!(left_off(&map, &both), Some([Some(false), Some(true)]));
    assert_eq!(
        map.apart.last().map(|rule| (rule.name.as_str(), rule.vms.as_slice(), rule.lasting)),
        Some(("db01 (FT)", &[0, 1][..], true))
    );
    assert_eq!(map.fate(9, &both), None);
}

#[test]
fn a_half_whose_other_half_is_not_found_is_open() {
    let mut inventory = paired();
    inventory.vms[1].ft_group = Prop::Known(vec!["6001".into()]);
    let alone = map(&inventory);
    let [home, _] = homes(&alone);
    assert_eq!(alone.fate(0, &[home]), Some(Fate::Unclear));
    assert_eq!(left_off(&alone, &[home]), Some([None, Some(true)]));
    assert!(alone.apart.is_empty(), "two pairs, each with a half that is not here");

    let mut inventory = paired();
    inventory.vms[1].host = Prop::Unreadable(denied());
    inventory.hosts.iter_mut().for_each(|host| host.vm = Prop::Unreadable(denied()));
    inventory.hosts.iter_mut().for_each(|host| host.network_refs = Prop::Unset);
    let unplaced = map(&inventory);
    let own = *unplaced.vms[0].home.as_ref().unwrap();
    assert!(unplaced.vms[1].home.is_err());
    assert_eq!(unplaced.fate(0, &[own]), Some(Fate::Unclear));
    assert!(unplaced.why(Missing::Excluded(0)).is_some(), "the other half's host");
}

#[test]
fn who_may_be_a_half_may_be_the_other_of_one_that_has_none() {
    let mut inventory = paired();
    inventory.vms[1].ft_role = Prop::Unreadable(denied());
    let open = map(&inventory);
    assert_eq!(open.apart.len(), 1);
    let rule = &open.apart[0];
    assert_eq!((rule.vms.as_slice(), rule.on_moves, rule.on_restarts), (&[0, 1][..], None, None));
    assert_eq!(open.why(Missing::Apart(0)), open.vms[1].half.clone().err());
    let mut one = running();
    one.vms[1].ft_role = Prop::Unreadable(denied());
    assert!(map(&one).apart.is_empty(), "nobody else is a half");
}

#[test]
fn a_half_without_a_group_is_not_told_whole() {
    let mut inventory = paired();
    inventory.vms[0].ft_group = Prop::Known(Vec::new());
    assert!(map(&inventory).vms[0].half.is_err());
    assert_eq!(map(&running()).vms[0].half, Ok(None));
}
