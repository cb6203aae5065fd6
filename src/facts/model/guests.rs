//! Fact records of VMs beyond disks and drives: adapters, devices, room on targets, checks.

use super::Name;
use crate::schema::{Fact, HostSplit, List, fact_enums, records};

fact_enums! {
    /// Whether VMware Tools run.
    pub enum Tools {
        /// They run, scripts of theirs included.
        Running = "running",
        /// They do not, or there are none.
        NotRunning = "not-running",
    }

    /// How grave a result of vCenter's checker is.
    pub enum CheckLevel {
        /// The move would be refused.
        Error = "error",
        /// It would be made, with a warning.
        Warning = "warning",
    }

    /// What kind of device it is, as far as that matters to a move; disks, drives and network
    /// adapters have facts of their own.
    pub enum DeviceKind {
        /// PCI device of the host.
        PciPassthrough = "pci-passthrough",
        /// PCI device that is assigned at power-on (7.0).
        PciDynamic = "pci-dynamic",
        /// Virtual GPU that cannot be moved.
        Vgpu = "vgpu",
        /// Virtual GPU that can be moved (7.0.2).
        VgpuMigratable = "vgpu-migratable",
        /// SR-IOV network adapter.
        Sriov = "sriov",
        /// USB device of the host.
        UsbHost = "usb-host",
        /// USB device of a host, reached over the network (4.1).
        UsbRemoteHost = "usb-remote-host",
        /// USB device of a client's PC (5.0).
        UsbClient = "usb-client",
        /// SCSI device of the host.
        ScsiPassthrough = "scsi-passthrough",
        /// Serial port of the host.
        SerialDevice = "serial-device",
        /// Serial port that writes to a file.
        SerialFile = "serial-file",
        /// Serial port on a named pipe.
        SerialPipe = "serial-pipe",
        /// Serial port over the network (4.1).
        SerialNetwork = "serial-network",
        /// Parallel port of the host.
        ParallelDevice = "parallel-device",
        /// Parallel port that writes to a file.
        ParallelFile = "parallel-file",
        /// Sound card of the host.
        Sound = "sound",
        /// VMCI device that may talk to any neighbour.
        Vmci = "vmci",
        /// Persistent memory.
        Nvdimm = "nvdimm",
    }
}

records! {
    /// A network adapter of a VM.
    pub struct NicFacts as "nic", key "label" {
        /// Label, e.g. `Network adapter 1`.
        label: Name;
        /// Name of its network, not escaped; its key or id when the name cannot be read.
        network: Name;
        /// In use: connected while the VM runs, else connected at power-on.
        live: Fact<bool>;
        /// Targets on the same network by configuration. Standard: equal label and VLAN, and an
        /// uplink in its failover order has a link. Distributed: member of the same switch or NSX
        /// segment, opaque: equal id and type, and an adapter behind it has a link.
        same_lan_on: HostSplit;
        /// Targets whose uplinks there hear only other subnets than the guest's, while those of its
        /// own host hear the guest's. A sighting: empty when the hosts were not asked.
        hints_disjoint_on: List<Name>;
        /// The switch behind it on the VM's own host has no uplink: the network ends there.
        internal: Fact<bool>;
    }

    /// A device that may tie a VM to its host.
    pub struct DeviceFacts as "device", key "label" {
        /// Label, e.g. `Serial port 1`.
        label: Name;
        /// What kind of device it is.
        kind: Fact<DeviceKind>;
        /// In use: connected while the VM runs, else connected at power-on; always for a device
        /// that cannot be disconnected.
        live: Fact<bool>;
    }

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

    /// Something that vCenter's own checker says about moving a VM.
    pub struct CheckFacts as "check", key "key" {
        /// Host and fault, which tell checks of one VM apart.
        key: Name;
        /// The host it would move to; empty when the VM itself is the matter.
        host: Name;
        /// How grave it is.
        level: CheckLevel;
        /// Fault type as the server names it.
        fault: Name;
        /// The server's text.
        text: Name;
    }
}
