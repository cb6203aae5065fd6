//! Which hosts a VM's devices let it move to, and on which HA can restart it with them.

use crate::facts::compute::devices::{Found, devices as found};
use crate::facts::compute::records::DeviceKind;
use crate::facts::ground::capacity::has_pmem;
use crate::facts::ground::guest::Guest;
use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::{none_before, some};
use crate::facts::ground::scope::Scope;
use crate::facts::place::live::Thing;
use crate::facts::place::records::DeviceFacts;
use crate::facts::storage::datastores::{Access, Location, Reach, locate};
use crate::inventory::{ApiVersion, Backing, Lacking, VirtualMachine};
use crate::schema::{Fact, FactEnum as _, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;
/// vCenter's setting that lets running VMs with a virtual GPU move; off unless somebody turned it on.
const VGPUS_MOVE: &str = "vgpu.hotmigrate.enabled";
/// The API version that brought moves of virtual GPUs (6.7 U1), and the one that tells which can.
const VGPU_MOVES: [u16; 3] = [6, 7, 1];
const VGPU_TELLS: [u16; 3] = [7, 0, 2];

/// Devices of one VM while their hosts are looked for.
pub struct Ask<'s, 'a, 'x> {
    pub scope: &'s Scope<'a, 'x>,
    pub reach: &'s mut Reach,
    pub guest: &'s Guest<'a>,
    /// Where vCenter's checker has nothing against the move, by slot.
    pub cleared: &'s [bool],
    /// Slot of the VM's own host.
    pub own: &'s Fact<Option<u32>>,
}

impl Ask<'_, '_, '_> {
    /// The devices that may matter, with their hosts.
    pub fn devices(&mut self) -> Fact<List<DeviceFacts>> {
        let mut list = Vec::new();
        for found in found(self.guest)? {
            let (moves_on, restarts_on) = match &found.kind {
                Ok(kind) => (self.moves_on(*kind, &found), self.restarts_on(*kind, &found)),
                Err(why) => (self.scope.nowhere_clear(why), self.scope.nowhere_clear(why)),
            };
            list.push(DeviceFacts {
                moves_on: self.to_targets(self.with_answers(moves_on)),
                restarts_on: self.to_targets(restarts_on),
                backing: found.backing(),
                key: found.device.key,
                label: found.label,
                kind: found.kind,
                live: found.live,
            });
        }
        list.shrink_to_fit();
        Ok(List { items: list, missing: self.guest.lacks(Lacking::DEVICES) })
    }

    fn to_targets(&self, split: HostSplit) -> HostSplit {
        match self.own {
            Ok(own) => split.without(*own),
            Err(why) => self.scope.nowhere_clear(why),
        }
    }

    /// vCenter's checker knows what no property tells.
    fn with_answers(&self, split: HostSplit) -> HostSplit {
        if !self.cleared.contains(&true) || split.why().is_none() {
            return split;
        }
        let states = split.iter().zip(self.cleared).map(|((_, state), cleared)| match state {
            Err(_) if *cleared => Ok(true),
            state => state.clone(),
        });
        self.scope.split_of(states.collect(), None)
    }

    /// Hosts to which the running VM can take a device of this kind.
    fn moves_on(&mut self, kind: DeviceKind, found: &Found<'_>) -> HostSplit {
        let backing = found.device.backing.as_ref();
        match kind {
            DeviceKind::PciPassthrough
            | DeviceKind::PciDynamic
            | DeviceKind::Sriov
            | DeviceKind::UsbHost
            | DeviceKind::ScsiPassthrough
            | DeviceKind::SerialDevice
            | DeviceKind::SerialPipe
            | DeviceKind::ParallelDevice
            | DeviceKind::Sound => self.scope.nowhere(),
            DeviceKind::UsbRemoteHost
            | DeviceKind::UsbClient
            | DeviceKind::SerialConcentrator
            | DeviceKind::Vmci => self.scope.everywhere(),
            DeviceKind::Vgpu => self.scope.wherever(self.vgpu(found, backing)),
            DeviceKind::SerialFile | DeviceKind::ParallelFile => self.port_file(found, backing),
            DeviceKind::SerialNetwork => match backing.and_then(|backing| backing.service_uri.as_ref()) {
                Some(_) => self.scope.nowhere(),
                None => {
                    let what = Detail::SerialConcentrator { device: found.label.clone() };
                    self.scope.nowhere_clear(&self.untold(what))
                }
            },
            DeviceKind::Nvdimm => {
                let need = found.device.capacity_mb.unwrap_or_default();
                let ix = self.scope.ix;
                self.scope.split(|member| has_pmem(ix, member, need))
            }
        }
    }

    /// Hosts on which HA can restart the VM with a device of this kind. A device of its old host that a
    /// VM can do without is left behind, and stops no restart.
    fn restarts_on(&self, kind: DeviceKind, found: &Found<'_>) -> HostSplit {
        match kind {
            DeviceKind::PciPassthrough | DeviceKind::Sriov => self.scope.nowhere(),
            DeviceKind::PciDynamic | DeviceKind::Vgpu => self.somewhere(found),
            DeviceKind::Nvdimm => match failover_of_pmem(self.scope.ix, self.guest.vm) {
                Ok(true) => {
                    let need = found.device.capacity_mb.unwrap_or_default();
                    let ix = self.scope.ix;
                    self.scope.split(|member| has_pmem(ix, member, need))
                }
                other => self.scope.wherever(other),
            },
            _ => self.scope.everywhere(),
        }
    }

    /// Hosts that have a device for this one: which do is not told.
    fn somewhere(&self, found: &Found<'_>) -> HostSplit {
        let what = Detail::HostsWithDevice { device: found.label.clone() };
        self.scope.nowhere_clear(&self.untold(what))
    }

    fn untold(&self, what: Detail) -> Unknown {
        self.guest.vm.unknown(ReasonKind::Untold, HARDWARE, what)
    }

    /// Whether a running VM can move with its virtual GPU.
    fn vgpu(&self, found: &Found<'_>, backing: Option<&Backing>) -> Fact<bool> {
        if !vgpus_move(self.scope.ix)? {
            return Ok(false);
        }
        backing.and_then(|backing| backing.migrate_supported).ok_or_else(|| {
            let device = found.label.clone();
            if self.scope.ix.api() < ApiVersion::of(&VGPU_TELLS) {
                let what = Detail::VgpuMovesLater { device };
                return self.guest.vm.unknown(ReasonKind::NotOffered, HARDWARE, what);
            }
            self.untold(Detail::VgpuMoves { device })
        })
    }

    /// A port that writes to a file: elsewhere than on a datastore the file is its host's own. Whether a
    /// VM moves with one on shared storage differs by release.
    fn port_file(&mut self, found: &Found<'_>, backing: Option<&Backing>) -> HostSplit {
        let Some(backing) = backing else { return self.scope.nowhere() };
        match locate(self.scope, self.guest.vm, backing) {
            Location::Datastore(datastore) => {
                let reached = self.reach.of(self.scope, datastore, Access::Write);
                let what =
                    Detail::PortFile { device: found.label.clone(), datastore: datastore.display_name() };
                let why = self.untold(what);
                let states = reached.iter().map(|(_, state)| match state {
                    Ok(true) => Err(why.clone()),
                    state => state.clone(),
                });
                self.scope.split_of(states.collect(), reached.missing())
            }
            Location::Unclear(why) => self.scope.nowhere_clear(&why),
            Location::Host | Location::Nowhere => self.scope.nowhere(),
        }
    }
}

