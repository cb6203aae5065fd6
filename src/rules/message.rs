//! A message with its names, held against the evidence there is.

use super::model::Message;
use super::template::{Slip, Template};
use crate::document::{Bilingual, Document, Placed};
use crate::terms::{Text, nearest::did_you_mean};

/// Checks a message: each name in it is one of `names`, and both languages name the same.
pub fn message(doc: &mut Document, text: Bilingual, names: &[String]) -> Option<Message> {
    let en = template(doc, &text.en, names);
    let ja = template(doc, &text.ja, names);
    let (en, ja) = (en?, ja?);
    if en.names() != ja.names() {
        let only = |a: &Template, b: &Template| {
            let other = b.names();
            a.names().into_iter().find(|at| !other.contains(at)).and_then(|at| names.get(at).cloned())
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
    Some(Message { text: Text::new(text.en.value, text.ja.value), en, ja })
}

fn template(doc: &mut Document, text: &Placed<String>, names: &[String]) -> Option<Template> {
    match Template::parse(&text.value, names) {
        Ok(template) => Some(template),
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
