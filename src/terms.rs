//! Words that every room shares: languages, bilingual texts, kinds of object and kinds of reason.

pub mod nearest;

use serde::{Deserialize, Serialize};

/// Language of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

impl Text {
    /// The same text in both languages, for names and other untranslatable words.
    pub fn same(text: impl Into<String>) -> Self {
        let en = text.into();
        Self { ja: en.clone(), en }
    }

    /// A text from its two halves.
    pub fn new(en: impl Into<String>, ja: impl Into<String>) -> Self {
        Self { en: en.into(), ja: ja.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ja => &self.ja,
        }
    }
}

/// Kind of an inventory object, as reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectKind {
    /// The vCenter Server itself.
    Vcenter,
    /// A datacenter.
    Datacenter,
    /// A folder.
    Folder,
    /// A cluster.
    Cluster,
    /// A stand-alone host's compute resource.
    ComputeResource,
    /// A host.
    Host,
    /// A virtual machine.
    Vm,
    /// A resource pool or vApp.
    ResourcePool,
    /// A datastore.
    Datastore,
    /// A datastore cluster.
    DatastoreCluster,
    /// A network of any kind: standard, distributed port group, opaque.
    Network,
    /// A distributed switch.
    DistributedSwitch,
}

/// Why a datum is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// The account may not read it.
    Denied,
    /// The server answered with another fault, or with something not understood.
    Failed,
    /// The host is not connected: what vCenter still remembers of it is not data.
    Unreachable,
    /// The account cannot see the object at all.
    Invisible,
    /// The answer was cut short.
    Truncated,
    /// Nobody asked for it in this run.
    NotCollected,
    /// The server no longer keeps it (event retention).
    Expired,
    /// The negotiated API version does not have it.
    NotOffered,
}

/// How the seed is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// For the product at hand.
    #[default]
    Practice,
    /// To the letter: ESX 4.0, Windows vCenter.
    Literal,
}

/// Level of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Shown, not judged.
    Note,
    /// A documented risk.
    Warn,
    /// A violation.
    Fail,
}

/// Part of the seed a prerequisite belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Stated for HA and for vMotion.
    Both,
    /// Stated for HA.
    Ha,
    /// Stated for vMotion.
    Vmotion,
}

/// Whether a rule belongs to the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A prerequisite of the seed.
    Required,
    /// Good practice beyond it; counts as a warning at most.
    Advisory,
}

/// Gives the kinds of a word their names in reports, those that serde writes.
macro_rules! names {
    ($($word:ident { $($kind:ident = $name:literal),* $(,)? })*) => {
        $(impl $word {
            /// The name in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        })*

        #[cfg(test)]
        mod tests {
            #![allow(clippy::unwrap_used)]

            #[test]
            fn names_are_those_that_serde_writes() {
                $($(assert_eq!(serde_json::to_value(super::$word::$kind).unwrap(), $name);)*)*
            }
        }
    };
}

names! {
    Area { Both = "both", Ha = "ha", Vmotion = "vmotion" }
    Severity { Required = "required", Advisory = "advisory" }
    Level { Note = "note", Warn = "warn", Fail = "fail" }
    ObjectKind {
        Vcenter = "vcenter",
        Datacenter = "datacenter",
        Folder = "folder",
        Cluster = "cluster",
        ComputeResource = "compute-resource",
        Host = "host",
        Vm = "vm",
        ResourcePool = "resource-pool",
        Datastore = "datastore",
        DatastoreCluster = "datastore-cluster",
        Network = "network",
        DistributedSwitch = "distributed-switch",
    }
}
