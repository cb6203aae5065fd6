//! Clusters: sheet vCluster, and the hosts that name one as theirs.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use super::cell::Cell;
use super::columns::{VCluster, VHost};
use super::ground::{Ground, datacenter, id};
use super::table::{Row, uncollected};
use crate::inventory::{
    ClusterComputeResource, ClusterConfig, ClusterSummary, DasConfig, DasVmSettings, DrsConfig, HostSystem,
    Id, Lacking, MoRef, Prop,
};
use crate::terms::Unanswered;

const COLOURS: &[&str] = &["green", "yellow", "red", "gray"];
const MONITORING: &[&str] = &["vmMonitoringDisabled", "vmMonitoringOnly", "vmAndAppMonitoring"];
const BEHAVIOURS: &[&str] = &["manual", "partiallyAutomated", "fullyAutomated"];
/// What no column tells of the configuration of a cluster.
const NEVER: [&str; 6] =
    [Lacking::POLICY, Lacking::OPTIONS, Lacking::OVERRIDES, Lacking::RULES, Lacking::SWAP, Lacking::VSAN];

/// Notes the clusters by their names: those of vCluster, and those that only a host names.
pub fn note(ground: &mut Ground<'_>) {
    let sheets = ground.sheets;
    for row in sheets.cluster.rows() {
        let name = row.name(VCluster::Name);
        let id = id(&row, VCluster::Id, "cluster", &name);
        // Clusters of two datacenters may bear one name, and no column tells which is meant.
        if ground.clusters.find(&name).is_some() {
            ground.clusters.note(&name, &Id::from("-"));
        }
        ground.clusters.note(&name, &id);
    }
    for row in sheets.host.rows() {
        let name = row.name(VHost::Cluster);
        if ground.clusters.find(&name).is_none() && !ground.clusters.is_shared(&name) {
            ground.clusters.note(&name, &compact_str::format_compact!("cluster:{name}"));
        }
    }
}

/// The clusters with the hosts that are theirs.
pub fn clusters(ground: &Ground<'_>, hosts: &[HostSystem]) -> Vec<ClusterComputeResource> {
    let mut members: BTreeMap<Id, Vec<&HostSystem>> = BTreeMap::new();
    for host in hosts {
        if let Some(parent) = host.parent.known() {
            members.entry(parent.id.clone()).or_default().push(host);
        }
    }
    let mut clusters: Vec<ClusterComputeResource> = Vec::new();
    for row in ground.sheets.cluster.rows() {
        let name = row.text(VCluster::Name);
        let id = id(&row, VCluster::Id, "cluster", &name);
        if name.is_empty() || clusters.iter().any(|other| other.id == id) {
            continue;
        }
        let own = members.get(&id).map_or(&[][..], Vec::as_slice);
        let mut cluster: ClusterComputeResource = ground.object(id);
        cluster.host = listed(ground, &row, &name, own);
        cluster.summary = evc(own).map_or_else(Prop::Unreadable, |mode| {
            Prop::Known(ClusterSummary { current_evc_mode_key: mode, ..summary(&row) })
        });
        cluster.configuration_ex = Prop::Known(config(ground, &row));
        cluster.config_status = row.word(VCluster::ConfigStatus, COLOURS);
        cluster.overall_status = row.word(VCluster::OverallStatus, COLOURS);
        cluster.name = Prop::Known(name);
        clusters.push(cluster);
    }
    // Those that only hosts name.
    for row in ground.sheets.host.rows() {
        let name = row.name(VHost::Cluster);
        let Some(id) = ground.clusters.find(&name).filter(|_| !name.is_empty()) else { continue };
        if clusters.iter().all(|other| other.id != *id) {
            let mut cluster: ClusterComputeResource = ground.object(id.clone());
            let why = ground.sheets.cluster.unsaid(VCluster::Name);
            cluster.host = Prop::Unreadable(Arc::clone(&why));
            cluster.summary = Prop::Unreadable(Arc::clone(&why));
            cluster.configuration_ex = Prop::Unreadable(why);
            cluster.name = Prop::Known(name);
            clusters.push(cluster);
        }
    }
    for cluster in &mut clusters {
        cluster.parent = place(ground, &cluster.id);
    }
    clusters
}

/// The datacenter of a cluster, as its hosts tell it.
fn place(ground: &Ground<'_>, cluster: &Id) -> Prop<MoRef> {
    let own = ground
        .sheets
        .host
        .rows()
        .filter(|row| ground.clusters.find(&row.name(VHost::Cluster)) == Some(cluster));
    let mut names: Vec<CompactString> =
        own.map(|row| row.name(VHost::Datacenter)).filter(|name| !name.is_empty()).collect();
    names.sort();
    names.dedup();
    match names.as_slice() {
        [one] => Prop::Known(datacenter(one)),
        _ => Prop::Unreadable(ground.sheets.host.unsaid(VHost::Datacenter)),
    }
}

