//! What goes on with a VM at the moment, and what vCenter's checker says.

use compact_str::{CompactString, format_compact};

use crate::facts::compute::records::{CheckFacts, CheckLevel, Tools};
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{none_before, only, some, unless_uncollected};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::inventory::{CheckResult, Prop, VirtualMachine};
use crate::schema::{Fact, List};
use crate::terms::{Detail, ReasonKind};

const TASKS: &str = VirtualMachine::recent_task.path;
const CHECKS: &str = VirtualMachine::checks.path;
/// Methods that move a VM: to another host, and with its storage, which newer clients use for both.
const MIGRATE: &str = "MigrateVM_Task";
const RELOCATE: &str = "RelocateVM_Task";

/// The guest's heartbeat was there and is lost; gray means that there are no Tools to send one.
pub fn heartbeat_lost(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    const PATH: &str = VirtualMachine::guest_heartbeat_status.path;
    match ix.need(vm, VirtualMachine::guest_heartbeat_status)?.as_str() {
        "red" => Ok(true),
        "green" | "yellow" | "gray" => Ok(false),
        other => Err(vm.not_understood(PATH, other)),
    }
}

/// A method that moves the VM while it runs is disabled. A Fault Tolerance pair moves its storage never,
/// and its primary VM from host to host all the same.
pub fn migration_disabled(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    let disabled = ix.read(vm, VirtualMachine::disabled_method)?;
    let is_disabled = |wanted: &str| disabled.into_iter().flatten().any(|method| method == wanted);
    if is_disabled(MIGRATE) || !is_disabled(RELOCATE) {
        return Ok(is_disabled(MIGRATE));
    }
    let role = none_before(ix.read(vm, VirtualMachine::ft_role))?;
    Ok(role.is_none_or(|role| *role < 1))
}

