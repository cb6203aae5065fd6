//! A plan for spreadsheets: a record for each action, each datum to be read, each question.

use std::borrow::Cow;
use std::io::{self, Write};

use super::told::{lines, turn};
use crate::plan::{Action, Place, Plan, Proof};
use crate::render::csv::Records;
use crate::render::named;
use crate::report::Object;
use crate::terms::{Lang, Risk, Team};

/// The columns.
const COLUMNS: [&str; 15] = [
    "what",
    "number",
    "phase",
    "team",
    "risk",
    "object_kind",
    "object_id",
    "object",
    "do",
    "undo",
    "proof",
    "rules",
    "places",
    "raises",
    "remedy",
];

/// Writes the records. In Japanese a byte order mark comes first.
pub(super) fn write(plan: &Plan, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut records = Records::new(lang, &COLUMNS, out)?;
    for one in &plan.actions {
        records.add(&action(one, lang))?;
    }
    for unread in &plan.unread {
        let reasons = std::slice::from_ref(&unread.reason);
        let what =
            format!("{} {}", named::reason(&unread.reason, lang), named::next_steps(reasons, lang).join(" "));
        records.add(&row("read", &unread.reason.object, what, unread.rules.join(" ")))?;
    }
    for question in &plan.questions {
        for object in &question.objects {
            let what = question.question.get(lang).to_owned();
            records.add(&row("question", object, what, question.rules.join(" ")))?;
        }
    }
    records.end()
}

fn action(action: &Action, lang: Lang) -> [Cow<'_, str>; 15] {
    let text = |wording| lines(wording, lang).join(" ");
    let mut rules: Vec<&str> = action.findings.iter().map(|place| place.rule.as_str()).collect();
    rules.dedup();
    [
        "action".into(),
        action.number.to_string().into(),
        turn(action, lang).into(),
        action.team.map_or("", Team::name).into(),
        action.risk.map_or("", Risk::name).into(),
        action.object.kind.name().into(),
        action.object.id.as_str().into(),
        action.object.name.as_str().into(),
        text(&action.what).into(),
        action.undo.as_ref().map(text).unwrap_or_default().into(),
        proof(&action.proof).into(),
        rules.join(" ").into(),
        places(&action.findings).into(),
        places(&action.raises).into(),
        action.remedy.as_deref().unwrap_or_default().into(),
    ]
}

fn row<'r>(what: &'static str, object: &'r Object, text: String, rules: String) -> [Cow<'r, str>; 15] {
    let mut row: [Cow<'r, str>; 15] = std::array::from_fn(|_| Cow::default());
    row[0] = what.into();
    row[5] = object.kind.name().into();
    row[6] = object.id.as_str().into();
    row[7] = object.name.as_str().into();
    row[8] = text.into();
    row[11] = rules.into();
    row
}

fn proof(proof: &Proof) -> &'static str {
    match proof {
        Proof::Proved => "proved",
        Proof::Part => "part",
        Proof::Remains => "remains",
        Proof::NotProved { .. } => "not-proved",
    }
}

fn places(places: &[Place]) -> String {
    let place = |place: &Place| match place.element.as_str() {
        "" => format!("{}/{} {}", place.rule, place.finding, place.object.name),
        element => format!("{}/{} {} ({element})", place.rule, place.finding, place.object.name),
    };
    places.iter().map(place).collect::<Vec<_>>().join("; ")
}
