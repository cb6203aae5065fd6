//! A cluster as a map: who runs where, who can go where and why not, what each needs and has.
//!
//! Names and reasons stand beside the question of placing that is made of it, so that whoever asks can say
//! of whom and of what an answer is.

mod draw;
mod notes;
mod pairs;
mod question;
mod rows;
mod rules;
mod told;

use std::collections::{BTreeMap, HashMap};

use crate::facts::ground::capacity::Need;
use crate::facts::ground::names::Name;
use crate::facts::ground::words::HostService;
use crate::facts::place::capacity::Capacities;
use crate::facts::place::placing::Between;
use crate::facts::place::records::Cause;
use crate::facts::subject::identity::Identity;
use crate::schema::{Fact, Unknown};
use crate::terms::Mover;

pub use draw::{Known, draw};
pub use notes::Demand;
pub use pairs::{Fate, half, pair};
pub use question::{Evacuation, Loss, Movers};
pub use rules::Rules;
pub use told::{CheckerAnswer, DrsAnswer, Told};

/// One cluster.
#[derive(Debug)]
pub struct ClusterMap {
    /// Who it is.
    pub cluster: Identity,
    /// Its hosts that are in service, or may be, in the order of their names.
    pub hosts: Vec<MapHost>,
    /// What is known of what they have for VMs.
    pub capacities: Capacities,
    /// What HA takes a VM to need that has less CPU reserved, where that decides.
    pub floor: Unknown,
    /// Why there may be more.
    pub hosts_missing: Option<Unknown>,
    /// Its hosts that are out of service, with the VMs that stand there.
    pub out: Vec<OutHost>,
    /// Its running VMs, and those that may run, in the order of their names.
    pub vms: Vec<MapVm>,
    /// Why there may be more.
    pub vms_missing: Option<Unknown>,
    /// VMs of the cluster that do not run.
    pub vms_off: usize,
    /// What keeps VMs from hosts, as cells name it.
    pub barriers: Vec<Barrier>,
    /// Why cells are unclear, as cells name it.
    pub reasons: Vec<Unknown>,
    /// Stores of the cluster's hosts by name, as far as the name is that of one.
    pub stores: HashMap<Name, Store>,
    /// What a host lacks of a network, by host and in a word, as far as that is one thing.
    pub networks: BTreeMap<Name, Vec<Option<&'static str>>>,
    /// Rows with a cell for each host, shared by the VMs of a class.
    pub rows: Vec<Vec<MapCell>>,
    /// HA is on.
    pub ha: Fact<bool>,
    /// HA is on, and its admission control keeps capacity free.
    pub ha_holds: Fact<bool>,
    /// DRS is on.
    pub drs: Fact<bool>,
    /// Rules that keep VMs apart.
    pub apart: Vec<MapRule>,
    /// Rules that keep VMs together.
    pub together: Vec<MapRule>,
    /// Groups of hosts: name and positions in `hosts`, and how many of a group are not among them.
    pub groups: Vec<HostGroup>,
    /// VM-Host rules that only state a preference.
    pub preferred: Vec<Preference>,
    /// What its VMs use now.
    pub used: Used,
    /// What vCenter itself has said of moves, where it was asked.
    pub told: Told,
}

/// A host that is in service, or may be.
#[derive(Debug)]
pub struct MapHost {
    /// Who it is.
    pub identity: Identity,
    /// In service.
    pub active: Fact<bool>,
    /// HA keeps it free for failures.
    pub spare: Fact<bool>,
    /// Proactive HA has put it in quarantine: in service, and avoided.
    pub quarantined: Fact<bool>,
    /// What it has for VMs. Approximated: its share of what vCenter says the cluster has for them.
    pub capacity: Fact<Between>,
}

/// A host that is out of service.
#[derive(Debug)]
pub struct OutHost {
    /// Who it is.
    pub identity: Identity,
    /// What keeps it from service.
    pub service: HostService,
    /// VMs that run there, or may, as far as vCenter knows.
    pub vms: Vec<Identity>,
}

/// What is known of a datastore that decides what to do where a host does not reach it.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// It lies on a disk of one host.
    pub local: bool,
    /// Hosts that may only read it, positions in [`ClusterMap::hosts`].
    pub read_only: Vec<usize>,
}

