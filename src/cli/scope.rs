//! `--datacenter`, `--cluster` and `--vm`, and what is said when one of them names nothing.

use std::fmt::Write as _;

use super::args::{ScopeArgs, WithinArgs};
use crate::facts::{Identity, NotChosen, Restriction};
use crate::render::safe;
use crate::terms::ObjectKind;

/// What was named.
pub fn named(args: &ScopeArgs) -> Restriction {
    Restriction { vms: args.vm.clone(), ..within(&args.within) }
}

/// The clusters that were named, with all their VMs.
pub fn within(args: &WithinArgs) -> Restriction {
    Restriction { datacenters: args.datacenter.clone(), clusters: args.cluster.clone(), vms: Vec::new() }
}

/// The error for people: what was named, why it does not do, what would.
pub fn says(error: &NotChosen) -> String {
    match error {
        NotChosen::Nothing { kind, word, candidates, total, unlisted } => {
            let kind = kind_word(*kind);
            let mut text = format!("there is no {kind} '{}'", safe::name(word));
            if let Some(why) = unlisted {
                let _ = write!(text, "; not all could be listed: {}", safe::line(why));
            }
            match total {
                0 => text.push_str(&format!("; this account sees no {kind} there")),
                _ => {
                    let _ = write!(text, "; nearest first:");
                    list(&mut text, candidates, *total);
                }
            }
            text
        }
        NotChosen::Several { kind, word, candidates, total } => {
            let kind = kind_word(*kind);
            let word = safe::name(word);
            let mut text = format!("'{word}' means more than one {kind}; give the path or the id of one:");
            list(&mut text, candidates, *total);
            text
        }
        NotChosen::Outside { word, object, no_cluster } => {
            let (word, object) = (safe::name(word), described(object));
            if *no_cluster {
                format!("'{word}' is in no cluster, and only clusters and their VMs are judged: {object}")
            } else {
                format!("'{word}' is outside the datacenter or cluster that is named beside it: {object}")
            }
        }
    }
}

fn kind_word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Datacenter => "datacenter",
        ObjectKind::Vm => "VM",
        _ => "cluster",
    }
}

fn list(text: &mut String, candidates: &[Identity], total: usize) {
    for candidate in candidates {
        let _ = write!(text, "\n  {}", described(candidate));
    }
    if total > candidates.len() {
        let _ = write!(text, "\n  … and {} more", total - candidates.len());
    }
}

/// `/Tokyo/host/LMS-HA (domain-c7)`.
fn described(object: &Identity) -> String {
    let path: Vec<_> = object.path.split('/').map(safe::name).collect();
    format!("{} ({})", path.join("/"), safe::name(&object.id))
}
