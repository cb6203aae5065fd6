//! The inventory, indexed, and the one way to read a property: a value, its absence, or unknown
//! with the object, the property and the reason.

use std::collections::{HashMap, HashSet};

use compact_str::CompactString;

use crate::facts::ground::names::{Name, split_path};
use crate::inventory::{
    ApiVersion, Datastore, DistributedVirtualPortgroup, DistributedVirtualSwitch, Field, HostSystem,
    Inventory, Lacking, Network, Object, Paths, PortProbe, Prop, ResourcePool, StoragePod, Task, Unreadable,
    VirtualMachine,
};
use crate::schema::{Entity, Fact, Reason, Unknown};
pub use crate::terms::label::unescape;
use crate::terms::{Detail, ObjectKind, ReasonKind};

/// An inventory object that reasons can name.
pub trait Named: Object {
    /// Kind, as reports name it.
    const KIND: ObjectKind;
    /// Its name property.
    fn name_property(&self) -> &Prop<CompactString>;

    /// Its name, not escaped; its id when the name cannot be read.
    fn display_name(&self) -> Name {
        match self.name_property() {
            Prop::Known(name) => unescape(name),
            Prop::Unset | Prop::Unreadable(_) => self.id().clone(),
        }
    }

    /// The object as reasons name it.
    fn subject(&self) -> Entity {
        Entity { kind: Self::KIND, id: self.id().clone(), name: self.display_name() }
    }

    /// Unknown because of `what` about one of its properties.
    fn unknown(&self, kind: ReasonKind, property: &str, what: Detail) -> Unknown {
        because(self.subject(), kind, property, what)
    }

    /// Unknown where the source of a property does not hold a part of it.
    fn holds(&self, lacking: &Lacking, property: &str, part: &str) -> Fact<()> {
        match lacking.why(part) {
            Some(why) => Err(self.unknown(why.kind, property, Detail::read(&why.detail))),
            None => Ok(()),
        }
    }

    /// Unknown because the server's word for a property is not one this program knows.
    fn not_understood(&self, property: &str, word: &str) -> Unknown {
        self.unknown(ReasonKind::NotUnderstood, property, Detail::Word { word: word.into() })
    }
}

macro_rules! named {
    ($( $(#[$meta:meta])* $list:ident: $object:ident {
        $(called: $kind:ident,)? view: $view:literal, also: $also:tt, holds: $holds:literal
    } )*) => {
        $( $(impl Named for crate::inventory::$object {
            const KIND: ObjectKind = ObjectKind::$kind;
            fn name_property(&self) -> &Prop<CompactString> {
                &self.name
            }
        })? )*
    };
}
crate::inventory::object_types!(named);

/// Unknown for one reason.
pub fn because(object: Entity, kind: ReasonKind, property: &str, detail: Detail) -> Unknown {
    Unknown::because(Reason { kind, object, property: property.into(), detail })
}

/// The inventory with its indexes.
pub struct Index<'a> {
    /// What was read.
    pub inventory: &'a Inventory,
    /// Inventory paths.
    pub paths: Paths<'a>,
    /// Hosts by id: position in the inventory.
    pub hosts: HashMap<&'a str, usize>,
    /// VMs by id: position in the inventory.
    pub vms: HashMap<&'a str, usize>,
    /// The VM that the operator named as the application's.
    pub app: Option<&'a str>,
    /// Nobody asks about vMotion: no rule tells what keeps VMs from moving.
    pub without_vmotion: bool,
    /// Hosts, by id, that are taken to be back in service, whatever keeps them from it now: connected, awake, out of
    /// maintenance, their HA agents at work. The rest is as it was read.
    pub back: HashSet<&'a str>,
    /// Probed ports by host.
    pub ports: HashMap<&'a str, Vec<&'a PortProbe>>,
    /// Resource pools by id.
    pub pools: HashMap<&'a str, &'a ResourcePool>,
    /// Datastore clusters by id.
    pub pods: HashMap<&'a str, &'a StoragePod>,
    tasks: HashMap<&'a str, &'a Task>,
    datastores: HashMap<&'a str, &'a Datastore>,
    datastore_names: HashMap<(&'a str, Name), &'a Datastore>,
    /// Names of datastores that were not received, as the files of VMs tell them.
    unseen_stores: HashMap<&'a str, Name>,
    portgroups: HashMap<&'a str, &'a DistributedVirtualPortgroup>,
    switches: HashMap<&'a str, &'a DistributedVirtualSwitch>,
    /// Standard networks by label.
    networks: HashMap<Name, Vec<&'a Network>>,
    /// Ids of all networks that were received.
    network_ids: HashSet<&'a str>,
}

