//! What could not be read, by cause: one refused property may leave a dozen rules undecided, and is one
//! thing to put right.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io,
};

use unicode_width::UnicodeWidthStr;

use super::{super::safe, FEW_FINDINGS, View};
use crate::{
    render::{
        Kind,
        named::{reason_words, unreadable},
        page::Tone,
        words::Msg,
    },
    report::{Level, Object, ObjectKind, ReasonKind, Report, Severity},
};

/// One cause of unknowns.
pub(super) struct Cause<'r> {
    /// Worst level it keeps undecided; a fail of an advisory rule counts as a warning.
    pub(super) ceiling: Level,
    kind: ReasonKind,
    detail: &'r str,
    properties: BTreeSet<&'r str>,
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
    let mut by_object: BTreeMap<(&Object, ReasonKind, &str), Missing<'_>> = BTreeMap::new();
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
                let missing =
                    by_object.entry((&reason.object, reason.kind, reason.detail.as_str())).or_insert_with(
                        || Missing { ceiling, properties: BTreeSet::new(), rules: BTreeSet::new() },
                    );
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

impl Cause<'_> {
    /// What to do about it.
    pub(super) fn next(&self) -> Msg {
        reason_words(self.kind).1
    }
}

impl View<'_, '_> {
    /// `config.network could not be read: no permission (NoPermission System.Read)`.
    pub(super) fn why(&self, cause: &Cause<'_>) -> String {
        let named: Vec<String> = cause
            .properties
            .iter()
            .filter(|path| !path.is_empty())
            .map(|path| safe::name(path).into())
            .collect();
        let what = if named.is_empty() || cause.properties.contains("") {
            self.msg(Msg::WholeObject).to_owned()
        } else {
            self.few(named.len(), named.iter().cloned()).join(self.msg(Msg::Comma))
        };
        unreadable(cause.kind, &what, cause.detail, self.style.lang)
    }

    /// The causes with that ceiling, each with what it leaves undecided and what to do.
    pub(super) fn causes(&mut self, causes: &[Cause<'_>], ceiling: Level) -> io::Result<()> {
        if !self.style.only.shows(Kind::Unknown) {
            return Ok(());
        }
        let causes: Vec<&Cause<'_>> = causes.iter().filter(|cause| cause.ceiling == ceiling).collect();
        if causes.is_empty() {
            return Ok(());
        }
        self.causes_heading(ceiling)?;
        let listed = self.listed(causes.len(), FEW_FINDINGS);
        for cause in causes.iter().take(listed) {
            self.cause(cause)?;
        }
        if causes.len() == listed {
            return Ok(());
        }
        let more = self.count(Msg::MoreCauses, causes.len() - listed);
        self.page.para(2, ("", Tone::Plain), 4, &more)
    }

    fn causes_heading(&mut self, ceiling: Level) -> io::Result<()> {
        let (word, tone, title) = match ceiling {
            Level::Fail => (Msg::Unknown, Tone::Unsure, Msg::CouldNotBeRead),
            Level::Warn | Level::Note => (Msg::UnknownWarn, Tone::Risk, Msg::CouldNotBeReadWarn),
        };
        self.page.blank()?;
        let lead = format!("{}  ", self.msg(word));
        let title = self.msg(title);
        self.page.para(0, (&lead, tone), 2, title)
    }

    fn cause(&mut self, cause: &Cause<'_>) -> io::Result<()> {
        let plain = ("", Tone::Plain);
        match cause.objects.as_slice() {
            [one] => {
                let object = self.kind_and_name(one);
                self.page.para(2, plain, 4, &object)?;
            }
            many => {
                let kind = many.first().map_or(ObjectKind::Vcenter, |object| object.kind);
                let lead = format!("{}: ", self.kind_and_count(kind, many.len()));
                let names = self.few(many.len(), many.iter().map(|object| self.name(object)));
                self.page.parts(2, (&lead, Tone::Plain), 2 + lead.width(), &names, self.msg(Msg::Comma))?;
            }
        }
        let why = self.why(cause);
        self.page.para(4, plain, 4, &why)?;
        let ids = cause
            .rules
            .iter()
            .filter_map(|at| self.report.prerequisites.get(*at))
            .map(|rule| safe::name(&rule.id).into_owned());
        let rules = self.few(cause.rules.len(), ids);
        let lead = format!("{} ", self.count(Msg::Undecided, cause.rules.len()));
        self.page.parts(4, (&lead, Tone::Plain), 6, &rules, self.msg(Msg::Comma))?;
        let lead = format!("{} ", self.msg(Msg::Fix));
        let next = self.msg(cause.next());
        self.page.para(4, (&lead, Tone::Head), 4 + lead.width(), next)
    }
}
