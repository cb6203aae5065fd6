//! How bad a configuration issue is: by its severity, else by its type or id. Every issue stands on
//! the Summary page; one that nobody has listed here is a warning, with the server's text.

use crate::facts::subject::model::estate::IssueLevel;
use crate::inventory::Issue;

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

/// What the ids of HA's events since 5.0 begin with, in either writing.
const HA: &str = "com.vmware.vc.ha.";
/// What the ids of events about licences begin with.
const LICENCE: &str = "com.vmware.license.";

/// Ids of HA that say that something does not work. An `ExtendedEvent` has no severity.
const HA_ERRORS: [&str; 14] = [
    "CreateConfigVvolFailedEvent",
    "DasFailoverHostFailedEvent",
    "DasFailoverHostUnreachableEvent",
    "DasHostCompleteDatastoreFailureEvent",
    "DasHostCompleteNetworkFailureEvent",
    "DasHostFailedEvent",
    "DasTotalClusterFailureEvent",
    "FailedRestartAfterIsolationEvent",
    "HostAgentErrorEvent",
    "HostDasErrorEvent",
    "HostDoesNotSupportVsan",
    "HostHasNoMountedDatastores",
    "HostIncompatibleWithHA",
    "VmcpStorageFailureDetectedForVm",
];

/// Ids of HA that tell of a risk, or of what the state of the agents tells as well: as any other that
/// is not listed.
#[cfg(test)]
const HA_WARNINGS: [&str; 32] = [
    "AnsweredVmTerminatePDLEvent",
    "CannotResetVmWithInaccessibleDatastore",
    "ClusterContainsIncompatibleHosts",
    "ClusterFailoverActionInitiatedEvent",
    "DasFailoverHostIsolatedEvent",
    "DasFailoverHostPartitionedEvent",
    "DasHostIsolatedEvent",
    "DasHostMonitoringDisabledEvent",
    "HeartbeatDatastoreNotSufficient",
    "HostHasNoIsolationAddrsDefined",
    "HostHasNoSslThumbprint",
    "HostPartitionedFromMasterEvent",
    "HostUnconfigureError",
    "HostUnconfiguredWithProtectedVms",
    "InsufficientFailoverLevelEvent",
    "InvalidMaster",
    "NotAllHostAddrsPingable",
    "NotAllIsoAddrsPingable",
    "StartFTSecondaryFailedEvent",
    "UserHeartbeatDatastoreRemoved",
    "VMIsHADisabledIsolatedEvent",
    "VMIsHADisabledPoweredOffEvent",
    "VcCannotCommunicateWithMasterEvent",
    "VcCannotFindMasterEvent",
    "VcDisconnectedFromMasterEvent",
    "VmDasResetAbortedEvent",
    "VmNotProtectedEvent",
    "VmUnprotectedEvent",
    "VmUnprotectedOnDiskSpaceFull",
    "VmcpNotTerminateVmEvent",
    "VmcpTerminateVmEvent",
    "VmcpTerminatingVmEvent",
];

/// Ids of HA that tell that something works (again).
const HA_NEWS: [&str; 16] = [
    "AllHostAddrsPingable",
    "AllIsoAddrsPingable",
    "AnsweredVmLockLostQuestionEvent",
    "AutoStartDisabled",
    "ClusterFailoverActionCompletedEvent",
    "ConnectedToMaster",
    "CreateConfigVvolSucceededEvent",
    "DasAgentRunningEvent",
    "HeartbeatDatastoreChanged",
    "HostDasAgentHealthyEvent",
    "HostStateChangedEvent",
    "StartFTSecondarySucceededEvent",
    "VcConnectedToMasterEvent",
    "VmProtectedEvent",
    "VmRestartedByHAEvent",
    "VmcpStorageFailureCleared",
];

/// Ids about licences that are over.
const LICENCE_ERRORS: [&str; 3] =
    ["HostLicenseExpiredEvent", "HostSubscriptionLicenseExpiredEvent", "VcLicenseExpiredEvent"];

/// How bad a configuration issue is.
pub fn level(issue: &Issue) -> IssueLevel {
    let told = match issue.severity.as_deref() {
        Some("error") => return IssueLevel::Error,
        Some("warning") => return IssueLevel::Warning,
        told => told,
    };
    let kind = issue.event_type_id.as_ref().unwrap_or(&issue.kind);
    let one_of = |names: &[&str], name: &str| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    let (error, news) = if let Some(name) = behind(kind, HA) {
        (one_of(&HA_ERRORS, name), one_of(&HA_NEWS, name))
    } else if let Some(name) = behind(kind, LICENCE) {
        (one_of(&LICENCE_ERRORS, name), false)
    } else {
        (ERRORS.contains(&kind.as_str()), false)
    };
    match (error, news) {
        (_, true) => IssueLevel::News,
        // The server itself takes it for less than an error.
        _ if matches!(told, Some("info" | "user")) => IssueLevel::Warning,
        (true, _) => IssueLevel::Error,
        _ => IssueLevel::Warning,
    }
}

/// What stands behind the head of an id, in whatever writing.
fn behind<'k>(kind: &'k str, head: &str) -> Option<&'k str> {
    kind.get(..head.len()).filter(|own| own.eq_ignore_ascii_case(head))?;
    kind.get(head.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(id: &str) -> IssueLevel {
        level(&Issue { kind: "ExtendedEvent".into(), event_type_id: Some(id.into()), ..Issue::default() })
    }

    #[test]
    fn an_id_counts_in_either_writing_and_stands_in_one_list() {
        assert_eq!(of("com.vmware.vc.HA.DasHostFailedEvent"), IssueLevel::Error);
        assert_eq!(of("com.vmware.vc.ha.dashostfailedevent"), IssueLevel::Error);
        assert_eq!(of("com.vmware.vc.HA.InvalidMaster"), IssueLevel::Warning);
        assert_eq!(of("com.vmware.vc.HA.VcConnectedToMasterEvent"), IssueLevel::News);
        assert_eq!(of("com.vmware.license.HostLicenseExpiredEvent"), IssueLevel::Error);
        let mut all: Vec<&str> = [&HA_ERRORS[..], &HA_WARNINGS, &HA_NEWS].concat();
        let listed = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), listed);
        assert!(
            HA_WARNINGS.iter().all(|name| of(&format!("com.vmware.vc.HA.{name}")) == IssueLevel::Warning)
        );
    }

    #[test]
    fn news_stays_news_when_the_server_says_that_it_is_information() {
        let told = |id: &str, severity: &str| {
            let (event_type_id, severity) = (Some(id.into()), Some(severity.into()));
            level(&Issue { kind: "EventEx".into(), event_type_id, severity, ..Issue::default() })
        };
        for severity in ["info", "user"] {
            assert_eq!(told("com.vmware.vc.ha.ConnectedToMaster", severity), IssueLevel::News);
            assert_eq!(told("com.vmware.vc.ha.DasHostFailedEvent", severity), IssueLevel::Warning);
            assert_eq!(told("com.example.thing", severity), IssueLevel::Warning);
        }
        assert_eq!(told("com.vmware.vc.ha.ConnectedToMaster", "warning"), IssueLevel::Warning);
        assert_eq!(told("com.vmware.vc.ha.ConnectedToMaster", "error"), IssueLevel::Error);
    }

    #[test]
    fn what_nobody_has_listed_is_a_warning() {
        assert_eq!(of("com.vmware.vc.HA.SomethingNew"), IssueLevel::Warning);
        assert_eq!(of("com.example.thing"), IssueLevel::Warning);
        assert_eq!(of("com"), IssueLevel::Warning);
    }
}
