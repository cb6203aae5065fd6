//! A rule file and a gates file as written, with the place of everything an expression or a name
//! could be wrong in. What the expressions mean is not looked at here: see `check`.

use super::chapter;
use super::remedy::{CureFile, RemedyFile, cure_files, remedy_files};
use super::written::{Named, Raw, check_kebab};
use crate::document::{Bilingual, Document, Placed, Table, word};
use crate::terms::{Area, Level, Severity, Subject, Text, Word, by_name, told};

/// The levels of a finding, worst first.
const LEVELS: [Level; 3] = [Level::Fail, Level::Warn, Level::Note];

/// Profiles that a rule or a finding can be tagged with.
pub const TAGS: [&str; 2] = ["ha", "vmotion"];

/// What a subject's outcome is when nothing of it was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// Nothing there is the good news.
    Pass,
    /// It has no meaning there.
    #[default]
    NotApplicable,
    /// There must be something.
    Unknown,
    /// A person must say.
    Manual,
}

/// Which subjects a rule is about, when not about all of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// The VM that the operator named as the application's.
    App,
}

/// Only what is known of every VM, seen or not, can choose subjects: what could be unknown would
/// let some go.
const AMONGS: [(&str, Among); 1] = [("vm.is_app", Among::App)];

const EMPTIES: [(&str, Empty); 4] = [
    (Word::Pass.name(), Empty::Pass),
    (Word::NotApplicable.name(), Empty::NotApplicable),
    (Word::Unknown.name(), Empty::Unknown),
    (Word::Manual.name(), Empty::Manual),
];

/// A rule file.
pub struct RuleFile<'a> {
    pub id: Placed<String>,
    pub number: Option<Placed<i64>>,
    pub subject: Subject,
    pub among: Option<Placed<Among>>,
    pub area: Area,
    pub severity: Severity,
    pub profiles: Vec<String>,
    pub gates: Vec<Placed<String>>,
    pub empty: Option<Empty>,
    pub title: Text,
    pub fix: Text,
    pub heading: String,
    pub places: Vec<Placed<String>>,
    pub demand: Text,
    pub params: Vec<(Placed<String>, Raw<'a>)>,
    pub show: Vec<Named>,
    pub findings: Vec<FindingFile>,
    pub attest: Option<AttestFile>,
    pub remedies: Vec<RemedyFile<'a>>,
}

/// `[source]`.
#[derive(Default)]
struct SourceFile {
    heading: String,
    places: Vec<Placed<String>>,
    demand: Text,
}

/// A `[[finding]]`.
pub struct FindingFile {
    pub name: Placed<String>,
    pub level: Level,
    pub literal: Option<Level>,
    pub profiles: Vec<String>,
    pub each: Option<Placed<String>>,
    pub as_name: Option<Placed<String>>,
    pub when: Placed<String>,
    pub evidence: Vec<Named>,
    pub blocks: Option<Placed<String>>,
    pub message: Bilingual,
    pub fix: Option<Bilingual>,
    pub faults: Vec<String>,
    pub basis: Option<String>,
    pub cures: Vec<CureFile>,
}

/// `[attest]`.
pub struct AttestFile {
    pub per: Placed<Subject>,
    pub unless: Option<Placed<String>>,
    pub stands_in: bool,
    pub question: Text,
}

/// A `[[gate]]`.
pub struct GateFile<'a> {
    pub name: Placed<String>,
    pub subject: Subject,
    pub default: bool,
    pub when: Placed<String>,
    pub off_when_literal: bool,
    pub params: Vec<(Placed<String>, Raw<'a>)>,
    pub because: Text,
}

