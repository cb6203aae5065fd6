//! Features of CPUs and platforms: hundreds for each host and VM, and few lists that differ.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use compact_str::CompactString;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Features(Arc<[Feature]>);

impl Features {
    /// A list that was read; where it is equal to one of those that its thread has read last, it is that one.
    pub fn read(list: Vec<Feature>) -> Self {
        let read = beside_last(|last| {
            let same = last.iter().find(|known| ***known == *list).cloned();
            Ok::<_, std::convert::Infallible>(same.unwrap_or_else(|| list.into()))
        });
        match read {
            Ok(read) => read,
            Err(never) => match never {},
        }
    }

    fn first_ones(&self, number: usize) -> &[Feature] {
        self.0.get(..number).unwrap_or_default()
    }
}

/// Lists that a thread remembers while it reads a saved inventory: one host has two, and neighbours mostly the same.
const REMEMBERED: usize = 4;

thread_local! {
    /// The lists read last, the last one first.
    static LAST: RefCell<Vec<Features>> = const { RefCell::new(Vec::new()) };
}

impl<'de> Deserialize<'de> for Features {
    /// A list that is equal to one of those read last is that one: nothing is kept of it, not even for a moment.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        beside_last(|last| deserializer.deserialize_seq(Reading(last)))
    }
}

/// What is read beside the lists that were read last, of which it is the last one then.
fn beside_last<E>(read: impl FnOnce(&[Features]) -> Result<Features, E>) -> Result<Features, E> {
    // A thread that ends remembers nothing more.
    let mut last = LAST.try_with(RefCell::take).unwrap_or_default();
    let read = read(&last);
    if let Ok(read) = &read {
        match last.iter().position(|known| Arc::ptr_eq(&known.0, &read.0)) {
            Some(at) => last.get_mut(..=at).unwrap_or_default().rotate_right(1),
            None => {
                last.truncate(REMEMBERED - 1);
                last.insert(0, read.clone());
            }
        }
    }
    let _ = LAST.try_with(|kept| kept.replace(last));
    read
}

/// Reads a list beside those that it may be equal to.
struct Reading<'l>(&'l [Features]);

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Features;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Features, A::Error> {
        // How much of which known list has come so far.
        let (mut like, mut come) = (self.0.first(), 0);
        while let Some(known) = like {
            let Some(next) = list.next_element::<Feature>()? else { break };
            if known.get(come) != Some(&next) {
                let begins = |other: &&Features| {
                    other.get(come) == Some(&next) && other.first_ones(come) == known.first_ones(come)
                };
                like = self.0.iter().find(begins);
                if like.is_none() {
                    let mut own = Vec::with_capacity(known.len().max(come + 1));
                    own.extend_from_slice(known.first_ones(come));
                    own.push(next);
                    return rest(own, list);
                }
            }
            come += 1;
        }
        match like {
            None => rest(Vec::new(), list),
            Some(known) if known.len() == come => Ok(known.clone()),
            Some(known) => {
                let own = known.first_ones(come);
                let same = self.0.iter().find(|other| ***other == *own);
                Ok(same.cloned().unwrap_or_else(|| own.to_vec().into()))
            }
        }
    }
}

/// The list that begins with `own`.
fn rest<'de, A: SeqAccess<'de>>(mut own: Vec<Feature>, mut list: A) -> Result<Features, A::Error> {
    while let Some(next) = list.next_element()? {
        own.push(next);
    }
    Ok(own.into())
}

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
    #![allow(clippy::unwrap_used)]

    use proptest::collection::vec;
    use proptest::prelude::*;

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

    proptest! {
        /// Whatever was read before, a list is what its text says, and one that came just before is shared.
        #[test]
        fn lists_read_one_after_another_are_what_their_texts_say(lists in vec(vec(0..3u8, 0..4), 0..20)) {
            let feature = |n: &u8| Feature { key: format!("cpuid.{n}").into(), value: "1".into() };
            let lists: Vec<Vec<Feature>> = lists.iter().map(|list| list.iter().map(feature).collect()).collect();
            let mut before: Option<Features> = None;
            for list in lists {
                let text = serde_json::to_string(&list).unwrap();
                let read: Features = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(&*read, &*list);
                if let Some(before) = before.filter(|before| **before == *list) {
                    prop_assert!(Arc::ptr_eq(&before.0, &read.0));
                }
                before = Some(read);
            }
        }
    }

    #[test]
    fn what_is_no_list_of_features_is_refused_and_forgotten() {
        let read = |text: &str| serde_json::from_str::<Features>(text).map(|list| list.len()).ok();
        let good = r#"[{"key":"a","value":"1"},{"key":"b","value":"1"}]"#;
        assert_eq!(read(good), Some(2));
        for wrong in [
            r#"[{"key":"a","value":"1"},{"key":1}]"#,
            "{}",
            "1",
            r#"[{"key":"a","value":"1","x":1}]"#,
            "[null]",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
            assert_eq!(read(good), Some(2));
        }
    }
}
