//! Features of CPUs and platforms: hundreds for each host and VM, and few lists that differ.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Inventory, Prop};

/// `HostFeatureCapability`, or a VM's `VirtualMachineFeatureRequirement`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Feature {
    /// Feature name, e.g. `cpuid.SSE42`.
    pub key: CompactString,
    /// A number for a capability; `Bool:Min:1`, `Num:Min:n` for a requirement.
    pub value: CompactString,
}

/// A list of features. Cheap to clone: it is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Features(Arc<[Feature]>);

impl From<Vec<Feature>> for Features {
    fn from(list: Vec<Feature>) -> Self {
        Self(list.into())
    }
}

impl Deref for Features {
    type Target = [Feature];

    fn deref(&self) -> &[Feature] {
        &self.0
    }
}

impl Inventory {
    /// Keeps equal lists of features once: in the largest inventories they are a third of what it takes. A reader
    /// calls this.
    pub fn share_features(&mut self) {
        let mut known: HashSet<Features> = HashSet::new();
        // The last of each length: mostly the next is like it, and to compare is quicker than to look up.
        let mut last: HashMap<usize, Features> = HashMap::new();
        let of_hosts = self
            .hosts
            .iter_mut()
            .flat_map(|host| [&mut host.feature_capability, &mut host.masked_feature_capability]);
        let of_vms = self.vms.iter_mut().map(|vm| &mut vm.feature_requirement);
        for list in of_hosts.chain(of_vms) {
            let Prop::Known(own) = list else { continue };
            let same = last.get(&own.len()).filter(|last| *last == own).or_else(|| known.get(own));
            match same.cloned() {
                Some(same) => *own = same,
                None => _ = known.insert(own.clone()),
            }
            last.insert(own.len(), own.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::VirtualMachine;

    #[test]
    fn equal_lists_are_kept_once_and_stay_what_they_were() {
        let list = |values: &[&str]| -> Vec<Feature> {
            values.iter().map(|value| Feature { key: "cpuid.AES".into(), value: (*value).into() }).collect()
        };
        let lists = [&["1"][..], &["2"], &["1"], &["1", "2"], &["2"], &[]];
        let vm = |values: &&[&str]| VirtualMachine {
            feature_requirement: Prop::Known(list(values).into()),
            ..VirtualMachine::default()
        };
        let mut inventory = Inventory { vms: lists.iter().map(vm).collect(), ..Inventory::default() };
        let before = inventory.clone();
        inventory.share_features();
        assert_eq!(inventory, before);
        let kept: HashSet<*const Feature> =
            inventory.vms.iter().filter_map(|vm| Some(vm.feature_requirement.known()?.as_ptr())).collect();
        assert_eq!(kept.len(), 4);
    }
}
