//! A message with its names, held against the evidence there is.

use super::parts::Message;
use crate::document::{Bilingual, Document, Placed};
use crate::terms::{Pieces, Slip, Template, Text, nearest::did_you_mean, told};

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
            (Some(name), _) => told!(
                "the Japanese does not name {{{name}}}, which the English does",
                "英語にある {{{name}}} が日本語にありません"
            ),
            (_, name) => {
                let name = name.unwrap_or_default();
                told!(
                    "the English does not name {{{name}}}, which the Japanese does",
                    "日本語にある {{{name}}} が英語にありません"
                )
            }
        };
        doc.problem(text.ja.span, message);
        return None;
    }
    Some(Message { text: Text::new(text.en.value, text.ja.value), template: Template { en, ja } })
}

/// A text cut at its names, each of which is one of `names`.
pub fn pieces(doc: &mut Document, text: &Placed<String>, names: &[String]) -> Option<Pieces> {
    match Pieces::cut(&text.value, names) {
        Ok(pieces) => Some(pieces),
        Err(Slip { offset, length, name }) => {
            let message = match name {
                Some(name) => {
                    let help = did_you_mean(&name, names.iter().map(String::as_str));
                    told!([help] "'{name}' is no evidence of this finding{help}", "「{name}」はこの finding の evidence にありません{help}")
                }
                None => told!(
                    "a brace without its partner; names of evidence stand in braces",
                    "対応する括弧のない波括弧があります。evidence の名前は波括弧で囲みます。"
                ),
            };
            let span = doc.within(text, offset, length);
            doc.problem(span, message);
            None
        }
    }
}
