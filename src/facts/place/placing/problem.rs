//! The question in numbers: hosts, VMs, which may go where, and what is not known of each.
//!
//! It knows nothing of an inventory: hosts, VMs, rows, rules and causes are positions in lists of its
//! caller, who names them. What is not known is part of the question.

/// No bound: as the most of an amount of which nothing is known.
pub const UNBOUNDED: u64 = u64::MAX;

/// CPU and memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Amount {
    /// MHz of CPU.
    pub cpu_mhz: u64,
    /// Bytes of memory.
    pub memory: u64,
}

/// What is known of an amount: it lies between these two, both included.
///
/// A figure that is approximated by an error has its bounds here, so that an answer whose margin is
/// smaller than the error is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Between {
    /// It is this at the least.
    pub least: Amount,
    /// It is this at the most.
    pub most: Amount,
}

impl Between {
    /// None.
    pub const NONE: Self =
        Self { least: Amount { cpu_mhz: 0, memory: 0 }, most: Amount { cpu_mhz: 0, memory: 0 } };

    /// Nothing is known of it.
    pub const UNKNOWN: Self = Self {
        least: Amount { cpu_mhz: 0, memory: 0 },
        most: Amount { cpu_mhz: UNBOUNDED, memory: UNBOUNDED },
    };

    /// The amount is known.
    pub fn exactly(amount: Amount) -> Self {
        Self { least: amount, most: amount }
    }
}

/// A host of the cluster.
#[derive(Clone, Debug)]
pub struct Host {
    /// What it has for VMs.
    pub capacity: Between,
    /// Whether running VMs can be moved to it as it is now; `None`: not known.
    pub takes_moves: Option<bool>,
    /// Whether HA restarts VMs on it as it is now; `None`: not known.
    pub takes_restarts: Option<bool>,
}

/// A reason for which a VM cannot go to a host: a position in [`Problem::causes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause(pub u32);

/// Where a cause is gone once somebody has seen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// On the one host where it was seen to: a datastore is mounted there.
    OneHost,
    /// On every host: a rule is dropped.
    Everywhere,
}

/// Whether a VM can go to a host, as far as the two of them decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It can.
    Yes,
    /// It cannot, for each of these causes.
    No(Box<[Cause]>),
    /// Not known.
    Unknown,
}

/// A VM that runs, or would run again.
#[derive(Clone, Debug)]
pub struct Vm {
    /// What it must find free on a host.
    pub need: Between,
    /// That is read: its bounds differ only by what HA takes a VM to need that has less reserved.
    pub is_read: bool,
    /// What of that is no reservation, and stays however low the reservation is.
    pub fixed: Between,
    /// The host where it runs; `None`: not known.
    pub home: Option<usize>,
    /// The row of [`Problem::rows`] that tells where it can be moved to while it runs. The cell of its
    /// own host tells whether it could come back there.
    pub live: usize,
    /// The row that tells where it can be started after its host is lost.
    pub restart: usize,
    /// Whether HA leaves it off when its host is lost; `None`: not known.
    pub excluded: Option<bool>,
}

/// A rule that keeps VMs apart, or together.
#[derive(Clone, Debug)]
pub struct VmRule {
    /// The VMs it is about.
    pub vms: Vec<usize>,
    /// Whether moves of running VMs respect it; `None`: not known.
    pub on_moves: Option<bool>,
    /// Whether HA respects it when it restarts VMs; `None`: not known.
    pub on_restarts: Option<bool>,
    /// It is no rule that somebody made, and nobody can drop it.
    pub lasting: bool,
}

/// A cluster: who runs where, and who can go where.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Its hosts.
    pub hosts: Vec<Host>,
    /// Its running VMs.
    pub vms: Vec<Vm>,
    /// Rows with a cell for each host, shared by VMs of one class.
    pub rows: Vec<Vec<Cell>>,
    /// Rules by which VMs may not come to run on one host. What is so already may stay so.
    pub apart: Vec<VmRule>,
    /// Rules by which VMs that share a host now share one afterwards.
    pub together: Vec<VmRule>,
    /// How far the cure of each cause reaches.
    pub causes: Vec<Reach>,
}

/// What happens to the cluster. Hosts are positions in [`Problem::hosts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Hosts fail, and HA restarts their VMs elsewhere.
    Lose(Vec<usize>),
    /// Hosts are emptied by moving their running VMs elsewhere.
    Empty(Vec<usize>),
}

impl Event {
    /// The hosts it is about.
    pub fn hosts(&self) -> &[usize] {
        match self {
            Self::Lose(hosts) | Self::Empty(hosts) => hosts,
        }
    }
}
