//! All rules and gates in force, and the choice among them by profile.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::chapter;
use super::check::{self, Roots};
use super::demands::demands;
use super::file::{self, GateFile, TAGS};
use super::files::{Files, GATES, REMEDIES, built_in_ids, stem};
use super::model::{Finding, Gate, Rule};
use super::overrides::{Overridden, Overrides};
use super::remedy::{Known, remedies};
use crate::document::{Document, Problem, Problems, Source};
use crate::expr::{Expr, Params};
use crate::schema::RecordType;
use crate::terms::{Subject, Text, Told, hex, nearest::did_you_mean, shown_in_english, told};

/// Selects the prerequisites of the seed.
const SEED: &str = "lms-4.0";
/// Origin of the rules in the binary.
const BUILT_IN: &str = "built-in";
/// Selects everything.
const FULL: &str = "full";

/// Every profile by name.
pub fn profiles() -> Vec<&'static str> {
    [SEED, FULL].into_iter().chain(TAGS).collect()
}

/// Rules and gates in force.
#[derive(Debug)]
pub struct Catalogue {
    /// Rules: those of the seed in its order, then the others by id.
    pub rules: Vec<Rule>,
    /// Gates, in the order of their file.
    pub gates: Vec<Gate>,
    /// SHA-256 over all rule files and gates in force, in hexadecimal.
    pub hash: String,
    /// What the site has set in place of what rule files say; not part of the hash.
    pub overridden: Vec<Overridden>,
    roots: Vec<(&'static str, &'static RecordType)>,
}

/// A profile that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownProfile {
    /// As it was given.
    pub name: String,
    help: Text,
}

impl Told for UnknownProfile {
    fn told(&self) -> Text {
        let Self { name, help } = self;
        told!(
            [help] "there is no profile '{name}'{help}; profiles are lms-4.0, ha, vmotion, full",
            "プロファイル「{name}」はありません{help}。指定できるプロファイル: lms-4.0、ha、vmotion、full"
        )
    }
}

shown_in_english!(UnknownProfile);

/// The rules of some profiles.
#[derive(Clone, Debug)]
pub struct Selected<'a> {
    /// Where they are from.
    pub catalogue: &'a Catalogue,
    /// The rules, in the order of the catalogue.
    pub rules: Vec<&'a Rule>,
    /// The profiles.
    pub profiles: Vec<String>,
}

/// A file that is in force, with where it comes from.
struct InForce<'a> {
    source: Source<'a>,
    origin: String,
}

impl Catalogue {
    /// Checks rule files against the schema that starts at `roots`. A file of a later set replaces
    /// the one with the same id of an earlier set; a gate likewise, by name.
    ///
    /// # Errors
    ///
    /// When anything is wrong with any file: all problems at once.
    pub fn load(sets: &[Files], roots: &Roots) -> Result<Self, Problems> {
        Self::load_with(sets, roots, &Overrides::default())
    }

