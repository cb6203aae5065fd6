//! `--datacenter`, `--cluster` and `--vm`, and what is said when one of them names nothing.

use std::iter;

use super::args::{ScopeArgs, WithinArgs};
use crate::facts::{Identity, NotChosen, Restriction};
use crate::render::safe;
use crate::terms::{Detail, Lang, ObjectKind, Text, told};

/// What was named.
pub fn named(args: &ScopeArgs) -> Restriction {
    Restriction { vms: args.vm.clone(), ..within(&args.within) }
}

/// The clusters that were named, with all their VMs.
pub fn within(args: &WithinArgs) -> Restriction {
    Restriction { datacenters: args.datacenter.clone(), clusters: args.cluster.clone(), vms: Vec::new() }
}

/// The error for people: what was named, why it does not do, what would.
pub fn says(error: &NotChosen) -> Text {
    match error {
        NotChosen::Nothing { kind, word, candidates, total, unlisted } => {
            let (kind, word) = (kind_word(*kind), safe::name(word));
            let unlisted = unlisted.as_deref().map_or_else(Text::default, |why| {
                let why =
                    Text::new(why, Detail::read(why).get(Lang::Ja)).map(|why| safe::line(why).into_owned());
                told!([why] "; not all could be listed: {why}", "。すべては一覧できませんでした ({why})")
            });
            if *total == 0 {
                return told!(
                    [kind, unlisted] "there is no {kind} '{word}'{unlisted}; this account sees no {kind} there",
                    "{kind}「{word}」はありません{unlisted}。このアカウントから見える{kind}がありません。"
                );
            }
            let lead = told!(
                [kind, unlisted] "there is no {kind} '{word}'{unlisted}; nearest first:",
                "{kind}「{word}」はありません{unlisted}。名前の近い順:"
            );
            list(lead, candidates, *total)
        }
        NotChosen::Several { kind, word, candidates, total } => {
            let (kind, word) = (kind_word(*kind), safe::name(word));
            let lead = told!(
                [kind] "'{word}' means more than one {kind}; give the path or the id of one:",
                "「{word}」に該当する{kind}が複数あります。パスか ID で 1 つを指定します。"
            );
            list(lead, candidates, *total)
        }
        NotChosen::Outside { word, object, no_cluster } => {
            let (word, object) = (safe::name(word), described(object));
            if *no_cluster {
                told!(
                    "'{word}' is in no cluster, and only clusters and their VMs are judged: {object}",
                    "「{word}」はクラスタに属していません。対象はクラスタとその仮想マシンだけです: {object}"
                )
            } else {
                told!(
                    "'{word}' is outside the datacenter or cluster that is named beside it: {object}",
                    "「{word}」は、同時に指定されたデータセンターまたはクラスタの範囲外です: {object}"
                )
            }
        }
    }
}

fn kind_word(kind: ObjectKind) -> Text {
    match kind {
        ObjectKind::Datacenter => told!("datacenter", "データセンター"),
        ObjectKind::Vm => told!("VM", "仮想マシン"),
        _ => told!("cluster", "クラスタ"),
    }
}

fn list(lead: Text, candidates: &[Identity], total: usize) -> Text {
    let named = candidates.iter().map(|candidate| Text::same(format!("  {}", described(candidate))));
    let more = total.saturating_sub(candidates.len());
    let more = (more > 0).then(|| told!("  … and {more} more", "  … ほか {more} 件"));
    Text::lines(iter::once(lead).chain(named).chain(more))
}

/// `/Tokyo/host/LMS-HA (domain-c7)`.
fn described(object: &Identity) -> String {
    let path: Vec<_> = object.path.split('/').map(safe::name).collect();
    format!("{} ({})", path.join("/"), safe::name(&object.id))
}
