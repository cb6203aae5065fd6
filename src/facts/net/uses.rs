//! Who uses a network: now, or once it is powered on.

use std::collections::BTreeSet;

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
    /// VMs with an adapter that names it.
    vms: BTreeSet<&'a str>,
    /// VMs with such an adapter in use.
    users: BTreeSet<&'a str>,
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
        self.vms.insert(&guest.vm.id);
        let network = device.backing.as_ref().and_then(|backing| backing.network.as_ref());
        self.id = self.id.or(network.filter(|id| !id.is_empty()));
        if device.connectable.is_none_or(|state| state.start_connected) {
            self.starting.insert(guest.vm.display_name());
        }
        match live(&guest.power, device) {
            Ok(true) => {
                self.users.insert(&guest.vm.id);
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
        let mut starting: Vec<Name> = self.starting.iter().take(NAMED).cloned().collect();
        if self.starting.len() > NAMED {
            starting.push("…".into());
        }
        NetUse {
            vms: missing.map_or_else(|| Ok(count(self.vms.len())), |why| Err(why.clone())),
            users: open.clone().map_or_else(|| Ok(count(self.users.len())), Err),
            live: or_open(!self.users.is_empty()),
            running: or_open(self.running),
            starting: List { items: starting, missing: missing.cloned() },
        }
    }
}

/// Who uses a network.
pub struct NetUse {
    pub vms: Fact<i64>,
    pub users: Fact<i64>,
    pub live: Fact<bool>,
    pub running: Fact<bool>,
    pub starting: List<Name>,
}
