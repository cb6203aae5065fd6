//! The questions that a map asks of placing: who counts as moved, restarted or left alone in each.

use super::super::Cause;
use super::super::map::{ClusterMap, Demand, Fate, LeftOff, Movers, Used};
use super::super::placing::{Amount, Cell, Reach};
use super::super::testing::denied;
use super::fixtures::{devices, mounts};
use super::map::{config, maps, paired, ruled, running};
use crate::inventory::{AdmissionControlPolicy, Inventory, LicenceAssignment, Prop, ReasonKind, Unreadable};
use crate::terms::Relation;

fn map(inventory: &Inventory) -> ClusterMap {
    maps(inventory).remove(0)
}

/// The hosts on which a VM is barred for a cause.
fn barred(map: &ClusterMap, vm: usize, relation: Relation, cause: Cause) -> Vec<bool> {
    let is_of = |cell: &super::super::map::MapCell| match cell {
        super::super::map::MapCell::No(at) => at.iter().any(|at| map.barriers[*at as usize].cause == cause),
        _ => false,
    };
    map.row(&map.vms[vm], relation).iter().map(is_of).collect()
}

#[test]
fn what_is_used_is_held_against_what_is_left() {
    let mut asked = map(&running());
    asked.used = Used { memory_mb: Ok(1_000), cpu_mhz: Ok(500) };
    let demand = |memory_left_mb, cpu_left_mhz| {
        Some(Demand { memory_used_mb: 1_000, memory_left_mb, cpu_used_mhz: 500, cpu_left_mhz })
    };
    assert_eq!(asked.demand(&[]), demand(43_152, 46_000));
    assert_eq!(asked.demand(&[0]), demand(28_768, 30_666), "a third of both is gone");
    let mut inventory = running();
    inventory.hosts[2].summary_hardware = Prop::Unreadable(denied());
    let mut open = map(&inventory);
    open.used = asked.used.clone();
    assert_eq!(open.demand(&[]), None, "what one host has is not known");
    asked.used.cpu_mhz = Err(open.hosts[2].capacity.clone().unwrap_err());
    assert_eq!(asked.demand(&[]), None);
}

#[test]
fn a_host_that_grows_has_so_much_more() {
    let asked = map(&running());
    let before = asked.hosts[0].capacity.clone().unwrap();
    let grown = asked.grown(0, Amount { cpu_mhz: 1_000, memory: 1 << 30 });
    assert_eq!(grown.len(), 3);
    assert!(grown[0].most.memory > before.most.memory && grown[0].most.cpu_mhz > before.most.cpu_mhz);
}

#[test]
fn hosts_take_moves_only_where_somebody_moves_others() {
    let asked = map(&ruled());
    let takes = |movers| {
        let loss = asked.loss(movers).0;
        (loss.hosts[0].takes_moves, loss.hosts[0].takes_restarts)
    };
    assert_eq!(takes(Movers::Nobody), (Some(false), Some(true)));
    assert_eq!(takes(Movers::Drs), (Some(true), Some(true)));
    assert_eq!(takes(Movers::Anybody), (Some(true), Some(true)));
    assert_eq!(asked.evacuation().problem.hosts[0].takes_moves, Some(true));
}

#[test]
fn a_vm_of_which_nobody_knows_who_moves_it_may_go_anywhere_or_nowhere() {
    let row = |default: &str| {
        let mut inventory = ruled();
        config(&mut inventory).drs_config.as_mut().unwrap().default_vm_behavior = Some(default.into());
        let problem = map(&inventory).loss(Movers::Drs).0;
        problem.rows[problem.vms[0].live].clone()
    };
    assert!(row("somehow").iter().all(|cell| *cell == Cell::Unknown));
    assert!(row("manual").iter().all(|cell| matches!(cell, Cell::No(_))));
    let known = map(&ruled());
    let own = known.loss(Movers::Nobody).0;
    assert_eq!(row("fullyAutomated"), own.rows[known.vms[0].live_but_room]);
}

#[test]
fn a_need_is_read_only_where_the_vm_surely_runs() {
    let read = |change: fn(&mut Inventory)| {
        let mut inventory = running();
        change(&mut inventory);
        map(&inventory).loss(Movers::Nobody).0.vms[0].is_read
    };
    assert!(read(|_| {}));
    assert!(!read(|inventory| inventory.vms[0].memory_reservation = Prop::Unreadable(denied())));
    assert!(!read(|inventory| inventory.vms[0].power_state = Prop::Unreadable(denied())));
}

