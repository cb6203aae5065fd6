//! The vMotion adapters of a host that have an address.

use std::rc::Rc;

use crate::facts::ground::index::Index;
use crate::facts::net::attached::{group_of, switch_of};
use crate::facts::net::carriers::{Carriers, vmotion};
use crate::facts::net::interfaces::unsettled;
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, Unknown};

/// The vMotion adapters of a host that have an address, and why there may be more.
#[derive(Clone)]
pub struct End<'i, 'a> {
    /// The host.
    pub wired: Wired<'i, 'a>,
    /// Adapters with their addresses.
    pub nics: Vec<(&'a VirtualNic, Rc<Addresses>)>,
    /// For each of these, the frames it sends, where that is told.
    pub frames: Vec<Fact<Option<Frames>>>,
    /// Why there may be more.
    pub missing: Option<Unknown>,
}

/// How long the frames of an adapter may be.
#[derive(Clone, Copy, Debug)]
pub struct Frames {
    /// By the adapter.
    pub mtu: i64,
    /// By its switch.
    pub switch: i64,
}

impl Frames {
    /// Of an adapter; `None` where one of both is not told.
    fn of(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<Option<Self>> {
        let switch = group_of(wired, nic)?.map(|group| switch_of(wired, &group)).transpose()?.flatten();
        Ok(nic.mtu.zip(switch.and_then(|switch| switch.mtu)).map(|(mtu, switch)| Self { mtu, switch }))
    }

    /// Whether what two adapters send each other is lost on a switch: the shorter MTU is what they agree on.
    pub fn lost(self, other: Self) -> bool {
        self.mtu.min(other.mtu) > self.switch.min(other.switch)
    }
}

impl End<'_, '_> {
    /// Whether it is known that no adapter has an address.
    pub fn without(&self) -> bool {
        self.nics.is_empty() && self.missing.is_none()
    }
}

/// The vMotion adapters of a host.
pub fn end<'i, 'a>(ix: &'i Index<'a>, host: &'a HostSystem) -> Fact<End<'i, 'a>> {
    let wired = wired(ix, host)?;
    let Carriers { items, missing } = vmotion(wired);
    let nics: Vec<_> = items.into_iter().map(|nic| (nic, Rc::new(Addresses::of(&nic.ip)))).collect();
    let unsettled = nics.iter().filter_map(|(nic, addresses)| {
        addresses.settled(|what| unsettled(host, nic, &what)).err().filter(|_| addresses.is_empty())
    });
    let missing = Unknown::all(&missing.into_iter().chain(unsettled).collect::<Vec<_>>());
    let nics: Vec<_> = nics.into_iter().filter(|(_, addresses)| !addresses.is_empty()).collect();
    let frames = nics.iter().map(|(nic, _)| Frames::of(wired, nic)).collect();
    Ok(End { wired, nics, frames, missing })
}
