//! Clusters: HA and DRS settings, configuration issues, alarms.

use super::drs::DrsSettings;
use super::values::values;
use crate::inventory::{
    AamNode, AdmissionControlInfo, AdmissionControlPolicy, AlarmState, ClusterConfig, ClusterGroup,
    ClusterRule, ClusterSummary, ClusterUsage, ConfigOption, DasConfig, DasRuntime, DasVmConfig,
    DasVmSettings, DrsVmConfig, HeartbeatDatastore, Issue, VmOrchestration,
};

/// The hosts of HA before 5.0.
#[derive(Default)]
struct AamHosts {
    nodes: Vec<AamNode>,
}

values! {
    ConfigOption = "VirtualMachineConfigOptionDescriptor" {
        "key" => key,
        "host" => [host],
        "runSupported" => run_supported,
    }

    ClusterSummary = "ClusterComputeResourceSummary" {
        "numHosts" => num_hosts,
        "numEffectiveHosts" => num_effective_hosts,
        "effectiveCpu" => effective_cpu,
        "effectiveMemory" => effective_memory,
        "currentFailoverLevel" => current_failover_level,
        "currentEVCModeKey" => current_evc_mode_key,
        "admissionControlInfo" => admission_control_info,
        "usageSummary" => usage_summary,
    }

    ClusterUsage = "ClusterUsageSummary" {
        "totalCpuCapacityMhz" => total_cpu_capacity_mhz,
        "totalMemCapacityMB" => total_mem_capacity_mb,
        "cpuReservationMhz" => cpu_reservation_mhz,
        "memReservationMB" => mem_reservation_mb,
        "cpuDemandMhz" => cpu_demand_mhz,
        "cpuEntitledMhz" => cpu_entitled_mhz,
        "memDemandMB" => mem_demand_mb,
        "memEntitledMB" => mem_entitled_mb,
    }

    AdmissionControlInfo, kind = "ClusterDasAdmissionControlInfo" {
        "currentFailoverLevel" => current_failover_level,
        "currentCpuFailoverResourcesPercent" => current_cpu_failover_resources_percent,
        "currentMemoryFailoverResourcesPercent" => current_memory_failover_resources_percent,
        "hostStatus" => [host_status] { "host", "status" },
    }

    AdmissionControlPolicy, kind = "ClusterDasAdmissionControlPolicy" {
        "failoverLevel" => failover_level,
        "cpuFailoverResourcesPercent" => cpu_failover_resources_percent,
        "memoryFailoverResourcesPercent" => memory_failover_resources_percent,
        "failoverHosts" => [failover_hosts],
    }

    ClusterConfig = "ClusterConfigInfoEx" {
        "dasConfig" => das,
        "dasVmConfig" => [das_vm],
        "drsConfig" => with { DrsSettings, |cursor, out| {
            let settings = DrsSettings::value(cursor)?;
            out.drs_enabled = settings.enabled;
            out.drs_config = Some(settings.config());
        } },
        "drsVmConfig" => with { DrsVmConfig, |cursor, out| {
            out.drs_vm_config.get_or_insert_default().push(DrsVmConfig::value(cursor)?);
        } },
        "rule" => with { ClusterRule, |cursor, out| {
            out.rule.get_or_insert_default().push(ClusterRule::value(cursor)?);
        } },
        "group" => with { ClusterGroup, |cursor, out| {
            out.group.get_or_insert_default().push(ClusterGroup::value(cursor)?);
        } },
        "orchestration" => { "defaultVmReadiness" => { "readyCondition" => default_ready_condition } },
        "vmOrchestration" => with { VmOrchestration, |cursor, out| {
            out.vm_orchestration.get_or_insert_default().push(VmOrchestration::value(cursor)?);
        } },
        "vmSwapPlacement" => vm_swap_placement,
        "vsanConfigInfo" => { "enabled" => vsan_enabled },
    }

    DasConfig = "ClusterDasConfigInfo" {
        "enabled" => enabled,
        "vmMonitoring" => vm_monitoring,
        "hostMonitoring" => host_monitoring,
        "admissionControlEnabled" => admission_control_enabled,
        "admissionControlPolicy" => admission_control_policy,
        "failoverLevel" => failover_level,
        "defaultVmSettings" => default_vm_settings,
        "option" => [option] { "key", "value" },
    }

    DasVmSettings = "ClusterDasVmSettings" {
        "restartPriority" => restart_priority,
        "isolationResponse" => isolation_response,
        "vmToolsMonitoringSettings" => {
            "vmMonitoring" => vm_monitoring,
            "clusterSettings" => monitoring_from_cluster,
        },
    }

    DasVmConfig = "ClusterDasVmConfigInfo" {
        "key" => vm,
        "restartPriority" => restart_priority,
        "dasSettings" => settings,
    }

    AlarmState = "AlarmState" {
        "alarm" => alarm,
        "entity" => entity,
        "overallStatus" => overall_status,
        "acknowledged" => acknowledged,
        "disabled" => disabled,
    }

    DasRuntime = "ClusterDasAdvancedRuntimeInfo" {
        "dasHostInfo" => with { AamHosts, |cursor, out| {
            out.agents.get_or_insert_default().extend(AamHosts::value(cursor)?.nodes);
        } },
        "heartbeatDatastoreInfo" => [heartbeat_datastores],
    }

    AamNode = "ClusterDasAamNodeState" {
        "host" => host,
        "configState" => config_state,
        "runtimeState" => runtime_state,
    }

    HeartbeatDatastore = "DasHeartbeatDatastoreInfo" {
        "datastore" => datastore,
        "hosts" => [hosts],
    }

    Issue, kind = "Event" {
        "fullFormattedMessage" => message,
        "eventTypeId" => event_type_id,
        "severity" => severity,
        "host" => { "host" => host },
    }

    AamHosts = "ClusterDasHostInfo" {
        "hostDasState" => [nodes],
    }
}