/// Reads a rule file. What can be read is read even beside mistakes, but a file with a missing or
/// wrong essential part gives `None`; the mistakes are in `doc`.
pub fn rule<'a>(doc: &mut Document<'a>, mut table: Table<'a>, stem: &str) -> Option<RuleFile<'a>> {
    let t = &mut table;
    let id = t.required(doc, "id");
    if let Some(id) = &id {
        check_id(doc, id, stem);
    }
    let number = t.int(doc, "number");
    if let Some(number) = number.as_ref().filter(|number| number.value < 1) {
        doc.problem(
            number.span.clone(),
            told!(
                "'number' is a position in the LMS guide, from 1 on",
                "'number' には LMS 4.0 ガイドでの位置を 1 以上で指定します"
            ),
        );
    }
    let subject = t.required_word(doc, "subject", &by_name(&Subject::ALL));
    let among_text = t.string(doc, "among");
    let among = among_text
        .and_then(|text| word(doc, "among", &text, &AMONGS).map(|value| Placed { value, span: text.span }));
    let area = t.required_word(doc, "area", &by_name(&Area::ALL));
    let severity = t.word(doc, "severity", &by_name(&Severity::ALL)).unwrap_or(Severity::Required);
    let profiles = tags(t, doc);
    let gates = t.strings(doc, "gates");
    let empty = t.word(doc, "empty", &EMPTIES);
    let title = t.required_bilingual(doc, "title");
    let fix = t.required_bilingual(doc, "fix");
    let source = source(t, doc, severity);
    let params = t.values(doc, "params");
    let show = t.texts(doc, "show");
    let findings_before = doc.problems.len();
    let findings: Vec<FindingFile> =
        t.tables(doc, "finding").into_iter().filter_map(|table| finding(doc, table)).collect();
    let attest = t.table(doc, "attest").and_then(|table| attest(doc, table));
    let unread = doc.problems.len() > findings_before;
    let remedies = remedy_files(doc, t);
    let span = t.span.clone();
    table.finish(doc);
    if findings.is_empty() && attest.is_none() && !unread {
        doc.problem(
            span,
            told!(
                "the file has neither a [[finding]] nor an [attest]: it could never say anything",
                "ファイルに [[finding]] も [attest] もないため、何も判定できません"
            ),
        );
    }
    let SourceFile { heading, places, demand } = source?;
    Some(RuleFile {
        id: id?,
        number,
        subject: subject?,
        among,
        area: area?,
        severity,
        profiles,
        gates,
        empty,
        title: title?.text(),
        fix: fix?.text(),
        heading,
        places,
        demand,
        params,
        show,
        findings,
        attest,
        remedies,
    })
}

/// Reads a file of remedies that several rules share.
pub fn shared<'a>(doc: &mut Document<'a>, mut table: Table<'a>) -> Vec<RemedyFile<'a>> {
    let remedies = remedy_files(doc, &mut table);
    table.finish(doc);
    remedies
}

/// Reads a gates file.
pub fn gates<'a>(doc: &mut Document<'a>, mut table: Table<'a>) -> Vec<GateFile<'a>> {
    let gates = table.tables(doc, "gate").into_iter().filter_map(|table| gate(doc, table)).collect();
    table.finish(doc);
    gates
}

fn gate<'a>(doc: &mut Document<'a>, mut table: Table<'a>) -> Option<GateFile<'a>> {
    let t = &mut table;
    let name = t.required(doc, "name");
    if let Some(name) = &name {
        check_kebab(doc, name, told!("the name of a gate", "gate の名前"));
    }
    let subject = t.required_word(doc, "subject", &by_name(&Subject::ALL));
    let default = t.bool(doc, "default").unwrap_or(false);
    let when = t.required(doc, "when");
    let off_when_literal = t.word(doc, "literal", &[("off", ())]).is_some();
    let params = t.values(doc, "params");
    let because = t.required_bilingual(doc, "because");
    table.finish(doc);
    Some(GateFile {
        name: name?,
        subject: subject?,
        default,
        when: when?,
        off_when_literal,
        params,
        because: because?.text(),
    })
}

