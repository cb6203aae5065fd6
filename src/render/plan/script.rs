//! The proved actions of a plan as one script, for a person to review and run: it only shows what it would do, until
//! it is told otherwise, and refuses where an object is no longer called as it was.

use std::io::{self, Write};

use super::told::{lines, read_from};
use super::words::Word;
use crate::plan::{Action, Plan};
use crate::render::quoted::{kept, quoted, word};
use crate::render::{named, safe};
use crate::report::{NamedEvidence, Object, ObjectKind};
use crate::terms::{Dialect, Lang, Piece, Pieces};

/// What a script for govc begins with.
const GOVC: &str = r#"set -eu
# The version that the server speaks: an older one refuses that of a newer govc.
export GOVC_VIM_VERSION="${GOVC_VIM_VERSION:--}"
case "${1:-}" in
--apply) apply=yes ;;
*) apply=no ;;
esac
run() {
    if [ "$apply" = yes ]; then "$@"; else printf '+'; printf ' %s' "$@"; printf '\n'; fi
}
same() {
    name=$(govc object.collect -s "$1" name) || exit
    if [ "$name" != "$2" ]; then
        printf '%s: no longer called %s\n' "$1" "$2" >&2
        exit 1
    fi
}
"#;

/// What a script for PowerCLI begins with.
const POWERCLI: &str = r#"param([switch]$Apply)
$ErrorActionPreference = 'Stop'
$WhatIfPreference = -not $Apply
function Assert-Same([string]$Id, [string]$Name) {
    if ((Get-View -Id $Id -Property Name).Name -cne $Name) { throw "${Id}: no longer called $Name" }
}
"#;

/// What a play of Ansible begins with.
const ANSIBLE: &str = r#"- name: vpreflight plan
  hosts: localhost
  gather_facts: false
  tasks:
    - name: run with --check first, then with -e apply=true
      ansible.builtin.assert:
        that: ansible_check_mode or (apply | default(false) | bool)
"#;

/// Writes the script.
///
/// # Errors
/// Only those of `out`.
pub fn script(plan: &Plan, dialect: Dialect, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if dialect == Dialect::Govc {
        writeln!(out, "#!/bin/sh")?;
    }
    for line in header(plan, dialect, lang) {
        comment(out, 0, &line)?;
    }
    let (begin, indent) = match dialect {
        Dialect::Govc => (GOVC, 0),
        Dialect::Powercli => (POWERCLI, 0),
        Dialect::Ansible => (ANSIBLE, 4),
    };
    out.write_all(begin.as_bytes())?;
    for action in plan.actions.iter().filter(|action| action.proof.is_proved()) {
        writeln!(out)?;
        let object = named::kind_and_name(&action.object, lang);
        comment(
            out,
            indent,
            &format!("{}. {object}: {}", action.number, lines(&action.what, lang).join(" ")),
        )?;
        match &action.done_by {
            Some((remedy, args)) if remedy.snippet(dialect).is_some() => {
                guard(out, &action.object, dialect)?;
                let run = if dialect == Dialect::Govc { "run " } else { "" };
                if let Some(snippet) = remedy.snippet(dialect) {
                    writeln!(out, "{run}{}", command(snippet, args, dialect))?;
                }
            }
            _ => comment(out, indent, Word::ByHand.get(lang))?,
        }
        if let Some(undo) = &action.undo {
            let undo = lines(undo, lang).join(" ");
            comment(out, indent, &Word::Undo.fill(lang, &[("undo", &undo)]))?;
        }
    }
    for action in plan.actions.iter().filter(|action| !action.proof.is_proved()) {
        comment(out, indent, &left_out(action, lang))?;
    }
    Ok(())
}

fn header(plan: &Plan, dialect: Dialect, lang: Lang) -> Vec<String> {
    let how = match dialect {
        Dialect::Govc => Word::ScriptGovc,
        Dialect::Powercli => Word::ScriptPowercli,
        Dialect::Ansible => Word::ScriptAnsible,
    };
    vec![
        format!("{} {}: {}", plan.tool.name, plan.tool.version, Word::Title.get(lang)),
        read_from(plan, lang),
        format!("{}, {}", plan.question.profiles.join(" "), plan.question.catalogue),
        how.get(lang).to_owned(),
        Word::Review.get(lang).to_owned(),
    ]
}

fn left_out(action: &Action, lang: Lang) -> String {
    let object = named::kind_and_name(&action.object, lang);
    format!("{}. {object}: {}", action.number, Word::NotScripted.get(lang))
}

/// A line for people, whatever is in it.
fn comment(out: &mut dyn Write, indent: usize, text: &str) -> io::Result<()> {
    writeln!(out, "{}# {}", " ".repeat(indent), safe::line(text))
}

/// Refuses where the object is no longer called as it was.
fn guard(out: &mut dyn Write, object: &Object, dialect: Dialect) -> io::Result<()> {
    let ty = match object.kind {
        ObjectKind::Cluster => "ClusterComputeResource",
        ObjectKind::Host => "HostSystem",
        ObjectKind::Vm => "VirtualMachine",
        ObjectKind::Datastore => "Datastore",
        _ => return Ok(()),
    };
    let name = word(&kept(&object.name), dialect);
    match dialect {
        Dialect::Govc => writeln!(out, "same {} {name}", word(&format!("{ty}:{}", object.id), dialect)),
        Dialect::Powercli => {
            writeln!(out, "Assert-Same {} {name}", word(&format!("{ty}-{}", object.id), dialect))
        }
        // Its modules find hosts by name.
        Dialect::Ansible => Ok(()),
    }
}

/// A snippet with its values, as a person runs it.
pub(super) fn command(snippet: &Pieces, args: &NamedEvidence, dialect: Dialect) -> String {
    let mut text = String::new();
    for piece in snippet.iter() {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Name(name) => {
                let joins = |char: char| char.is_ascii_alphanumeric() || "_.:-".contains(char);
                let before = text.trim_end_matches(joins).len();
                let front = text.split_off(before);
                match args.get(name) {
                    Some(value) if front.is_empty() => text.push_str(&quoted(value, dialect)),
                    Some(value) => text.push_str(&word(&format!("{front}{value}"), dialect)),
                    None => text.push_str(&front),
                }
            }
        }
    }
    // A value may hold line ends of its own: they are within its quotes.
    text.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::report::Evidence;

    #[test]
    fn what_stands_before_a_value_is_one_word_with_it() {
        let names = ["id".to_owned(), "name".to_owned()];
        let snippet = Pieces::cut("govc x -host HostSystem:{id} -- {name}", &names).unwrap();
        let args = [("id", "host-1;reboot"), ("name", "a b")];
        let args = args.map(|(name, value)| (name, Evidence::Text(value.to_owned()))).into_iter().collect();
        let text = command(&snippet, &args, Dialect::Govc);
        assert_eq!(text, "govc x -host 'HostSystem:host-1;reboot' -- 'a b'");
    }
}
