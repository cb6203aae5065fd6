//! The inventory that the files of a directory make together, and what follows from what is not among them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::beside::{Answers, Beside};
use super::error::Error;
use super::files::Answer;
use super::fill::{ANSWERS, not_held, not_written};
use super::part::{OPTIONAL, Part};
use crate::inventory::*;
use crate::sources::vim::{Content, Role, seconds};
use crate::terms::{SourceKind, Unanswered};

/// The roles that every vCenter has, of which all but these may not read.
const READING_ROLES: [i64; 2] = [-1, -2];

/// The privilege that it takes to read.
const READ: &str = "System.Read";

/// Disks tell of their sharing themselves from here on; a live reading does not ask for advanced options then.
const SHARING_PROPERTY: ApiVersion = ApiVersion::of(&[6, 0]);

/// Logins tell of their program from here on, up to the clients that are browsers.
const TELLS_AGENTS: ApiVersion = ApiVersion::of(&[5, 1]);
const BROWSER_CLIENT: ApiVersion = ApiVersion::of(&[6, 5]);

/// What managers tell.
#[derive(Default)]
struct Told {
    content: Option<Content>,
    roles: Vec<Role>,
    settings: BTreeMap<Id, BTreeMap<String, String>>,
    clock: String,
    alarms: BTreeMap<Id, String>,
}

/// Puts the parts together.
pub(super) fn whole(
    directory: &Path,
    parts: Vec<Result<Part, Error>>,
    answers: &[(Answer, PathBuf, String)],
    bytes: u64,
) -> Result<Inventory, Error> {
    let parts = parts.into_iter().collect::<Result<Vec<Part>, Error>>()?;
    apart(&parts)?;
    let (mut told, mut inventory) = (Told::default(), Inventory::default());
    inventory.unlisted = unlisted(&parts);
    let mut readers = Readers::new(&parts);
    let mut objects = Vec::with_capacity(parts.len());
    for Part { reference, inventory: one, beside, roles, optional, .. } in parts {
        if let Some(beside) = beside {
            told.take(beside);
        }
        objects.push((reference, one, roles, optional));
    }
    let Some(content) = told.content.take() else {
        return Err(Error::NoService { directory: directory.to_owned() });
    };
    readers.know(&told.roles);
    for (reference, mut one, roles, optional) in objects {
        prove(&reference, &mut one, &roles, &optional, &content, &readers);
        inventory.append(one);
    }
    complete(directory, inventory, &content, told, answers, bytes)
}

/// No object may be there twice.
fn apart(parts: &[Part]) -> Result<(), Error> {
    let mut seen: HashMap<&MoRef, &Path> = HashMap::new();
    for part in parts {
        if let Some(first) = seen.insert(&part.reference, &part.path) {
            let MoRef { kind, id } = &part.reference;
            let (first, second) = (first.to_owned(), part.path.clone());
            return Err(Error::Twice { object: format!("{kind} {id}"), first, second });
        }
    }
    Ok(())
}

/// Types of which objects may be missing, because one that contains them, or that is one, is named and has no file: saving
/// was cut short, or the file was lost.
fn unlisted(parts: &[Part]) -> BTreeMap<String, std::sync::Arc<Unreadable>> {
    let there: HashSet<&MoRef> = parts.iter().map(|part| &part.reference).collect();
    let mut unlisted = BTreeMap::new();
    let mut lacks = |kind: &str, why: &std::sync::Arc<Unreadable>| {
        for name in with_those_beneath(kind) {
            unlisted.entry(name.to_owned()).or_insert_with(|| why.clone());
        }
    };
    for part in parts {
        let root = match &part.beside {
            Some(Beside::Content(content)) => Some(&content.root_folder),
            _ => None,
        };
        for named in part.contains.iter().chain(root).filter(|named| !there.contains(named)) {
            let by = format!("{} {}", part.reference.kind, part.reference.id).into();
            let object = format!("{} {}", named.kind, named.id).into();
            lacks(&named.kind, &Unreadable::new(ReasonKind::Truncated, Unanswered::NoFileOf { by, object }));
        }
        if part.silent {
            lacks(&part.reference.kind, &not_written());
        }
    }
    unlisted
}

