//! Parts of a property that its source does not hold: an export that tells of disks and drives, and of no other
//! device, has a list of devices that is no proof of what is not on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Unreadable;

/// Parts that were not read, by their name inside of the property, with the reason of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lacking(BTreeMap<CompactString, Arc<Unreadable>>);

impl Lacking {
    /// Of a VM's hardware: drives for compact discs.
    pub const CDROMS: &str = "VirtualCdrom";
    /// Of a VM's hardware: floppy drives.
    pub const FLOPPIES: &str = "VirtualFloppy";
    /// Of a VM's hardware: disks.
    pub const DISKS: &str = "VirtualDisk";
    /// Of a VM's hardware: the disks that its disks are deltas of.
    pub const PARENTS: &str = "VirtualDisk.backing.parent";
    /// Of a VM's hardware: whether several may write to its disks.
    pub const SHARING: &str = "VirtualDisk.backing.sharing";
    /// Of a VM's hardware: controllers, and whether they share their bus.
    pub const CONTROLLERS: &str = "VirtualController";
    /// Of a VM's hardware: network adapters.
    pub const NICS: &str = "VirtualEthernetCard";
    /// Of a VM's hardware: devices of all other classes.
    pub const DEVICES: &str = "VirtualDevice";
    /// Of a cluster's configuration: whether HA is on.
    pub const HA: &str = "dasConfig.enabled";
    /// Of a cluster's configuration: whether HA watches hosts.
    pub const HOST_MONITORING: &str = "dasConfig.hostMonitoring";
    /// Of a cluster's configuration: what HA watches inside of VMs.
    pub const VM_MONITORING: &str = "dasConfig.vmMonitoring";
    /// Of a cluster's configuration: the admission policy.
    pub const POLICY: &str = "dasConfig.admissionControlPolicy";
    /// Of a cluster's configuration: the restart priority of VMs.
    pub const PRIORITY: &str = "dasConfig.defaultVmSettings.restartPriority";
    /// Of a cluster's configuration: the isolation response.
    pub const ISOLATION: &str = "dasConfig.defaultVmSettings.isolationResponse";
    /// Of a cluster's configuration: advanced options of HA.
    pub const OPTIONS: &str = "dasConfig.option";
    /// Of a cluster's configuration: HA's settings for single VMs.
    pub const OVERRIDES: &str = "dasVmConfig";
    /// Of a cluster's configuration: whether DRS is on.
    pub const DRS: &str = "drsConfig.enabled";
    /// Of a cluster's configuration: rules about VMs and hosts.
    pub const RULES: &str = "rule";
    /// Of a cluster's configuration: where swap files go.
    pub const SWAP: &str = "vmSwapPlacement";
    /// Of a cluster's configuration: whether vSAN is on.
    pub const VSAN: &str = "vsanConfigInfo.enabled";
    /// Of a datastore's summary: whether it is in maintenance mode.
    pub const MAINTENANCE: &str = "maintenanceMode";
    /// Of a host's network: security policies of port groups.
    pub const SECURITY: &str = "portgroup.computedPolicy.security";

    /// Notes that a part was not read. The first reason stays.
    pub fn note(&mut self, part: &str, why: &Arc<Unreadable>) {
        self.0.entry(part.into()).or_insert_with(|| Arc::clone(why));
    }

    /// Why a part was not read, if that is so.
    pub fn why(&self, part: &str) -> Option<&Arc<Unreadable>> {
        if self.0.is_empty() { None } else { self.0.get(part) }
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