fn finding<'a>(doc: &mut Document<'a>, mut table: Table<'a>) -> Option<FindingFile> {
    let t = &mut table;
    let name = t.required(doc, "name");
    if let Some(name) = &name {
        check_kebab(doc, name, told!("the name of a finding", "finding の名前"));
    }
    let level = t.required_word(doc, "level", &by_name(&LEVELS));
    let literal_span = t.string(doc, "literal");
    let literal = literal_span.as_ref().and_then(|text| word(doc, "literal", text, &by_name(&LEVELS)));
    if let (Some(text), Some(level), Some(literal)) = (&literal_span, level, literal)
        && literal < level
    {
        doc.problem(
            text.span.clone(),
            told!(
                "the literal reading is never milder: 'literal' is below 'level'",
                "文字どおりの解釈が緩くなることはありませんが、'literal' が 'level' より低くなっています"
            ),
        );
    }
    let profiles = tags(t, doc);
    let each = t.string(doc, "each");
    let as_name = t.string(doc, "as");
    match (&each, &as_name) {
        (Some(each), None) => doc.problem(
            each.span.clone(),
            told!(
                "'each' needs 'as', the name of the element",
                "'each' には要素の名前を指定する 'as' が必要です"
            ),
        ),
        (None, Some(name)) => doc.problem(
            name.span.clone(),
            told!("'as' means nothing without 'each'", "'each' のない 'as' に意味はありません"),
        ),
        _ => {}
    }
    let when = t.required(doc, "when");
    let evidence = t.texts(doc, "evidence");
    let blocks = t.string(doc, "blocks");
    let message = t.required_bilingual(doc, "message");
    let fix = t.bilingual(doc, "fix");
    let faults = t.strings(doc, "faults").into_iter().map(|fault| fault.value).collect();
    let basis = t.word(doc, "basis", &[("vmware", "vmware")]).map(str::to_owned);
    let cures = cure_files(doc, t);
    table.finish(doc);
    Some(FindingFile {
        name: name?,
        level: level?,
        literal,
        profiles,
        each,
        as_name,
        when: when?,
        evidence,
        blocks,
        message: message?,
        fix,
        faults,
        basis,
        cures,
    })
}

fn attest(doc: &mut Document, mut table: Table) -> Option<AttestFile> {
    let t = &mut table;
    let per_text = t.required(doc, "per");
    let per = per_text.as_ref().and_then(|text| word(doc, "per", text, &by_name(&Subject::ALL)));
    let unless = t.string(doc, "unless");
    let stands_in = t.bool(doc, "stands_in").unwrap_or(false);
    let question = t.required_bilingual(doc, "question");
    table.finish(doc);
    let per = Placed { value: per?, span: per_text?.span };
    Some(AttestFile { per, unless, stands_in, question: question?.text() })
}

fn source(table: &mut Table, doc: &mut Document, severity: Severity) -> Option<SourceFile> {
    if severity == Severity::Advisory && !table.has("source") {
        return Some(SourceFile::default());
    }
    if !table.has("source") {
        doc.problem(
            table.span.clone(),
            told!(
                "the file has no [source]: a required rule says where the LMS guide demands it",
                "ファイルに [source] がありません。required のルールには、LMS 4.0 ガイドでの出典を書きます。"
            ),
        );
    }
    let mut source = table.table(doc, "source")?;
    let heading = source.required(doc, "heading");
    let places = source.strings(doc, "places");
    let demand = source.required_bilingual(doc, "demand");
    source.finish(doc);
    let heading = heading?;
    chapter::check(doc, &heading, &places);
    Some(SourceFile { heading: heading.value, places, demand: demand?.text() })
}

fn tags(table: &mut Table, doc: &mut Document) -> Vec<String> {
    let words = TAGS.map(|tag| (tag, ()));
    table
        .strings(doc, "profiles")
        .into_iter()
        .filter(|tag| word(doc, "profiles", tag, &words).is_some())
        .map(|tag| tag.value)
        .collect()
}

fn check_id(doc: &mut Document, id: &Placed<String>, stem: &str) {
    if id.value != stem {
        let given = &id.value;
        let message = told!(
            "the id must be the file's name: '{stem}', not '{given}'",
            "ID はファイル名と同じ「{stem}」にします (現在は「{given}」)"
        );
        doc.problem(id.span.clone(), message);
    }
    check_kebab(doc, id, told!("an id", "id の値"));
}
