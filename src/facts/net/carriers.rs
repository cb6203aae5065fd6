//! Which adapters of a host carry what: management, vMotion, vSAN.

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::net::uplinks::Wired;
use crate::inventory::{HostNetwork, HostSystem, NetConfig, VirtualNic};
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
        if network.console_vnic.is_empty() {
            return Err(host.unknown(ReasonKind::Untold, HostSystem::network.path, Detail::NoAdapters));
        }
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
    let Some(configs) = net_configs(wired)? else { return Ok(None) };
    by_device(wired, devices_for(configs, kind)).map(Some)
}

/// What each kind of traffic has selected; `None` when the host has no such list at all. Each host knows some
/// kinds: a list without any was not told.
fn net_configs<'a>(wired: Wired<'_, 'a>) -> Fact<Option<&'a [NetConfig]>> {
    let Wired { ix, host, .. } = wired;
    match ix.read(host, HostSystem::virtual_nic_manager_info)? {
        None => Ok(None),
        Some(manager) if manager.net_config.is_empty() => {
            Err(host.unknown(ReasonKind::Untold, MANAGER, Detail::NoTrafficKinds))
        }
        Some(manager) => Ok(Some(&manager.net_config)),
    }
}

/// Devices selected for a kind of traffic.
fn devices_for<'a>(configs: &'a [NetConfig], kind: &str) -> impl Iterator<Item = &'a str> {
    let configs = configs.iter().filter(move |config| config.nic_type == kind);
    configs.flat_map(|config| config.selected.iter().map(|key| device_of(&config.candidate, key)))
}

/// The one adapter selected for vMotion as hosts before 4.0 tell it.
fn selected_before_4_0<'a>(wired: Wired<'_, 'a>) -> Fact<Vec<&'a VirtualNic>> {
    by_device(wired, device_before_4_0(wired)?.into_iter())
}

fn device_before_4_0<'a>(wired: Wired<'_, 'a>) -> Fact<Option<&'a str>> {
    let Wired { ix, host, .. } = wired;
    let vmotion = ix.read(host, HostSystem::vmotion)?;
    Ok(vmotion.and_then(|info| Some(device_of(&info.candidate, info.selected.as_ref()?))))
}

/// Whether the host can use vMotion by its adapters and by vCenter's own flag. Two that contradict each other
/// decide nothing: the flag is set with the first adapter that is selected, and cleared with the last.
pub fn vmotion_on(wired: Wired<'_, '_>) -> Fact<bool> {
    let Wired { ix, host, .. } = wired;
    let flag = ix.read(host, HostSystem::vmotion_enabled)? == Some(&true);
    let selects = match net_configs(wired)? {
        Some(configs) => devices_for(configs, "vmotion").next().is_some(),
        None => device_before_4_0(wired)?.is_some(),
    };
    let carriers = vmotion(wired);
    if let Some(why) = carriers.missing {
        return Err(why);
    }
    let on = !carriers.items.is_empty();
    let at_odds = |what| Err(host.unknown(ReasonKind::Contradicts, HostSystem::vmotion_enabled.path, what));
    match (flag, selects, on) {
        (true, false, false) => at_odds(Detail::VmotionOnWithout),
        (false, true, true) => at_odds(Detail::VmotionOffBeside),
        _ => Ok(on),
    }
}

/// Device of a selected key. The keys of this list are not those of the adapters: the candidate of
/// that key tells the device; without candidates the device is the end of the key.
fn device_of<'k>(candidates: &'k [(Name, Name)], key: &'k str) -> &'k str {
    match candidates.iter().find(|(candidate, _)| candidate == key) {
        Some((_, device)) => device,
        None => key.rsplit_once("VirtualNic-").map_or(key, |(_, device)| device),
    }
}

/// The adapters of these devices. A selection can name an adapter that is gone; it carries nothing. Where no
/// adapter at all is listed, and one is named or there is no service console either, the list was not told.
fn by_device<'d, 'a>(
    wired: Wired<'_, 'a>,
    devices: impl Iterator<Item = &'d str>,
) -> Fact<Vec<&'a VirtualNic>> {
    let HostNetwork { vnic: nics, console_vnic: consoles, .. } = wired.network;
    let mut devices = devices.peekable();
    if nics.is_empty() && (devices.peek().is_some() || consoles.is_empty()) {
        return Err(wired.host.unknown(ReasonKind::Untold, HostSystem::network.path, Detail::NoAdapters));
    }
    let mut found: Vec<&VirtualNic> = Vec::new();
    for device in devices {
        if let Some(nic) = nics.iter().find(|nic| nic.device == device || nic.key == device)
            && !found.iter().any(|other| other.device == nic.device)
        {
            found.push(nic);
        }
    }
    Ok(found)
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
    let network = wired.network;
    let mut kinds = Vec::new();
    if let Some(configs) = net_configs(wired)? {
        for config in configs {
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
