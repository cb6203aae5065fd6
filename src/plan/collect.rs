//! Actions out of what rules propose: the same thing done to the same object is one action, whoever asks for it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use crate::evaluate::{Filled, Proposal};
use crate::inventory::patch::Change;
use crate::report::{Evidence, NamedEvidence};
use crate::rules::{Effect, Remedy};
use crate::terms::Text;

/// An action that rules propose.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The remedy.
    pub remedy: Arc<Remedy>,
    /// Its arguments.
    pub args: NamedEvidence,
    /// Fingerprints of what it is for.
    pub findings: BTreeSet<String>,
}

impl Proposed {
    /// Managed-object id of what it is done to.
    pub fn object(&self) -> &str {
        self.args.get(&self.remedy.at).and_then(Evidence::as_text).unwrap_or_default()
    }

    /// What it changes, each with whether it is made only where its property was read; none where that cannot be
    /// told.
    ///
    /// # Errors
    /// When an argument makes no change.
    pub fn changes(&self) -> Result<Vec<(Change, bool)>, Text> {
        let Effect::Changes(templates) = &self.remedy.effect else { return Ok(Vec::new()) };
        let value = |name: &str| self.args.get(name).map(value);
        let mut all = Vec::new();
        for template in templates {
            all.extend(template.changes(&value)?.into_iter().map(|change| (change, template.where_read)));
        }
        Ok(all)
    }
}

/// An argument as the saved form has it.
fn value(evidence: &Evidence) -> Value {
    match evidence {
        Evidence::Bool(value) => (*value).into(),
        Evidence::Int(value) => (*value).into(),
        Evidence::Text(text) => text.as_str().into(),
        Evidence::Said(told) => told.value.as_str().into(),
        Evidence::List(items) => items.iter().map(String::as_str).collect(),
        Evidence::Listed(items) => items.iter().map(|told| told.value.as_str()).collect(),
    }
}

/// The actions for the findings of these fingerprints, each once, in the order in which they are done.
pub fn collect(proposals: &[Proposal], wanted: &BTreeSet<&str>) -> Vec<Proposed> {
    let mut places: HashMap<(String, String, NamedEvidence), usize> = HashMap::new();
    let mut all: Vec<Proposed> = Vec::new();
    for Proposal { fingerprint, remedies } in proposals {
        if !wanted.contains(fingerprint.as_str()) {
            continue;
        }
        for Filled { remedy, args } in remedies {
            let key = (remedy.rule.clone(), remedy.name.clone(), args.clone());
            let at = *places.entry(key).or_insert(all.len());
            if at == all.len() {
                let (remedy, args) = (Arc::clone(remedy), args.clone());
                all.push(Proposed { remedy, args, findings: BTreeSet::new() });
            }
            if let Some(action) = all.get_mut(at) {
                action.findings.insert(fingerprint.clone());
            }
        }
    }
    all.sort_by(|a, b| {
        let key = |one: &Proposed| (one.remedy.phase, one.remedy.rule.clone(), one.remedy.name.clone());
        key(a).cmp(&key(b)).then_with(|| a.args.cmp(&b.args))
    });
    all
}