#[test]
fn what_may_not_run_is_barred_from_no_host_for_certain() {
    let mut inventory = ruled();
    devices(&mut inventory, 0).retain(|device| !device.kind.contains("Floppy"));
    inventory.vms[0].power_state = Prop::Unreadable(denied());
    let asked = map(&inventory);
    let evacuation = asked.evacuation();
    let problem = &evacuation.problem;
    let own = problem.vms.iter().zip(&evacuation.vms).find(|(_, at)| **at == 0).unwrap().0;
    let row = &problem.rows[own.live];
    let known = &asked.rows[asked.vms[0].live_but_room];
    assert_eq!(row.len(), known.len());
    for (cell, known) in row.iter().zip(known) {
        let yes = matches!(known, super::super::map::MapCell::Yes);
        assert_eq!(*cell, if yes { Cell::Yes } else { Cell::Unknown });
    }
    assert!(row.contains(&Cell::Unknown), "{row:?}");
}

#[test]
fn while_a_host_is_out_the_loss_of_another_may_take_both_halves() {
    let asked = map(&paired());
    let (loss, own) = asked.loss_without(Movers::Drs, 0, &[Some(1), Some(1)]);
    let first = &loss.0.hosts[0];
    assert_eq!((first.takes_moves, first.takes_restarts), (Some(false), Some(false)));
    assert_eq!(loss.0.hosts[1].takes_restarts, Some(true));
    assert_eq!(loss.0.vms.iter().map(|vm| vm.home).collect::<Vec<_>>(), [Some(1), Some(1)]);
    let told: Vec<_> =
        own.iter().map(|(host, of)| (*host, of.0.vms[0].excluded, of.0.vms[1].excluded)).collect();
    assert_eq!(told, [(1, Some(false), Some(true))], "the primary VM is restarted, the other made anew");
    let (_, apart) = asked.loss_without(Movers::Drs, 0, &[Some(1), Some(2)]);
    assert!(apart.is_empty(), "each goes on at the other");
    let (_, gone) = asked.loss_without(Movers::Drs, 1, &[Some(1), Some(1)]);
    assert!(gone.is_empty(), "the host that is out cannot be lost");
}

#[test]
fn a_half_that_is_lost_alone_is_made_anew() {
    let asked = map(&paired());
    let homes = [0, 1].map(|vm| *asked.vms[vm].home.as_ref().unwrap());
    let with = |hosts: &[usize]| {
        let loss = asked.loss_with_new_halves(Movers::Nobody, hosts)?;
        Some([0, 1].map(|vm| loss.0.vms[vm].excluded))
    };
    assert_eq!(with(&[homes[0]]), Some([Some(false), Some(true)]));
    assert_eq!(with(&[homes[1]]), Some([Some(true), Some(false)]));
    assert_eq!(with(&homes), None, "both are lost");
    assert_eq!(with(&[2]), None, "there is none");
}

#[test]
fn the_halves_of_a_pair_are_kept_apart_by_moves_and_restarts() {
    let asked = map(&paired());
    let rule = asked.apart.last().unwrap();
    assert_eq!((rule.on_moves, rule.on_restarts), (Some(true), Some(true)));
    assert!(rule.keeps(0, 1) && !rule.keeps(0, 9) && !rule.keeps(9, 1) && !rule.keeps(8, 9));
    assert!(!map(&ruled()).apart[0].lasting, "somebody made this one");
}

#[test]
fn a_half_of_which_the_pair_is_not_read_is_open_and_who_may_be_none_is_not() {
    let mut inventory = paired();
    inventory.vms[0].ft_group = Prop::Unreadable(denied());
    inventory.vms[1].ft_role = Prop::Unreadable(denied());
    let asked = map(&inventory);
    assert_eq!(asked.vms[0].left_off, Ok(Some(LeftOff::FaultTolerance)));
    assert_eq!(asked.fate(0, &[0]), Some(Fate::Unclear));
    assert_eq!(asked.fate(1, &[1]), None);
}

#[test]
fn what_lies_on_a_disk_of_one_host_is_moved_to_where_all_reach_it() {
    let reach = |local: bool| {
        let mut inventory = running();
        if let Prop::Known(info) = &mut inventory.datastores[0].info {
            info.local = Some(local);
        }
        mounts(&mut inventory, 0).truncate(2);
        let asked = map(&inventory);
        let at = asked
            .barriers
            .iter()
            .position(|barrier| (barrier.cause, barrier.name.as_str()) == (Cause::Storage, "shared/1"))
            .unwrap();
        let causes = asked.loss(Movers::Nobody).0.causes;
        assert_eq!(causes.len(), asked.barriers.len());
        causes[at]
    };
    assert_eq!((reach(true), reach(false)), (Reach::Everywhere, Reach::OneHost));
}

