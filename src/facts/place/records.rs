//! Records of room on targets.

use crate::schema::{HostSplit, records};

records! {
    /// Room for a VM on its possible targets.
    pub struct FitsFacts as "fits" {
        /// Targets that run its hardware version.
        version_on: HostSplit, reads "ClusterComputeResource:environmentBrowser" "ClusterComputeResource:environmentBrowser.QueryConfigOptionDescriptor()" "VirtualMachine:config.version" "VirtualMachine:runtime.powerState" "HostSystem:config.product" "HostSystem:summary.config.product";
        /// Targets with at least as many logical CPUs as it has virtual ones.
        threads_on: HostSplit, reads "HostSystem:summary.hardware" "VirtualMachine:config.hardware";
        /// Targets where its reservations of CPU and memory, its overhead included, are free: the
        /// host's whole capacity less what the running VMs there have reserved.
        reserved_on: HostSplit, reads "HostSystem:summary.hardware" "VirtualMachine:config.cpuAllocation" "VirtualMachine:config.memoryAllocation" "VirtualMachine:runtime.memoryOverhead" "VirtualMachine:runtime.powerState";
        /// Targets that have as much CPU and memory idle as it uses now; everywhere when it does
        /// not run.
        used_on: HostSplit, reads "HostSystem:summary.hardware" "HostSystem:summary.quickStats" "VirtualMachine:summary.quickStats" "VirtualMachine:runtime.powerState";
        /// Targets that run its hardware version, have its CPUs and its reservations free.
        on: HostSplit, reads "ClusterComputeResource:environmentBrowser" "ClusterComputeResource:environmentBrowser.QueryConfigOptionDescriptor()" "VirtualMachine:config.version" "HostSystem:summary.hardware" "VirtualMachine:config.hardware" "VirtualMachine:config.cpuAllocation" "VirtualMachine:config.memoryAllocation" "VirtualMachine:runtime.memoryOverhead" "VirtualMachine:runtime.powerState" "HostSystem:config.product" "HostSystem:summary.config.product";
    }
}
