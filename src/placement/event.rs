//! What an event comes to: hosts that fail, or are emptied.

use serde::Serialize;

use crate::placement::notes::{Demand, NewHalves};
use crate::report::{Hindrance, Object, Reason};
use crate::terms::{Mover, Tier};

/// What happens to hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// They fail, and HA restarts their VMs elsewhere.
    Lose,
    /// They are emptied by moving their running VMs elsewhere.
    Evacuate,
}

/// What an event comes to.
#[derive(Clone, Debug, Serialize)]
pub struct EventAnswer {
    /// What happens.
    pub event: EventKind,
    /// To which hosts.
    pub hosts: Vec<Object>,
    /// The group of hosts that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The answer.
    pub answer: Tier,
    /// VMs that need a place.
    pub vms: usize,
    /// VMs that HA does not restart, with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_off: Vec<LeftOffVm>,
    /// Where Fault Tolerance loses a half of pairs and all others find places: whether new halves find hosts, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_halves: Option<NewHalves>,
    /// What VMs use now against what is left, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand: Option<Demand>,
    /// Where the VMs find their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placed: Vec<PlacedVm>,
    /// Moves of running VMs, in their order: of a loss those of other VMs, before any is restarted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// What is known of that order, where there are moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<MoveOrder>,
    /// Whether no person is needed for it before a loss, nor for a swap; `None`: that is not known.
    #[serde(skip)]
    pub by_itself: Option<bool>,
    /// Moves that DRS does not make by itself, so that a person must.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_hand: Vec<Object>,
    /// Moves of which it is not known whether DRS makes them by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_whom: Vec<Object>,
    /// VMs without a place, and what each host says to them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stranded: Vec<Stranded>,
    /// What proves that they do not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Single things to do after which all fit, each tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// What is not known, or not exactly enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingDatum>,
    /// Where the search ended before everything was tried: how many placings it looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searched: Option<u64>,
}

/// A VM that HA does not restart.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOffVm {
    /// The VM.
    pub vm: Object,
    /// Why.
    pub because: LeftOffBecause,
    /// The host on which it goes on by its other half.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<Object>,
}

/// Why HA does not restart a VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOffBecause {
    /// Its restart priority is *disabled*.
    Excluded,
    /// vSphere or a product runs it for itself.
    Agent,
    /// Fault Tolerance keeps it running on another host; its other half has to be made anew on a third.
    FaultTolerance,
    /// It is the secondary VM of a pair that is lost whole, and is made anew once the primary runs.
    Secondary,
    /// HA does not protect it.
    Unprotected,
}

impl LeftOffBecause {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] =
        [Self::Excluded, Self::Unprotected, Self::Agent, Self::FaultTolerance, Self::Secondary];
}

/// A VM and the host where it finds its place.
#[derive(Clone, Debug, Serialize)]
pub struct PlacedVm {
    /// The VM.
    pub vm: Object,
    /// The host.
    pub host: Object,
}

/// Running VMs that move; more than one where a rule keeps them together.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// The VMs.
    pub vms: Vec<Object>,
    /// The host they leave.
    pub from: Object,
    /// The host they go to.
    pub to: Object,
    /// Who moves them: of several the one who does least by himself; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Mover>,
}

/// What is known of the order of moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MoveOrder {
    /// Each move works when it is its turn.
    Works,
    /// No order of direct moves works: VMs must be swapped.
    SwapNeeded,
    /// None was found.
    NotFound,
}

/// VMs without a place; more than one where a rule keeps them together.
#[derive(Clone, Debug, Serialize)]
pub struct Stranded {
    /// The VMs.
    pub vms: Vec<Object>,
    /// Of several the rules that keep them together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<String>,
    /// Memory that they have reserved, MB; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<i64>,
    /// CPU that they have reserved, MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_mhz: Option<i64>,
    /// Each host that is left, with the reason.
    pub refusals: Vec<HostRefusal>,
}

/// A host that does not take a VM.
#[derive(Clone, Debug, Serialize)]
pub struct HostRefusal {
    /// The host.
    pub host: Object,
    /// Why.
    #[serde(flatten)]
    pub because: RefusedBecause,
}

