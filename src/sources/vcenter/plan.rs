//! What is asked of the server: which properties of which types, after the negotiated version and
//! what the caller wants.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Asks;
use crate::inventory::{
    ApiVersion, Call, ClusterComputeResource, HostSystem, OBJECT_TYPES, ObjectType, ReasonKind,
    VirtualMachine,
};

/// Which properties the caller wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything that is asked for by default.
    All,
    /// These, each as `Type:path`, e.g. `HostSystem:config.network`. Names and parents are wanted
    /// only when they are among them.
    Only(BTreeSet<String>),
}

/// Disks and paths of hosts: read only for the hosts that need it.
pub(super) const STORAGE_DEVICE: &str = HostSystem::storage_device.path;
/// Hardware versions that the hosts of a cluster support: the answer of a call.
pub(super) const CONFIG_OPTIONS: &str = ClusterComputeResource::config_options.path;
/// HA at work: not a property but a call, made once per cluster.
pub(super) const DAS_RUNTIME: &str = ClusterComputeResource::das_runtime.path;
/// Advanced options of VMs.
const EXTRA_CONFIG: &str = VirtualMachine::extra_config.path;
/// The object that is asked what the adapters of a host hear.
const NETWORK_SYSTEM: &str = HostSystem::network_system.path;
/// What the adapters of a host hear: a call per host, not made unbidden.
pub(super) const HINTS: &str = HostSystem::network_hints.path;
/// What vCenter's checker says: it makes tasks that everybody sees, and is not asked unbidden.
pub(super) const CHECKS: &str = VirtualMachine::checks.path;
/// What DRS says of emptying a host: a call per host, not made unbidden.
pub(super) const EVACUATION: &str = HostSystem::drs_evacuation.path;
/// Events of clusters: no property, but the answer of a collector.
pub(super) const EVENTS: &str = ClusterComputeResource::events.path;
/// The call that rules name to have events read.
const EVENTS_CALL: &str = Call::events.read;
/// The call that rules name to have login events read.
const LOGINS_CALL: &str = Call::client_logins.read;
/// Disks tell of their sharing themselves from here on, and the advanced options are not needed.
pub(super) const SHARING_PROPERTY: ApiVersion = ApiVersion::of(&[6, 0]);

/// Properties not asked for, by type and path.
pub(super) type NotAsked = BTreeMap<String, BTreeMap<String, ReasonKind>>;

/// What one view is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// Type of the view.
    pub base: &'static str,
    /// All its types that the version has.
    pub types: Vec<&'static str>,
    /// Paths by type; types of which nothing is wanted are left out.
    pub specs: Vec<(&'static str, Vec<&'static str>)>,
}

impl Family {
    /// Takes the property a server does not know out of the question; returns what was taken out.
    pub fn drop_property(&mut self, named: &str) -> Vec<(&'static str, &'static str)> {
        let mut dropped = Vec::new();
        for (name, paths) in &mut self.specs {
            let hit = |path: &str| {
                path == named || path.strip_suffix(named).is_some_and(|head| head.ends_with('.'))
            };
            dropped.extend(paths.iter().filter(|path| hit(path)).map(|path| (*name, *path)));
            paths.retain(|path| !hit(path));
        }
        dropped
    }
}

/// Everything that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub families: Vec<Family>,
    pub not_asked: NotAsked,
    /// Types that are not listed because nothing of them is wanted.
    pub not_listed: Vec<&'static str>,
    /// Storage devices are wanted for hosts that need them.
    pub storage_devices: bool,
    /// Calls wanted of each object, by type and path.
    pub calls: BTreeSet<(&'static str, &'static str)>,
    /// What is wanted of the tasks that VMs name: no view lists them.
    pub tasks: Vec<&'static str>,
    /// Events of clusters are wanted.
    pub events: bool,
    /// Programs that logged in are wanted.
    pub logins: bool,
    /// HA at work is wanted for clusters that may have it on.
    pub das_runtime: bool,
    /// What adapters hear is wanted, and hosts may be asked.
    pub hints: bool,
    /// What vCenter's checker says is wanted, and may be asked.
    pub checks: bool,
    /// DRS may be asked about emptying hosts. No rule reads what it says: it is held against ours.
    pub evacuations: bool,
}

