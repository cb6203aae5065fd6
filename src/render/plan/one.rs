//! One action, for forms that show it among other things.

use super::script;
use super::told::{self, lines};
use crate::plan::{Action, Plan};
use crate::render::safe;
use crate::terms::{Dialect, Lang};

/// What to do, in lines.
pub(in crate::render) fn what(action: &Action, lang: Lang) -> Vec<String> {
    lines(&action.what, lang)
}

/// What an action comes to, in lines: what it clears, what it brings up, how to take it back.
pub(in crate::render) fn comes_to(action: &Action, lang: Lang) -> Vec<String> {
    told::notes(action, lang)
}

/// When its turn is.
pub(in crate::render) fn turn(action: &Action, lang: Lang) -> &'static str {
    told::turn(action, lang)
}

/// What is said before the actions: each of several clusters, and the answer after those that are proved.
pub(in crate::render) fn lines_before(plan: &Plan, lang: Lang) -> Vec<String> {
    told::outlook(plan, lang)
}

/// How an action is written for a tool; none where the tool cannot do it.
pub(in crate::render) fn snippet(action: &Action, dialect: Dialect) -> Option<Snippet> {
    let (remedy, args) = action.done_by.as_ref()?;
    let text = script::command(remedy.snippet(dialect)?, args, dialect);
    let text = unindented(&text);
    // What is shown is what is copied: a character that no page shows as it is would be lost.
    let is_shown = !text.chars().any(|char| char != '\n' && safe::is_hidden(char));
    Some(if is_shown { Snippet::Shown(text) } else { Snippet::NotShown })
}

/// How an action is written for a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Snippet {
    /// This.
    Shown(String),
    /// A name in it has characters that are not shown as they are.
    NotShown,
}

/// A text without the blanks that stand before its first line.
fn unindented(text: &str) -> String {
    let text = text.trim_matches('\n');
    let indent = text.len() - text.trim_start_matches(' ').len();
    let cut = |line: &str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line.get(blanks.min(indent)..).unwrap_or_default().to_owned()
    };
    // Lines within a quoted name stand at no column of ours.
    if indent == 0 { text.to_owned() } else { text.split('\n').map(cut).collect::<Vec<_>>().join("\n") }
}
