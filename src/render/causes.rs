//! What could not be read, by cause: one refused property may leave a dozen rules undecided, and is one
//! thing to put right.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{named, safe, words::Msg};
use crate::{
    report::{Level, Object, ObjectKind, Reason, ReasonKind, Report, Severity},
    terms::Lang,
};

/// One cause of unknowns.
pub(super) struct Cause<'r> {
    /// Worst level it keeps undecided; a fail of an advisory rule counts as a warning.
    pub(super) ceiling: Level,
    /// Kind of reason.
    pub(super) kind: ReasonKind,
    /// What is added to it, in English and in Japanese.
    detail: (&'r str, &'r str),
    /// Properties that could not be read; empty for the whole object.
    pub(super) properties: BTreeSet<&'r str>,
    /// Objects that could not be read.
    pub(super) objects: Vec<&'r Object>,
    /// Rules it leaves undecided, by their place in the report.
    pub(super) rules: BTreeSet<usize>,
}

/// What was missing of one object, and for which rules.
struct Missing<'r> {
    ceiling: Level,
    properties: BTreeSet<&'r str>,
    rules: BTreeSet<usize>,
}

/// The causes of a report, those that stop the most first.
pub(super) fn collect(report: &Report) -> Vec<Cause<'_>> {
    let mut by_object: BTreeMap<(&Object, ReasonKind, (&str, &str)), Missing<'_>> = BTreeMap::new();
    for (at, rule) in report.prerequisites.iter().enumerate() {
        for undecided in rule
            .undecided
            .iter()
            .filter(|undecided| undecided.ceiling > Level::Note && undecided.decision.is_none())
        {
            let ceiling = match rule.severity {
                Severity::Required => undecided.ceiling,
                Severity::Advisory => undecided.ceiling.min(Level::Warn),
            };
            for reason in &undecided.reasons {
                let detail = (reason.detail(Lang::En), reason.detail(Lang::Ja));
                let missing = by_object.entry((&reason.object, reason.kind, detail)).or_insert_with(|| {
                    Missing { ceiling, properties: BTreeSet::new(), rules: BTreeSet::new() }
                });
                missing.ceiling = missing.ceiling.max(ceiling);
                missing.properties.insert(&reason.property);
                missing.rules.insert(at);
            }
        }
    }
    let mut causes = BTreeMap::new();
    for ((object, kind, detail), missing) in by_object {
        let Missing { ceiling, properties, rules } = missing;
        let alike = (Reverse(ceiling), Reverse(rules.len()), rules, object.kind, kind, detail, properties);
        causes.entry(alike).or_insert_with(Vec::new).push(object);
    }
    causes
        .into_iter()
        .map(|((Reverse(ceiling), _, rules, _, kind, detail, properties), objects)| Cause {
            ceiling,
            kind,
            detail,
            properties,
            objects,
            rules,
        })
        .collect()
}

impl<'r> Cause<'r> {
    /// Kind of its objects, which are all of one.
    fn object_kind(&self) -> ObjectKind {
        self.objects.first().map_or(ObjectKind::Vcenter, |object| object.kind)
    }

    /// VMs that it leaves undecided, with the elements where it is about those, each once; those that could not be read
    /// themselves left out. Hosts and clusters follow from the rules.
    pub(super) fn vms(&self, report: &'r Report) -> BTreeSet<(&'r Object, &'r str)> {
        let of_cause = |reason: &Reason| {
            let detail = (reason.detail(Lang::En), reason.detail(Lang::Ja));
            reason.kind == self.kind && detail == self.detail && self.objects.contains(&&reason.object)
        };
        let rules = self.rules.iter().filter_map(|at| report.prerequisites.get(*at));
        let undecided = rules.flat_map(|rule| &rule.undecided);
        let places = undecided
            .filter(|undecided| undecided.reasons.iter().any(of_cause))
            .flat_map(|undecided| &undecided.objects);
        let mut vms: BTreeSet<_> = places
            .filter(|place| place.object.kind == ObjectKind::Vm && !self.objects.contains(&&place.object))
            .map(|place| (&place.object, place.element.as_str()))
            .collect();
        let with_elements: BTreeSet<_> =
            vms.iter().filter(|(_, element)| !element.is_empty()).map(|(vm, _)| *vm).collect();
        vms.retain(|(vm, element)| !element.is_empty() || !with_elements.contains(vm));
        vms
    }

    /// `host esx01 and 3 more`: the objects that could not be read.
    pub(super) fn named(&self, lang: Lang) -> String {
        let Some(first) = self.objects.first() else { return String::new() };
        let first = named::kind_and_name(first, lang);
        match self.objects.len() {
            1 => first,
            count => format!("{first} {}", Msg::AndMore.count(lang, count - 1)),
        }
    }

    /// What to do about it.
    pub(super) fn next(&self) -> Msg {
        named::reason_words(self.kind, self.object_kind()).1
    }

    /// `config.network could not be read: no permission (NoPermission System.Read)`. Of the properties the
    /// first `most` are named.
    pub(super) fn why(&self, lang: Lang, more: Msg, most: usize) -> String {
        let named = self.properties.iter().filter(|path| !path.is_empty());
        let mut parts: Vec<String> = named.clone().take(most).map(|path| safe::name(path).into()).collect();
        let total = named.count();
        if total > parts.len() {
            parts.push(more.count(lang, total - parts.len()));
        }
        let whole = parts.is_empty() || self.properties.contains("");
        let what = if whole { String::new() } else { parts.join(Msg::Comma.get(lang)) };
        let detail = match lang {
            Lang::En => self.detail.0,
            Lang::Ja => self.detail.1,
        };
        named::unreadable((self.kind, self.object_kind()), &what, detail, lang)
    }
}
