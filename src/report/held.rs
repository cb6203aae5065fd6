//! What vCenter itself says of moves, held against the answers here.

use serde::{Deserialize, Serialize};

use super::{Object, Reason};
use crate::terms::{Oracle, Rightful};

/// The answers of one who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldAgainst {
    /// Who.
    pub oracle: Oracle,
    /// Answers that both have: single moves of its checker, hosts to be emptied of DRS.
    pub compared: usize,
    /// Where they differ, by kind: what nobody can explain first.
    pub differs: Vec<Differs>,
    /// Why it has not answered, or not for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<Reason>,
}

/// Answers that differ in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    /// Whether it can be done, as said here; vCenter says the opposite.
    pub here: bool,
    /// What stands against it: the types of vCenter's faults, or else the causes that are known here.
    pub by: Vec<String>,
    /// Why both may be right; absent where one of them is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Rightful>,
    /// The moves, or hosts to be emptied.
    pub at: Vec<MovePair>,
}

/// A VM and the host it would go to; or a host that would be emptied, alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePair {
    /// The VM; absent where it is about emptying the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vm: Option<Object>,
    /// The host.
    pub host: Object,
}
