//! Records of room on targets.

use crate::inventory::{ClusterComputeResource, HostSystem, VirtualMachine};
use crate::schema::{HostSplit, records};

records! {
    /// Room for a VM on its possible targets.
    pub struct FitsFacts as "fits" {
        /// Targets that run its hardware version.
        version_on: HostSplit, reads ClusterComputeResource::environment_browser ClusterComputeResource::config_options VirtualMachine::hardware_version VirtualMachine::power_state HostSystem::product HostSystem::summary_product;
        /// Targets with at least as many logical CPUs as it has virtual ones.
        threads_on: HostSplit, reads HostSystem::summary_hardware VirtualMachine::hardware;
        /// Targets where its reservations of CPU and memory, its overhead included, are free: the
        /// host's whole capacity less what the running VMs there have reserved.
        reserved_on: HostSplit, reads HostSystem::summary_hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state;
        /// Targets that have as much CPU and memory idle as it uses now; everywhere when it does
        /// not run.
        used_on: HostSplit, reads HostSystem::summary_hardware HostSystem::quick_stats VirtualMachine::quick_stats VirtualMachine::power_state;
        /// Targets that run its hardware version, have its CPUs and its reservations free.
        on: HostSplit, reads ClusterComputeResource::environment_browser ClusterComputeResource::config_options VirtualMachine::hardware_version HostSystem::summary_hardware VirtualMachine::hardware VirtualMachine::cpu_reservation VirtualMachine::memory_reservation VirtualMachine::memory_overhead VirtualMachine::power_state HostSystem::product HostSystem::summary_product;
    }
}
