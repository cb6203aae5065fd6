//! Remedies as written, and how findings name them.

use crate::document::{Bilingual, Document, Placed, Table, word};
use crate::rules::written::{Named, Raw, check_kebab};
use crate::terms::{ArgType, Dialect, Phase, Risk, Team, by_name, told};

/// A `[[remedy]]`.
pub struct RemedyFile<'a> {
    pub name: Placed<String>,
    pub action: Bilingual,
    pub action_before_6_5: Option<Bilingual>,
    pub undo: Bilingual,
    pub team: Team,
    pub risk: Risk,
    pub phase: Phase,
    pub at: Placed<String>,
    pub takes: Vec<(Placed<String>, ArgType)>,
    /// Values of arguments where a finding gives none of its own.
    pub with: Vec<Named>,
    pub snippets: Vec<(Dialect, Placed<String>)>,
    /// The changes; empty where none can be told, which `why` says.
    pub effect: Vec<Raw<'a>>,
    pub why: Option<Bilingual>,
}

/// A `remedy` of a finding.
pub struct CureFile {
    pub name: Placed<String>,
    pub when: Option<Placed<String>>,
    pub each: Option<Placed<String>>,
    pub as_name: Option<Placed<String>>,
    pub with: Vec<Named>,
}

/// Reads every `[[remedy]]` of a file.
pub fn remedy_files<'a>(doc: &mut Document<'a>, table: &mut Table<'a>) -> Vec<RemedyFile<'a>> {
    table.tables(doc, "remedy").into_iter().filter_map(|table| remedy(doc, table)).collect()
}

fn remedy<'a>(doc: &mut Document<'a>, mut table: Table<'a>) -> Option<RemedyFile<'a>> {
    let t = &mut table;
    let span = t.span.clone();
    let name = t.required(doc, "name");
    if let Some(name) = &name {
        check_kebab(doc, name, told!("the name of a remedy", "remedy の名前"));
    }
    let action = t.required_bilingual(doc, "do");
    let action_before_6_5 = t.bilingual(doc, "do_old");
    let undo = t.required_bilingual(doc, "undo");
    let team = t.required_word(doc, "team", &by_name(&Team::ALL));
    let risk = t.required_word(doc, "risk", &by_name(&Risk::ALL));
    let phase = t.required_word(doc, "phase", &by_name(&Phase::ALL));
    let at = t.required(doc, "at");
    let types = by_name(&ArgType::ALL);
    let takes = t.texts(doc, "takes").into_iter();
    let takes = takes.filter_map(|(name, ty)| Some((name, word(doc, "takes", &ty, &types)?))).collect();
    let with = t.texts(doc, "with");
    let snippets = Dialect::ALL.into_iter();
    let snippets = snippets.filter_map(|dialect| Some((dialect, t.string(doc, dialect.name())?))).collect();
    if !t.has("effect") {
        doc.problem(
            span.clone(),
            told!(
                "the remedy has no 'effect': say what it changes, or that nothing can be told (effect = [], with 'why')",
                "remedy に「effect」がありません。変更内容を書くか、示せない場合は effect = [] と「why」を書きます。"
            ),
        );
    }
    let effect = t.items(doc, "effect");
    let why = t.bilingual(doc, "why");
    match (&why, effect.is_empty()) {
        (None, true) => doc.problem(
            span.clone(),
            told!(
                "an empty 'effect' needs 'why': what it does that no inventory can show beforehand",
                "空の「effect」には、事前に示せない理由を書く「why」が必要です"
            ),
        ),
        (Some(why), false) => doc.problem(
            why.en.span.clone(),
            told!("'why' is for an empty 'effect'", "「why」は空の「effect」のためのものです"),
        ),
        _ => {}
    }
    table.finish(doc);
    Some(RemedyFile {
        name: name?,
        action: action?,
        action_before_6_5,
        undo: undo?,
        team: team?,
        risk: risk?,
        phase: phase?,
        at: at?,
        takes,
        with,
        snippets,
        effect,
        why,
    })
}

/// Reads `remedy` of a finding: a name, a table, or a list of these.
pub fn cure_files<'a>(doc: &mut Document<'a>, table: &mut Table<'a>) -> Vec<CureFile> {
    let named = |name| CureFile { name, when: None, each: None, as_name: None, with: Vec::new() };
    let (names, tables) = table.texts_or_tables(doc, "remedy");
    let tables = tables.into_iter().filter_map(|mut table| {
        let t = &mut table;
        let name = t.required(doc, "name");
        let when = t.string(doc, "when");
        let each = t.string(doc, "each");
        let as_name = t.string(doc, "as");
        let with = t.texts(doc, "with");
        if let (Some(each), None) | (None, Some(each)) = (&each, &as_name) {
            doc.problem(
                each.span.clone(),
                told!(
                    "'each' and 'as', the name of the element, belong together",
                    "「each」と、要素の名前を指定する「as」は両方必要です"
                ),
            );
        }
        table.finish(doc);
        Some(CureFile { name: name?, when, each, as_name, with })
    });
    let tables: Vec<CureFile> = tables.collect();
    names.into_iter().map(named).chain(tables).collect()
}