/// A type as it is listed, and those that are found through it alone.
fn with_those_beneath(kind: &str) -> Vec<&'static str> {
    let Some(read_as) = OBJECT_TYPES.iter().find(|one| one.name == kind || one.also.contains(&kind)) else {
        return Vec::new();
    };
    match read_as.name {
        Folder::TYPE | Datacenter::TYPE => OBJECT_TYPES.iter().map(|one| one.name).collect(),
        ClusterComputeResource::TYPE | ComputeResource::TYPE => {
            vec![read_as.name, HostSystem::TYPE, ResourcePool::TYPE]
        }
        StoragePod::TYPE => vec![read_as.name, Datastore::TYPE],
        DistributedVirtualSwitch::TYPE => vec![read_as.name, DistributedVirtualPortgroup::TYPE],
        name => vec![name],
    }
}

/// Who can read, by what the directory itself proves.
struct Readers {
    /// Roles that may read.
    roles: HashSet<i64>,
    /// Roles of the account on objects where a property is there, by that property.
    shown: HashSet<(&'static str, Vec<i64>)>,
}

impl Readers {
    fn new(parts: &[Part]) -> Self {
        let vms = parts.iter().filter(|part| part.reference.kind == VirtualMachine::TYPE);
        let shown = vms.filter(|part| !part.roles.is_empty());
        let shown = shown.flat_map(|part| part.optional.iter().map(|name| (*name, part.roles.clone())));
        Self { roles: HashSet::from(READING_ROLES), shown: shown.collect() }
    }

    /// Roles of the vCenter's own.
    fn know(&mut self, roles: &[Role]) {
        let reading = |role: &&Role| role.privileges.iter().any(|privilege| privilege == READ);
        self.roles.extend(roles.iter().filter(reading).map(|role| role.id));
    }