/// The hosts of a cluster, where vCluster counts as many as vHost has.
fn listed(
    ground: &Ground<'_>,
    row: &Row<'_, VCluster>,
    name: &CompactString,
    own: &[&HostSystem],
) -> Prop<Vec<Id>> {
    if let Err(why) = ground.sheets.host.whole(&[VHost::Host, VHost::Cluster]) {
        return Prop::Unreadable(Arc::clone(why));
    }
    match row.prop(VCluster::Hosts, Cell::whole) {
        Prop::Known(told) if usize::try_from(told) == Ok(own.len()) => {
            Prop::Known(own.iter().map(|host| host.id.clone()).collect())
        }
        Prop::Known(told) => Prop::Unreadable(uncollected(Unanswered::RvtoolsHosts {
            cluster: name.clone(),
            told,
            rows: own.len(),
        })),
        Prop::Unreadable(why) => Prop::Unreadable(why),
        Prop::Unset => Prop::Unreadable(ground.sheets.cluster.unsaid(VCluster::Hosts)),
    }
}

fn summary(row: &Row<'_, VCluster>) -> ClusterSummary {
    ClusterSummary {
        num_hosts: row.cell(VCluster::Hosts).whole(),
        num_effective_hosts: row.cell(VCluster::EffectiveHosts).whole(),
        ..ClusterSummary::default()
    }
}

/// The EVC mode of a cluster, which no column of its own tells: the mode of a host in an EVC cluster is that of the
/// cluster, and a host has none otherwise (vSphere API, `HostListSummary.currentEVCModeKey`).
fn evc(own: &[&HostSystem]) -> Result<Option<CompactString>, Arc<crate::inventory::Unreadable>> {
    let mut modes: Vec<&CompactString> = Vec::new();
    let mut open = None;
    for host in own {
        match &host.current_evc_mode_key {
            Prop::Known(mode) if modes.contains(&mode) => {}
            Prop::Known(mode) => modes.push(mode),
            Prop::Unset => {}
            Prop::Unreadable(why) => open = Some(why),
        }
    }
    match (modes.as_slice(), open) {
        ([mode], _) => Ok(Some((*mode).clone())),
        ([], None) if !own.is_empty() => Ok(None),
        (_, Some(why)) => Err(Arc::clone(why)),
        _ => Err(uncollected(Unanswered::RvtoolsNever)),
    }
}

fn config(ground: &Ground<'_>, row: &Row<'_, VCluster>) -> ClusterConfig {
    let mut lacking = Lacking::default();
    NEVER.iter().for_each(|part| lacking.note(part, &ground.never));
    let mut part = |name: &str, told: Prop<CompactString>| match told {
        Prop::Known(word) => Some(word),
        Prop::Unreadable(why) => {
            lacking.note(name, &why);
            None
        }
        Prop::Unset => None,
    };
    let vm_monitoring = part(Lacking::VM_MONITORING, row.word(VCluster::VmMonitoring, MONITORING));
    let host_monitoring =
        part(Lacking::HOST_MONITORING, row.word(VCluster::HostMonitoring, &["enabled", "disabled"]));
    let restart_priority = part(Lacking::PRIORITY, row.told(VCluster::Priority));
    let isolation_response = part(Lacking::ISOLATION, row.told(VCluster::Isolation));
    let mut flag = |name: &str, told: Prop<bool>| match told {
        Prop::Known(flag) => Some(flag),
        Prop::Unreadable(why) => {
            lacking.note(name, &why);
            None
        }
        Prop::Unset => None,
    };
    let enabled = flag(Lacking::HA, row.truth(VCluster::Ha));
    let drs_enabled = flag(Lacking::DRS, row.truth(VCluster::Drs));
    let behaviour = row.word(VCluster::DrsBehavior, BEHAVIOURS).known().cloned();
    ClusterConfig {
        das: DasConfig {
            enabled,
            vm_monitoring,
            host_monitoring,
            // Where it is not told, none is.
            admission_control_enabled: row.truth(VCluster::AdmissionControl).known().copied(),
            default_vm_settings: Some(DasVmSettings {
                restart_priority,
                isolation_response,
                ..DasVmSettings::default()
            }),
            ..DasConfig::default()
        },
        drs_enabled,
        drs_config: behaviour
            .map(|word| DrsConfig { default_vm_behavior: Some(word), ..DrsConfig::default() }),
        drs_vm_config: None,
        rule: None,
        group: None,
        vm_orchestration: None,
        lacking,
        ..ClusterConfig::default()
    }
}
