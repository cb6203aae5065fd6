//! All of an inventory: what was read, where and when.

use serde::{Deserialize, Serialize};

use super::*;
use crate::terms::SourceKind;

/// Version of the saved form. A reader refuses newer ones; what an older one does not have was not
/// collected.
pub const FORMAT: u32 = 2;

macro_rules! inventory {
    ($( $(#[$meta:meta])* $list:ident: $object:ident $about:tt )*) => {
        /// Everything that was read from one vCenter.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Inventory {
            /// Version of this form: [`FORMAT`].
            pub format: u32,
            /// Where and when it was read.
            pub collection: Collection,
            /// The vCenter itself.
            pub vcenter: VCenter,
            /// Properties that were not asked for, by object type and path: on every object of the
            /// type they are [`Prop::Unreadable`] for this reason.
            #[serde(default)]
            pub not_asked: std::collections::BTreeMap<String, std::collections::BTreeMap<String, ReasonKind>>,
            /// Whole object types that could not be listed, with the reason.
            #[serde(default)]
            pub unlisted: std::collections::BTreeMap<String, std::sync::Arc<Unreadable>>,
            $( $(#[$meta])* pub $list: Vec<$object>, )*
        }
    };
}
object_types!(inventory);

impl Inventory {
    /// Moves the objects of another part of the same inventory behind these.
    pub fn append(&mut self, mut part: Self) {
        macro_rules! each {
            ($($list:ident),*) => { $( self.$list.append(&mut part.$list); )* };
        }
        every_list!(each);
    }

    /// As [`Inventory::append`], of further parts in their order.
    pub fn append_all(&mut self, parts: Vec<Self>) {
        // Room for all at once: lists that grow take it twice.
        macro_rules! reserve {
            ($($list:ident),*) => {
                $( self.$list.reserve_exact(parts.iter().map(|part| part.$list.len()).sum()); )*
            };
        }
        every_list!(reserve);
        parts.into_iter().for_each(|part| self.append(part));
    }

    /// Gives back the room that lists of VMs have to spare: beside the largest of them what a list grows by is much of
    /// what an inventory takes. A reader calls this.
    pub fn tighten(&mut self) {
        fn tight<T>(list: &mut Prop<Vec<T>>) {
            if let Prop::Known(list) = list {
                list.shrink_to_fit();
            }
        }
        for vm in &mut self.vms {
            if let Prop::Known(hardware) = &mut vm.hardware {
                hardware.device.shrink_to_fit();
            }
            if let Prop::Known(nics) = &mut vm.guest_net {
                nics.iter_mut().for_each(|nic| nic.ip_address.shrink_to_fit());
            }
            tight(&mut vm.guest_net);
            tight(&mut vm.layout_ex);
            tight(&mut vm.datastore);
            tight(&mut vm.network);
            tight(&mut vm.disabled_method);
        }
    }

    /// Orders all objects by id; of one that came twice, as it may that moved while it was read, the first stays.
    pub fn sort(&mut self) {
        macro_rules! each {
            ($($list:ident),*) => {$(
                self.$list.sort_by(|a, b| a.id.cmp(&b.id));
                self.$list.dedup_by(|later, first| later.id == first.id);
            )*};
        }
        every_list!(each);
    }

    /// The number of objects of all types.
    pub fn objects(&self) -> usize {
        let mut sum = 0;
        macro_rules! each {
            ($($list:ident),*) => { $( sum += self.$list.len(); )* };
        }
        every_list!(each);
        sum
    }
}

/// Where and when an inventory was read, and what that took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Host name or address of the server, without credentials.
    pub server: String,
    /// The API version that was negotiated.
    pub api_version: ApiVersion,
    /// Machine that read it.
    #[serde(default)]
    pub machine: String,
    /// Start of the reading by the server's clock, RFC 3339.
    #[serde(default)]
    pub at: String,
    /// The same by the clock of the machine that read it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub machine_at: String,
    /// What it was read from.
    #[serde(default, skip_serializing_if = "SourceKind::is_whole")]
    pub kind: SourceKind,
    /// It was read with `--tls-legacy`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tls_legacy: bool,
    /// The program that exported it, where that was another one: `RVTools 4.7.1`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exported_by: String,
    /// Milliseconds it took.
    #[serde(default)]
    pub took_ms: u64,
    /// Requests sent.
    #[serde(default)]
    pub requests: u64,
    /// Bytes received, unpacked.
    #[serde(default)]
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const BASE: &str = include_str!("../../rules/base.json");

    /// The inventory that the cases of the rules start from can be read, and its references lead
    /// somewhere.
    #[test]
    fn the_base_inventory_is_whole() {
        let base: Inventory = serde_json::from_str(BASE).unwrap();
        assert_eq!(base.format, FORMAT);
        assert_eq!((base.hosts.len(), base.vms.len(), base.datastores.len()), (3, 5, 5));

        let hosts: Vec<&Id> = base.hosts.iter().map(|host| &host.id).collect();
        let members = base.clusters[0].host.known().unwrap();
        assert_eq!(hosts, members.iter().collect::<Vec<_>>());
        for vm in &base.vms {
            let home = vm.host.known().unwrap();
            let host = base.hosts.iter().find(|host| host.id == *home).unwrap();
            assert!(host.vm.known().unwrap().contains(&vm.id), "{} is not listed by its host", vm.id);
            for store in vm.datastore.known().unwrap() {
                assert!(host.datastore.known().unwrap().contains(store), "{} uses {store}", vm.id);
            }
        }
        for store in &base.datastores {
            for mount in store.host.known().unwrap() {
                let host = base.hosts.iter().find(|host| host.id == mount.key).unwrap();
                assert!(host.datastore.known().unwrap().contains(&store.id), "{} on {}", store.id, host.id);
            }
        }
    }

    /// What is written is what was read: the saved form loses nothing.
    #[test]
    fn the_saved_form_comes_back_unchanged() {
        let mut base: Inventory = serde_json::from_str(BASE).unwrap();
        let why = Unreadable::new(ReasonKind::Denied, "NoPermission: System.Read");
        assert!(base.hosts[0].set_unreadable("config.network", why));
        let saved = serde_json::to_string(&base).unwrap();
        assert_eq!(serde_json::from_str::<Inventory>(&saved).unwrap(), base);
    }
}