impl Plan {
    pub fn new(version: ApiVersion, wanted: &Wanted, asks: Asks) -> Self {
        let mut plan = Self {
            families: vec![],
            not_asked: NotAsked::new(),
            not_listed: vec![],
            storage_devices: false,
            calls: BTreeSet::new(),
            tasks: vec![],
            events: false,
            logins: match wanted {
                Wanted::All => true,
                Wanted::Only(set) => set.contains(LOGINS_CALL),
            },
            das_runtime: false,
            hints: false,
            checks: false,
            evacuations: false,
        };
        for base in OBJECT_TYPES.iter().filter(|kind| kind.view == kind.name) {
            let mut family = Family { base: base.name, types: vec![], specs: vec![] };
            // The base of the others comes first.
            let derived = OBJECT_TYPES.iter().filter(|kind| kind.view == base.name && kind.name != base.name);
            for kind in std::iter::once(base).chain(derived) {
                let offered = kind.properties.iter().any(|property| property.since <= version);
                if offered {
                    family.types.push(kind.name);
                }
                let paths = plan.paths(kind, version, wanted, asks);
                if !paths.is_empty() {
                    family.specs.push((kind.name, paths));
                } else if offered {
                    plan.not_listed.push(kind.name);
                }
            }
            if !family.specs.is_empty() {
                plan.families.push(family);
            }
        }
        for kind in OBJECT_TYPES.iter().filter(|kind| kind.view.is_empty()) {
            let paths = plan.paths(kind, version, wanted, asks);
            if paths.is_empty() {
                plan.not_listed.push(kind.name);
            }
            plan.tasks.extend(paths);
        }
        plan
    }