impl<'a> Index<'a> {
    pub fn new(inventory: &'a Inventory) -> Self {
        let paths = Paths::new(inventory);
        let positions =
            |ids: &mut dyn Iterator<Item = &'a str>| ids.enumerate().map(|(i, id)| (id, i)).collect();
        let mut datastore_names = HashMap::new();
        for datastore in &inventory.datastores {
            if let (Some(name), Some(datacenter)) =
                (datastore.name.known(), paths.datacenter(&datastore.parent))
            {
                datastore_names.insert((datacenter, unescape(name)), datastore);
            }
        }
        let mut networks: HashMap<Name, Vec<&Network>> = HashMap::new();
        for network in &inventory.networks {
            if let Some(name) = network.name.known() {
                networks.entry(unescape(name)).or_default().push(network);
            }
        }
        let opaque = inventory.opaque_networks.iter().map(|network| network.id.as_str());
        let distributed = inventory.portgroups.iter().map(|portgroup| portgroup.id.as_str());
        let standard = inventory.networks.iter().map(|network| network.id.as_str());
        let keys = inventory.portgroups.iter().filter_map(|pg| Some((pg.key.known()?.as_str(), pg)));
        let uuids = inventory.switches.iter().filter_map(|s| Some((s.uuid.known()?.as_str(), s)));
        // Ids and keys share a map: a key is usually the id, and the two never name different objects.
        let ids = inventory.portgroups.iter().map(|pg| (pg.id.as_str(), pg));
        let switch_ids = inventory.switches.iter().map(|s| (s.id.as_str(), s));
        Self {
            hosts: positions(&mut inventory.hosts.iter().map(|host| host.id.as_str())),
            vms: positions(&mut inventory.vms.iter().map(|vm| vm.id.as_str())),
            app: None,
            without_vmotion: false,
            back: HashSet::new(),
            ports: ports(inventory),
            pools: inventory.resource_pools.iter().map(|pool| (pool.id.as_str(), pool)).collect(),
            pods: inventory.storage_pods.iter().map(|pod| (pod.id.as_str(), pod)).collect(),
            tasks: inventory.tasks.iter().map(|task| (task.id.as_str(), task)).collect(),
            datastores: inventory.datastores.iter().map(|ds| (ds.id.as_str(), ds)).collect(),
            datastore_names,
            unseen_stores: unseen_stores(inventory),
            portgroups: ids.chain(keys).collect(),
            switches: switch_ids.chain(uuids).collect(),
            networks,
            network_ids: opaque.chain(distributed).chain(standard).collect(),
            inventory,
            paths,
        }
    }

    /// Whether a host is taken to be back in service.
    pub fn is_back(&self, host: &HostSystem) -> bool {
        !self.back.is_empty() && self.back.contains(host.id.as_str())
    }

