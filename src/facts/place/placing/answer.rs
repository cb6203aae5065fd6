//! The answers, with what shows that they are right.

use crate::facts::place::placing::problem::{Amount, Cause};

/// Whether the VMs of an event find their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Each finds a host, and no other VM moves.
    AsItStands(Vec<Placing>),
    /// Each finds a host once other VMs have moved.
    AfterMoves(AfterMoves),
    /// They do not fit, whatever is moved.
    DoesNotFit(NoFit),
    /// Neither is certain.
    CannotTell(Doubt),
}

impl Answer {
    /// Whether it is certain that they fit, or that they do not.
    pub fn fits(&self) -> Option<bool> {
        match self {
            Self::AsItStands(_) | Self::AfterMoves(_) => Some(true),
            Self::DoesNotFit(_) => Some(false),
            Self::CannotTell(_) => None,
        }
    }
}

/// A VM and the host where it finds its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placing {
    /// The VM.
    pub vm: usize,
    /// The host.
    pub host: usize,
}

/// Running VMs that move from one host to another; more than one where a rule keeps them together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The VMs.
    pub vms: Vec<usize>,
    /// The host they leave.
    pub from: usize,
    /// The host they go to.
    pub to: usize,
}

/// How all fit once others have moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AfterMoves {
    /// Where the VMs of the event find their places.
    pub placed: Vec<Placing>,
    /// The moves: of a loss those of other VMs, before any is restarted; of a host that is emptied its
    /// own ones as well.
    pub steps: Vec<Step>,
    /// What is known of the order of these moves.
    pub order: Order,
    /// Whether they might fit without moving others: `Some(false)` is proved, `None` is not known.
    pub as_it_stands: Option<bool>,
}

/// What is known of the order of moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each move works when it is its turn.
    Works,
    /// No assignment has an order of direct moves that works: VMs must be swapped, which takes a host
    /// in between, or one that is off meanwhile.
    SwapNeeded,
    /// None was found: the search ended, or it depends on what is not known.
    NotFound,
}

/// That it does not fit, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFit {
    /// What proves it.
    pub proof: Proof,
    /// The VMs that found no host in the best placement that was found without moving others.
    pub left_over: Vec<LeftOver>,
}

/// What proves that something does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A VM (with those that a rule keeps with it) can go to no host that is left.
    NoHost(Vec<usize>),
    /// On each host that could take the VM, what cannot leave that host leaves it no room.
    NoRoom(Vec<usize>),
    /// The VMs that can be on these hosts only need more than the hosts have.
    Sum(Sums),
    /// A rule keeps more VMs apart than there are hosts for them.
    Apart {
        /// The rule, a position in [`Problem::apart`](super::Problem::apart).
        rule: usize,
        /// Hosts that its VMs need.
        needed: usize,
        /// Hosts that they can go to or stay on.
        hosts: usize,
    },
    /// Every placement was tried.
    Exhausted {
        /// How many single placings were looked at.
        tried: u64,
    },
}

/// A need that is larger than what there is for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Memory or CPU.
    pub resource: Resource,
    /// What the VMs need together, in the unit of [`Amount`].
    pub need: u128,
    /// What the hosts have together.
    pub capacity: u128,
    /// The hosts.
    pub hosts: Vec<usize>,
    /// How many VMs those are.
    pub vms: usize,
}

/// Which part of an [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Memory.
    Memory,
    /// CPU.
    Cpu,
}

/// A VM without a place, and what each host says to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOver {
    /// The VM, with those that a rule keeps with it.
    pub vms: Vec<usize>,
    /// Each host that is left, with the reason.
    pub refusals: Vec<(usize, Refusal)>,
}

/// Why a host does not take a VM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state of the host.
    State,
    /// The VM cannot go there: its cell says no.
    Cell,
    /// A rule keeps the VM apart from this one there, or VMs that must stay together apart.
    Apart {
        /// The other VM.
        from: usize,
    },
    /// This much is lacking there.
    Short(Amount),
}

/// Why an answer is not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// These are not known, or not exactly enough: were they as favourable as they can be, it fits.
    Missing(Vec<Missing>),
    /// The search ended before everything was tried.
    Ended {
        /// How many single placings were looked at.
        tried: u64,
        /// How many VMs found a place without moving others.
        placed: usize,
        /// Of how many.
        of: usize,
    },
}

/// A datum that is not known, or not exactly enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Where the VM runs.
    Home(usize),
    /// Whether HA leaves the VM off.
    Excluded(usize),
    /// What HA takes VMs to need that have less reserved: whether that much is left depends on it.
    Floor,
    /// What the VM needs.
    Need(usize),
    /// Whether the VM can go to the host.
    Cell {
        /// The VM.
        vm: usize,
        /// The host.
        host: usize,
        /// While it runs; else it is started there.
        moves: bool,
    },
    /// Whether the host takes VMs.
    Available(usize),
    /// What the host has.
    Capacity(usize),
    /// Whether a rule that keeps VMs apart is respected.
    Apart(usize),
    /// Whether a rule that keeps VMs together is respected.
    Together(usize),
}

/// One thing to do after which it fits. Each was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Lower what the VM needs by this much.
    LowerNeed {
        /// The VM.
        vm: usize,
        /// How much, of memory or of CPU.
        by: Amount,
    },
    /// Give the host this much more.
    AddCapacity {
        /// The host.
        host: usize,
        /// How much, of memory or of CPU.
        by: Amount,
    },
    /// See to these causes.
    Resolve {
        /// The causes, of which more than one where all of them stand between a VM and the host.
        causes: Vec<Cause>,
        /// The host, where a cause is seen to on one host.
        host: Option<usize>,
    },
    /// Drop a rule that keeps VMs apart, a position in [`Problem::apart`](super::Problem::apart).
    DropApart(usize),
    /// Drop a rule that keeps VMs together, a position in [`Problem::together`](super::Problem::together).
    DropTogether(usize),
}
