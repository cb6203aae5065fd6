//! Interfaces of a host by what they carry: management, vMotion, vSAN.

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::some;
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::records::InterfaceFacts;
use crate::facts::net::sharing::sharing;
use crate::facts::net::subnets::{Addresses, Located};
use crate::facts::net::uplinks::{Team, Wired};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, List, Unknown};
use crate::terms::ReasonKind;

const NETWORK: &str = HostSystem::network.path;
const MANAGER: &str = HostSystem::virtual_nic_manager_info.path;
const DEFAULT_STACK: &str = "defaultTcpipStack";
/// What service-console adapters carry; nobody selects them for it.
const CONSOLE_KIND: &str = "service console";
const VMOTION_STACK: &str = "vmotion";

/// Adapters that carry a kind of traffic, and why there may be more.
pub type Carriers<'a> = List<&'a VirtualNic>;

/// A host's networking, unless the host is not connected or it cannot be read.
pub fn wired<'i, 'a>(ix: &'i Index<'a>, host: &'a HostSystem) -> Fact<Wired<'i, 'a>> {
    crate::facts::ground::scope::reachable(ix, host)?;
    Ok(Wired { ix, host, network: ix.need(host, HostSystem::network)? })
}

/// Adapters that carry management traffic.
pub fn management<'a>(wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    let Wired { ix, host, network } = wired;
    if ix.read(host, HostSystem::uses_service_console_nic)? == Some(&true) {
        return Ok(List::complete(network.console_vnic.iter().collect()));
    }
    let Some(chosen) = selected(wired, "management")? else {
        let what = "the host does not tell which adapters carry management";
        return Err(host.unknown(ReasonKind::NotOffered, MANAGER, what));
    };
    Ok(List::complete(chosen))
}

/// Adapters that carry vSAN traffic.
pub fn vsan<'a>(wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    Ok(List::complete(selected(wired, "vsan")?.unwrap_or_default()))
}

/// Adapters that carry vMotion: those selected for it and those on its own stack.
pub fn vmotion<'a>(wired: Wired<'_, 'a>) -> Carriers<'a> {
    let (default, stacked) = vmotion_by_stack(wired);
    let mut all = default;
    for nic in stacked {
        if !all.items.iter().any(|other| other.device == nic.device) {
            all.items.push(nic);
        }
    }
    all.items.sort_by(|a, b| a.device.cmp(&b.device));
    all
}