    /// Whether the account could read a property of an object on which it has these roles.
    fn could(&self, property: &'static str, roles: &[i64]) -> bool {
        roles.iter().any(|role| self.roles.contains(role)) || self.shown.contains(&(property, roles.to_vec()))
    }
}

/// What may be absent, is absent, and could have been read is unset.
fn prove(
    reference: &MoRef,
    one: &mut Inventory,
    roles: &[i64],
    there: &[&'static str],
    content: &Content,
    readers: &Readers,
) {
    // The root folder has no parent.
    for folder in one.folders.iter_mut().filter(|_| reference.id == content.root_folder.id) {
        if !there.contains(&Folder::parent.path) {
            folder.parent = Prop::Unset;
        }
    }
    for vm in &mut one.vms {
        for property in OPTIONAL.into_iter().filter(|one| !there.contains(one) && readers.could(one, roles)) {
            if property == VirtualMachine::parent.path {
                vm.parent = Prop::Unset;
            } else if property == VirtualMachine::resource_pool.path {
                vm.resource_pool = Prop::Unset;
            }
        }
    }
}

impl Told {
    fn take(&mut self, beside: Beside) {
        match beside {
            Beside::Content(content) => self.content = Some(*content),
            Beside::Roles(roles) => self.roles = roles,
            Beside::Settings(manager, settings) => {
                self.settings.insert(manager, settings);
            }
            Beside::Clock(clock) => self.clock = clock,
            Beside::Alarm(id, name) => {
                self.alarms.insert(id, name);
            }
        }
    }
}

/// Adds what is no object, and says of everything else why it is not there.
fn complete(
    directory: &Path,
    mut inventory: Inventory,
    content: &Content,
    mut told: Told,
    answers: &[(Answer, PathBuf, String)],
    bytes: u64,
) -> Result<Inventory, Error> {
    let about = content.about.clone();
    if about.api_type != "VirtualCenter" {
        return Err(Error::NotVcenter { directory: directory.to_owned(), name: about.name });
    }
    let version = ApiVersion::parse(&about.api_version).unwrap_or(ApiVersion::FLOOR);
    let clock_s = seconds(&told.clock);
    let settings = content.setting.as_ref().and_then(|manager| told.settings.remove(&manager.id));
    inventory.format = FORMAT;
    inventory.collection = Collection {
        server: settings.as_ref().map(server).unwrap_or_default(),
        kind: SourceKind::ObjectDump,
        api_version: version,
        at: if clock_s.is_some() { told.clock } else { String::new() },
        bytes,
        ..Collection::default()
    };
    let mut answers = Answers::read(answers, clock_s)?;
    not_asked(&mut inventory, version);
    inventory.sort();
    inventory.apply_not_asked();
    for host in &mut inventory.hosts {
        host.network_hints = answers.heard(host.network_system.known());
    }
    inventory.vcenter = VCenter {
        about,
        clock_s: clock_s.map_or_else(|| Prop::Unreadable(not_held()), Prop::Known),
        evc_modes: Prop::Unreadable(not_held()),
        licences: answers.licences,
        event_settings: event_settings(settings.as_ref()),
        settings: settings.map_or_else(|| Prop::Unreadable(not_written()), Prop::Known),
        client_logins: client_logins(version),
        probe: Prop::Unset,
        alarms: alarms(&inventory, told.alarms),
    };
    // Only what rules ask for is kept.
    if let Prop::Known(settings) = &mut inventory.vcenter.settings {
        settings.retain(|key, _| SETTINGS.contains(&key.as_str()));
    }
    inventory.share_features();
    Ok(inventory)
}

/// The settings that a live reading asks for.
const SETTINGS: [&str; 2] =
    ["config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet", "vgpu.hotmigrate.enabled"];

/// The name of the vCenter, where its settings tell it.
fn server(settings: &BTreeMap<String, String>) -> String {
    settings.get("VirtualCenter.FQDN").map(|name| name.trim().to_owned()).unwrap_or_default()
}

fn event_settings(settings: Option<&BTreeMap<String, String>>) -> Prop<BTreeMap<String, String>> {
    let Some(settings) = settings else { return Prop::Unreadable(not_written()) };
    let theirs = settings.iter().filter(|(key, _)| key.starts_with("event."));
    Prop::Known(theirs.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn client_logins(version: ApiVersion) -> Prop<ClientLogins> {
    Prop::Unreadable(if version < TELLS_AGENTS {
        Unreadable::new(ReasonKind::NotOffered, "")
    } else if version >= BROWSER_CLIENT {
        Unreadable::new(ReasonKind::NotCollected, Unanswered::ClientsAreBrowsers)
    } else {
        not_held()
    })
}

/// The names of alarms that are triggered; none are known where not one alarm was saved.
fn alarms(inventory: &Inventory, names: BTreeMap<Id, String>) -> Prop<BTreeMap<Id, String>> {
    let clusters = inventory.clusters.iter().map(|cluster| &cluster.triggered_alarm_state);
    let states = clusters.chain(inventory.hosts.iter().map(|host| &host.triggered_alarm_state));
    let triggered: BTreeSet<&Id> =
        states.filter_map(Prop::known).flatten().map(|state| &state.alarm).collect();
    if names.is_empty() && !triggered.is_empty() {
        return Prop::Unreadable(not_written());
    }
    Prop::Known(names.into_iter().filter(|(id, _)| triggered.contains(id)).collect())
}

/// What the server did not have, and what a live reading would not ask for; then what takes a call.
fn not_asked(inventory: &mut Inventory, version: ApiVersion) {
    for kind in OBJECT_TYPES {
        for property in kind.properties {
            let path = property.path;
            let why = if property.since > version {
                ReasonKind::NotOffered
            } else if path == VirtualMachine::extra_config.path && version >= SHARING_PROPERTY {
                ReasonKind::NotCollected
            } else {
                continue;
            };
            inventory.not_asked.entry(kind.name.to_owned()).or_default().insert(path.to_owned(), why);
        }
    }
    let why = not_held();
    macro_rules! mark {
        ($($list:ident: $object:ident),*) => {$(
            for (_, path) in ANSWERS.iter().filter(|(kind, _)| *kind == $object::TYPE) {
                for object in &mut inventory.$list {
                    object.set_unreadable(path, why.clone());
                }
            }
        )*};
    }
    every_type!(mark);
}
