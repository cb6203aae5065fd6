//! Clusters: HA and DRS settings, configuration issues, alarms.

use super::{Value, child, pair, push, values};
use crate::inventory::{
    AamNode, AdmissionControlInfo, AdmissionControlPolicy, AlarmState, ClusterConfig, ClusterSummary,
    ConfigOption, DasConfig, DasRuntime, DasVmConfig, DasVmSettings, HeartbeatDatastore, Issue, Prop,
};
use crate::sources::vcenter::soap::{Bad, answer};
use crate::sources::vcenter::xml::{Cursor, XmlError};

values! {
    ConfigOption {
        "key" => key,
        "host" => [host],
        "runSupported" => run_supported,
    }

    ClusterSummary {
        "numHosts" => num_hosts,
        "numEffectiveHosts" => num_effective_hosts,
        "effectiveCpu" => effective_cpu,
        "effectiveMemory" => effective_memory,
        "currentFailoverLevel" => current_failover_level,
        "currentEVCModeKey" => current_evc_mode_key,
        "admissionControlInfo" => admission_control_info,
    }

    AdmissionControlInfo, kind {
        "currentFailoverLevel" => current_failover_level,
        "currentCpuFailoverResourcesPercent" => current_cpu_failover_resources_percent,
        "currentMemoryFailoverResourcesPercent" => current_memory_failover_resources_percent,
        "hostStatus" => with |cursor, out| out.host_status.push(pair(cursor, "host", "status")?),
    }

    AdmissionControlPolicy, kind {
        "failoverLevel" => failover_level,
        "cpuFailoverResourcesPercent" => cpu_failover_resources_percent,
        "memoryFailoverResourcesPercent" => memory_failover_resources_percent,
        "failoverHosts" => [failover_hosts],
    }

    ClusterConfig {
        "dasConfig" => das,
        "dasVmConfig" => [das_vm],
        "drsConfig" => with |cursor, out| out.drs_enabled = child(cursor, "enabled")?,
        "vmSwapPlacement" => vm_swap_placement,
        "vsanConfigInfo" => with |cursor, out| out.vsan_enabled = child(cursor, "enabled")?,
    }

    DasConfig {
        "enabled" => enabled,
        "vmMonitoring" => vm_monitoring,
        "hostMonitoring" => host_monitoring,
        "admissionControlEnabled" => admission_control_enabled,
        "admissionControlPolicy" => admission_control_policy,
        "failoverLevel" => failover_level,
        "defaultVmSettings" => default_vm_settings,
        "option" => with |cursor, out| out.option.push(pair(cursor, "key", "value")?),
    }

    DasVmSettings {
        "restartPriority" => restart_priority,
        "isolationResponse" => isolation_response,
        "vmToolsMonitoringSettings" => with |cursor, out| tools_monitoring(cursor, out)?,
    }

    DasVmConfig {
        "key" => vm,
        "restartPriority" => restart_priority,
        "dasSettings" => settings,
    }

    AlarmState {
        "alarm" => alarm,
        "entity" => entity,
        "overallStatus" => overall_status,
        "acknowledged" => acknowledged,
        "disabled" => disabled,
    }

    DasRuntime {
        "dasHostInfo" => with |cursor, out| aam_nodes(cursor, out)?,
        "heartbeatDatastoreInfo" => [heartbeat_datastores],
    }

    AamNode {
        "host" => host,
        "configState" => config_state,
        "runtimeState" => runtime_state,
    }

    HeartbeatDatastore {
        "datastore" => datastore,
        "hosts" => [hosts],
    }

    Issue, kind {
        "fullFormattedMessage" => message,
        "eventTypeId" => event_type_id,
        "severity" => severity,
        "host" => with |cursor, out| out.host = child(cursor, "host")?,
    }
}

fn tools_monitoring(cursor: &mut Cursor<'_>, out: &mut DasVmSettings) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "vmMonitoring" => out.vm_monitoring = Value::value(cursor)?,
            "clusterSettings" => out.monitoring_from_cluster = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

fn aam_nodes(cursor: &mut Cursor<'_>, out: &mut DasRuntime) -> Result<(), XmlError> {
    let nodes = out.agents.get_or_insert_default();
    cursor.each(|cursor, name| if name == "hostDasState" { push(nodes, cursor) } else { Ok(()) })
}

/// Answer of `RetrieveDasAdvancedRuntimeInfo`; a cluster without HA has none.
pub(in crate::sources::vcenter) fn das_runtime(text: &str) -> Result<Prop<DasRuntime>, Bad> {
    let mut found = Prop::Unset;
    answer(text, |cursor, _| {
        found = Prop::Known(DasRuntime::value(cursor)?);
        Ok(())
    })?;
    Ok(found)
}