/// Adapters on the default stack and on the vMotion stack at once.
pub fn mixed_stacks(wired: Wired<'_, '_>) -> Fact<bool> {
    let (default, stacked) = vmotion_by_stack(wired);
    if stacked.is_empty() {
        return Ok(false);
    }
    if !default.items.is_empty() {
        return Ok(true);
    }
    default.missing.map_or(Ok(false), Err)
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

fn kinds<'a>(wired: Wired<'_, 'a>) -> Fact<Kinds<'a>> {
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

/// What the facts of an adapter need to know of the others of its host.
pub struct Around<'a> {
    kinds: Fact<Kinds<'a>>,
    management: Fact<Carriers<'a>>,
}

impl<'a> Around<'a> {
    pub fn new(wired: Wired<'_, 'a>) -> Self {
        Self { kinds: kinds(wired), management: management(wired) }
    }

    /// Whether another adapter that carries management has an address in a subnet of this one.
    fn in_management_subnet(&self, host: &HostSystem, nic: &VirtualNic) -> Fact<bool> {
        let management = self.management.as_ref().map_err(Clone::clone)?;
        let own = Addresses::of(&nic.ip);
        let others = management.items.iter().filter(|other| other.device != nic.device);
        let shares = others.map(|other| own.meets(&Addresses::of(&other.ip), || mask(host, nic)));
        some(shares.chain(management.missing.iter().map(|why| Err(why.clone()))))
    }
}

/// The facts of adapters that carry traffic of `kind`.
pub fn facts(
    wired: Wired<'_, '_>,
    around: &Around<'_>,
    kind: &str,
    carriers: &Carriers<'_>,
) -> List<InterfaceFacts> {
    let console = |nic: &VirtualNic| wired.network.console_vnic.iter().any(|own| own.device == nic.device);
    let kind = |nic| if console(nic) { CONSOLE_KIND } else { kind };
    let items = carriers.items.iter().map(|nic| interface(wired, around, kind(nic), nic)).collect();
    List { items, missing: carriers.missing.clone() }
}

fn interface(wired: Wired<'_, '_>, around: &Around<'_>, kind: &str, nic: &VirtualNic) -> InterfaceFacts {
    let addresses = Addresses::of(&nic.ip);
    let (portgroup, team) = attachment(wired, nic);
    let (mut uplinks, teaming_visible) = match team {
        Ok(team) => (Ok(team.uplinks), team.visible),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    let none = match &uplinks {
        Ok(_) => List::default(),
        Err(why) => List { items: Vec::new(), missing: Some(why.clone()) },
    };
    let sharing = sharing(wired, nic, kind, &around.kinds, uplinks.as_ref().unwrap_or(&none));
    if let Ok(uplinks) = &mut uplinks {
        for (uplink, sole) in uplinks.items.iter_mut().zip(sharing.sole_user) {
            uplink.sole_user = sole;
        }
    }
    InterfaceFacts {
        device: nic.device.clone(),
        usable: addresses.usable(),
        dhcp: nic.ip.dhcp,
        v6: !addresses.v6.is_empty(),
        addresses: List::complete(addresses.shown(&nic.ip)),
        portgroup,
        stack: nic.net_stack.clone().unwrap_or_else(|| DEFAULT_STACK.into()),
        uplinks,
        teaming_visible,
        in_management_subnet: around.in_management_subnet(wired.host, nic),
        vlan_apart: sharing.vlan_apart,
        shares_controlled: sharing.controlled,
        shares_with: sharing.with,
    }
}

/// Name of the port group an adapter is on, and the uplinks behind it.
fn attachment(wired: Wired<'_, '_>, nic: &VirtualNic) -> (Name, Fact<Team>) {
    let Wired { ix, host, network } = wired;
    let gone = |what: String| Err(host.unknown(ReasonKind::Failed, NETWORK, what));
    if let Some(port) = &nic.distributed_port {
        let key = port.portgroup_key.as_ref().unwrap_or(&port.switch_uuid);
        let name = ix.portgroup(key).map_or_else(|_| key.clone(), Named::display_name);
        return (name, wired.distributed(port));
    }
    if let Some(id) = &nic.opaque_network {
        return match network.opaque_network.iter().find(|opaque| opaque.id == *id) {
            Some(opaque) => (unescape(&opaque.name), Ok(wired.opaque(opaque))),
            None => (id.clone(), gone(format!("opaque network {id} is not among the host's"))),
        };
    }
    if nic.portgroup.is_empty() {
        return (Name::default(), Ok(Team::none()));
    }
    let uplinks = match wired.portgroup(&nic.portgroup) {
        Some(portgroup) => wired.standard(portgroup),
        None => gone(format!("port group '{}' is not among the host's", nic.portgroup)),
    };
    (nic.portgroup.clone(), uplinks)
}

/// Unknown because of the mask of an adapter.
pub fn mask(host: &HostSystem, nic: &VirtualNic) -> Unknown {
    let what = format!("{} has the mask '{}'", nic.device, nic.ip.mask);
    host.unknown(ReasonKind::Failed, NETWORK, what)
}

/// Where adapters are: their subnets.
pub fn located(host: &HostSystem, carriers: &Carriers<'_>) -> Vec<Located> {
    let locate = |nic: &&VirtualNic| {
        let addresses = Addresses::of(&nic.ip);
        let v4 = addresses.v4_subnet(|| mask(host, nic));
        Located { device: nic.device.clone(), v4, v6: addresses.v6_subnets() }
    };
    carriers.items.iter().map(locate).collect()
}

/// Number of distinct uplinks with a link behind interfaces, unused ones left out. Where the
/// failover order is hidden, at least one of those with a link is in use.
pub fn paths(interfaces: &List<InterfaceFacts>) -> Fact<i64> {
    let mut certain: Vec<&str> = Vec::new();
    let mut open: Vec<(&str, &Unknown)> = Vec::new();
    let mut why: Vec<&Unknown> = interfaces.missing.iter().collect();
    let mut some = false;
    for interface in &interfaces.items {
        match &interface.uplinks {
            Ok(uplinks) => {
                why.extend(&uplinks.missing);
                let linked = uplinks.items.iter().any(|uplink| uplink.link_up);
                some |= linked && interface.teaming_visible == Ok(false);
                for uplink in uplinks.items.iter().filter(|uplink| uplink.link_up) {
                    match &uplink.role {
                        Ok(UplinkRole::Unused) => {}
                        Ok(_) => certain.push(&uplink.device),
                        Err(reason) => open.push((&uplink.device, reason)),
                    }
                }
            }
            Err(reason) => why.push(reason),
        }
    }
    certain.sort_unstable();
    certain.dedup();
    open.retain(|(device, _)| !certain.contains(device));
    open.sort_unstable_by_key(|(device, _)| *device);
    let mut possible: Vec<&str> = open.iter().map(|(device, _)| *device).collect();
    possible.dedup();
    let least = certain.len().max(usize::from(some));
    if least < certain.len() + possible.len() {
        why.extend(open.iter().map(|(_, reason)| *reason));
    }
    match Unknown::all(why) {
        Some(why) => Err(why),
        None => Ok(i64::try_from(least).unwrap_or(i64::MAX)),
    }
}
