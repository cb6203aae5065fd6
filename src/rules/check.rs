//! Checks what a rule file says against the facts there are: every path, type, gate, parameter and
//! name in a message. What passes here cannot go wrong later in any other way than by an unknown.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compile::{compile, default_gates, each, printable_kind};
use super::file::{Among, AttestFile, FindingFile, GateFile, RuleFile};
use super::message::message;
use super::model::{Attest, Evidence, Finding, Gate, Group, Rule};
use super::params::{params, refuse_unused};
use super::parts::Each;
use super::remedy::{Known, cures, remedies};
use super::written::Named;
use crate::document::{Document, Placed};
use crate::expr::{self, Expr, Kind, Params, Scope};
use crate::schema::{RecordType, Type};
use crate::terms::{Level, Severity, Subject, nearest::did_you_mean, told};

/// What every rule sees besides its subject: the first variables of every expression.
pub const ALWAYS: [&str; 2] = ["given", "probe"];

/// Record types that rules start from, by name.
pub type Roots = [(&'static str, &'static RecordType)];

/// Checks a gate.
pub fn gate(doc: &mut Document, file: GateFile, roots: &Roots, origin: String) -> Option<Gate> {
    let params = Arc::new(params(doc, &file.params));
    let scope = scope(roots, file.subject).params(Arc::clone(&params));
    let when = compile(doc, &file.when, &scope, expr::condition);
    refuse_unused(doc, &file.params, [file.when.value.as_str()]);
    Some(Gate {
        name: file.name.value,
        subject: file.subject,
        default: file.default,
        when: when?,
        off_when_literal: file.off_when_literal,
        params,
        because: file.because,
        origin,
    })
}

/// Checks a rule; `own` are parameters of the site in place of the file's.
pub fn rule(
    doc: &mut Document,
    mut file: RuleFile,
    gates: &[Gate],
    roots: &Roots,
    (origin, shared): (String, &[Known]),
    own: &Params,
) -> Option<Rule> {
    let before = doc.problems.len();
    refuse_unused(doc, &file.params, sources(&file));
    let mut known = remedies(doc, std::mem::take(&mut file.remedies), &file.id.value);
    known.extend(shared.iter().cloned());
    let mut params = params(doc, &file.params);
    for (name, param) in own.iter() {
        params.insert(name, param.clone());
    }
    let params = Arc::new(params);
    let scope = scope(roots, file.subject).params(Arc::clone(&params));
    let rule_gates = rule_gates(doc, &file, gates);
    let show = evidence(doc, &file.show, &scope);
    refuse_repeated(doc, &file.findings);
    require_empty(doc, &file);
    check_among(doc, &file);
    let attest =
        file.attest.and_then(|attest| self::attest(doc, attest, file.subject, roots, Arc::clone(&params)));
    let mut groups: Vec<Group> = Vec::new();
    for (position, finding) in file.findings.into_iter().enumerate() {
        add_finding(doc, &mut groups, finding, position, &scope, (gates, &known));
    }
    let number = file.number.and_then(|number| u32::try_from(number.value).ok());
    // A file with a problem gives no rule: half a rule would pass what it cannot see.
    (doc.problems.len() == before).then(|| Rule {
        id: file.id.value,
        number,
        subject: file.subject,
        among: file.among.map(|among| among.value),
        area: file.area,
        severity: file.severity,
        seed: file.severity == Severity::Required,
        profiles: file.profiles,
        gates: rule_gates,
        empty: file.empty.unwrap_or_default(),
        title: file.title,
        fix: file.fix,
        heading: file.heading,
        places: file.places.into_iter().map(|place| place.value).collect(),
        demand: file.demand,
        params,
        show,
        groups,
        attest,
        origin,
    })
}

/// What expressions of a subject may name: what every rule sees, the subject's parents and itself,
/// in this order.
pub fn scope(roots: &Roots, subject: Subject) -> Scope {
    let always = ALWAYS.iter().filter_map(|name| roots.iter().find(|(root, _)| root == name));
    let scope = always.fold(Scope::new(roots), |scope, (name, record)| scope.with(*name, *record));
    subject.visible().iter().fold(scope, |scope, visible| match visible.parent() {
        Some(_) => scope.with(visible.name(), Type::Ref(*visible)),
        // What stands there once is no reference but the record itself.
        None => match roots.iter().find(|(name, _)| *name == visible.name()) {
            Some((name, record)) => scope.with(*name, *record),
            None => scope,
        },
    })
}

