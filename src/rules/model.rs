//! Rules as they are evaluated: every expression checked, every name resolved.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::file::{Among, Empty};
use super::parts::{Each, Message};
use super::remedy::Cure;
use crate::expr::{Expr, Params};
use crate::terms::{Area, Level, Reading, Severity, Subject, Text};

/// A prerequisite.
#[derive(Debug)]
pub struct Rule {
    /// Id: the name of its file.
    pub id: String,
    /// Position in the seed.
    pub number: Option<u32>,
    /// Kind of object it judges.
    pub subject: Subject,
    /// Which of them, when not all.
    pub among: Option<Among>,
    /// Part of the seed.
    pub area: Area,
    /// Whether it counts fully; as the file says, or as the site does.
    pub severity: Severity,
    /// Whether it is one of the seed's, whatever the site makes of it.
    pub seed: bool,
    /// Tags by which profiles select it.
    pub profiles: Vec<String>,
    /// Gates by position in [`super::Catalogue::gates`]: the default ones of its subject first.
    pub gates: Vec<usize>,
    /// Outcome of a subject of which nothing was judged.
    pub empty: Empty,
    /// What is true when it passes.
    pub title: Text,
    /// What to do when it does not.
    pub fix: Text,
    /// Heading in the seed; empty for advisory rules without a source.
    pub heading: String,
    /// Its places in the chapter, by their names there; empty where it names none.
    pub places: Vec<String>,
    /// What the seed demands there.
    pub demand: Text,
    /// Parameters.
    pub params: Arc<Params>,
    /// Values printed beside any outcome.
    pub show: Vec<Evidence>,
    /// Findings by what they loop over.
    pub groups: Vec<Group>,
    /// What only a person can say.
    pub attest: Option<Attest>,
    /// Where it comes from: `built-in`, or the file.
    pub origin: String,
}

impl Rule {
    /// All findings, in the order of the file.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.groups.iter().flat_map(|group| &group.findings).collect();
        findings.sort_by_key(|finding| finding.position);
        findings
    }
}

/// A named value that is printed.
#[derive(Debug)]
pub struct Evidence {
    /// Name.
    pub name: String,
    /// Value.
    pub value: Expr,
}

/// Findings that loop over one list, or judge the subject itself.
#[derive(Debug)]
pub struct Group {
    /// The list; `None` for the subject itself.
    pub each: Option<Each>,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// One way not to hold.
#[derive(Debug)]
pub struct Finding {
    /// Name within the rule.
    pub name: String,
    /// Position among the rule's findings.
    pub position: usize,
    /// Level in the practical reading.
    pub level: Level,
    /// Level in the literal reading, when it differs.
    pub literal: Option<Level>,
    /// Only under these profiles; empty = under all.
    pub profiles: Vec<String>,
    /// When it is found.
    pub when: Expr,
    /// What is printed with it.
    pub evidence: Vec<Evidence>,
    /// Hosts it concerns.
    pub blocks: Option<Expr>,
    /// What is wrong.
    pub message: Message,
    /// What to do, when that differs from the rule's advice.
    pub fix: Option<Message>,
    /// Faults vCenter would raise.
    pub faults: Vec<String>,
    /// `vmware` when the demand is VMware's.
    pub basis: Option<String>,
    /// What a person can do about it.
    pub cures: Vec<Cure>,
}

impl Finding {
    /// Its level under a reading.
    pub fn level(&self, reading: Reading) -> Level {
        match reading {
            Reading::Practice => self.level,
            Reading::Literal => self.literal.unwrap_or(self.level),
        }
    }
}

/// What only a person can say.
#[derive(Debug)]
pub struct Attest {
    /// Asked once per object of this kind.
    pub per: Subject,
    /// The question is closed while this is known to be true.
    pub unless: Option<Expr>,
    /// A person's word may replace evidence that nobody collected.
    pub stands_in: bool,
    /// The question.
    pub question: Text,
}

/// A reason why a rule may not apply.
#[derive(Debug)]
pub struct Gate {
    /// Name.
    pub name: String,
    /// Kind of object it reads.
    pub subject: Subject,
    /// Every rule of the subject has it, and elements of that kind.
    pub default: bool,
    /// When the rule does not apply.
    pub when: Expr,
    /// It has no effect in the literal reading.
    pub off_when_literal: bool,
    /// Parameters.
    pub params: Arc<Params>,
    /// Why the rule does not apply.
    pub because: Text,
    /// Where it comes from: `built-in`, or the file.
    pub origin: String,
}

impl Rule {
    /// Every expression of the rule, those of its gates not counted.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let findings = self.groups.iter().flat_map(|group| {
            let each = group.each.iter().map(|each| &each.list);
            each.chain(group.findings.iter().flat_map(Finding::expressions))
        });
        let unless = self.attest.iter().filter_map(|attest| attest.unless.as_ref());
        self.show.iter().map(|shown| &shown.value).chain(findings).chain(unless)
    }

    /// The expressions of its remedies.
    pub fn curing(&self) -> impl Iterator<Item = &Expr> {
        let findings = self.groups.iter().flat_map(|group| &group.findings);
        findings.flat_map(|finding| &finding.cures).flat_map(Cure::expressions)
    }

    /// The expressions that decide its outcome: those of each finding, and those of the question.
    pub fn deciding(&self) -> impl Iterator<Item = (Option<&Finding>, Vec<&Expr>)> {
        let findings = self.groups.iter().flat_map(|group| {
            let list = group.each.as_ref().map(|each| &each.list);
            group
                .findings
                .iter()
                .map(move |finding| (Some(finding), list.into_iter().chain([&finding.when]).collect()))
        });
        let unless = self.attest.iter().filter_map(|attest| attest.unless.as_ref());
        findings.chain(unless.map(|unless| (None, vec![unless])))
    }

    /// Every gate the rule asks: its own and those of elements.
    pub fn all_gates(&self) -> BTreeSet<usize> {
        let elements =
            self.groups.iter().filter_map(|group| group.each.as_ref()).flat_map(|each| &each.gates);
        self.gates.iter().chain(elements).copied().collect()
    }
}

impl Finding {
    fn expressions(&self) -> impl Iterator<Item = &Expr> {
        std::iter::once(&self.when)
            .chain(self.evidence.iter().map(|evidence| &evidence.value))
            .chain(self.blocks.as_ref())
    }
}
