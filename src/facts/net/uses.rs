//! Who uses a network: now, or once it is powered on.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::count::count;
use crate::facts::ground::guest::{Guest, live, runs};
use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::inventory::Device;
use crate::schema::{Fact, List, Unknown};

/// VMs that are named of those that a network has.
const NAMED: usize = 10;

/// Who names a network.
#[derive(Default)]
pub struct Use<'a> {
    /// VMs with an adapter that names it, with their names.
    vms: BTreeMap<&'a str, Name>,
    /// VMs with such an adapter in use.
    users: BTreeMap<&'a str, Name>,
    /// A running VM is among them.
    running: bool,
    /// VMs whose adapter connects at power-on.
    starting: BTreeSet<Name>,
    /// Why it is not certain that nothing live uses it.
    open: Vec<Unknown>,
    pub id: Option<&'a Name>,
}

impl<'a> Use<'a> {
    /// Notes that an adapter of a VM names it.
    pub fn note(&mut self, guest: &Guest<'a>, device: &'a Device) {
        self.vms.insert(&guest.vm.id, guest.vm.display_name());
        let network = device.backing.as_ref().and_then(|backing| backing.network.as_ref());
        self.id = self.id.or(network.filter(|id| !id.is_empty()));
        if device.connectable.is_none_or(|state| state.start_connected) {
            self.starting.insert(guest.vm.display_name());
        }
        match live(&guest.power, device) {
            Ok(true) => {
                self.users.insert(&guest.vm.id, guest.vm.display_name());
                match runs(&guest.power) {
                    Ok(runs) => self.running |= runs,
                    Err(why) => self.open.push(why),
                }
            }
            Ok(false) => {}
            Err(why) => self.open.push(why),
        }
    }

    /// What is told of a network so used; `missing` says why others may use it as well.
    pub fn told(&self, missing: Option<&Unknown>) -> NetUse {
        let open = Unknown::all(self.open.iter().chain(missing));
        let or_open = |holds: bool| if holds { Ok(true) } else { open.clone().map_or(Ok(false), Err) };
        NetUse {
            vms: missing.map_or_else(|| Ok(count(self.vms.len())), |why| Err(why.clone())),
            users: open.clone().map_or_else(|| Ok(count(self.users.len())), Err),
            live: or_open(!self.users.is_empty()),
            running: or_open(self.running),
            starting: List { items: named(self.starting.iter()), missing: missing.cloned() },
            used_by: List { items: named(sorted(&self.users).iter()), missing: open.clone() },
            named_by: List { items: named(sorted(&self.vms).iter()), missing: missing.cloned() },
        }
    }
}

fn sorted(vms: &BTreeMap<&str, Name>) -> Vec<Name> {
    let mut names: Vec<Name> = vms.values().cloned().collect();
    names.sort();
    names
}

/// The first names, and a sign that there are more.
fn named<'n>(names: impl ExactSizeIterator<Item = &'n Name>) -> Vec<Name> {
    let more = (names.len() > NAMED).then(|| "…".into());
    names.take(NAMED).cloned().chain(more).collect()
}

/// Who uses a network.
pub struct NetUse {
    pub vms: Fact<i64>,
    pub users: Fact<i64>,
    pub live: Fact<bool>,
    pub running: Fact<bool>,
    pub starting: List<Name>,
    pub used_by: List<Name>,
    pub named_by: List<Name>,
}
