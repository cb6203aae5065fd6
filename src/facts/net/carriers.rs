//! Which adapters of a host carry what: management, vMotion, vSAN.

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::net::uplinks::Wired;
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, List};
use crate::terms::{Detail, ReasonKind};

const MANAGER: &str = HostSystem::virtual_nic_manager_info.path;
/// What service-console adapters carry; nobody selects them for it.
pub const CONSOLE_KIND: &str = "service console";
/// The TCP/IP stack of vMotion's own.
pub const VMOTION_STACK: &str = "vmotion";
/// The TCP/IP stack of all adapters for which no other one is told.
pub const DEFAULT_STACK: &str = "defaultTcpipStack";

/// Adapters that carry a kind of traffic, and why there may be more.
pub type Carriers<'a> = List<&'a VirtualNic>;

/// Adapters that carry management traffic.
pub fn management<'a>(wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    let Wired { ix, host, network } = wired;
    if ix.read(host, HostSystem::uses_service_console_nic)? == Some(&true) {
        return Ok(List::complete(network.console_vnic.iter().collect()));
    }
    let Some(chosen) = selected(wired, "management")? else {
        let what = Detail::NoManagement;
        return Err(host.unknown(ReasonKind::NotOffered, MANAGER, what));
    };
    Ok(List::complete(chosen))
}

/// Adapters that carry vSAN traffic.
pub fn vsan<'a>(wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    Ok(List::complete(selected(wired, "vsan")?.unwrap_or_default()))
}

/// Adapters that carry vMotion: those on its own stack, selected for it or not. Where there are none,
/// those selected for it: as soon as that stack has an adapter, no other stack carries vMotion.
pub fn vmotion<'a>(wired: Wired<'_, 'a>) -> Carriers<'a> {
    let (mut default, stacked) = vmotion_by_stack(wired);
    if !stacked.is_empty() {
        default = List::complete(stacked);
    }
    default.items.sort_by(|a, b| a.device.cmp(&b.device));
    default
}

/// Adapters selected for vMotion that carry none, because vMotion's own stack has adapters.
pub fn idle_for_vmotion<'a>(wired: Wired<'_, 'a>) -> Carriers<'a> {
    let (default, stacked) = vmotion_by_stack(wired);
    if stacked.is_empty() { List::default() } else { default }
}

/// The TCP/IP stack of an adapter.
pub fn stack(nic: &VirtualNic) -> &str {
    nic.net_stack.as_deref().unwrap_or(DEFAULT_STACK)
}

/// Adapters on the default stack and on the vMotion stack at once.
pub fn mixed_stacks(wired: Wired<'_, '_>) -> Fact<bool> {
    let idle = idle_for_vmotion(wired);
    if !idle.items.is_empty() {
        return Ok(true);
    }
    idle.missing.map_or(Ok(false), Err)
}

/// Selected adapters of other stacks than vMotion's own, and the adapters of that one.
fn vmotion_by_stack<'a>(wired: Wired<'_, 'a>) -> (Carriers<'a>, Vec<&'a VirtualNic>) {
    let on_stack = |nic: &VirtualNic| nic.net_stack.as_deref() == Some(VMOTION_STACK);
    let chosen = match selected(wired, "vmotion") {
        Ok(Some(chosen)) => Ok(chosen),
        Ok(None) => selected_before_4_0(wired),
        Err(why) => Err(why),
    };
    let default = match chosen {
        Ok(chosen) => List::complete(chosen.into_iter().filter(|nic| !on_stack(nic)).collect()),
        Err(why) => List { items: Vec::new(), missing: Some(why) },
    };
    (default, wired.network.vnic.iter().filter(|nic| on_stack(nic)).collect())
}

/// Adapters selected for a kind of traffic; `None` when the host has no such list at all.
fn selected<'a>(wired: Wired<'_, 'a>, kind: &str) -> Fact<Option<Vec<&'a VirtualNic>>> {
    let Wired { ix, host, .. } = wired;
    let Some(manager) = ix.read(host, HostSystem::virtual_nic_manager_info)? else { return Ok(None) };
    let configs = manager.net_config.iter().filter(|config| config.nic_type == kind);
    let devices =
        configs.flat_map(|config| config.selected.iter().map(|key| device_of(&config.candidate, key)));
    Ok(Some(by_device(wired, devices)))
}

/// The one adapter selected for vMotion as hosts before 4.0 tell it.
fn selected_before_4_0<'a>(wired: Wired<'_, 'a>) -> Fact<Vec<&'a VirtualNic>> {
    let Wired { ix, host, .. } = wired;
    let vmotion = ix.read(host, HostSystem::vmotion)?;
    let device = vmotion.and_then(|info| Some(device_of(&info.candidate, info.selected.as_ref()?)));
    Ok(by_device(wired, device.into_iter()))
}

/// Device of a selected key. The keys of this list are not those of the adapters: the candidate of
/// that key tells the device; without candidates the device is the end of the key.
fn device_of<'k>(candidates: &'k [(Name, Name)], key: &'k str) -> &'k str {
    match candidates.iter().find(|(candidate, _)| candidate == key) {
        Some((_, device)) => device,
        None => key.rsplit_once("VirtualNic-").map_or(key, |(_, device)| device),
    }
}

/// The adapters of these devices. A selection can name an adapter that is gone; it carries nothing.
fn by_device<'d, 'a>(wired: Wired<'_, 'a>, devices: impl Iterator<Item = &'d str>) -> Vec<&'a VirtualNic> {
    let nics = &wired.network.vnic;
    let mut found: Vec<&VirtualNic> = Vec::new();
    for device in devices {
        if let Some(nic) = nics.iter().find(|nic| nic.device == device || nic.key == device)
            && !found.iter().any(|other| other.device == nic.device)
        {
            found.push(nic);
        }
    }
    found
}

/// Kinds of traffic by the device that carries them.
pub struct Kinds<'a>(Vec<(&'a str, &'a str)>);

impl Kinds<'_> {
    /// The kinds that an adapter carries.
    pub fn of(&self, nic: &VirtualNic) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(_, device)| *device == nic.device).map(|(kind, _)| *kind)
    }

    /// Whether an adapter carries that kind and nothing else.
    pub fn only(&self, nic: &VirtualNic, kind: &str) -> bool {
        self.of(nic).next().is_some() && self.of(nic).all(|other| other == kind)
    }
}

pub fn kinds<'a>(wired: Wired<'_, 'a>) -> Fact<Kinds<'a>> {
    let Wired { ix, host, network } = wired;
    let mut kinds = Vec::new();
    if let Some(manager) = ix.read(host, HostSystem::virtual_nic_manager_info)? {
        for config in &manager.net_config {
            let devices = config.selected.iter().map(|key| device_of(&config.candidate, key));
            kinds.extend(devices.map(|device| (config.nic_type.as_str(), device)));
        }
    } else {
        let selected = selected_before_4_0(wired)?;
        kinds.extend(selected.iter().map(|nic| ("vmotion", nic.device.as_str())));
    }
    kinds.extend(network.console_vnic.iter().map(|nic| (CONSOLE_KIND, nic.device.as_str())));
    // Stacks of their own carry what they are named after, selected for it or not.
    for stack in [VMOTION_STACK, "vSphereProvisioning"] {
        let on = network.vnic.iter().filter(|nic| nic.net_stack.as_deref() == Some(stack));
        kinds.extend(on.map(|nic| (stack, nic.device.as_str())));
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok(Kinds(kinds))
}