    fn paths(
        &mut self,
        kind: &ObjectType,
        version: ApiVersion,
        wanted: &Wanted,
        asks: Asks,
    ) -> Vec<&'static str> {
        let mut paths = Vec::new();
        for property in kind.properties {
            let named = match wanted {
                Wanted::All => !property.on_request,
                Wanted::Only(set) => set.contains(&format!("{}:{}", kind.name, property.path)),
            };
            // Some are read later or only where they can say something new.
            let ask = match property.path {
                STORAGE_DEVICE => {
                    self.storage_devices = named || *wanted == Wanted::All;
                    false
                }
                NETWORK_SYSTEM => asks.hosts && (named || *wanted == Wanted::All),
                HINTS => {
                    self.hints = asks.hosts && (named || *wanted == Wanted::All);
                    false
                }
                CHECKS => {
                    self.checks = asks.vcenter && (named || *wanted == Wanted::All);
                    false
                }
                EVACUATION => {
                    self.evacuations = asks.drs && property.since <= version;
                    false
                }
                EVENTS => {
                    self.events = *wanted == Wanted::All
                        || matches!(wanted, Wanted::Only(set) if set.contains(EVENTS_CALL));
                    false
                }
                DAS_RUNTIME => {
                    self.das_runtime = named;
                    false
                }
                EXTRA_CONFIG => (named || *wanted == Wanted::All) && version < SHARING_PROPERTY,
                _ => named,
            };
            if property.since > version {
                self.skip(kind.name, property.path, ReasonKind::NotOffered);
            } else if property.path.ends_with("()") && ask {
                self.calls.insert((kind.name, property.path));
            } else if ask {
                paths.push(property.path);
            } else {
                self.skip(kind.name, property.path, ReasonKind::NotCollected);
            }
        }
        paths
    }

    fn skip(&mut self, kind: &str, path: &str, why: ReasonKind) {
        self.not_asked.entry(kind.to_owned()).or_default().insert(path.to_owned(), why);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn family<'p>(plan: &'p Plan, base: &str) -> &'p Family {
        plan.families.iter().find(|family| family.base == base).unwrap()
    }

    #[test]
    fn an_old_server_is_asked_for_nothing_newer() {
        let plan = Plan::new(ApiVersion::FLOOR, &Wanted::All, Asks::default());
        let asked: Vec<&str> =
            plan.families.iter().flat_map(|f| &f.specs).flat_map(|(_, paths)| paths).copied().collect();
        for newer in ["runtime.standbyMode", "config.managedBy", "runtime.featureRequirement"] {
            assert!(!asked.contains(&newer), "{newer}");
        }
        assert!(asked.contains(&EXTRA_CONFIG));
        assert!(!family(&plan, "Folder").types.contains(&"StoragePod"));
        assert!(!family(&plan, "Network").types.contains(&"OpaqueNetwork"));
        assert!(family(&plan, "Network").types.contains(&"DistributedVirtualPortgroup"));
        assert_eq!(plan.not_asked["HostSystem"]["runtime.standbyMode"], ReasonKind::NotOffered);
        assert!(plan.not_listed.is_empty());
    }

    #[test]
    fn a_new_server_is_asked_for_everything_but_the_large() {
        let plan = Plan::new(ApiVersion::of(&[8, 0, 2]), &Wanted::All, Asks::default());
        assert_eq!(
            plan.not_asked["HostSystem"],
            [STORAGE_DEVICE, NETWORK_SYSTEM, HINTS, EVACUATION]
                .map(|path| (path.to_owned(), ReasonKind::NotCollected))
                .into()
        );
        assert_eq!(
            plan.not_asked["VirtualMachine"],
            [EXTRA_CONFIG, CHECKS].map(|path| (path.to_owned(), ReasonKind::NotCollected)).into()
        );
        assert!(plan.storage_devices && plan.events);
    }

    #[test]
    fn events_are_read_when_a_rule_asks_for_them() {
        let wanted = |path: &str| Wanted::Only([path.to_owned()].into());
        assert!(Plan::new(ApiVersion::FLOOR, &wanted(EVENTS_CALL), Asks::default()).events);
        let plan = Plan::new(ApiVersion::FLOOR, &wanted("ClusterComputeResource:name"), Asks::default());
        assert!(!plan.events);
        assert_eq!(plan.not_asked["ClusterComputeResource"][EVENTS], ReasonKind::NotCollected);
    }

    #[test]
    fn hosts_and_the_checker_are_asked_on_request_only() {
        let asks = Asks { hosts: true, vcenter: true, drs: true };
        let plan = Plan::new(ApiVersion::of(&[8, 0]), &Wanted::All, asks);
        assert!(plan.hints && plan.checks && plan.evacuations);
        assert!(family(&plan, "HostSystem").specs[0].1.contains(&NETWORK_SYSTEM));
        let plan = Plan::new(ApiVersion::of(&[8, 0]), &Wanted::All, Asks::default());
        assert!(!plan.hints && !plan.checks && !plan.evacuations);
        let wanted = Wanted::Only(["HostSystem:name".to_owned()].into());
        let plan = Plan::new(ApiVersion::of(&[8, 0]), &wanted, asks);
        assert!(!plan.hints && !plan.checks, "no rule needs the answers");
    }

    #[test]
    fn only_what_is_wanted() {
        let wanted = ["HostSystem:name", "HostSystem:config.network", "DistributedVirtualPortgroup:key"];
        let wanted = Wanted::Only(wanted.iter().map(|path| (*path).to_owned()).collect());
        let plan = Plan::new(ApiVersion::of(&[8, 0]), &wanted, Asks::default());
        assert_eq!(family(&plan, "HostSystem").specs, [("HostSystem", vec!["name", "config.network"])]);
        assert_eq!(family(&plan, "Network").specs, [("DistributedVirtualPortgroup", vec!["key"])]);
        assert!(plan.not_listed.contains(&"VirtualMachine") && plan.not_listed.contains(&"Network"));
        assert_eq!(plan.not_asked["HostSystem"]["config.product"], ReasonKind::NotCollected);
        assert!(!plan.storage_devices);
    }

    #[test]
    fn a_refused_property_is_taken_out() {
        let mut plan = Plan::new(ApiVersion::of(&[6, 5]), &Wanted::All, Asks::default());
        let hosts = plan.families.iter_mut().find(|family| family.base == "HostSystem").unwrap();
        assert_eq!(
            hosts.drop_property("runtime.inQuarantineMode"),
            [("HostSystem", "runtime.inQuarantineMode")]
        );
        assert_eq!(hosts.drop_property("standbyMode"), [("HostSystem", "runtime.standbyMode")]);
        assert!(hosts.drop_property("nothing").is_empty());
    }
}
