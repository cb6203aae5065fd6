//! What is said when a host or a group that was named is not there.

use crate::placement::Unnamed;
use crate::render::safe;
use crate::terms::nearest::did_you_mean;

/// Names that are listed.
const FEW: usize = 10;

/// The error for people: what was named, why it does not do, what would.
pub fn says(error: &Unnamed) -> String {
    match error {
        Unnamed::Host { name, known } => {
            let none = "no cluster in scope has a host in service";
            absent("host in service", "--cluster and --datacenter narrow the search", name, known, none)
        }
        Unnamed::Group { name, known } => {
            let none = "no cluster in scope has a host group of DRS, or none could be read";
            absent("host group", "groups of VMs are none", name, known, none)
        }
        Unnamed::Apart { one, other } => format!(
            "'{}' and '{}' are in different clusters: name hosts of one, and ask about the others in a run of \
             its own",
            safe::name(one),
            safe::name(other)
        ),
        Unnamed::Ambiguous { name, paths } => {
            let listed = listed(paths);
            format!(
                "'{}' means more than one host; give the path or the id of one:{listed}",
                safe::name(name)
            )
        }
        Unnamed::EmptyGroup { name } => {
            format!("host group '{}' has no host in service: there is nothing to lose", safe::name(name))
        }
    }
}

fn absent(kind: &str, hint: &str, name: &str, known: &[String], none: &str) -> String {
    let name_shown = safe::name(name);
    if known.is_empty() {
        return format!("there is no {kind} '{name_shown}': {none}");
    }
    let near = did_you_mean(name, known.iter().map(String::as_str));
    let near = safe::line(&near).into_owned();
    format!("there is no {kind} '{name_shown}'{near} ({hint}); there are:{}", listed(known))
}

fn listed(names: &[String]) -> String {
    let mut text: String = names.iter().take(FEW).map(|name| format!("\n  {}", safe::name(name))).collect();
    if names.len() > FEW {
        text.push_str(&format!("\n  … and {} more", names.len() - FEW));
    }
    text
}