/// A VM that runs, or may.
#[derive(Debug)]
pub struct MapVm {
    /// Who it is.
    pub identity: Identity,
    /// Whether it runs.
    pub runs: Fact<bool>,
    /// Its host, a position in [`ClusterMap::hosts`].
    pub home: Fact<usize>,
    /// What it has reserved, the overhead of running it included.
    pub need: Fact<Need>,
    /// The overhead alone, bytes: no reservation that could be lower.
    pub overhead: Fact<i64>,
    /// CPU that HA takes it to need where it has less reserved, MHz.
    pub floor_mhz: i64,
    /// Fault Tolerance keeps it.
    pub half: Fact<Option<Half>>,
    /// Why HA does not restart it.
    pub left_off: Fact<Option<LeftOff>>,
    /// It stays down when its host is lost, as HA does not restart it and nobody else does.
    pub stays_down: Fact<bool>,
    /// vSphere runs it for itself or for a product: it holds no host.
    pub agent: Fact<bool>,
    /// Who moves it when its host is emptied.
    pub mover: Fact<Mover>,
    /// Its row of moves while it runs, a position in [`ClusterMap::rows`].
    pub live: usize,
    /// Its row of restarts.
    pub restart: usize,
    /// Its row of moves, its reservations left aside.
    pub live_but_room: usize,
    /// Its row of restarts, its reservations left aside.
    pub restart_but_room: usize,
}

/// One half of a pair of Fault Tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// It is the primary VM.
    pub primary: bool,
    /// What both halves have in common.
    pub group: Vec<Name>,
    /// The other half, a position in [`ClusterMap::vms`]; `None` where it is not among them.
    pub other: Option<usize>,
}

/// Why HA does not restart a VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOff {
    /// Its restart priority is *disabled*.
    Excluded,
    /// vSphere or a product restarts it, or nobody has to.
    Agent,
    /// Fault Tolerance keeps it running on another host.
    FaultTolerance,
    /// HA does not protect it.
    Unprotected,
}

/// What keeps VMs from hosts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Barrier {
    /// What.
    pub cause: Cause,
    /// Of which device, datastore, network or rule; empty where the cause says it all.
    pub name: Name,
    /// Of a device its kind, of the state of a VM which: in a word.
    pub how: Option<&'static str>,
    /// What is behind a device; empty where nothing is told.
    pub backing: Name,
}

/// Whether a VM can go to a host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MapCell {
    /// It can.
    Yes,
    /// It cannot, for each of these, positions in [`ClusterMap::barriers`].
    No(Box<[u32]>),
    /// That is not known, for a reason at this position of [`ClusterMap::reasons`].
    Unknown(u32),
}

/// A rule that keeps VMs apart, or together.
#[derive(Clone, Debug)]
pub struct MapRule {
    /// Its name.
    pub name: Name,
    /// Its VMs, positions in [`ClusterMap::vms`].
    pub vms: Vec<usize>,
    /// Whether moves respect it.
    pub on_moves: Option<bool>,
    /// Whether HA respects it.
    pub on_restarts: Option<bool>,
    /// Why one of those is not known.
    pub open: Option<Unknown>,
    /// It is no rule that somebody made: the two halves of a Fault Tolerance pair.
    pub lasting: bool,
}

impl MapRule {
    /// Whether it is about both.
    pub fn keeps(&self, one: usize, other: usize) -> bool {
        self.vms.contains(&one) && self.vms.contains(&other)
    }
}

/// A VM-Host rule that only states a preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Its name.
    pub name: Name,
    /// Its VMs that run, positions in [`ClusterMap::vms`].
    pub vms: Vec<usize>,
    /// Hosts in service that it is about, positions in [`ClusterMap::hosts`].
    pub hosts: Vec<usize>,
    /// Its VMs should not be there.
    pub avoids: bool,
}

/// What the VMs of a cluster use now.
#[derive(Clone, Debug)]
pub struct Used {
    /// Memory, MB: what vCenter says they are entitled to or demand, else what their guests use.
    pub memory_mb: Fact<i64>,
    /// CPU, MHz.
    pub cpu_mhz: Fact<i64>,
}

/// A group of hosts.
#[derive(Clone, Debug)]
pub struct HostGroup {
    /// Its name.
    pub name: Name,
    /// Its hosts in service, positions in [`ClusterMap::hosts`].
    pub hosts: Vec<usize>,
    /// Names of its hosts that are out of service, or not of the cluster any more.
    pub others: Vec<Name>,
}
