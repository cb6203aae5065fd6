//! Checks remedies, and how findings name them: arguments, types, names in texts, changes.

use std::sync::Arc;

use super::file::{CureFile, RemedyFile};
use super::{Cure, CureEach, Effect, Remedy, Template};
use crate::document::{Bilingual, Document, Placed, json};
use crate::expr::{self, Expr, Kind, Scope};
use crate::rules::compile::{compile, each as list_of, element_scope, printable_kind};
use crate::rules::message::{message, pieces};
use crate::rules::model::Gate;
use crate::rules::parts::Each;
use crate::schema::Type;
use crate::terms::{ArgType, Pieces, Subject, nearest::did_you_mean, told};

/// What stands in `each` for the hosts that the finding blocks.
const BLOCKS: &str = "blocks";

/// A remedy that can be named, with the values of its arguments where a finding gives none.
#[derive(Clone)]
pub struct Known {
    pub remedy: Arc<Remedy>,
    /// Values, as written; where they are wrong the remedy's own file is.
    with: Arc<[(Placed<String>, Placed<String>)]>,
    /// They stand in the file that is being read.
    here: bool,
}

impl Known {
    /// The same, seen from another file.
    pub fn elsewhere(&self) -> Self {
        Self { here: false, ..self.clone() }
    }
}

/// The remedies of a file; `rule` is the rule it holds, empty for those that several share.
pub fn remedies(doc: &mut Document, files: Vec<RemedyFile>, rule: &str) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    for file in files {
        if known.iter().any(|other| other.remedy.name == file.name.value) {
            let name = &file.name.value;
            let message = told!(
                "another remedy is called '{name}' already",
                "「{name}」という名前の remedy がすでにあります"
            );
            doc.problem(file.name.span.clone(), message);
        }
        known.extend(remedy(doc, file, rule));
    }
    known
}

fn remedy(doc: &mut Document, file: RemedyFile, rule: &str) -> Option<Known> {
    let before = doc.problems.len();
    let takes: Vec<(String, ArgType)> =
        file.takes.iter().map(|(name, ty)| (name.value.clone(), *ty)).collect();
    let names: Vec<String> = takes.iter().map(|(name, _)| name.clone()).collect();
    for (name, _) in &file.with {
        if !names.contains(&name.value) {
            no_argument(doc, name, &file.name.value, &names);
        }
    }
    if !names.contains(&file.at.value) {
        no_argument(doc, &file.at, &file.name.value, &names);
    }
    let mut text = |text: Bilingual| message(doc, text, &names);
    let action = text(file.action);
    let undo = text(file.undo);
    let action_before_6_5 = file.action_before_6_5.map(&mut text);
    let why = file.why.map(&mut text);
    let mut snippets = Vec::new();
    for (dialect, snippet) in &file.snippets {
        snippets.extend(pieces(doc, snippet, &names).map(|pieces| (*dialect, pieces)));
    }
    let mut changes = Vec::new();
    for raw in &file.effect {
        match Template::new(json(raw.get_ref()), &takes) {
            Ok(template) => changes.push(template),
            Err(wrong) => doc.problem(raw.span(), wrong),
        }
    }
    let (action, undo) = (action?, undo?);
    let texts = [Some(&action), Some(&undo), action_before_6_5.as_ref().and_then(Option::as_ref)];
    let texts = texts.into_iter().flatten().flat_map(|text| [&text.template.en, &text.template.ja]);
    let texts: Vec<&Pieces> = texts.chain(snippets.iter().map(|(_, pieces)| pieces)).collect();
    unused(doc, &file.takes, &file.at.value, &file.effect, &texts);
    let effect = match why {
        Some(why) => Effect::Unprovable(why?),
        None => Effect::Changes(changes),
    };
    let remedy = Remedy {
        name: file.name.value,
        rule: rule.to_owned(),
        action,
        action_before_6_5: action_before_6_5.flatten(),
        undo,
        team: file.team,
        risk: file.risk,
        phase: file.phase,
        at: file.at.value,
        takes,
        snippets,
        effect,
    };
    let known = Known { remedy: Arc::new(remedy), with: file.with.into(), here: true };
    (doc.problems.len() == before).then_some(known)
}

/// An argument that nothing uses is a mistake.
fn unused(
    doc: &mut Document,
    takes: &[(Placed<String>, ArgType)],
    at: &str,
    effect: &[crate::rules::written::Raw],
    texts: &[&Pieces],
) {
    let effect: String = effect.iter().map(|raw| json(raw.get_ref()).to_string()).collect();
    for (name, _) in takes {
        let used = name.value == at
            || texts.iter().any(|text| text.has(&name.value))
            || effect.contains(&format!("{{{}}}", name.value));
        if !used {
            let (span, name) = (name.span.clone(), &name.value);
            doc.problem(
                span,
                told!(
                    "the remedy takes '{name}' and does not use it",
                    "takes の「{name}」は、この remedy で使用されていません"
                ),
            );
        }
    }
}