/// Confidential computing that a VM uses. What was not collected says nothing.
pub fn confidential(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<List<Name>> {
    let sgx = unless_uncollected(none_before(ix.read(vm, VirtualMachine::sgx_epc)));
    let sev = unless_uncollected(none_before(ix.read(vm, VirtualMachine::sev)));
    let sgx = sgx.map(|size| size.is_some_and(|size| *size > 0));
    let sev = sev.map(|on| on == Some(&true));
    let mut list = List::default();
    for (used, name) in [(sgx, "SGX"), (sev, "SEV-ES")] {
        match used {
            Ok(true) => list.items.push(name.into()),
            Ok(false) => {}
            Err(why) => list.lacks(&why),
        }
    }
    Ok(list)
}

/// Whether VMware Tools run.
pub fn tools(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Tools> {
    const PATH: &str = VirtualMachine::tools_running_status.path;
    match ix.need(vm, VirtualMachine::tools_running_status)?.as_str() {
        "guestToolsRunning" | "guestToolsExecutingScripts" => Ok(Tools::Running),
        "guestToolsNotRunning" => Ok(Tools::NotRunning),
        other => Err(vm.not_understood(PATH, other)),
    }
}

/// Tasks on the VM that are queued or running, as the server names them.
pub fn running_tasks(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<List<Name>> {
    let recent = ix.read(vm, VirtualMachine::recent_task)?;
    let mut list = List::default();
    for id in recent.into_iter().flatten() {
        match task(ix, vm, id) {
            Ok(Some(name)) => list.items.push(name),
            Ok(None) => {}
            Err(why) => list.lacks(&why),
        }
    }
    Ok(list)
}

/// The question that a VM waits on, on one line; empty when it waits on none.
pub fn question(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Name> {
    const QUESTION: &str = VirtualMachine::question.path;
    let Some(text) = ix.read(vm, VirtualMachine::question)? else { return Ok(Name::default()) };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Err(vm.unknown(ReasonKind::Untold, QUESTION, Detail::NoQuestion))
    } else {
        Ok(text.into())
    }
}

/// Name of a task, if it still runs and works on this VM.
fn task(ix: &Index<'_>, vm: &VirtualMachine, id: &str) -> Fact<Option<Name>> {
    let Some(task) = ix.task(id) else {
        return Err(ix.unseen("Task", vm.subject(), TASKS, Detail::TaskUnseen { id: id.into() }));
    };
    // A task has no place among reported objects: what is missing of it is missing of the VM.
    let unread = |why: &crate::inventory::Unreadable| {
        let detail = match Detail::read(&why.detail) {
            Detail::Nothing => Detail::Task { id: id.into() },
            detail => Detail::TaskUnread { id: id.into(), why: Box::new(detail) },
        };
        vm.unknown(why.kind, TASKS, detail)
    };
    let text = |property: &Prop<CompactString>| {
        property.read().map(|text| text.cloned().unwrap_or_default()).map_err(|why| unread(why))
    };
    match text(&task.state)?.as_str() {
        "queued" | "running" => {}
        "success" | "error" => return Ok(None),
        other => return Err(vm.not_understood(TASKS, other)),
    }
    let entity = task.entity.read().map_err(|why| unread(why))?;
    if entity.is_some_and(|entity| entity.id != vm.id) {
        return Ok(None);
    }
    let (method, description) = (text(&task.name)?, text(&task.description_id)?);
    Ok(Some([method, description, id.into()].into_iter().find(|name| !name.is_empty()).unwrap_or_default()))
}

/// What vCenter's checker says of moving a VM to the other active hosts of its cluster. A host that
/// it says nothing of, good or bad, leaves the list incomplete.
pub fn checks(scope: &Scope<'_, '_>, vm: &VirtualMachine, own: &Fact<usize>) -> Fact<List<CheckFacts>> {
    let not_asked = || {
        let what = Detail::CheckerNotAsked;
        vm.unknown(ReasonKind::NotCollected, CHECKS, what)
    };
    let results = match scope.ix.read(vm, VirtualMachine::checks) {
        Ok(results) => results.ok_or_else(not_asked)?,
        Err(why) if only(&why, ReasonKind::NotCollected) => {
            return Err(not_asked());
        }
        Err(why) => return Err(why),
    };
    let own = &scope.hosts[own.clone()?].host.id;
    let others = results.iter().filter(|result| result.host != *own);
    let mut list = List::complete(others.flat_map(|result| told(scope, result)).collect());
    for member in scope.slotted().filter(|member| member.host.id != *own) {
        let said = |result: &CheckResult| result.host.is_empty() || result.host == member.host.id;
        if !results.iter().any(said) {
            let what = Detail::CheckerSilent { host: member.name.clone() };
            list.lacks(&vm.unknown(ReasonKind::Untold, CHECKS, what));
        }
    }
    Ok(list)
}

/// Where vCenter's checker was asked about moving a VM and has nothing against it, by slot; empty = it
/// was not asked.
pub fn cleared(scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Vec<bool> {
    let Ok(Some(results)) = scope.ix.read(vm, VirtualMachine::checks) else { return Vec::new() };
    let slotted = scope.slotted().map(|member| {
        let mut about =
            results.iter().filter(|result| result.host.is_empty() || result.host == member.host.id);
        about.clone().any(|result| !result.host.is_empty()) && about.all(|result| result.error.is_empty())
    });
    slotted.collect()
}

fn told(scope: &Scope<'_, '_>, result: &CheckResult) -> Vec<CheckFacts> {
    let seen = scope.hosts.iter().find(|member| member.host.id == result.host);
    let host = seen.map_or_else(|| result.host.clone(), |member| member.name.clone());
    let errors = result.error.iter().map(|fault| (CheckLevel::Error, fault));
    let warnings = result.warning.iter().map(|fault| (CheckLevel::Warning, fault));
    let fact = |(level, fault): (CheckLevel, &crate::inventory::CheckFault)| CheckFacts {
        key: format_compact!("{} {}", result.host, fault.kind),
        host: host.clone(),
        level,
        fault: fault.kind.clone(),
        text: fault.message.as_str().into(),
    };
    errors.chain(warnings).map(fact).collect()
}

/// Whether vCenter's checker was asked for VMs of the cluster.
pub fn checker_ran(scope: &Scope<'_, '_>) -> Fact<bool> {
    some(scope.members.vms.iter().map(|(position, _)| {
        let vm = &scope.ix.inventory.vms[*position];
        match scope.ix.read(vm, VirtualMachine::checks) {
            Ok(results) => Ok(results.is_some()),
            Err(why) => match why.reasons() {
                [reason] if matches!(reason.kind, ReasonKind::NotCollected | ReasonKind::NotOffered) => {
                    Ok(false)
                }
                _ => Err(why),
            },
        }
    }))
}