#[test]
fn a_host_without_a_licence_in_force_takes_nobody_new() {
    let licence = |entity: &str, left: Option<i64>| LicenceAssignment {
        entity: entity.into(),
        edition: "esx.enterprisePlus.cpuPackage".into(),
        key_tail: "4T0LD".into(),
        features: ["das", "vmotion"].map(Into::into).to_vec(),
        expires_in_h: left,
        ..LicenceAssignment::default()
    };
    let mut inventory = running();
    let all =
        |ends: &str| ["host-1", "host-2", "host-3"].map(|id| licence(id, (id == ends).then_some(0))).to_vec();
    inventory.vcenter.licences = Prop::Known(all("none"));
    assert!(map(&inventory).barriers.iter().all(|barrier| barrier.cause != Cause::Licence));
    inventory.vcenter.licences = Prop::Known(all("host-3"));
    let asked = map(&inventory);
    for relation in Relation::ALL {
        assert_eq!(barred(&asked, 0, relation, Cause::Licence), [false, false, true]);
    }
    inventory.vcenter.licences = Prop::Known(all("host-1"));
    let asked = map(&inventory);
    let home = *asked.vms[0].home.as_ref().unwrap();
    assert_eq!(home, 0);
    assert_eq!(barred(&asked, 0, Relation::Restart, Cause::Licence), [false; 3], "it runs there already");
    assert_eq!(barred(&asked, 1, Relation::Restart, Cause::Licence), [true, false, false]);
}

#[test]
fn ha_that_is_off_or_tells_of_no_protection_leaves_nobody_unprotected() {
    let left_off = |change: fn(&mut Inventory)| {
        let mut inventory = running();
        inventory.vms[0].das_protected = Prop::Known(false);
        change(&mut inventory);
        map(&inventory).vms[0].left_off.clone()
    };
    assert_eq!(left_off(|_| {}), Ok(Some(LeftOff::Unprotected)));
    assert_eq!(left_off(|inventory| config(inventory).das.enabled = Some(false)), Ok(None));
    let before = |inventory: &mut Inventory| {
        inventory.vms[0].das_protected =
            Prop::Unreadable(Unreadable::new(ReasonKind::NotOffered, "before 5.0"));
    };
    assert_eq!(left_off(before), Ok(None));
    let refused = |inventory: &mut Inventory| {
        inventory.vms[0].das_protected = Prop::Unreadable(denied());
    };
    assert!(left_off(refused).is_err());
}

#[test]
fn each_of_several_failover_hosts_is_spare() {
    let mut inventory = running();
    let das = &mut config(&mut inventory).das;
    das.admission_control_enabled = Some(true);
    das.admission_control_policy = Some(AdmissionControlPolicy {
        kind: "ClusterFailoverHostAdmissionControlPolicy".into(),
        failover_hosts: vec!["host-2".into(), "host-3".into()],
        ..Default::default()
    });
    let spare: Vec<_> = map(&inventory).hosts.iter().map(|host| host.spare.clone().ok()).collect();
    assert_eq!(spare, [Some(false), Some(true), Some(true)]);
}

#[test]
fn what_holds_a_vm_is_told_in_a_word() {
    let mut inventory = running();
    inventory.vms[0].connection_state = Prop::Known("inaccessible".into());
    let words: Vec<_> = map(&inventory)
        .barriers
        .iter()
        .filter(|barrier| barrier.cause == Cause::State)
        .map(|barrier| barrier.how)
        .collect();
    assert_eq!(words, [Some("inaccessible")]);
}

#[test]
fn where_the_checker_was_not_asked_nothing_is_told_of_it() {
    let mut inventory = running();
    inventory.vms[0].checks = Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, ""));
    let told = map(&inventory).told;
    assert!(told.checker.is_empty() && told.checker_unread.is_empty());
}

#[test]
fn before_5_0_the_cluster_tells_of_the_agents_where_it_tells_of_any() {
    use crate::inventory::{AamNode, DasRuntime};
    let not_offered = || Unreadable::new(ReasonKind::NotOffered, "before");
    let mut inventory = running();
    inventory.hosts.iter_mut().for_each(|host| host.das_host_state = Prop::Unreadable(not_offered()));
    let node = |host: &str| AamNode {
        host: host.into(),
        config_state: "running".into(),
        runtime_state: "running".into(),
    };
    let agents = Some(vec![node("host-1"), node("host-2")]);
    inventory.clusters[0].das_runtime = Prop::Known(DasRuntime { agents, ..DasRuntime::default() });
    let bars = |inventory: &Inventory| barred(&map(inventory), 0, Relation::Restart, Cause::Agent);
    assert_eq!(bars(&inventory), [false, false, true]);
    inventory.clusters[0].das_runtime = Prop::Unreadable(not_offered());
    let asked = map(&inventory);
    let row = asked.row(&asked.vms[0], Relation::Restart);
    assert!(row.iter().all(|cell| *cell == super::super::map::MapCell::Yes), "{row:?}");
}