    /// As [`Catalogue::load`], with the site's own parameters and severities.
    ///
    /// # Errors
    ///
    /// As there, and when an override names nothing or does not fit.
    pub fn load_with(sets: &[Files], roots: &Roots, own: &Overrides) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let InForceAll { gates: mut gate_files, remedies: remedy_files, rules: rule_files } =
            in_force(sets, &mut problems);
        let mut gates = BTreeMap::new();
        let mut order = Vec::new();
        for gate_file in &mut gate_files {
            load_gates(gate_file, roots, &mut gates, &mut order, &mut problems);
        }
        let gates: Vec<Gate> = order.iter().filter_map(|name| gates.remove(name)).collect();
        let mut shared: Vec<Known> = Vec::new();
        for file in &remedy_files {
            for known in load_shared(file, &mut problems) {
                shared.retain(|other| other.remedy.name != known.remedy.name);
                shared.push(known);
            }
        }
        // Each by itself, on all cores: it knows nothing of the others.
        let loaded: Vec<(Option<Rule>, Vec<Problem>)> = rule_files
            .par_iter()
            .map(|(stem, file)| {
                let mut wrong = Vec::new();
                let own = Params::default();
                (load_rule(stem, file, (&gates, &shared), roots, &own, &mut wrong), wrong)
            })
            .collect();
        let mut rules = Vec::with_capacity(loaded.len());
        for (rule, mut wrong) in loaded {
            rules.extend(rule);
            problems.append(&mut wrong);
        }
        refuse_same_number(&rules, &rule_files, &mut problems);
        problems.extend(problems_of_chapter(&rules));
        if !problems.is_empty() {
            problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
            return Err(Problems(problems));
        }
        let overridden = own.apply(&mut rules, |id, params| {
            let mut wrong = Vec::new();
            let file = rule_files.get(id)?;
            let rule = load_rule(id, file, (&gates, &shared), roots, params, &mut wrong);
            Some(rule.ok_or_else(|| wrong.into_iter().map(|problem| problem.message).collect()))
        })?;
        rules.sort_by(|a, b| {
            let key = |rule: &Rule| (rule.number.is_none(), rule.number, rule.id.clone());
            key(a).cmp(&key(b))
        });
        let texts = gate_files
            .iter()
            .map(|gates| (GATES, gates.source.text))
            .chain(remedy_files.iter().map(|remedies| (REMEDIES, remedies.source.text)))
            .chain(rule_files.iter().map(|(stem, rule)| (stem.as_str(), rule.source.text)));
        Ok(Self { rules, gates, hash: hash(texts), overridden, roots: roots.to_vec() })
    }

    /// A rule by id.
    ///
    /// # Errors
    ///
    /// When there is none: what to say, with the nearest id.
    pub fn rule(&self, id: &str) -> Result<&Rule, Text> {
        let found = self.rules.iter().find(|rule| rule.id == id);
        found.ok_or_else(|| {
            let help = did_you_mean(id, self.rules.iter().map(|rule| rule.id.as_str()));
            told!([help] "there is no rule '{id}'{help}", "ルール「{id}」はありません{help}")
        })
    }

    /// The rules of some profiles: `lms-4.0` is the seed, `full` everything, the others are tags.
    ///
    /// # Errors
    ///
    /// When a profile does not exist.
    pub fn select(&self, profiles: &[String]) -> Result<Selected<'_>, UnknownProfile> {
        let known = self::profiles();
        if let Some(name) = profiles.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(UnknownProfile { name: name.clone(), help: did_you_mean(name, known) });
        }
        let chosen = |rule: &&Rule| {
            profiles.iter().any(|profile| match profile.as_str() {
                FULL => true,
                SEED => rule.seed,
                tag => rule.profiles.iter().any(|theirs| theirs == tag),
            })
        };
        Ok(Selected {
            catalogue: self,
            rules: self.rules.iter().filter(chosen).collect(),
            profiles: profiles.to_vec(),
        })
    }

    /// One rule alone, with all its findings.
    pub fn only<'a>(&'a self, rule: &'a Rule) -> Selected<'a> {
        Selected { catalogue: self, rules: vec![rule], profiles: vec![FULL.into()] }
    }

    /// What the rules start from: the record types by name.
    pub fn roots(&self) -> &Roots {
        &self.roots
    }
}

impl Selected<'_> {
    /// Whether findings tagged with these profiles are in force; untagged ones always are.
    pub fn covers(&self, tags: &[String]) -> bool {
        let whole = |profile: &String| profile == FULL || profile == SEED;
        tags.is_empty() || self.profiles.iter().any(|profile| whole(profile) || tags.contains(profile))
    }

    /// Properties (`Type:path`) and calls (`call:name`) that the rules need, those to find their
    /// subjects included.
    pub fn reads(&self) -> BTreeSet<&'static str> {
        let mut reads = BTreeSet::new();
        for rule in &self.rules {
            reads.extend(rule.expressions().flat_map(|expr| expr.reads().iter().copied()));
            reads.extend(self.reads_of_frame(rule));
        }
        reads
    }

    /// What their remedies need beyond that.
    pub fn reads_of_remedies(&self) -> BTreeSet<&'static str> {
        let curing = self.rules.iter().flat_map(|rule| rule.curing());
        curing.flat_map(|expr| expr.reads().iter().copied()).collect()
    }

    /// The same of what decides the outcome of one rule, part by part: each finding, and the question (`None`).
    /// What they only show is left out, and what finds the subjects and asks the gates is in all of them.
    pub fn reads_by_part<'r>(&self, rule: &'r Rule) -> Vec<(Option<&'r Finding>, BTreeSet<&'static str>)> {
        let frame = self.reads_of_frame(rule);
        let whole = |(part, expressions): (Option<&'r Finding>, Vec<&Expr>)| {
            let own = expressions.into_iter().flat_map(|expr| expr.reads().iter().copied());
            (part, own.chain(frame.iter().copied()).collect())
        };
        rule.deciding().map(whole).collect()
    }

    /// What it takes to know which subjects a rule has, and whether it applies to them.
    fn reads_of_frame(&self, rule: &Rule) -> BTreeSet<&'static str> {
        let gates = rule.all_gates().into_iter().filter_map(|gate| self.catalogue.gates.get(gate));
        let asked = gates.flat_map(|gate| gate.when.reads().iter().copied());
        asked.chain(self.reads_of_subject(rule.subject)).collect()
    }

    /// What it takes to know which subjects there are, and their parents.
    fn reads_of_subject(&self, subject: Subject) -> Vec<&'static str> {
        let fields: &[(&str, &str)] = &[
            ("vcenter", "clusters"),
            ("cluster", "hosts"),
            ("cluster", "vms"),
            ("vm", "host"),
            ("vm", "cluster"),
        ];
        let used = match subject {
            Subject::Vcenter => 0,
            Subject::Cluster => 1,
            Subject::Host => 2,
            Subject::Vm => fields.len(),
        };
        let mut reads = Vec::new();
        for (root, field) in &fields[..used] {
            let record = self.catalogue.roots.iter().find(|(name, _)| name == root);
            if let Some((_, field)) = record.and_then(|(_, record)| record.field(field)) {
                reads.extend_from_slice(field.reads);
            }
        }
        reads
    }
}

