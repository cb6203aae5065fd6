//! The lines that create the smallest role and assign it, for an administrator to review and run. Objects are named by
//! their ids; whatever else comes from the server is quoted.

use serde::Serialize;

use crate::doctor::Diagnosis;
use crate::render::quoted::{quoted, word};
use crate::render::safe;
use crate::report::{Evidence, Object};
use crate::terms::Dialect;

/// The role that every vCenter has.
const READ_ONLY: &str = "ReadOnly";

/// Lines of one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Script {
    /// Create the role; none where every vCenter has it.
    pub role: Vec<String>,
    /// Assign it on the whole vCenter.
    pub vcenter: Vec<String>,
    /// Or on each datacenter, and Read-only on the root folder, without propagation.
    pub datacenters: Vec<String>,
}

/// The lines for a tool.
pub(super) fn script(diagnosis: &Diagnosis, dialect: Dialect) -> Script {
    let (role, root) = (&diagnosis.role, &diagnosis.root_folder);
    let assign = |object: &Object, role: &str, propagate| {
        assign((object, object.id == root.id), (&diagnosis.account, role), propagate, dialect)
    };
    let below = diagnosis.datacenters.iter().map(|object| assign(object, &role.name, true));
    Script {
        role: if role.built_in { Vec::new() } else { vec![create(&role.name, &role.privileges, dialect)] },
        vcenter: vec![assign(root, &role.name, true)],
        datacenters: if diagnosis.datacenters.is_empty() {
            Vec::new()
        } else {
            std::iter::once(assign(root, READ_ONLY, false)).chain(below).collect()
        },
    }
}

fn create(name: &str, privileges: &[String], dialect: Dialect) -> String {
    let privileges = quoted(&Evidence::List(privileges.to_vec()), dialect);
    match dialect {
        Dialect::Powercli => {
            format!("New-VIRole -Name {} -Privilege (Get-VIPrivilege -Id {privileges})", word(name, dialect))
        }
        Dialect::Govc | Dialect::Ansible => format!("govc role.create {} {privileges}", word(name, dialect)),
    }
}

fn assign(
    (object, is_root): (&Object, bool),
    (account, role): (&str, &str),
    propagate: bool,
    dialect: Dialect,
) -> String {
    let (account, role) = (word(account, dialect), word(role, dialect));
    // What people call it stands behind the line: it is no part of it.
    let name = if is_root { String::new() } else { format!("  # {}", safe::line(&object.name)) };
    match dialect {
        Dialect::Powercli => {
            let (get, ty) = if is_root { ("Get-Folder", "Folder") } else { ("Get-Datacenter", "Datacenter") };
            let id = word(&format!("{ty}-{}", object.id), dialect);
            format!(
                "New-VIPermission -Entity ({get} -Id {id}) -Principal {account} -Role {role} -Propagate:${propagate}{name}"
            )
        }
        // Without an object it is the root folder.
        Dialect::Govc | Dialect::Ansible => {
            let id = word(&format!("Datacenter:{}", object.id), dialect);
            let object = if is_root { String::new() } else { format!(" {id}") };
            format!(
                "govc permissions.set -principal {account} -role {role} -propagate={propagate}{object}{name}"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::ObjectKind;

    /// Whoever may create an object or an account has no say in what else is run.
    #[test]
    fn no_name_becomes_a_command() {
        let object = Object {
            kind: ObjectKind::Datacenter,
            id: "datacenter-2;reboot".into(),
            name: "Tokyo\nreboot\u{2028}reboot\u{1b}[31m".into(),
            path: String::new(),
        };
        let line = assign((&object, false), (r"DOM\a'b$(reboot)", "ReadOnly"), true, Dialect::Govc);
        assert!(!line.contains(['\n', '\u{2028}', '\u{1b}']), "{line:?}");
        let head = r"govc permissions.set -principal 'DOM\a'\''b$(reboot)' -role ReadOnly -propagate=true 'Datacenter:datacenter-2;reboot'  # ";
        assert!(line.starts_with(head), "{line}");
        let line = assign((&object, false), ("a’;reboot", "ReadOnly"), false, Dialect::Powercli);
        assert!(line.contains("-Principal 'a’’;reboot' -Role 'ReadOnly' -Propagate:$false  # "), "{line}");
        assert!(
            line.starts_with(
                "New-VIPermission -Entity (Get-Datacenter -Id 'Datacenter-datacenter-2;reboot') "
            )
        );
    }
}