    /// Reads a property: its value, `None` for its documented absence, or why it is unknown.
    pub fn read<'p, O: Named, T>(&self, object: &'p O, field: Field<O, T>) -> Fact<Option<&'p T>> {
        match field.of(object) {
            Prop::Known(value) => Ok(Some(value)),
            Prop::Unset => match self.not_asked(O::TYPE, field.path) {
                Some(kind) => Err(object.unknown(kind, field.path, Detail::Nothing)),
                None => Ok(None),
            },
            Prop::Unreadable(why) => Err(object.unknown(why.kind, field.path, Detail::read(&why.detail))),
        }
    }

    /// Reads a property that every such object has.
    pub fn need<'p, O: Named, T>(&self, object: &'p O, field: Field<O, T>) -> Fact<&'p T> {
        self.read(object, field)?
            .ok_or_else(|| object.unknown(ReasonKind::Untold, field.path, Detail::NoValue))
    }

    fn not_asked(&self, ty: &str, path: &str) -> Option<ReasonKind> {
        let map = &self.inventory.not_asked;
        if map.is_empty() {
            return None;
        }
        map.get(ty)?.get(path).copied()
    }

    /// Reads an answer of the vCenter itself.
    pub fn answer<'p, T>(&self, answer: &'p Prop<T>, call: &str) -> Fact<Option<&'p T>> {
        answer.read().map_err(|why| because(self.vcenter(), why.kind, call, Detail::read(&why.detail)))
    }

    /// The vCenter as reasons name it.
    pub fn vcenter(&self) -> Entity {
        let server = self.inventory.collection.server.as_str();
        let name = if server.is_empty() { "vCenter" } else { server };
        Entity { kind: ObjectKind::Vcenter, id: crate::inventory::VCENTER_ID, name: name.into() }
    }

    /// The server's clock.
    pub fn clock(&self) -> Fact<i64> {
        let clock = self.answer(&self.inventory.vcenter.clock_s, "CurrentTime")?;
        clock
            .copied()
            .ok_or_else(|| because(self.vcenter(), ReasonKind::Untold, "CurrentTime", Detail::ClockUnread))
    }

    /// The negotiated API version.
    pub fn api(&self) -> ApiVersion {
        self.inventory.collection.api_version
    }

    /// Why objects of `ty` named by id may not have been received.
    pub fn unseen(&self, ty: &str, object: Entity, property: &str, detail: Detail) -> Unknown {
        match self.inventory.unlisted.get(ty) {
            Some(why) => because(object, why.kind, property, joined(&why.detail, detail)),
            None => because(object, ReasonKind::Invisible, property, detail),
        }
    }

    /// Why objects of `ty` could not be listed at all, if that is so.
    pub fn unlisted(&self, ty: &str) -> Option<Unknown> {
        let why: &Unreadable = self.inventory.unlisted.get(ty)?;
        let detail = joined(&why.detail, Detail::Unlisted { ty: ty.into() });
        Some(because(self.vcenter(), why.kind, "", detail))
    }

    /// A task by id.
    pub fn task(&self, id: &str) -> Option<&'a Task> {
        self.tasks.get(id).copied()
    }

    /// A datastore by id.
    pub fn datastore(&self, id: &str) -> Fact<&'a Datastore> {
        self.datastores.get(id).copied().ok_or_else(|| {
            let name = self.unseen_stores.get(id).cloned().unwrap_or_else(|| id.into());
            let subject = Entity { kind: ObjectKind::Datastore, id: id.into(), name };
            self.unseen(Datastore::TYPE, subject, "", Detail::Nothing)
        })
    }

    /// The id of a datastore that was not received, by the name that files of a VM have for it.
    pub fn unseen_store(&self, vm: &'a VirtualMachine, name: &str) -> Option<&'a str> {
        let mut ids = vm.datastore.known().into_iter().flatten().map(|id| id.as_str());
        ids.find(|id| self.unseen_stores.get(id).is_some_and(|known| *known == name))
    }

    /// A datastore by its name, not escaped, within a datacenter.
    pub fn datastore_named(&self, datacenter: &'a str, name: Name) -> Option<&'a Datastore> {
        self.datastore_names.get(&(datacenter, name)).copied()
    }

    /// A distributed port group by its key.
    pub fn portgroup(&self, key: &str) -> Fact<&'a DistributedVirtualPortgroup> {
        self.portgroups.get(key).copied().ok_or_else(|| {
            let subject = Entity { kind: ObjectKind::Network, id: key.into(), name: key.into() };
            self.unseen(DistributedVirtualPortgroup::TYPE, subject, "", Detail::Nothing)
        })
    }

    /// Standard networks of a label: one for each datacenter that has it.
    pub fn networks_called(&self, label: &str) -> &[&'a Network] {
        self.networks.get(&unescape(label)).map_or(&[], Vec::as_slice)
    }

    /// Whether a network of any kind was received.
    pub fn has_network(&self, id: &str) -> bool {
        self.network_ids.contains(id)
    }

    /// A distributed switch by its UUID or, where that cannot be read, by its id.
    pub fn switch(&self, uuid: &str, id: Option<&str>) -> Fact<&'a DistributedVirtualSwitch> {
        let by_id = || self.switches.get(id?).copied();
        self.switches.get(uuid).copied().or_else(by_id).ok_or_else(|| {
            let subject = Entity { kind: ObjectKind::DistributedSwitch, id: uuid.into(), name: uuid.into() };
            self.unseen(DistributedVirtualSwitch::TYPE, subject, "", Detail::Nothing)
        })
    }
}

/// What the files of VMs call datastores that were not received, by their ids.
fn unseen_stores(inventory: &Inventory) -> HashMap<&str, Name> {
    let received: HashSet<&str> =
        inventory.datastores.iter().map(|datastore| datastore.id.as_str()).collect();
    let devices =
        inventory.vms.iter().filter_map(|vm| vm.hardware.known()).flat_map(|hardware| &hardware.device);
    let backings = devices.filter_map(|device| device.backing.as_ref());
    let unseen = backings.filter_map(|backing| {
        let id = backing.datastore.as_deref().filter(|id| !received.contains(id))?;
        let (name, _) = split_path(backing.file_name.as_deref()?);
        (!name.is_empty()).then(|| (id, unescape(name)))
    });
    unseen.collect()
}

fn ports(inventory: &Inventory) -> HashMap<&str, Vec<&PortProbe>> {
    let mut ports: HashMap<&str, Vec<&PortProbe>> = HashMap::new();
    let probe = inventory.vcenter.probe.known();
    for port in probe.and_then(|probe| probe.ports.as_ref()).into_iter().flatten() {
        ports.entry(port.host.as_str()).or_default().push(port);
    }
    ports
}

/// What a source has noted, and what that leaves unknown.
fn joined(noted: &str, detail: Detail) -> Detail {
    match (Detail::read(noted), detail) {
        (Detail::Nothing, only) | (only, Detail::Nothing) => only,
        (first, second) => Detail::Joined { first: Box::new(first), second: Box::new(second) },
    }
}
