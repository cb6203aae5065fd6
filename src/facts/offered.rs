//! What the API says of the data that facts are derived from: since when, and for whom.

use crate::inventory::{
    ApiVersion, ClusterComputeResource, ComputeResource, Datacenter, Datastore, DistributedVirtualPortgroup,
    DistributedVirtualSwitch, Folder, HostSystem, Network, Object, OpaqueNetwork, Property, ResourcePool,
    StoragePod, VirtualMachine,
};

/// Names, references and alarms are there for everybody who may see the object.
const VIEW: &str = "System.View";
/// Everything else takes the right to read it.
const READ: &str = "System.Read";

/// A property, as a fact's `reads` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// First API version that has it.
    pub since: ApiVersion,
    /// Privilege that it takes on its object; the Read-only role has both kinds.
    pub privilege: &'static str,
}

/// What is known of a datum named `Type:path`; `None` for calls (`call:name`) and unknown names.
pub fn offered(read: &str) -> Option<Offered> {
    let (ty, path) = read.split_once(':')?;
    let property = properties(ty)?.iter().find(|property| property.path == path)?;
    Some(Offered { since: property.since, privilege: privilege(ty, path) })
}

fn properties(ty: &str) -> Option<&'static [Property]> {
    macro_rules! table {
        ($($object:ident),* $(,)?) => {
            match ty {
                $( <$object as Object>::TYPE => Some(<$object as Object>::PROPERTIES), )*
                _ => None,
            }
        };
    }
    table!(
        Datacenter,
        Folder,
        ClusterComputeResource,
        ComputeResource,
        ResourcePool,
        HostSystem,
        VirtualMachine,
        Datastore,
        StoragePod,
        Network,
        DistributedVirtualPortgroup,
        OpaqueNetwork,
        DistributedVirtualSwitch,
    )
}

fn privilege(ty: &str, path: &str) -> &'static str {
    let members = ty == ClusterComputeResource::TYPE || ty == ComputeResource::TYPE;
    match path {
        "name" | "parent" | "datastore" | "network" | "triggeredAlarmState" => VIEW,
        "host" if members => VIEW,
        _ => READ,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn properties_have_a_version_and_a_privilege() {
        let name = offered("HostSystem:name").unwrap();
        assert_eq!((name.since, name.privilege), (ApiVersion::of(&[2, 0]), VIEW));
        let standby = offered("HostSystem:runtime.standbyMode").unwrap();
        assert_eq!((standby.since, standby.privilege), (ApiVersion::of(&[4, 1]), READ));
        assert_eq!(offered("ClusterComputeResource:host").unwrap().privilege, VIEW);
        assert_eq!(offered("Datastore:host").unwrap().privilege, READ);
        assert!(
            ["", "call:about", "HostSystem:nothing", "Nothing:name"]
                .into_iter()
                .all(|read| offered(read).is_none())
        );
    }

    #[test]
    fn what_every_fact_rests_on_is_offered() {
        for read in super::super::reads_base() {
            assert!(offered(read).is_some(), "{read}");
        }
    }
}
