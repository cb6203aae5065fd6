//! A message with its names, held against the evidence there is.

use super::model::Message;
use crate::document::{Bilingual, Document, Placed};
use crate::terms::{Pieces, Slip, Template, Text, nearest::did_you_mean};

/// Checks a message: each name in it is one of `names`, and both languages name the same.
pub fn message(doc: &mut Document, text: Bilingual, names: &[String]) -> Option<Message> {
    let en = pieces(doc, &text.en, names);
    let ja = pieces(doc, &text.ja, names);
    let (en, ja) = (en?, ja?);
    if en.names() != ja.names() {
        // The first in the order of the evidence.
        let only = |a: &Pieces, b: &Pieces| {
            let (these, those) = (a.names(), b.names());
            let only = |name: &&String| these.contains(name.as_str()) && !those.contains(name.as_str());
            names.iter().find(only).cloned()
        };
        let message = match (only(&en, &ja), only(&ja, &en)) {
            (Some(name), _) => format!("the Japanese does not name {{{name}}}, which the English does"),
            (_, name) => {
                format!("the English does not name {{{}}}, which the Japanese does", name.unwrap_or_default())
            }
        };
        doc.problem(text.ja.span, message);
        return None;
    }
    Some(Message { text: Text::new(text.en.value, text.ja.value), template: Template { en, ja } })
}

fn pieces(doc: &mut Document, text: &Placed<String>, names: &[String]) -> Option<Pieces> {
    match Pieces::cut(&text.value, names) {
        Ok(pieces) => Some(pieces),
        Err(Slip { offset, length, name }) => {
            let message = match name {
                Some(name) => {
                    let help = did_you_mean(&name, names.iter().map(String::as_str));
                    format!("'{name}' is no evidence of this finding{help}")
                }
                None => "a brace without its partner; names of evidence stand in braces".to_owned(),
            };
            let span = doc.within(text, offset, length);
            doc.problem(span, message);
            None
        }
    }
}
