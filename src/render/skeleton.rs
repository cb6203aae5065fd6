//! A decisions file to start from: an entry for each question that waits for a person, commented out. What has to be
//! filled in is empty, which a decisions file is refused for: no answer can be given by taking a mark away.

use std::io::{self, Write};

use super::answering::entry;
use super::words::{Msg, catalogue};
use super::{named, safe};
use crate::report::{Open, Report};
use crate::terms::Lang;

/// Objects of a question that are named.
const FEW_OBJECTS: usize = 10;

catalogue! { Say:
    Title = "Questions that wait for a person, of the report on {server}: {n}",
        "{server} のレポートで担当者の確認待ちとなっている質問: {n}";
    How = "An entry is in force once the '#' before its lines is gone and it is filled in: what is said, what it rests on, who says it. Days are proposals: 'on' that of the reading, 'expires' the last day on which it counts.",
        "各行の先頭の「#」を外し、回答 (statement)、根拠 (evidence)、回答者 (by) を記入すると有効になります。日付は案です (on: 読み取った日、expires: 有効期限)。";
    Scope = "To answer for some objects only, add 'scope': a name, an inventory path or an id.",
        "一部のオブジェクトだけについて回答する場合は、scope に名前、インベントリ パス、または ID を追加します。";
    Nothing = "Nothing waits for a person.", "担当者の確認待ちの質問はありません。";
    AskedOf = "about: {objects}", "対象: {objects}";
    Several = "{n} rule asks this|{n} rules ask this; each is answered by an entry of its own",
        "{n} 件のルールによる質問です。ルールごとにエントリを記入します。";
}

/// Writes the file. It has as many numbered questions as the report says are open.
///
/// # Errors
/// Only those of `out`.
pub fn skeleton(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let open: Vec<Open<'_>> = report.open().into_iter().filter(Open::counts).collect();
    let server = safe::name(&report.source.server);
    comment(&Say::Title.fill(lang, &[("server", &server), ("n", &open.len())]), out)?;
    if open.is_empty() {
        return comment(Say::Nothing.get(lang), out);
    }
    comment(Say::How.get(lang), out)?;
    comment(Say::Scope.get(lang), out)?;
    for (at, question) in (1..).zip(&open) {
        writeln!(out)?;
        comment(&format!("{at}. {}", question.question.get(lang)), out)?;
        let about = asked_about(question, lang);
        if !about.is_empty() {
            comment(&about, out)?;
        }
        if question.rules.len() > 1 {
            comment(&Say::Several.count(lang, question.rules.len()), out)?;
        }
        for rule in &question.rules {
            for line in entry(report, &rule.id) {
                writeln!(out, "#{line}")?;
            }
        }
    }
    Ok(())
}

/// What a question is asked about, in words; empty where that is the vCenter as a whole.
pub fn asked_about(question: &Open<'_>, lang: Lang) -> String {
    let about = objects(question, lang);
    if about.is_empty() { about } else { Say::AskedOf.fill(lang, &[("objects", &about)]) }
}

fn objects(question: &Open<'_>, lang: Lang) -> String {
    let named = question.objects.iter().take(FEW_OBJECTS);
    let mut named: Vec<String> = named
        .map(|asked| {
            let (name, id) = (named::kind_and_name(&asked.object, lang), safe::name(&asked.object.id));
            format!("{name} ({id})")
        })
        .collect();
    let more = question.objects.len().saturating_sub(FEW_OBJECTS);
    if more > 0 {
        named.push(Msg::AndMore.count(lang, more));
    }
    named.join(Msg::Comma.get(lang))
}

/// A line for people, which is none of a file.
fn comment(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", safe::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::checks::holds;

    #[test]
    fn every_text_exists_in_both_languages() {
        for say in Say::ALL {
            holds(say, say.get(Lang::En), say.get(Lang::Ja), false);
        }
    }
}
