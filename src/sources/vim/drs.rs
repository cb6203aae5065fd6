//! DRS of clusters: settings, rules, groups, overrides, what it says of emptying hosts; reservations of
//! resource pools.

use compact_str::CompactString;

use super::values::values;
use crate::inventory::{
    ClusterGroup, ClusterRule, DrsConfig, DrsEvacuation, DrsFault, DrsMove, DrsVmConfig, PoolAllocation,
    VmOrchestration,
};

/// All that is told of DRS by itself.
#[derive(Default)]
pub(super) struct DrsSettings {
    pub enabled: Option<bool>,
    default_vm_behavior: Option<CompactString>,
    enable_vm_behavior_overrides: Option<bool>,
    option: Vec<(CompactString, String)>,
}

impl DrsSettings {
    /// The settings beside whether it is switched on.
    pub fn config(self) -> DrsConfig {
        let Self { default_vm_behavior, enable_vm_behavior_overrides, option, .. } = self;
        DrsConfig { default_vm_behavior, enable_vm_behavior_overrides, option }
    }
}

values! {
    DrsSettings = "ClusterDrsConfigInfo" {
        "enabled" => enabled,
        "defaultVmBehavior" => default_vm_behavior,
        "enableVmBehaviorOverrides" => enable_vm_behavior_overrides,
        "option" => [option] { "key", "value" },
    }

    DrsVmConfig = "ClusterDrsVmConfigInfo" {
        "key" => key,
        "enabled" => enabled,
        "behavior" => behavior,
    }

    ClusterRule, kind = "ClusterRuleInfo" {
        "name" => name,
        "enabled" => enabled,
        "mandatory" => mandatory,
        "userCreated" => user_created,
        "inCompliance" => in_compliance,
        "vm" => [vm],
        "vmGroupName" => vm_group_name,
        "affineHostGroupName" => affine_host_group_name,
        "antiAffineHostGroupName" => anti_affine_host_group_name,
        "hostGroupName" => [host_group_name],
        "vmGroup" => vm_group,
        "dependsOnVmGroup" => depends_on_vm_group,
    }

    ClusterGroup, kind = "ClusterGroupInfo" {
        "name" => name,
        "vm" => [vm],
        "host" => [host],
    }

    VmOrchestration = "ClusterVmOrchestrationInfo" {
        "vm" => vm,
        "vmReadiness" => { "readyCondition" => ready_condition },
    }

    DrsEvacuation = "ClusterEnterMaintenanceResult" {
        "recommendations" => { "action" => { "drsMigration" => [moves] } },
        "fault" => { "faultsByVm" => [faults] },
    }

    DrsMove = "ClusterDrsMigration" {
        "vm" => vm,
        "source" => source,
        "destination" => destination,
    }

    DrsFault = "ClusterDrsFaultsFaultsByVm" {
        "vm" => vm,
        "fault" => [faults],
    }

    PoolAllocation = "ResourceAllocationInfo" {
        "reservation" => reservation,
        "expandableReservation" => expandable_reservation,
        "limit" => limit,
    }
}
