//! What a VM is there for: the one definition of templates, placeholders and agent VMs, which neither run
//! here nor move.

use crate::facts::ground::index::{Index, Named as _};
use crate::facts::ground::logic::{none_before, some};
use crate::facts::ground::names::Name;
use crate::inventory::VirtualMachine;
use crate::schema::Fact;
use crate::terms::{Detail, ReasonKind};

/// Site Recovery Manager; a plug-in of its own id stands behind it, as in `com.vmware.vcDr-siteB`.
const SITE_RECOVERY: &str = "com.vmware.vcDr";
/// The ESX Agent Manager, which runs the service VMs of all vendors, and vCLS before 8.0 U3.
const AGENT_MANAGER: &str = "com.vmware.vim.eam";
/// vCenter itself, to which vCLS belongs from 8.0 U3 on; other VMs may carry its key as well.
const VCENTER: &str = "VirtualCenter";
const VCLS: &str = "vCLS";
/// The role of the primary VM of a pair of Fault Tolerance.
const FT_PRIMARY: i64 = 1;

/// Whether a VM is a template.
pub fn template(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    ix.read(vm, VirtualMachine::template).map(|flag| flag == Some(&true))
}

/// Whether a VM is a Fault Tolerance secondary.
pub fn ft_secondary(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    none_before(ix.read(vm, VirtualMachine::ft_role)).map(|role| role.is_some_and(|role| *role > FT_PRIMARY))
}

/// The pair of Fault Tolerance that a VM is a half of: whether it is the primary VM, and what both halves have in
/// common.
pub fn ft_pair(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Option<(bool, Vec<Name>)>> {
    let Some(role) = none_before(ix.read(vm, VirtualMachine::ft_role))? else { return Ok(None) };
    let group = none_before(ix.read(vm, VirtualMachine::ft_group))?.cloned().unwrap_or_default();
    if group.is_empty() {
        return Err(vm.unknown(ReasonKind::Untold, VirtualMachine::ft_group.path, Detail::OtherHalf));
    }
    Ok(Some((*role <= FT_PRIMARY, group)))
}

/// Whether a VM stands in for one of another site, with adapters that lead nowhere and no disks.
pub fn placeholder(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    let managed = none_before(ix.read(vm, VirtualMachine::managed_by));
    managed.map(|key| key.is_some_and(|key| is_of(key, SITE_RECOVERY)))
}

/// Whether vSphere runs a VM for itself or for a product, and decides where.
pub fn agent(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    match none_before(ix.read(vm, VirtualMachine::managed_by))? {
        Some(key) if key == VCENTER => Ok(is_vcls(ix.need(vm, VirtualMachine::name)?)),
        key => Ok(key.is_some_and(|key| is_of(key, AGENT_MANAGER))),
    }
}

/// Whether a VM of this key and name is an agent VM.
pub fn is_agent(key: &str, name: &str) -> bool {
    is_of(key, AGENT_MANAGER) || key == VCENTER && is_vcls(name)
}

/// Whether vCLS names its VMs so.
pub fn is_vcls(name: &str) -> bool {
    name.starts_with(VCLS)
}

/// Whether a VM is judged for itself: it is none of these.
pub fn judged(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    some([template(ix, vm), placeholder(ix, vm), agent(ix, vm), ft_secondary(ix, vm)]).map(|other| !other)
}

/// Whether an extension key is one of a product, which may put a plug-in's own id behind it.
fn is_of(key: &str, product: &str) -> bool {
    key.strip_prefix(product).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extension_keys_are_told_by_the_product_they_begin_with() {
        for (key, agent, recovery) in [
            ("com.vmware.vim.eam", true, false),
            ("com.vmware.vim.eam-2", true, false),
            ("com.vmware.vim.eamx", false, false),
            ("com.vmware.vcDr", false, true),
            ("com.vmware.vcDr-siteB", false, true),
            ("com.vmware.vcDr.siteB", false, true),
            ("com.vmware.vcDrTools", false, false),
            ("com.vmware.vcenter.wcp", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_agent(key, "vm"), is_of(key, SITE_RECOVERY)), (agent, recovery), "{key}");
        }
        assert!(
            is_agent("VirtualCenter", "vCLS-1")
                && !is_agent("VirtualCenter", "vm")
                && !is_agent("", "vCLS-1")
        );
    }
}
