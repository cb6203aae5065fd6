//! Remedies: what a person does about a finding, as data. What one amounts to is told as changes of the
//! inventory, so that a plan can be proved by judging again.

mod check;
mod file;
mod template;

use std::sync::Arc;

use super::parts::{Each, Message};
use crate::expr::Expr;
use crate::terms::{ArgType, Dialect, Phase, Pieces, Risk, Team};

pub(super) use check::{Known, cures, remedies};
pub(super) use file::{CureFile, RemedyFile, cure_files, remedy_files};
pub use template::Template;

/// What a person does about a finding.
#[derive(Debug)]
pub struct Remedy {
    /// Name, within its file.
    pub name: String,
    /// The rule whose file it is in; empty for one that several rules share.
    pub rule: String,
    /// What to do, in the words of the client.
    pub action: Message,
    /// The same in those of the client of 4.x and 5.x, where they differ.
    pub action_before_6_5: Option<Message>,
    /// How to take it back.
    pub undo: Message,
    /// Who does it.
    pub team: Team,
    /// What it risks.
    pub risk: Risk,
    /// When its turn is.
    pub phase: Phase,
    /// The argument that holds the id of the object it is done to.
    pub at: String,
    /// Its arguments with their types.
    pub takes: Vec<(String, ArgType)>,
    /// How it is written for tools; a tool that is not there cannot do it.
    pub snippets: Vec<(Dialect, Pieces)>,
    /// What it changes in the inventory.
    pub effect: Effect,
}

/// What a remedy changes in the inventory.
#[derive(Debug)]
pub enum Effect {
    /// These changes, with names of arguments in them.
    Changes(Vec<Template>),
    /// What no inventory can show beforehand, and why.
    Unprovable(Message),
}

impl Remedy {
    /// How it is written in a dialect.
    pub fn snippet(&self, dialect: Dialect) -> Option<&Pieces> {
        self.snippets.iter().find(|(own, _)| *own == dialect).map(|(_, snippet)| snippet)
    }
}

/// A remedy as a finding names it.
#[derive(Debug)]
pub struct Cure {
    /// The remedy.
    pub remedy: Arc<Remedy>,
    /// Only where this holds.
    pub when: Option<Expr>,
    /// Once for each of these.
    pub each: Option<CureEach>,
    /// Values of its arguments.
    pub with: Vec<(String, Expr)>,
}

/// What a remedy is done for each of.
#[derive(Debug)]
pub enum CureEach {
    /// The hosts that the finding blocks.
    Blocked,
    /// The elements of a list.
    List(Box<Each>),
}

impl Cure {
    /// Every expression of it.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let list = self.each.iter().filter_map(|each| match each {
            CureEach::Blocked => None,
            CureEach::List(each) => Some(&each.list),
        });
        self.when.iter().chain(list).chain(self.with.iter().map(|(_, value)| value))
    }
}
