//! The objects that are seen: by kind and role, and those that are named and not seen.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::model::{ByRole, Sees, Unseen};
use super::needs::Needs;
use crate::inventory::{
    ClusterComputeResource, ComputeResource, Datacenter, Datastore, DistributedVirtualPortgroup,
    DistributedVirtualSwitch, Folder, HostSystem, Network, OBJECT_TYPES, Object as _, OpaqueNetwork,
    ResourcePool, StoragePod, VirtualMachine,
};
use crate::report::Object;
use crate::sources::vcenter::{Entity, Examined};
use crate::terms::ObjectKind;

/// Objects named as examples.
const EXAMPLES: usize = 3;

/// The type of our table that a type of the server is read as.
pub(super) fn known_type(kind: &str) -> Option<&'static str> {
    OBJECT_TYPES.iter().find(|one| one.name == kind || one.also.contains(&kind)).map(|one| one.name)
}

/// What objects of a type are called.
pub(super) fn kind_of(ty: &str) -> Option<ObjectKind> {
    Some(match known_type(ty)? {
        Datacenter::TYPE => ObjectKind::Datacenter,
        Folder::TYPE => ObjectKind::Folder,
        ClusterComputeResource::TYPE => ObjectKind::Cluster,
        ComputeResource::TYPE => ObjectKind::ComputeResource,
        ResourcePool::TYPE => ObjectKind::ResourcePool,
        HostSystem::TYPE => ObjectKind::Host,
        VirtualMachine::TYPE => ObjectKind::Vm,
        Datastore::TYPE => ObjectKind::Datastore,
        StoragePod::TYPE => ObjectKind::DatastoreCluster,
        Network::TYPE | DistributedVirtualPortgroup::TYPE | OpaqueNetwork::TYPE => ObjectKind::Network,
        DistributedVirtualSwitch::TYPE => ObjectKind::DistributedSwitch,
        _ => return None,
    })
}

/// An object as it is named.
pub(super) fn object(entity: &Entity) -> Option<Object> {
    Some(Object {
        kind: kind_of(&entity.of.kind)?,
        id: entity.of.id.to_string(),
        name: if entity.name.is_empty() { entity.of.id.to_string() } else { entity.name.clone() },
        path: String::new(),
    })
}

/// Some of these, by name.
pub(super) fn examples<'e>(entities: impl Iterator<Item = &'e Entity>) -> Vec<Object> {
    let mut all: Vec<Object> = entities.filter_map(object).collect();
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    all.truncate(EXAMPLES);
    all
}

/// What is seen, by kind and by effective role.
pub(super) fn sees(examined: &Examined) -> Vec<Sees> {
    let name = |id: &i64| {
        let role = examined.roles.known().into_iter().flatten().find(|role| role.id == *id);
        role.map_or_else(|| id.to_string(), |role| role.name.clone())
    };
    let mut kinds: BTreeMap<ObjectKind, BTreeMap<Option<String>, usize>> = BTreeMap::new();
    // The root folder is in no inventory path, and told by itself.
    for entity in examined.entities.iter().filter(|entity| entity.of != examined.root) {
        let Some(kind) = kind_of(&entity.of.kind) else { continue };
        let role = entity.roles.as_ref().filter(|ids| !ids.is_empty());
        let role = role.map(|ids| ids.iter().map(name).collect::<Vec<_>>().join(" + "));
        *kinds.entry(kind).or_default().entry(role).or_default() += 1;
    }
    let told = kinds.into_iter().map(|(kind, roles)| Sees {
        kind,
        objects: roles.values().sum(),
        roles: roles.into_iter().map(|(role, objects)| ByRole { role, objects }).collect(),
    });
    told.collect()
}

/// Objects that others name and that are not seen.
pub(super) fn unseen(examined: &Examined, needs: &Needs) -> Vec<Unseen> {
    let there: HashSet<&str> = examined.entities.iter().map(|entity| entity.of.id.as_str()).collect();
    let mut missing: BTreeMap<&'static str, (BTreeSet<&str>, Vec<&Entity>)> = BTreeMap::new();
    for entity in &examined.entities {
        for member in entity.members.iter().filter(|member| !there.contains(member.id.as_str())) {
            let Some(ty) = known_type(&member.kind).filter(|ty| needs.include(ty)) else { continue };
            let (ids, named_by) = missing.entry(ty).or_default();
            ids.insert(&member.id);
            if named_by.last().is_none_or(|last| last.of != entity.of) {
                named_by.push(entity);
            }
        }
    }
    let told = missing.into_iter().filter_map(|(ty, (ids, named_by))| {
        Some(Unseen {
            kind: kind_of(ty)?,
            objects: ids.len(),
            named_by: examples(named_by.into_iter()),
            rules: needs.rules_of(ty).into_iter().collect(),
        })
    });
    told.collect()
}
