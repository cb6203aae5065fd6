//! What vCenter itself has said of moves in a cluster, where it was asked: to be held against the map, never
//! to decide in it.

use std::collections::HashMap;

use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::inventory::{DrsEvacuation, HostSystem, VirtualMachine};
use crate::schema::Unknown;

/// What vCenter has said of a cluster.
#[derive(Debug, Default)]
pub struct Told {
    /// Its checker, of each VM that it was asked about and answered for.
    pub checker: Vec<CheckerAnswer>,
    /// Why it answered for others not.
    pub checker_unread: Vec<Unknown>,
    /// DRS, of each host that it was asked about and answered for.
    pub drs: Vec<DrsAnswer>,
    /// Why it answered for others not.
    pub drs_unread: Vec<Unknown>,
}

/// Whether vCenter's checker lets a VM move.
#[derive(Debug)]
pub struct CheckerAnswer {
    /// The VM, a position in [`ClusterMap::vms`](super::ClusterMap::vms).
    pub vm: usize,
    /// By host: the types of faults that it names as errors, none where it has nothing against the move;
    /// `None` = it says nothing of this host.
    pub on: Vec<Option<Vec<Name>>>,
}

/// What DRS says of emptying a host.
#[derive(Debug)]
pub struct DrsAnswer {
    /// The host, a position in [`ClusterMap::hosts`](super::ClusterMap::hosts).
    pub host: usize,
    /// VMs that it would move, and where to; those that the map has.
    pub moves: Vec<(usize, usize)>,
    /// What it cannot do: the VM, where it is about one that the map has, and the types of faults.
    pub faults: Vec<(Option<usize>, Vec<Name>)>,
}

/// What was asked and said of the VMs at these positions of a map.
pub fn told<'a>(scope: &Scope<'a, '_>, vms: &[&'a VirtualMachine]) -> Told {
    let mut told = Told::default();
    let host_at: HashMap<&str, usize> =
        scope.slotted().enumerate().map(|(at, member)| (member.host.id.as_str(), at)).collect();
    for (at, vm) in vms.iter().enumerate() {
        match scope.ix.read(*vm, VirtualMachine::checks) {
            Ok(Some(results)) => {
                let mut on: Vec<Option<Vec<Name>>> = vec![None; host_at.len()];
                for result in results {
                    let Some(faults) = host_at.get(result.host.as_str()).and_then(|host| on.get_mut(*host))
                    else {
                        continue;
                    };
                    let kinds = result.error.iter().map(|fault| fault.kind.clone());
                    faults.get_or_insert_default().extend(kinds);
                }
                // What is said of the VM alone holds for every host.
                let alone = results.iter().filter(|result| result.host.is_empty());
                let alone: Vec<Name> =
                    alone.flat_map(|result| &result.error).map(|fault| fault.kind.clone()).collect();
                on.iter_mut().flatten().for_each(|faults| faults.extend(alone.iter().cloned()));
                told.checker.push(CheckerAnswer { vm: at, on });
            }
            Ok(None) => {}
            Err(why) => unread(&mut told.checker_unread, why),
        }
    }
    let vm_at: HashMap<&str, usize> = vms.iter().enumerate().map(|(at, vm)| (vm.id.as_str(), at)).collect();
    for (at, member) in scope.slotted().enumerate() {
        match scope.ix.read(member.host, HostSystem::drs_evacuation) {
            Ok(Some(said)) => told.drs.push(drs(at, said, &vm_at, &host_at)),
            Ok(None) => {}
            Err(why) => unread(&mut told.drs_unread, why),
        }
    }
    told
}

fn drs(
    host: usize,
    said: &DrsEvacuation,
    vm_at: &HashMap<&str, usize>,
    host_at: &HashMap<&str, usize>,
) -> DrsAnswer {
    let moves = said
        .moves
        .iter()
        .filter_map(|one| Some((*vm_at.get(one.vm.as_str())?, *host_at.get(one.destination.as_str())?)));
    let faults = said.faults.iter().map(|one| {
        let kinds = one.faults.iter().map(|fault| fault.kind.clone()).collect();
        (vm_at.get(one.vm.as_str()).copied(), kinds)
    });
    DrsAnswer { host, moves: moves.collect(), faults: faults.collect() }
}

/// Keeps why something was not read, unless nobody asked.
fn unread(list: &mut Vec<Unknown>, why: Unknown) {
    use crate::terms::ReasonKind;
    let asked = why.reasons().iter().any(|reason| reason.kind != ReasonKind::NotCollected);
    if asked && !list.contains(&why) {
        list.push(why);
    }
}
