//! What the Summary page of a cluster shows: configuration issues in force, alarms, and colours
//! that neither explains.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::connection;
use crate::facts::ground::words::HostConnection;
use crate::facts::subject::model::estate::{IssueFacts, IssueLevel};
use crate::inventory::{
    AlarmState, ClusterComputeResource, Field, HostSystem, Id, Issue, MoRef, Object, VirtualMachine,
};
use crate::schema::{Fact, List, Unknown};

const ISSUES: &str = "configIssue";
const ALARMS: &str = "triggeredAlarmState";
const QUARANTINE: &str = HostSystem::in_quarantine_mode.path;

/// Events without a severity of their own that mean that something does not work: of category `error`
/// in the catalogue of vCenter 8.0 (`EventManager.description.eventInfo`).
const ERRORS: [&str; 38] = [
    "ClusterOvercommittedEvent",
    "DasAgentUnavailableEvent",
    "DasClusterIsolatedEvent",
    "DasHostFailedEvent",
    "DatastoreDuplicatedEvent",
    "HostConnectionLostEvent",
    "HostDasErrorEvent",
    "HostExtraNetworksEvent",
    "HostGetShortNameFailedEvent",
    "HostInventoryFullEvent",
    "HostIpInconsistentEvent",
    "HostIpToShortNameFailedEvent",
    "HostIsolationIpPingFailedEvent",
    "HostLicenseExpiredEvent",
    "HostMissingNetworksEvent",
    "HostNoAvailableNetworksEvent",
    "HostNoHAEnabledPortGroupsEvent",
    "HostNonCompliantEvent",
    "HostNotInClusterEvent",
    "HostOvercommittedEvent",
    "HostPrimaryAgentNotShortNameEvent",
    "HostReconnectionFailedEvent",
    "HostShortNameInconsistentEvent",
    "HostShortNameToIpFailedEvent",
    "HostSyncFailedEvent",
    "HostWwnConflictEvent",
    "IncorrectHostInformationEvent",
    "InsufficientFailoverResourcesEvent",
    "LicenseExpiredEvent",
    "LicenseNonComplianceEvent",
    "LicenseRestrictedEvent",
    "MtuMismatchEvent",
    "ServerLicenseExpiredEvent",
    "TeamingMisMatchEvent",
    "UplinkPortMtuNotSupportEvent",
    "UplinkPortVlanUntrunkedEvent",
    "VMotionLicenseExpiredEvent",
    "VcAgentUpgradeFailedEvent",
];

/// The same, of category `warning` or `info`.
const WARNINGS: [&str; 17] = [
    "DasHostIsolatedEvent",
    "DuplicateIpDetectedEvent",
    "DvsHostWentOutOfSyncEvent",
    "HostAdminDisableEvent",
    "HostAdminEnableEvent",
    "HostDasEnablingEvent",
    "HostInAuditModeEvent",
    "HostInventoryUnreadableEvent",
    "HostNoRedundantManagementNetworkEvent",
    "HostUserWorldSwapNotEnabledEvent",
    "HostWwnChangedEvent",
    "LocalTSMEnabledEvent",
    "LockerMisconfiguredEvent",
    "NoDatastoresConfiguredEvent",
    "OutOfSyncDvsHost",
    "RemoteTSMEnabledEvent",
    "TimedOutHostOperationEvent",
];

/// What the ids of HA's events since 5.0 begin with, in either writing.
const HA: &str = "com.vmware.vc.ha.";

/// Ids of HA that mean the same as an event of old of category `error`. An `ExtendedEvent` has no
/// severity.
const HA_ERRORS: [&str; 3] = ["DasHostFailedEvent", "HostAgentErrorEvent", "HostDasErrorEvent"];

/// Ids of HA that tell of a risk, or of what the state of the agents tells as well.
const HA_WARNINGS: [&str; 9] = [
    "DasHostIsolatedEvent",
    "HeartbeatDatastoreNotSufficient",
    "HostPartitionedFromMasterEvent",
    "HostUnconfigureError",
    "HostUnconfiguredWithProtectedVms",
    "InvalidMaster",
    "NotAllHostAddrsPingable",
    "UserHeartbeatDatastoreRemoved",
    "VcCannotFindMasterEvent",
];

