//! The vMotion adapters of a host that have an address.

use std::rc::Rc;

use crate::facts::ground::index::Index;
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
    /// Why there may be more.
    pub missing: Option<Unknown>,
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
    Ok(End {
        wired,
        nics: nics.into_iter().filter(|(_, addresses)| !addresses.is_empty()).collect(),
        missing,
    })
}
