//! Virtual machines: sheet vInfo, with what vTools says.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use compact_str::{CompactString, format_compact};

use super::columns::{VInfo, VTools};
use super::ground::{Ground, id, in_datacenter, is_id};
use super::join::Join;
use super::table::{Row, uncollected};
use crate::inventory::{Id, Prop, VirtualMachine, VmFiles};
use crate::terms::Unanswered;

const POWERS: &[&str] = &["poweredOn", "poweredOff", "suspended"];
const CONNECTIONS: &[&str] = &["connected", "disconnected", "inaccessible", "invalid", "orphaned"];
const HEARTBEATS: &[&str] = &["green", "yellow", "red", "gray"];
/// What the role of a VM without Fault Tolerance goes with.
const NO_FT: &str = "notConfigured";
/// Names that vSphere gives the folders and resource pools of the VMs that it runs for itself.
const VCLS: &str = "vCLS";
const AGENTS: &str = "ESX Agents";
/// What manages such VMs, and those that stand in for one of another site.
const AGENT_MANAGER: &str = "com.vmware.vim.eam";
const SITE_RECOVERY: &str = "com.vmware.vcDr";

/// An id for each row of vInfo: vCenter's own, else one made of the name, with the UUID or the path where several
/// bear it. Rows that nothing tells apart have none.
pub fn ids(ground: &Ground<'_>) -> Vec<Id> {
    let rows = || ground.sheets.info.rows();
    let mut bearers: HashMap<CompactString, usize> = HashMap::new();
    rows().for_each(|row| *bearers.entry(row.text(VInfo::Vm)).or_default() += 1);
    let mut taken: HashSet<Id> = HashSet::new();
    rows()
        .map(|row| {
            let name = row.text(VInfo::Vm);
            let told = id(&row, VInfo::Id, "vm", &name);
            let shared = bearers.get(&name).is_some_and(|bearers| *bearers > 1);
            let own = if is_id(&told) || !shared {
                told
            } else {
                format_compact!("vm:{name}:{}:{}", row.name(VInfo::Uuid), row.text(VInfo::Path))
            };
            if name.is_empty() || !taken.insert(own.clone()) { Id::default() } else { own }
        })
        .collect()
}

/// The VMs, in the order of the rows that have an id, without their devices.
pub fn vms(ground: &Ground<'_>, ids: &[Id]) -> Vec<VirtualMachine> {
    let join = Join::new(ground, ids);
    let mut tools: HashMap<usize, Prop<CompactString>> = HashMap::new();
    for row in ground.sheets.tools.rows() {
        if let Some(at) = join.one(&row.name(VTools::VmId), &row.name(VTools::Vm)) {
            tools.insert(at, row.prop(VTools::Tools, |cell| running(&cell.shown())));
        }
    }
    let rows = ground.sheets.info.rows().zip(ids).enumerate().filter(|(_, (_, id))| !id.is_empty());
    rows.map(|(at, (row, id))| {
        let mut vm: VirtualMachine = ground.object(id.clone());
        vm.name = Prop::Known(row.text(VInfo::Vm));
        vm.parent = in_datacenter(&row, VInfo::Datacenter);
        vm.host = host(ground, &row);
        vm.power_state = row.word(VInfo::Power, POWERS);
        vm.connection_state = row.word(VInfo::Connection, CONNECTIONS);
        vm.template = row.truth(VInfo::Template);
        vm.consolidation_needed = row.truth(VInfo::Consolidation);
        vm.min_required_evc_mode_key = row.optional(VInfo::MinEvc);
        vm.guest_heartbeat_status = row.word(VInfo::Heartbeat, HEARTBEATS);
        vm.guest_full_name = row.prop(VInfo::GuestOs, |cell| Some(cell.shown().to_string()));
        vm.guest_host_name = match row.optional(VInfo::DnsName) {
            Prop::Known(name) => Prop::Known(name.to_string()),
            Prop::Unset => Prop::Unset,
            Prop::Unreadable(why) => Prop::Unreadable(why),
        };
        vm.hardware_version = row.prop(VInfo::HardwareVersion, |cell| version(&cell.shown()));
        vm.files = files(&row);
        vm.managed_by = managed_by(ground, &row);
        fault_tolerance(ground, &row, &mut vm);
        if let Some(told) = tools.remove(&at) {
            vm.tools_running_status = told;
        } else {
            vm.tools_running_status = Prop::Unreadable(ground.sheets.tools.unsaid(VTools::Tools));
        }
        vm
    })
    .collect()
}