fn rule_gates(doc: &mut Document, file: &RuleFile, gates: &[Gate]) -> Vec<usize> {
    let mut chosen = default_gates(gates, file.subject);
    for name in &file.gates {
        let Some(at) = gates.iter().position(|gate| gate.name == name.value) else {
            let help = did_you_mean(&name.value, gates.iter().map(|gate| gate.name.as_str()));
            let (span, name) = (name.span.clone(), &name.value);
            doc.problem(
                span,
                told!([help] "there is no gate '{name}'{help}", "gate「{name}」はありません{help}"),
            );
            continue;
        };
        let reads = gates[at].subject;
        if !file.subject.is_within(reads) {
            let (gate, reads, subject) = (&name.value, reads.name(), file.subject.name());
            let message = told!(
                "the gate '{gate}' reads a {reads}, which a {subject} rule has not",
                "gate「{gate}」は {reads} を読み取りますが、{subject} のルールにはありません"
            );
            doc.problem(name.span.clone(), message);
        } else if !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    chosen
}

fn refuse_repeated(doc: &mut Document, findings: &[FindingFile]) {
    let mut seen = BTreeSet::new();
    for finding in findings {
        if !seen.insert(finding.name.value.as_str()) {
            let name = &finding.name.value;
            let message = told!(
                "another finding is called '{name}' already",
                "「{name}」という名前の finding がすでにあります"
            );
            doc.problem(finding.name.span.clone(), message);
        }
    }
}

/// Where every finding loops over something, the file must say what an empty list means.
fn require_empty(doc: &mut Document, file: &RuleFile) {
    let judged = |finding: &FindingFile| {
        finding.each.is_none() && finding.level.max(finding.literal.unwrap_or(Level::Note)) > Level::Note
    };
    if file.empty.is_none() && !file.findings.is_empty() && !file.findings.iter().any(judged) {
        let subject = file.subject.name();
        let message = told!(
            "no finding judges the {subject} itself: say with 'empty' what it means when there was nothing to judge \
             (pass, not-applicable, unknown, manual)",
            "{subject} 自体を判定する finding がありません。判定するものがなかった場合の結果を 'empty' で指定します (pass, not-applicable, unknown, manual)。"
        );
        doc.problem(file.id.span.clone(), message);
    }
}

/// A choice among subjects is one of VMs, and may choose none.
fn check_among(doc: &mut Document, file: &RuleFile) {
    let Some(among) = &file.among else { return };
    let Placed { value: Among::App, span } = among;
    if file.subject != Subject::Vm {
        let subject = file.subject.name();
        let message = told!(
            "'among' chooses VMs, this rule judges a {subject}",
            "'among' で選べるのは仮想マシンだけですが、このルールの対象は {subject} です"
        );
        doc.problem(span.clone(), message);
    }
    if file.empty.is_none() {
        doc.problem(
            span.clone(),
            told!(
                "say with 'empty' what it means when 'among' chooses none",
                "'among' で何も選ばれなかった場合の結果を 'empty' で指定します"
            ),
        );
    }
}

fn attest(
    doc: &mut Document,
    file: AttestFile,
    subject: Subject,
    roots: &Roots,
    params: Arc<Params>,
) -> Option<Attest> {
    if !subject.is_within(file.per.value) {
        let subject = subject.name();
        let message = told!(
            "'per' is '{subject}' or one of its parents",
            "'per' には「{subject}」またはその親を指定します"
        );
        doc.problem(file.per.span.clone(), message);
        return None;
    }
    let scope = scope(roots, file.per.value).params(params);
    let unless = match &file.unless {
        Some(text) => Some(compile(doc, text, &scope, expr::condition)?),
        None => None,
    };
    Some(Attest { per: file.per.value, unless, stands_in: file.stands_in, question: file.question })
}

fn add_finding(
    doc: &mut Document,
    groups: &mut Vec<Group>,
    file: FindingFile,
    position: usize,
    scope: &Scope,
    (gates, known): (&[Gate], &[Known]),
) {
    let (each, scope) = match (&file.each, &file.as_name) {
        (Some(path), Some(name)) => match each(doc, path, name, scope, gates) {
            Some((each, inner)) => (Some(each), inner),
            None => return,
        },
        _ => (None, scope.clone()),
    };
    let Some(finding) = finding(doc, file, position, (&scope, gates, known)) else { return };
    let key =
        |each: &Option<Each>| each.as_ref().map(|each| (each.list.source().to_owned(), each.name.clone()));
    match groups.iter_mut().find(|group| key(&group.each) == key(&each)) {
        Some(group) => group.findings.push(finding),
        None => groups.push(Group { each, findings: vec![finding] }),
    }
}

fn finding(
    doc: &mut Document,
    file: FindingFile,
    position: usize,
    (scope, gates, known): (&Scope, &[Gate], &[Known]),
) -> Option<Finding> {
    let when = compile(doc, &file.when, scope, expr::condition);
    let names: Vec<String> = file.evidence.iter().map(|(name, _)| name.value.clone()).collect();
    let evidence = evidence(doc, &file.evidence, scope);
    let blocks = file.blocks.as_ref().and_then(|text| blocks(doc, text, scope));
    let message = message(doc, file.message, &names);
    let fix = file.fix.and_then(|fix| self::message(doc, fix, &names));
    let cures = cures(doc, &file.cures, known, (scope, file.blocks.is_some(), gates));
    Some(Finding {
        name: file.name.value,
        position,
        level: file.level,
        literal: file.literal,
        profiles: file.profiles,
        when: when?,
        evidence,
        blocks,
        message: message?,
        fix,
        faults: file.faults,
        basis: file.basis,
        cures,
    })
}

fn blocks(doc: &mut Document, text: &Placed<String>, scope: &Scope) -> Option<Expr> {
    let expr = compile(doc, text, scope, expr::compile)?;
    let is_name = |ty: Type| ty == Type::Str;
    let good = match expr.kind() {
        Kind::Value(Type::List(item)) => is_name(item()),
        Kind::Value(ty) => is_name(*ty),
        Kind::Row(_) | Kind::Rows(_) => false,
    };
    if !good {
        let kind = expr.kind();
        let message = told!(
            [kind] "'blocks' must be a list of host names, this is {kind}",
            "'blocks' にはホスト名のリストを指定しますが、{kind}です"
        );
        doc.problem(text.span.clone(), message);
        return None;
    }
    Some(expr)
}

fn evidence(doc: &mut Document, named: &[Named], scope: &Scope) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for (name, text) in named {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.value.is_empty() || !name.value.chars().all(plain) {
            let (span, name) = (name.span.clone(), &name.value);
            let message =
                told!("'{name}' is not a plain lower-case name", "「{name}」は英小文字の名前ではありません");
            doc.problem(span, message);
        }
        let Some(value) = compile(doc, text, scope, expr::compile) else { continue };
        if !printable_kind(value.kind()) {
            let kind = value.kind();
            let message = told!(
                [kind] "{kind} cannot be printed; name one of its fields",
                "{kind}は表示できません。その項目を指定します。"
            );
            doc.problem(text.span.clone(), message);
        }
        evidence.push(Evidence { name: name.value.clone(), value });
    }
    evidence
}

fn sources<'f>(file: &'f RuleFile) -> impl Iterator<Item = &'f str> {
    let findings = file.findings.iter().flat_map(|finding| {
        let fixed = [Some(&finding.when), finding.each.as_ref(), finding.blocks.as_ref()];
        fixed
            .into_iter()
            .flatten()
            .chain(finding.evidence.iter().map(|(_, text)| text))
            .chain(cure_sources(finding))
    });
    let unless = file.attest.iter().filter_map(|attest| attest.unless.as_ref());
    let remedies = file.remedies.iter().flat_map(|remedy| remedy.with.iter().map(|(_, text)| text));
    file.show
        .iter()
        .map(|(_, text)| text)
        .chain(findings)
        .chain(unless)
        .chain(remedies)
        .map(|text| text.value.as_str())
}

fn cure_sources(finding: &FindingFile) -> impl Iterator<Item = &Placed<String>> {
    finding.cures.iter().flat_map(|cure| {
        [&cure.when, &cure.each].into_iter().flatten().chain(cure.with.iter().map(|(_, text)| text))
    })
}