fn no_argument(doc: &mut Document, name: &Placed<String>, remedy: &str, names: &[String]) {
    let help = did_you_mean(&name.value, names.iter().map(String::as_str));
    let (span, name) = (name.span.clone(), &name.value);
    doc.problem(
        span,
        told!(
            [help] "the remedy '{remedy}' takes no '{name}'{help}",
            "remedy「{remedy}」の takes に「{name}」はありません{help}"
        ),
    );
}

/// The remedies of a finding. `blocks` tells whether it names hosts that it blocks.
pub fn cures(
    doc: &mut Document,
    files: &[CureFile],
    known: &[Known],
    (scope, blocks, gates): (&Scope, bool, &[Gate]),
) -> Vec<Cure> {
    files.iter().filter_map(|file| cure(doc, file, known, (scope, blocks, gates))).collect()
}

fn cure(
    doc: &mut Document,
    file: &CureFile,
    known: &[Known],
    (outer, blocks, gates): (&Scope, bool, &[Gate]),
) -> Option<Cure> {
    let Some(found) = known.iter().find(|known| known.remedy.name == file.name.value) else {
        let help = did_you_mean(&file.name.value, known.iter().map(|known| known.remedy.name.as_str()));
        let (span, name) = (file.name.span.clone(), &file.name.value);
        doc.problem(
            span,
            told!([help] "there is no remedy '{name}'{help}", "remedy「{name}」はありません{help}"),
        );
        return None;
    };
    let (each, scope) = match (&file.each, &file.as_name) {
        (Some(path), Some(name)) if path.value == BLOCKS => {
            if !blocks {
                doc.problem(
                    path.span.clone(),
                    told!(
                        "the finding has no 'blocks', whose hosts 'each' could take one by one",
                        "この finding に「blocks」がないため、「each」でホストを 1 つずつ取り出せません"
                    ),
                );
                return None;
            }
            let scope = element_scope(doc, name, outer, Kind::Value(Type::Ref(Subject::Host)))?;
            (Some(CureEach::Blocked), scope)
        }
        (Some(path), Some(name)) => {
            let (each, scope): (Each, Scope) = list_of(doc, path, name, outer, gates)?;
            (Some(CureEach::List(Box::new(each))), scope)
        }
        _ => (None, outer.clone()),
    };
    let when = match &file.when {
        Some(text) => Some(compile(doc, text, &scope, expr::condition)?),
        None => None,
    };
    let names: Vec<String> = found.remedy.takes.iter().map(|(name, _)| name.clone()).collect();
    for (name, _) in &file.with {
        if !names.contains(&name.value) {
            no_argument(doc, name, &file.name.value, &names);
        }
    }
    let mut with = Vec::new();
    for (name, ty) in &found.remedy.takes {
        let own = file.with.iter().find(|(own, _)| own.value == *name);
        let Some((_, text)) = own.or_else(|| found.with.iter().find(|(own, _)| own.value == *name)) else {
            let remedy = &found.remedy.name;
            doc.problem(
                file.name.span.clone(),
                told!(
                    "the remedy '{remedy}' takes '{name}': say with 'with' what that is here",
                    "remedy「{remedy}」の引数「{name}」の値を「with」で指定します"
                ),
            );
            continue;
        };
        // What is wrong with a value of another file is told at the place that names the remedy.
        let text = match own.is_some() || found.here {
            true => text.clone(),
            false => Placed { value: text.value.clone(), span: file.name.span.clone() },
        };
        let value = match expr::compile(&text.value, &scope) {
            Ok(value) => value,
            Err(error) if own.is_some() || found.here => {
                let span = doc.within(&text, error.offset, error.length);
                doc.problem(span, crate::terms::Told::told(&error));
                continue;
            }
            Err(error) => {
                doc.problem(text.span.clone(), crate::terms::Told::told(&error));
                continue;
            }
        };
        if !fits(&value, *ty) {
            let (kind, wanted) = (value.kind(), ty.name());
            doc.problem(
                text.span.clone(),
                told!(
                    [kind] "'{name}' is a {wanted}, this is {kind}",
                    "「{name}」は {wanted} ですが、{kind}です"
                ),
            );
        }
        with.push((name.clone(), value));
    }
    Some(Cure { remedy: Arc::clone(&found.remedy), when, each, with })
}

/// Whether an expression gives what an argument takes.
fn fits(value: &Expr, ty: ArgType) -> bool {
    match (value.kind(), ty) {
        (Kind::Value(Type::Str | Type::Enum(_) | Type::Version), ArgType::Text)
        | (Kind::Value(Type::Int), ArgType::Number) => true,
        (kind @ Kind::Value(Type::List(_) | Type::Split | Type::Grouping), ArgType::List) => {
            printable_kind(kind)
        }
        _ => false,
    }
}
