//! Records of CPUs, hardware, devices and what goes on with a VM.

use crate::facts::ground::names::Name;
use crate::facts::ground::words::BusSharing;
use crate::inventory::{Call, ClusterComputeResource, HostSystem, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List, fact_enums, records};

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
        /// Virtual GPU (6.0).
        Vgpu = "vgpu",
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
        /// Serial port straight to another machine on the network (4.1).
        SerialNetwork = "serial-network",
        /// Serial port over the network through a concentrator, which knows where the VM is (4.1).
        SerialConcentrator = "serial-concentrator",
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
    /// CPU compatibility of a VM.
    pub struct CpuFacts as "vm cpu" {
        /// Targets that offer every CPU feature it needs.
        on: HostSplit, reads VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg;
        /// Targets that offer the instructions and registers it needs: EVC, microcode and the settings of
        /// the firmware decide.
        instructions_on: HostSplit, reads VirtualMachine::feature_requirement VirtualMachine::hardware_version VirtualMachine::cpu_feature_mask HostSystem::feature_capability HostSystem::masked_feature_capability HostSystem::cpu_feature HostSystem::supported_cpu_feature HostSystem::cpu_pkg;
        /// Targets that offer the hardware virtualization that it hands on to its guest (`hv.*`).
        virtualization_on: HostSplit, reads VirtualMachine::feature_requirement HostSystem::feature_capability HostSystem::masked_feature_capability;
        /// Targets that offer the performance counters that it hands on to its guest (`vpmc.*`).
        counters_on: HostSplit, reads VirtualMachine::feature_requirement HostSystem::feature_capability HostSystem::masked_feature_capability;
        /// Targets by the features it needs and they lack.
        lacking: Grouping, reads VirtualMachine::feature_requirement HostSystem::feature_capability HostSystem::masked_feature_capability;
        /// Targets that offer them only without their EVC mask.
        masked_on: Fact<List<Name>>, reads VirtualMachine::feature_requirement HostSystem::feature_capability HostSystem::masked_feature_capability;
        /// The same targets by the features that their mask hides.
        masked: Grouping, reads VirtualMachine::feature_requirement HostSystem::feature_capability HostSystem::masked_feature_capability;
        /// Judged by feature lists (5.1 and later), not by CPUID.
        by_features: Fact<bool>, reads VirtualMachine::feature_requirement;
        /// The cluster's EVC mode covers what it runs with.
        evc_covers: Fact<bool>, reads VirtualMachine::min_required_evc_mode_key VirtualMachine::power_state ClusterComputeResource::summary Call::evc_modes;
    }

    /// Hardware of a host.
    pub struct HardwareFacts as "hardware" {
        /// Memory as the hypervisor sees it, MB.
        memory_mb: Fact<i64>, reads HostSystem::summary_hardware;
        /// CPU cores, not threads.
        cores: Fact<i64>, reads HostSystem::summary_hardware;
        /// The NX bit (XD, execute disable) is on.
        nx: Fact<bool>, reads HostSystem::cpu_feature;
        /// A physical network adapter can do 1 Gb/s or more.
        gigabit: Fact<bool>, reads HostSystem::network;
        /// Physical network adapters.
        adapters: Fact<i64>, reads HostSystem::network;
    }

    /// A controller with bus sharing.
    pub struct BusFacts as "bus", key "controller" {
        /// Label of the controller.
        controller: Name;
        /// Kind of sharing.
        sharing: Fact<BusSharing>;
        /// Labels of the disks on it that are raw device mappings in virtual mode.
        virtual_rdms: List<Name>;
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