/// Whether HA may restart a VM without the contents of its persistent memory.
pub fn failover_of_pmem(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    let enabled = none_before(ix.read(vm, VirtualMachine::pmem_failover))?;
    Ok(enabled.copied().unwrap_or_default())
}

/// Whether vCenter lets running VMs with a virtual GPU move.
pub fn vgpus_move(ix: &Index<'_>) -> Fact<bool> {
    if ix.api() < ApiVersion::of(&VGPU_MOVES) {
        return Ok(false);
    }
    let settings = ix.answer(&ix.inventory.vcenter.settings, "QueryOptions")?;
    let settings = settings.ok_or_else(|| {
        let what = Detail::SettingsUntold;
        because(ix.vcenter(), ReasonKind::Untold, "QueryOptions", what)
    })?;
    match settings.get(VGPUS_MOVE) {
        Some(value) => Ok(value.eq_ignore_ascii_case("true")),
        None if ix.inventory.asked_for_setting(VGPUS_MOVE) => Ok(false),
        None => {
            let what = Detail::SettingNotAsked { setting: VGPUS_MOVE.into() };
            Err(because(ix.vcenter(), ReasonKind::NotCollected, "QueryOptions", what))
        }
    }
}

/// Each device in use that may matter with the hosts to which it lets the VM move; what is not known of them
/// has no name.
pub fn devices_on(
    scope: &Scope<'_, '_>,
    devices: &Fact<List<DeviceFacts>>,
    on: fn(&DeviceFacts) -> &HostSplit,
) -> Vec<(Thing, HostSplit)> {
    let list = match devices {
        Ok(list) => list,
        Err(why) => return vec![(Thing::default(), scope.nowhere_clear(why))],
    };
    let in_use = list.items.iter().filter(|device| device.live != Ok(false)).map(|device| {
        let idle = device.live.clone().map(|live| !live);
        (thing(device), unless(scope, &idle, on(device)))
    });
    let missing = list.missing.iter().map(|why| (Thing::default(), scope.nowhere_clear(why)));
    in_use.chain(missing).collect()
}

/// A device with its kind and what is behind it.
pub fn thing(device: &DeviceFacts) -> Thing {
    let how = device.kind.as_ref().ok().map(|kind| kind.word());
    Thing { name: device.label.clone(), how, backing: device.backing.clone() }
}

/// Where something holds, or everywhere when it is no matter.
pub fn unless(scope: &Scope<'_, '_>, no_matter: &Fact<bool>, on: &HostSplit) -> HostSplit {
    match no_matter {
        Ok(true) => scope.everywhere(),
        Ok(false) => on.clone(),
        Err(why) => {
            let whole = on.without(None);
            let states = whole.iter().map(|(_, state)| some([state.clone(), Err(why.clone())]));
            scope.split_of(states.collect(), whole.missing())
        }
    }
}
