//! Network adapters of VMs, and what tells the networks behind them apart.

use crate::inventory::{Backing, Device};

/// What tells networks of one cluster apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key<'a> {
    /// Label, as the adapter has it.
    Standard(&'a str),
    /// UUID of the switch and key of the port group; the key is empty for a port of its own.
    Distributed(&'a str, &'a str),
    /// Id and type.
    Opaque(&'a str, &'a str),
}

pub fn is_nic(device: &Device) -> bool {
    const CLASSES: [&str; 4] =
        ["VirtualE1000", "VirtualPCNet32", "VirtualVmxnet", "VirtualSriovEthernetCard"];
    CLASSES.iter().any(|class| device.kind.starts_with(class))
        || device.backing.as_ref().is_some_and(|backing| backing.kind.starts_with("VirtualEthernetCard"))
}

/// Whether an adapter has the backing that vMotion never supported.
pub fn is_legacy(device: &Device) -> bool {
    let kind = device.backing.as_ref().map(|backing| backing.kind.as_str());
    kind == Some("VirtualEthernetCardLegacyNetworkBackingInfo")
}

pub fn key(backing: &Backing) -> Option<Key<'_>> {
    match backing.kind.as_str() {
        "VirtualEthernetCardNetworkBackingInfo" => {
            Some(Key::Standard(backing.device_name.as_deref().filter(|label| !label.is_empty())?))
        }
        "VirtualEthernetCardDistributedVirtualPortBackingInfo" => {
            let port = backing.port.as_deref()?;
            let key = port.portgroup_key.as_deref().unwrap_or_default();
            Some(Key::Distributed(&port.switch_uuid, key))
        }
        "VirtualEthernetCardOpaqueNetworkBackingInfo" => Some(Key::Opaque(
            backing.opaque_network_id.as_deref()?,
            backing.opaque_network_type.as_deref().unwrap_or_default(),
        )),
        _ => None,
    }
}
