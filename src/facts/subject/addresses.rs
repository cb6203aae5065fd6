//! Where the hosts in scope are reached: what probes have to know, without all other facts.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::membership::membership;
use crate::facts::ground::names::Name;
use crate::facts::net::carriers::management;
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::wired;
use crate::facts::subject::chosen::Chosen;
use crate::inventory::{HostSystem, Id, Inventory};

/// A host and where it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostAddress {
    /// Managed-object id.
    pub id: Id,
    /// Name under which it was added to vCenter.
    pub name: Name,
    /// The first address of the first management adapter that can be used, if that is known.
    pub address: Option<Name>,
}

/// The hosts of the clusters in scope.
pub fn host_addresses(inventory: &Inventory, chosen: &Chosen) -> Vec<HostAddress> {
    let ix = Index::new(inventory);
    let mut members = membership(&ix);
    chosen.narrow(&ix, &mut members);
    let hosts = members.clusters.iter().flat_map(|members| &members.hosts);
    hosts
        .filter_map(|&at| inventory.hosts.get(at))
        .map(|host| HostAddress {
            id: host.id.clone(),
            name: host.display_name(),
            address: address(&ix, host),
        })
        .collect()
}

fn address(ix: &Index<'_>, host: &HostSystem) -> Option<Name> {
    let nics = wired(ix, host).and_then(management).ok()?;
    let usable = nics.items.iter().map(|nic| Addresses::of(&nic.ip)).find(Addresses::usable)?;
    usable.bare().next()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::facts::build;

    #[test]
    fn hosts_are_named_with_the_address_that_their_facts_have() {
        let inventory: Inventory = serde_json::from_str(crate::rules::base_inventory().unwrap()).unwrap();
        let facts = build(&inventory);
        let found = host_addresses(&inventory, &Chosen::default());
        assert_eq!(found.len(), facts.hosts.len());
        for (found, (host, who)) in found.iter().zip(facts.hosts.iter().zip(&facts.identity.hosts)) {
            assert_eq!((&found.id, &found.name), (&Id::from(who.id.as_str()), &who.name));
            let interface =
                host.management.as_ref().unwrap().items.iter().find(|one| one.usable == Ok(true)).unwrap();
            let shown = interface.addresses.items[0].split('/').next().unwrap().to_owned();
            assert_eq!(found.address.as_deref(), Some(shown.as_str()));
        }
    }
}
