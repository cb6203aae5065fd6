//! What is said when a host or a group that was named is not there.

use crate::placement::Unnamed;
use crate::render::safe;
use crate::terms::Lang;
use crate::terms::nearest::did_you_mean;
use crate::terms::values;

/// Names that are listed.
const FEW: usize = 10;

/// The error for people: what was named, why it does not do, what would.
pub fn says(error: &Unnamed) -> String {
    match error {
        Unnamed::Host { name, known } => {
            let none = "no cluster in scope has a host in service";
            absent("host in service", "--cluster and --datacenter narrow the search", name, known, none)
        }
        Unnamed::Out { name, service, vms } => out(name, service, vms),
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

/// A host that is out of service already, and what that means for its VMs.
fn out(name: &str, service: &str, vms: &[String]) -> String {
    let said = values::said(service).map_or_else(|| service.to_owned(), |text| text.get(Lang::En).to_owned());
    let lead = format!(
        "host '{}' is out of service already ({said}): it takes no VMs, and its loss changes nothing for \
         the others",
        safe::name(name)
    );
    if vms.is_empty() {
        return format!("{lead}; no VM stands there as running");
    }
    let they = match service {
        "disconnected" | "not-responding" => {
            "whether they still run there, or HA has restarted them elsewhere, vCenter does not see"
        }
        _ => "they are still to be moved away, or powered off",
    };
    format!("{lead}; these VMs stand there as running and are in no answer ({they}):{}", listed(vms))
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