/// The files in force.
struct InForceAll<'a> {
    /// The gates files in their order.
    gates: Vec<InForce<'a>>,
    /// The files of shared remedies in their order.
    remedies: Vec<InForce<'a>>,
    /// For each rule id the file that counts.
    rules: BTreeMap<String, InForce<'a>>,
}

fn in_force<'a>(sets: &'a [Files], problems: &mut Vec<Problem>) -> InForceAll<'a> {
    let mut gates = Vec::new();
    let mut remedies = Vec::new();
    let mut rules = BTreeMap::new();
    for (at, set) in sets.iter().enumerate() {
        let mut seen = BTreeMap::new();
        for (name, text) in &set.files {
            let source = Source { file: name, text };
            let origin = if at == 0 && set.origin == BUILT_IN { set.origin.clone() } else { name.clone() };
            let (base, stem) = stem(name);
            if base == GATES {
                gates.push(InForce { source, origin });
            } else if base == REMEDIES {
                remedies.push(InForce { source, origin });
            } else if let Some(other) = seen.insert(stem, name) {
                problems.push(source.problem(
                    0..0,
                    told!("the rule '{stem}' is in {other} too", "ルール「{stem}」は {other} にもあります"),
                ));
            } else {
                rules.insert(stem.to_owned(), InForce { source, origin });
            }
        }
    }
    InForceAll { gates, remedies, rules }
}

fn load_gates(
    file: &InForce,
    roots: &Roots,
    gates: &mut BTreeMap<String, Gate>,
    order: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) {
    let (mut doc, table) = Document::parse(file.source);
    let mut here = BTreeSet::new();
    let read: Vec<GateFile> = file::gates(&mut doc, table);
    for gate in read {
        if !here.insert(gate.name.value.clone()) {
            let name = &gate.name.value;
            let message = told!(
                "another gate is called '{name}' already",
                "「{name}」という名前の gate がすでにあります"
            );
            doc.problem(gate.name.span.clone(), message);
        }
        if let Some(gate) = check::gate(&mut doc, gate, roots, file.origin.clone()) {
            if !order.contains(&gate.name) {
                order.push(gate.name.clone());
            }
            gates.insert(gate.name.clone(), gate);
        }
    }
    problems.append(&mut doc.problems);
}

fn load_shared(file: &InForce, problems: &mut Vec<Problem>) -> Vec<Known> {
    let (mut doc, table) = Document::parse(file.source);
    let read = file::shared(&mut doc, table);
    let known = remedies(&mut doc, read, "");
    problems.append(&mut doc.problems);
    known.iter().map(Known::elsewhere).collect()
}

fn load_rule(
    stem: &str,
    file: &InForce,
    (gates, shared): (&[Gate], &[Known]),
    roots: &Roots,
    own: &Params,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let (mut doc, table) = Document::parse(file.source);
    let rule = file::rule(&mut doc, table, stem)
        .and_then(|rule| check::rule(&mut doc, rule, gates, roots, (file.origin.clone(), shared), own));
    problems.append(&mut doc.problems);
    rule
}

fn refuse_same_number(rules: &[Rule], files: &BTreeMap<String, InForce>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    for rule in rules {
        let Some(number) = rule.number else { continue };
        if let Some(other) = seen.insert(number, &rule.id)
            && let Some(file) = files.get(&rule.id)
        {
            problems.push(file.source.problem(
                0..0,
                told!(
                    "'{other}' has the number {number} already",
                    "番号 {number} は「{other}」ですでに使用されています"
                ),
            ));
        }
    }
}

/// What is wrong with the chapter, where the rules are those that it is about.
fn problems_of_chapter(rules: &[Rule]) -> Vec<Problem> {
    let is_there = |id: &str| rules.iter().any(|rule| rule.id == id && rule.origin == BUILT_IN);
    // Which of the built-in rules are about the chapter nobody has to read where all of them are there.
    let all = built_in_ids().all(is_there) || demands().iter().all(|demand| is_there(&demand.rule));
    if !all {
        return Vec::new();
    }
    let places = rules.iter().flat_map(|rule| &rule.places).map(String::as_str);
    chapter::problems().iter().cloned().chain(chapter::unanswered(places)).collect()
}

/// Names and lengths go in as well, so that no two catalogues share a hash by moving text about.
fn hash<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut hasher = Sha256::new();
    for (name, text) in texts {
        hasher.update(format!("{name}\0{}\0", text.len()));
        hasher.update(text);
    }
    hex(&hasher.finalize())
}
