//! What the API says of the data that facts are derived from: since when, and for whom.

use crate::inventory::{
    ApiVersion, CALLS, ClusterComputeResource, ComputeResource, HostSystem, Object, ObjectType,
    VirtualMachine,
};

/// Names, references and alarms are there for everybody who may see the object.
const VIEW: &str = "System.View";
/// Everything else takes the right to read it.
const READ: &str = "System.Read";
/// What DRS recommends takes the right to do it.
const MAINTENANCE: &str = "Host.Config.Maintenance";

/// Calls that stand in the tables of properties, because each object has its own answer.
const OF_OBJECTS: [(&str, &str); 5] = [
    (ClusterComputeResource::config_options.path, VIEW),
    (VirtualMachine::checks.path, VIEW),
    (ClusterComputeResource::das_runtime.path, READ),
    (ClusterComputeResource::events.path, VIEW),
    (HostSystem::drs_evacuation.path, MAINTENANCE),
];

/// A property, as a fact's `reads` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// First API version that has it.
    pub since: ApiVersion,
    /// Privilege that it takes on its object. Read-only has all of them but that of what DRS is asked.
    pub privilege: &'static str,
    /// The method that answers; empty for a property.
    pub method: &'static str,
}

/// What is known of a datum named `Type:path` or `call:name`; `None` for unknown names, and for the
/// probes, which ask no vCenter.
pub fn offered(read: &str) -> Option<Offered> {
    if let Some(call) = CALLS.iter().find(|call| call.read == read && !call.method.is_empty()) {
        return Some(Offered { since: call.since, privilege: call.privilege, method: call.method });
    }
    let (ty, path) = read.split_once(':')?;
    let property = ObjectType::named(ty)?.properties.iter().find(|property| property.path == path)?;
    Some(Offered { since: property.since, privilege: privilege(ty, path), method: "" })
}

fn privilege(ty: &str, path: &str) -> &'static str {
    let members = ty == ClusterComputeResource::TYPE || ty == ComputeResource::TYPE;
    if let Some((_, privilege)) = OF_OBJECTS.iter().find(|(call, _)| *call == path) {
        return privilege;
    }
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
            ["", "call:probe", "call:nothing", "HostSystem:nothing", "Nothing:name"]
                .into_iter()
                .all(|read| offered(read).is_none())
        );
    }

    #[test]
    fn calls_have_a_method_too() {
        let licences = offered("call:licences").unwrap();
        assert_eq!((licences.method, licences.privilege), ("QueryAssignedLicenses", VIEW));
        let checks = offered("VirtualMachine:QueryVMotionCompatibilityEx_Task()").unwrap();
        assert_eq!((checks.since, checks.privilege), (ApiVersion::of(&[4, 0]), VIEW));
        assert_eq!(offered("Task:info.state").unwrap().privilege, READ);
        assert_eq!(offered(HostSystem::drs_evacuation.read).unwrap().privilege, MAINTENANCE);
    }

    /// A fact cannot read what this page does not know, probes excepted.
    #[test]
    fn everything_that_facts_read_is_known() {
        let roots = crate::facts::roots();
        let docs = crate::rules::schema(&roots);
        let reads = docs.iter().flat_map(|record| &record.fields).flat_map(|field| &field.reads);
        let unknown: Vec<_> =
            reads.filter(|read| offered(read).is_none() && **read != "call:probe").collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn what_every_fact_rests_on_is_offered() {
        for read in crate::facts::reads_base() {
            assert!(offered(read).is_some(), "{read}");
        }
    }
}
