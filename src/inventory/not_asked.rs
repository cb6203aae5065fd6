//! Properties nobody asked for, marked on every object.

use std::collections::BTreeMap;

use super::{HostSystem, Inventory, Object, Property, ReasonKind, ResourcePool, Unreadable, VirtualMachine};

impl Inventory {
    /// Makes the properties of [`not_asked`](Self::not_asked) unreadable on every object of their
    /// type, so that they cannot be taken for unset. A reader calls this once all objects are there.
    pub fn apply_not_asked(&mut self) {
        let not_asked = &self.not_asked;
        macro_rules! apply {
            ($($list:ident),*) => { $( mark(&mut self.$list, not_asked); )* };
        }
        super::every_list!(apply);
    }

    /// Notes what a file of an older format cannot have as not collected, or as not offered where the
    /// server had none. A reader calls this before [`apply_not_asked`](Self::apply_not_asked).
    pub fn note_older_format(&mut self) {
        let had = self.collection.api_version;
        let offers = |properties: &[Property], path: &str| {
            properties.iter().any(|property| property.path == path && property.since <= had)
        };
        for (of, properties, path) in SINCE_FORMAT_2.iter().filter(|_| self.format < 2) {
            let why =
                if offers(properties, path) { ReasonKind::NotCollected } else { ReasonKind::NotOffered };
            let paths = self.not_asked.entry((*of).to_owned()).or_default();
            paths.entry((*path).to_owned()).or_insert(why);
        }
    }

    /// Whether a reader asked for an advanced setting of vCenter: one that is absent is at its default then.
    /// Files of format 1 have those of [`SETTINGS_OF_FORMAT_1`] only.
    pub fn asked_for_setting(&self, name: &str) -> bool {
        self.format >= 2 || SETTINGS_OF_FORMAT_1.contains(&name)
    }
}

/// Advanced settings of vCenter that files of format 1 have.
const SETTINGS_OF_FORMAT_1: [&str; 1] = ["config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet"];

/// Properties that no file of format 1 has. Absent there, they are not unset.
const SINCE_FORMAT_2: [(&str, &[Property], &str); 7] = [
    (ResourcePool::TYPE, ResourcePool::PROPERTIES, ResourcePool::cpu_allocation.path),
    (ResourcePool::TYPE, ResourcePool::PROPERTIES, ResourcePool::memory_allocation.path),
    (HostSystem::TYPE, HostSystem::PROPERTIES, HostSystem::encrypted_vmotion_supported.path),
    (HostSystem::TYPE, HostSystem::PROPERTIES, HostSystem::remote_device_vmotion.path),
    (HostSystem::TYPE, HostSystem::PROPERTIES, HostSystem::pmem_supported.path),
    (VirtualMachine::TYPE, VirtualMachine::PROPERTIES, VirtualMachine::migrate_encryption.path),
    (VirtualMachine::TYPE, VirtualMachine::PROPERTIES, VirtualMachine::pmem_failover.path),
];

fn mark<T: Object>(objects: &mut [T], not_asked: &BTreeMap<String, BTreeMap<String, ReasonKind>>) {
    for (path, kind) in not_asked.get(T::TYPE).into_iter().flatten() {
        let why = Unreadable::new(*kind, "");
        for object in &mut *objects {
            object.set_unreadable(path, why.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Prop;
    use super::*;

    #[test]
    fn what_was_not_asked_is_not_unset() {
        let paths = BTreeMap::from([("config.network".to_owned(), ReasonKind::NotCollected)]);
        let mut inventory = Inventory {
            not_asked: BTreeMap::from([("HostSystem".to_owned(), paths)]),
            hosts: vec![HostSystem::new("host-1".into()), HostSystem::new("host-2".into())],
            ..Inventory::default()
        };
        inventory.apply_not_asked();
        for host in &inventory.hosts {
            assert_eq!(host.unreadable("config.network").map(|why| why.kind), Some(ReasonKind::NotCollected));
            assert_eq!(host.network_refs, Prop::Unset);
        }
    }
}
