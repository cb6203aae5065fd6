//! The vCenter itself, its folders and datacenters, and the answers of calls that are no property.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{Id, MoRef, PoolAllocation, Prop};

/// `ServiceContent.about` and the answers of calls made once per vCenter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VCenter {
    /// What the server says it is.
    pub about: About,
    /// Server clock at the start of the reading, seconds since 1970-01-01 UTC.
    #[serde(default, with = "answer")]
    pub clock_s: Prop<i64>,
    /// EVC modes the server knows (`ServiceInstance.capability.supportedEVCMode`, 4.0).
    #[serde(default, with = "answer")]
    pub evc_modes: Prop<Vec<EvcMode>>,
    /// Licences in force (`QueryAssignedLicenses` without an entity, 4.0).
    #[serde(default, with = "answer")]
    pub licences: Prop<Vec<LicenceAssignment>>,
    /// Advanced settings that were asked for, by key (`OptionManager.QueryOptions`); a key that
    /// the server does not have is absent.
    #[serde(default, with = "answer")]
    pub settings: Prop<BTreeMap<String, String>>,
    /// Advanced settings about events (`event.…`), by key: how long they are kept.
    #[serde(default, with = "answer")]
    pub event_settings: Prop<BTreeMap<String, String>>,
    /// Programs that logged in (5.1); read only before 6.5, where a client is installed.
    #[serde(default, with = "answer", skip_serializing_if = "Prop::is_unset")]
    pub client_logins: Prop<super::ClientLogins>,
    /// What the probes of a machine found; unset when none were made.
    #[serde(default, with = "answer", skip_serializing_if = "Prop::is_unset")]
    pub probe: Prop<super::Probe>,
    /// Names of the alarms that are triggered on clusters and hosts, by id; one whose name was
    /// refused is absent.
    #[serde(default, with = "answer")]
    pub alarms: Prop<BTreeMap<Id, String>>,
}

/// `AboutInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct About {
    /// Product name, e.g. `VMware vCenter Server`.
    pub name: String,
    /// Product version, e.g. `8.0.2`.
    pub version: String,
    /// Build number.
    pub build: String,
    /// `VirtualCenter` or `HostAgent`.
    pub api_type: String,
    /// Newest API version.
    pub api_version: String,
    /// Operating system of the server, e.g. `linux-x64`, `win32-x64`.
    pub os_type: String,
    /// Instance UUID (4.0). Empty when not given.
    pub instance_uuid: String,
    /// Version of the licensed product (4.0). Empty when not given.
    pub licence_product_version: String,
}

/// `EVCMode`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct EvcMode {
    /// Key, e.g. `intel-westmere`.
    pub key: CompactString,
    /// CPU vendor, `intel` or `amd`.
    pub vendor: CompactString,
    /// Position in the vendor's order.
    pub vendor_tier: i64,
    /// Tracks the mode belongs to (4.1); `None` before that.
    pub track: Option<Vec<CompactString>>,
    /// Label, e.g. `Intel® "Westmere" Generation`.
    pub label: String,
}

/// One licence in force, for the vCenter, a cluster or a host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct LicenceAssignment {
    /// Entity id: instance UUID of the vCenter, or managed-object id.
    pub entity: CompactString,
    /// Edition key, `eval` in the evaluation period.
    pub edition: String,
    /// Name of the licence.
    pub name: String,
    /// Last five characters of the key, or `00000` for the evaluation key; never more.
    pub key_tail: String,
    /// Feature keys that the licence includes, without the part behind a colon.
    pub features: Vec<CompactString>,
    /// Keys of `addon` entries: they could be bought, they are not licensed.
    pub addons: Vec<CompactString>,
    /// `ProductName` and `ProductVersion` as given; empty when not given.
    pub product_name: String,
    /// See `product_name`.
    pub product_version: String,
    /// Hours until it ends (`expirationHours`, `expirationMinutes` or `expirationDate` against the
    /// server clock); `None` when it does not end.
    pub expires_in_h: Option<i64>,
}

managed_objects! {
    /// A datacenter.
    Datacenter = "Datacenter" {
        /// Name, `%2f`, `%5c` and `%25` escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Parent folder.
        parent: MoRef = "parent" @ 2 0,
    }

    /// A folder of any kind.
    Folder = "Folder" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Parent folder or datacenter; unset on the root folder.
        parent: MoRef = "parent" @ 2 0,
    }

    /// A resource pool or vApp.
    ResourcePool = "ResourcePool" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Parent pool or compute resource.
        parent: MoRef = "parent" @ 2 0,
        /// The compute resource it divides.
        owner: MoRef = "owner" @ 2 0,
        /// CPU that it has reserved, MHz.
        cpu_allocation: PoolAllocation = "config.cpuAllocation" @ 2 0,
        /// Memory that it has reserved, MB.
        memory_allocation: PoolAllocation = "config.memoryAllocation" @ 2 0,
    }
}

/// Saved form of the answer of a call: absent when unset, `{"unreadable": …}` or `{"is": …}`.
pub(crate) mod answer {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::inventory::{Prop, Unreadable};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Saved<T> {
        Is(T),
        Unreadable(Arc<Unreadable>),
        Unset,
    }

    pub fn serialize<T: Serialize, S: Serializer>(prop: &Prop<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match prop {
            Prop::Known(value) => Saved::Is(value),
            Prop::Unset => Saved::Unset,
            Prop::Unreadable(why) => Saved::Unreadable(Arc::clone(why)),
        }
        .serialize(serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Prop<T>, D::Error> {
        Ok(match Saved::deserialize(deserializer)? {
            Saved::Is(value) => Prop::Known(value),
            Saved::Unreadable(why) => Prop::Unreadable(why),
            Saved::Unset => Prop::Unset,
        })
    }
}

/// The id under which calls to the vCenter itself are reported.
pub const VCENTER_ID: Id = Id::const_new("vcenter");