/// The host of a VM, where vHost has one of that name.
fn host(ground: &Ground<'_>, row: &Row<'_, VInfo>) -> Prop<Id> {
    let name = row.name(VInfo::Host);
    match ground.hosts.find(&name) {
        Some(id) => Prop::Known(id.clone()),
        None if name.is_empty() => Prop::Unreadable(ground.sheets.info.unsaid(VInfo::Host)),
        None => {
            let (joined, all) = ground.joined;
            Prop::Unreadable(uncollected(Unanswered::RvtoolsHostOf { name, joined, all }))
        }
    }
}

fn files(row: &Row<'_, VInfo>) -> Prop<VmFiles> {
    row.prop(VInfo::Path, |cell| {
        Some(VmFiles {
            vm_path_name: cell.shown().to_string(),
            snapshot_directory: row.text(VInfo::SnapshotDirectory).to_string(),
            suspend_directory: row.text(VInfo::SuspendDirectory).to_string(),
            ft_metadata_directory: String::new(),
        })
    })
}

/// What manages a VM. No column tells it; those that vSphere runs for itself are known by where it puts them. Any
/// other VM is judged, which never lets one go.
fn managed_by(ground: &Ground<'_>, row: &Row<'_, VInfo>) -> Prop<CompactString> {
    match row.truth(VInfo::Placeholder) {
        Prop::Known(true) => return Prop::Known(SITE_RECOVERY.into()),
        Prop::Known(false) => {}
        Prop::Unreadable(why) => return Prop::Unreadable(why),
        Prop::Unset => {}
    }
    if let Some(why) = ground.sheets.info.absent(VInfo::Folder) {
        return Prop::Unreadable(Arc::clone(why));
    }
    let folder = row.text(VInfo::Folder);
    let last = folder.rsplit('/').next().unwrap_or_default();
    let vcls = last == VCLS && row.text(VInfo::Vm).starts_with(VCLS);
    let agent = last == AGENTS && row.text(VInfo::Pool).rsplit('/').next() == Some(AGENTS);
    if vcls || agent { Prop::Known(AGENT_MANAGER.into()) } else { Prop::Unset }
}

fn fault_tolerance(ground: &Ground<'_>, row: &Row<'_, VInfo>, vm: &mut VirtualMachine) {
    match row.told(VInfo::FtState) {
        Prop::Known(state) if state == NO_FT => {
            vm.ft_role = Prop::Unset;
            vm.ft_group = Prop::Unset;
        }
        Prop::Known(_) => {
            vm.ft_role = row.prop(VInfo::FtRole, super::cell::Cell::whole);
            vm.ft_group = Prop::Unreadable(Arc::clone(&ground.never));
        }
        Prop::Unreadable(why) => {
            vm.ft_role = Prop::Unreadable(Arc::clone(&why));
            vm.ft_group = Prop::Unreadable(why);
        }
        Prop::Unset => {}
    }
}

/// Whether VMware Tools run, by the older status that vTools shows.
fn running(status: &str) -> Option<CompactString> {
    match status {
        "toolsOk" | "toolsOld" => Some("guestToolsRunning".into()),
        "toolsNotRunning" | "toolsNotInstalled" => Some("guestToolsNotRunning".into()),
        _ => None,
    }
}

/// The hardware version, with or without what vSphere puts in front.
fn version(text: &str) -> Option<CompactString> {
    let number: u32 = text.strip_prefix("vmx-").unwrap_or(text).parse().ok()?;
    Some(format_compact!("vmx-{number:02}"))
}