/// Everything the page shows.
pub fn issues(scope: &Scope<'_, '_>) -> List<IssueFacts> {
    let ix = scope.ix;
    let cluster = scope.members.cluster;
    let mut found =
        Found { ix, issues: Vec::new(), missing: Vec::new(), open: false, alarms: BTreeSet::new() };
    found.missing.extend(scope.members.hosts_missing.iter().cloned());

    found.config(cluster, ClusterComputeResource::config_issue);
    // The list of the cluster holds those of its hosts and VMs too.
    let all_alarms = found.alarms(cluster, ClusterComputeResource::triggered_alarm_state);
    for member in &scope.hosts {
        found.config(member.host, HostSystem::config_issue);
        if !all_alarms {
            found.alarms(member.host, HostSystem::triggered_alarm_state);
        }
    }
    found.status(cluster, ClusterComputeResource::overall_status);
    found.status(cluster, ClusterComputeResource::config_status);
    for member in &scope.hosts {
        match connection(ix, member.host) {
            Ok(HostConnection::Connected) => {
                found.status(member.host, HostSystem::overall_status);
                found.quarantine(member.host);
            }
            // The last colour of a host that is not connected is not of now.
            Ok(_) => {}
            Err(why) => found.missing.push(why),
        }
    }
    List { items: found.issues, missing: Unknown::all(&found.missing) }
}

struct Found<'x, 'a> {
    ix: &'x Index<'a>,
    issues: Vec<IssueFacts>,
    missing: Vec<Unknown>,
    /// What could not be read may explain a colour.
    open: bool,
    /// Alarm and object of what is listed already.
    alarms: BTreeSet<(Id, Id)>,
}

impl Found<'_, '_> {
    fn config<O: Named>(&mut self, object: &O, list: Field<O, Vec<Issue>>) {
        match self.ix.read(object, list) {
            Ok(list) => {
                let mut seen = BTreeMap::<Name, usize>::new();
                for issue in list.into_iter().flatten() {
                    let kind = issue.event_type_id.as_ref().unwrap_or(&issue.kind);
                    let nth = seen.entry(kind.clone()).and_modify(|nth| *nth += 1).or_insert(1);
                    let more = if *nth > 1 { format!(" {nth}") } else { String::new() };
                    self.issues.push(IssueFacts {
                        id: compact_str::format_compact!("{} {kind}{more}", object.id()),
                        entity: object.display_name(),
                        kind: kind.clone(),
                        of_vm: false,
                        level: level(object, issue),
                        acknowledged: false,
                        text: issue.message.as_str().into(),
                    });
                }
            }
            Err(why) => self.unread(why),
        }
    }

    fn unread(&mut self, why: Unknown) {
        self.missing.push(why);
        self.open = true;
    }

    /// Whether the list could be read.
    fn alarms<O: Named>(&mut self, object: &O, list: Field<O, Vec<AlarmState>>) -> bool {
        match self.ix.read(object, list) {
            Ok(list) => {
                for state in list.into_iter().flatten() {
                    self.alarm(object, state);
                }
                true
            }
            Err(why) => {
                self.unread(why);
                false
            }
        }
    }

    fn alarm<O: Named>(&mut self, object: &O, state: &AlarmState) {
        let level = match state.overall_status.as_str() {
            "red" => Ok(IssueLevel::Error),
            "yellow" => Ok(IssueLevel::Warning),
            "green" | "gray" => return,
            other => Err(object.not_understood(ALARMS, other)),
        };
        let key = (state.alarm.clone(), state.entity.id.clone());
        if state.disabled == Some(true) || !self.alarms.insert(key) {
            return;
        }
        let names = self.ix.inventory.vcenter.alarms.known();
        let name = names.and_then(|names| names.get(&state.alarm));
        self.issues.push(IssueFacts {
            id: compact_str::format_compact!("{} {}", state.entity.id, state.alarm),
            entity: self.entity(&state.entity),
            kind: "alarm".into(),
            of_vm: state.entity.kind == VirtualMachine::TYPE,
            level,
            acknowledged: state.acknowledged == Some(true),
            text: name.map_or_else(|| state.alarm.clone(), |name| name.as_str().into()),
        });
    }

