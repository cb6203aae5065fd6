//! The closed sets of words that every room shares, each declared once: languages, kinds of object,
//! subjects with their parents, outcomes, levels, kinds of reason.

mod detail;
mod hex;
pub mod label;
pub mod nearest;
mod outcome;
mod placing;
mod read_back;
mod remedy;
pub mod renames;
mod subject;
mod template;
mod text;
pub mod time;
pub mod told;
pub mod values;
mod words;

pub use detail::{Counted, Detail, Few, Unanswered, Worded};
pub use hex::hex;
pub use outcome::{Outcome, Word};
pub use placing::{Mover, Oracle, Relation, Rightful, Tier};
pub use remedy::{ArgType, Dialect, Phase, Risk, Team};
pub use subject::Subject;
pub use template::{Piece, Pieces, Slip, Template};
pub use text::Text;
pub use told::Told;
pub(crate) use told::{shown_in_english, told};
use words::words;
pub use words::{Words, by_name};

words! {
    /// Language of a report.
    #[derive(Default)]
    Lang {
        /// English.
        #[default]
        En = "en",
        /// Japanese.
        Ja = "ja",
    }

    /// Kind of an inventory object, as reports name it.
    ObjectKind {
        /// The vCenter Server itself.
        Vcenter = "vcenter",
        /// A datacenter.
        Datacenter = "datacenter",
        /// A folder.
        Folder = "folder",
        /// A cluster.
        Cluster = "cluster",
        /// A stand-alone host's compute resource.
        ComputeResource = "compute-resource",
        /// A host.
        Host = "host",
        /// A virtual machine.
        Vm = "vm",
        /// A resource pool or vApp.
        ResourcePool = "resource-pool",
        /// A datastore.
        Datastore = "datastore",
        /// A datastore cluster.
        DatastoreCluster = "datastore-cluster",
        /// A network of any kind: standard, distributed port group, opaque.
        Network = "network",
        /// A distributed switch.
        DistributedSwitch = "distributed-switch",
    }

    /// What keeps a host from service.
    OutOfService {
        /// In maintenance mode.
        Maintenance = "maintenance",
        /// In standby, or on its way there.
        Standby = "standby",
        /// An administrator has disconnected it.
        Disconnected = "disconnected",
        /// Heartbeats do not arrive.
        NotResponding = "not-responding",
        /// Switched off.
        Off = "off",
    }

    /// Why a datum is missing.
    ReasonKind {
        /// The account may not read it.
        Denied = "denied",
        /// The server answered with another fault.
        Failed = "failed",
        /// The host is not connected: what vCenter still remembers of it is not data.
        Unreachable = "unreachable",
        /// The account cannot see the object at all.
        Invisible = "invisible",
        /// The answer was cut short.
        Truncated = "truncated",
        /// Nobody asked for it in this run.
        NotCollected = "not-collected",
        /// The server no longer keeps it (event retention).
        Expired = "expired",
        /// The negotiated API version does not have it.
        NotOffered = "not-offered",
        /// It was read and does not say: a value is absent that should be there.
        Untold = "untold",
        /// Two sides of the API tell of it, and contradict each other.
        Contradicts = "contradicts",
        /// It says something that this version does not know; the detail shows what.
        NotUnderstood = "not-understood",
    }

    /// What an inventory was read from.
    #[derive(Default)]
    SourceKind {
        /// A vCenter itself, or what `collect` saved of one: whatever was asked for is told, or why it is not.
        #[default]
        Vcenter = "vcenter",
        /// A directory that `govc object.save` wrote.
        ObjectDump = "object-dump",
        /// A workbook or folder that RVTools exported.
        Rvtools = "rvtools",
    }

    /// How the seed is read.
    #[derive(Default)]
    Reading {
        /// For the product at hand.
        #[default]
        Practice = "practice",
        /// To the letter: ESX 4.0, Windows vCenter.
        Literal = "literal",
    }

    /// Level of a finding.
    Level {
        /// Shown, not judged.
        Note = "note",
        /// A documented risk.
        Warn = "warn",
        /// A violation.
        Fail = "fail",
    }

    /// Part of the seed a prerequisite belongs to.
    Area {
        /// Stated for HA and for vMotion.
        Both = "both",
        /// Stated for HA.
        Ha = "ha",
        /// Stated for vMotion.
        Vmotion = "vmotion",
    }

    /// Whether a rule belongs to the seed.
    Severity {
        /// A prerequisite of the seed.
        Required = "required",
        /// Good practice beyond it; counts as a warning at most.
        Advisory = "advisory",
    }

    /// The answer of a run in one word.
    Verdict {
        /// No required prerequisite fails, none is unknown up to a fail.
        Ready = "ready",
        /// A required prerequisite fails.
        NotReady = "not-ready",
        /// A required prerequisite could fail, but the data to tell could not be read.
        CannotTell = "cannot-tell",
    }

    /// What a person can say in a decisions file.
    DecisionKind {
        /// It holds.
        Attestation = "attestation",
        /// It does not hold, or cannot be told, and that is accepted.
        Waiver = "waiver",
    }

    /// Why an entry of a decisions file has no effect.
    Stale {
        /// Its last day has passed.
        Expired = "expired",
        /// There is nothing that it could decide: no such object, nothing found there, or no question.
        Unmatched = "unmatched",
        /// It is dated after the day that counts: nobody can have said it yet.
        Future = "future",
    }
}

impl SourceKind {
    /// Whether it is a vCenter, which can be asked for everything. Of another source a report says first what it
    /// could decide.
    pub fn is_whole(&self) -> bool {
        *self == Self::Vcenter
    }

    /// The name of what made it, the same in every language.
    pub const fn made_by(self) -> &'static str {
        match self {
            Self::Vcenter => "vCenter",
            Self::ObjectDump => "govc object.save",
            Self::Rvtools => "RVTools",
        }
    }
}

impl ReasonKind {
    /// Whether nobody collected the datum: a person's word may stand in for it, as it may not for one
    /// that was there and was refused.
    pub const fn is_uncollected(self) -> bool {
        matches!(self, Self::NotCollected | Self::Expired | Self::NotOffered)
    }
}