/// Why a host does not take a VM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum RefusedBecause {
    /// The state of the host.
    State,
    /// The VM cannot go there.
    Hindered {
        /// What keeps it.
        by: Vec<Hindrance>,
    },
    /// A rule keeps it apart from a VM that is there.
    Apart {
        /// The other VM.
        from: Object,
    },
    /// Fault Tolerance: its other half runs there.
    OtherHalf {
        /// That half.
        from: Object,
    },
    /// This much is lacking there.
    Short {
        /// Memory, MB.
        memory_mb: u64,
        /// CPU, MHz.
        cpu_mhz: u64,
    },
}

/// What proves that something does not fit.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Proof {
    /// These VMs can go to no host that is left.
    NoHost {
        /// The VMs.
        vms: Vec<Object>,
    },
    /// On each host that could take them, what cannot leave it leaves them no room.
    NoRoom {
        /// The VMs.
        vms: Vec<Object>,
    },
    /// VMs that can be on these hosts only need more memory than the hosts have.
    Memory {
        /// What they need, MB.
        need_mb: u64,
        /// What the hosts have, MB.
        capacity_mb: u64,
        /// The hosts.
        hosts: Vec<Object>,
        /// How many VMs those are.
        vms: usize,
    },
    /// VMs that can be on these hosts only need more CPU than the hosts have.
    Cpu {
        /// What they need, MHz.
        need_mhz: u64,
        /// What the hosts have, MHz.
        capacity_mhz: u64,
        /// The hosts.
        hosts: Vec<Object>,
        /// How many VMs those are.
        vms: usize,
    },
    /// A rule keeps more VMs apart than there are hosts for them.
    Apart {
        /// The rule.
        rule: String,
        /// Hosts that its VMs need.
        needed: usize,
        /// Hosts that they can be on.
        hosts: usize,
    },
    /// The two halves of a Fault Tolerance pair need more hosts than there are for them.
    OtherHalf {
        /// The halves.
        vms: Vec<Object>,
        /// Hosts that they can be on.
        hosts: usize,
    },
    /// Every placement was tried that respects the rules.
    Exhausted {
        /// How many single placings were looked at.
        tried: u64,
        /// Rules that kept VMs together in each of them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        together: Vec<String>,
    },
}

/// A datum that is not known, or not exactly enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingDatum {
    /// What it is about.
    pub what: MissingWhat,
    /// The VM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm: Option<Object>,
    /// The host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Object>,
    /// The rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Why it is not known; empty where a figure is known, but not exactly enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// What a missing datum is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingWhat {
    /// Whether a VM runs.
    Runs,
    /// Where a VM runs.
    Home,
    /// Whether HA leaves a VM off.
    LeftOff,
    /// What a VM needs.
    Need,
    /// What HA takes VMs to need that have less CPU reserved: it is known, and decides.
    Floor,
    /// Whether a VM can go to a host.
    Cell,
    /// Whether a host takes VMs.
    Available,
    /// What a host has for VMs.
    Capacity,
    /// Whether a rule about VMs is respected.
    Rule,
    /// Where the other half of a VM that Fault Tolerance keeps is.
    OtherHalf,
    /// Hosts of the cluster that may be there and were not received.
    Hosts,
    /// VMs of the cluster that may be there and were not received.
    Vms,
}

/// One thing to do after which all fit. Each was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Remedy {
    /// Lower what a VM has reserved by this much.
    LowerReservation {
        /// The VM.
        vm: Object,
        /// Memory, MB.
        memory_mb: u64,
        /// CPU, MHz.
        cpu_mhz: u64,
    },
    /// Give a host this much more.
    AddCapacity {
        /// The host.
        host: Object,
        /// Memory, MB.
        memory_mb: u64,
        /// CPU, MHz.
        cpu_mhz: u64,
    },
    /// See to these hindrances.
    Resolve {
        /// The hindrances.
        hindrances: Vec<Hindrance>,
        /// On this host; absent where they are the VM's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        host: Option<Object>,
    },
    /// Bring back a host that is out of service; of several each has to be.
    ReturnHosts {
        /// The hosts.
        hosts: Vec<ReturningHost>,
    },
    /// Drop a rule that keeps VMs apart.
    DropRule {
        /// The rule.
        rule: String,
    },
    /// Drop a rule that keeps VMs together.
    DropTogether {
        /// The rule.
        rule: String,
    },
}

/// A host that is out of service and is to be brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturningHost {
    /// The host.
    pub host: Object,
    /// What keeps it from service, e.g. `maintenance`.
    pub service: &'static str,
}