    /// A colour that nothing listed explains: it is the worst of issues and alarms. Gray says only
    /// that nothing is watched. Where some of these could not be read, one of them may explain it, and
    /// the list is incomplete for that reason already.
    fn status<O: Named>(&mut self, object: &O, colour: Field<O, Name>) {
        let path = colour.path;
        let level = match self.ix.read(object, colour) {
            Ok(Some(colour)) if colour == "red" => IssueLevel::Error,
            Ok(Some(colour)) if colour == "yellow" => IssueLevel::Warning,
            Ok(_) => return,
            Err(why) => return self.unread(why),
        };
        let explains = |issue: &IssueFacts| issue.level.as_ref().map_or(true, |other| *other <= level);
        if self.open || self.issues.iter().any(explains) {
            return;
        }
        self.issues.push(IssueFacts {
            id: compact_str::format_compact!("{} {path}", object.id()),
            entity: object.display_name(),
            kind: "status".into(),
            of_vm: false,
            level: Ok(level),
            acknowledged: false,
            text: if level == IssueLevel::Error { "red".into() } else { "yellow".into() },
        });
    }

    /// Proactive HA keeps VMs away from a host whose hardware is failing (6.5).
    fn quarantine(&mut self, host: &HostSystem) {
        match none_before(self.ix.read(host, HostSystem::in_quarantine_mode)) {
            Ok(Some(true)) => self.issues.push(IssueFacts {
                id: compact_str::format_compact!("{} {QUARANTINE}", host.id),
                entity: host.display_name(),
                kind: "quarantine".into(),
                of_vm: false,
                level: Ok(IssueLevel::Warning),
                acknowledged: false,
                text: QUARANTINE.into(),
            }),
            Ok(_) => {}
            Err(why) => self.missing.push(why),
        }
    }

    /// Name of the object an alarm is triggered on; its id where it cannot be seen.
    fn entity(&self, entity: &MoRef) -> Name {
        let (ix, id) = (self.ix, entity.id.as_str());
        let inventory = ix.inventory;
        let host = ix.hosts.get(id).map(|&host| inventory.hosts[host].display_name());
        let vm = || ix.vms.get(id).map(|&vm| inventory.vms[vm].display_name());
        let cluster = || inventory.clusters.iter().find(|cluster| cluster.id == id).map(Named::display_name);
        let datastore = || ix.datastore(id).ok().map(Named::display_name);
        host.or_else(vm).or_else(cluster).or_else(datastore).unwrap_or_else(|| entity.id.clone())
    }
}

/// How bad a configuration issue is: by its severity, else by its type.
fn level<O: Named>(object: &O, issue: &Issue) -> Fact<IssueLevel> {
    match issue.severity.as_deref() {
        Some("error") => return Ok(IssueLevel::Error),
        Some("warning" | "info" | "user") => return Ok(IssueLevel::Warning),
        _ => {}
    }
    let kind = issue.event_type_id.as_ref().unwrap_or(&issue.kind);
    let of_ha = kind.get(..HA.len()).filter(|head| head.eq_ignore_ascii_case(HA));
    let is_one = |plain: &[&str], ha: &[&str]| match of_ha {
        Some(_) => ha.iter().any(|name| kind[HA.len()..].eq_ignore_ascii_case(name)),
        None => plain.contains(&kind.as_str()),
    };
    if is_one(&ERRORS, &HA_ERRORS) {
        Ok(IssueLevel::Error)
    } else if is_one(&WARNINGS, &HA_WARNINGS) || issue.kind == "EventEx" {
        // An `EventEx` without severity is one of `info`.
        Ok(IssueLevel::Warning)
    } else {
        Err(object.not_understood(ISSUES, kind))
    }
}
