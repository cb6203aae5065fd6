//! The sheets of RVTools that are read, and their columns.
//!
//! Where a header comes from is told by a letter behind it:
//!
//! * `a` – the headers of a workbook of RVTools 4.7, sheet by sheet, as listed in
//!   `vmware_rvtools_exporter/src/rvtools_compat.py` of github.com/Yoobuu/Kylow;
//! * `b` – the same, found independently in the staging tables of
//!   github.com/bankielewicz/rvtools-sql-server-data-warehouse, or in the parser and fixtures of
//!   github.com/tupyy/migration-planner-rvtools;
//! * `c` – internal headers of `-DBColumnNames`, behind a bar: as mapped by `SheetConfiguration` of
//!   github.com/sbroenne/RvToolsMerge, or read by other public programs of such exports: the parser of *rvtools-etl* (its
//!   column names were "confirmed from file"), the procedure `proc_VMWARE_RVTools_vinfo_metis`, and an importer of vNetwork
//!   into `networks`.
//!
//! Internal headers are the name of the sheet and a name of the column's own, mostly that of the API. Those of which no
//! public source was found stand behind a question mark: they are *unconfirmed*. A column that has no other header is
//! not collected, and the reason names the header, so that it can decide neither a pass nor anything else. The columns of
//! vFloppy are unconfirmed as well; there they show faults, and every VM may have more of them than the sheet says.

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Its header.
    pub header: &'static str,
    /// Other headers that it has, in other releases or with `-DBColumnNames`.
    pub also: &'static [&'static str],
    /// Headers that it may have, of which no public source tells: nothing is read by them.
    pub unconfirmed: &'static [&'static str],
    /// It stands behind the custom attributes, so that of several columns of this header the last is meant.
    pub tail: bool,
}

/// A sheet by its columns.
pub trait Columns: Copy {
    /// Name of the sheet.
    const SHEET: &'static str;
    /// Its columns, in the order of their places.
    const COLUMNS: &'static [Spec];

    /// The place of a column in [`Self::COLUMNS`].
    fn place(self) -> usize;
}

macro_rules! sheets {
    ($( $(#[$about:meta])* $sheet:ident = $name:literal {
        $( $column:ident = $header:literal $(| $also:literal)* $(? $unconfirmed:literal)* $(, $tail:ident)?; )*
    } )*) => {
        $(
            $(#[$about])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[allow(missing_docs, reason = "the headers say what they are")]
            pub enum $sheet { $( $column ),* }

            impl Columns for $sheet {
                const SHEET: &'static str = $name;
                const COLUMNS: &'static [Spec] = &[ $( Spec {
                    header: $header,
                    also: &[$($also),*],
                    unconfirmed: &[$($unconfirmed),*],
                    tail: sheets!(@tail $($tail)?),
                } ),* ];

                fn place(self) -> usize {
                    self as usize
                }
            }
        )*

        /// The sheets that are read, with their columns.
        pub const SHEETS: &[(&str, &[Spec])] = &[ $( ($name, $sheet::COLUMNS) ),* ];
    };
    (@tail) => { false };
    (@tail tail) => { true };
}

sheets! {
    /// What wrote the workbook (3.10): a a a.
    VMetaData = "vMetaData" {
        Version = "RVTools version" ? "vMetaDataRVToolsVersion";
        Major = "RVTools major version" ? "vMetaDataRVToolsMajorVersion";
    }

    /// The vCenter (4.3.1): all a b.
    VSource = "vSource" {
        Name = "Name" ? "vSourceName";
        OsType = "OS type" ? "vSourceOsType";
        ApiType = "API type" ? "vSourceApiType";
        ApiVersion = "API version" ? "vSourceApiVersion";
        Version = "Version" ? "vSourceVersion";
        Build = "Build" ? "vSourceBuild";
        Server = "VI SDK Server" ? "vSourceVISDKServer", tail;
        Uuid = "VI SDK UUID" | "vCenter UUID" ? "vSourceVISDKUUID", tail;
    }

    /// Virtual machines: a b c.
    VInfo = "vInfo" {
        Vm = "VM" | "vInfoVMName";
        Power = "Powerstate" | "vInfoPowerstate";
        Template = "Template" | "vInfoTemplate";
        Placeholder = "SRM Placeholder" | "vInfoSRMPlaceHolder";
        DnsName = "DNS Name" | "vInfoGuestHostName";
        Connection = "Connection state" | "vInfoConnectionState";
        Heartbeat = "Heartbeat" ? "vInfoHeartbeat" ? "vInfoGuestHeartbeatStatus";
        Consolidation = "Consolidation Needed" ? "vInfoConsolidationNeeded";
        Cpus = "CPUs" | "vInfoCPUs";
        Memory = "Memory" | "vInfoMemory";
        MinEvc = "min Required EVC Mode Key" | "vInfominRequiredEVCModeKey";
        Pool = "Resource pool" | "vInfoResourcepool";
        Folder = "Folder" | "vInfoFolder";
        FtState = "FT State" | "vInfoFaultToleranceState";
        FtRole = "FT Role" ? "vInfoFTRole" ? "vInfoFaultToleranceRole";
        HardwareVersion = "HW version" | "VInfoVersion";
        Path = "Path" | "vInfoPath";
        SnapshotDirectory = "Snapshot directory" ? "vInfoSnapshotDirectory";
        SuspendDirectory = "Suspend directory" ? "vInfoSuspendDirectory";
        Datacenter = "Datacenter" | "vInfoDataCenter", tail;
        Host = "Host" | "vInfoHost", tail;
        GuestOs = "OS according to the configuration file" | "vInfoOS", tail;
        Id = "VM ID" | "Object ID" | "vInfoObjectID", tail;
        Uuid = "VM UUID" | "vInfoUUID" ? "vInfoInstanceUUID", tail;
        ServerType = "VI SDK Server type" ? "vInfoVISDKServerType", tail;
        ApiVersion = "VI SDK API Version" ? "vInfoVISDKAPIVersion", tail;
        Server = "VI SDK Server" | "vInfoVISDKServer", tail;
        SdkUuid = "VI SDK UUID" | "vCenter UUID" ? "vInfoVISDKUUID", tail;
    }

    /// Hosts: a b c.
    VHost = "vHost" {
        Host = "Host" | "vHostName";
        Datacenter = "Datacenter" | "vHostDatacenter";
        Cluster = "Cluster" | "vHostCluster";
        Maintenance = "in Maintenance Mode" | "vHostinMaintenanceMode";
        Quarantine = "in Quarantine Mode" ? "vHostinQuarantineMode";
        CpuModel = "CPU Model" | "vHostCpuModel";
        Mhz = "Speed" | "vHostCpuMhz";
        Packages = "# CPU" | "vHostNumCpu";
        Cores = "# Cores" | "vHostNumCpuCores";
        Memory = "# Memory" | "vHostMemorySize";
        VmsTotal = "# VMs total" ? "vHostVMsTotal";
        Vmotion = "VMotion support" ? "vHostVMotionSupported" ? "vHostVMotionSupport";
        CurrentEvc = "Current EVC" ? "vHostCurrentEVCModeKey" ? "vHostCurrentEVC";
        MaxEvc = "Max EVC" ? "vHostMaxEVCModeKey" ? "vHostMaxEVC";
        Version = "ESX Version" | "vHostFullName";
        Vendor = "Vendor" | "vHostVendor";
        Model = "Model" | "vHostModel";
        Id = "Object ID" ? "vHostObjectID";
        Server = "VI SDK Server" | "vHostVISDKServer", tail;
        SdkUuid = "VI SDK UUID" | "vCenter UUID" ? "vHostVISDKUUID", tail;
    }

    /// Clusters (3.6): a b c.
    VCluster = "vCluster" {
        Name = "Name" | "vClusterName";
        ConfigStatus = "Config status" ? "vClusterConfigStatus";
        OverallStatus = "OverallStatus" ? "vClusterOverallStatus";
        Hosts = "NumHosts" | "vClusterNumHosts";
        EffectiveHosts = "numEffectiveHosts" ? "vClusterNumEffectiveHosts";
        Ha = "HA enabled" ? "vClusterDasEnabled" ? "vClusterHAEnabled";
        AdmissionControl = "AdmissionControlEnabled" ? "vClusterAdmissionControlEnabled";
        HostMonitoring = "Host monitoring" ? "vClusterHostMonitoring";
        Isolation = "Isolation Response" ? "vClusterIsolationResponse";
        Priority = "Restart Priority" ? "vClusterRestartPriority";
        VmMonitoring = "VM Monitoring" ? "vClusterVmMonitoring";
        Drs = "DRS enabled" ? "vClusterDrsEnabled";
        DrsBehavior = "DRS default VM behavior" ? "vClusterDrsDefaultVmBehavior";
        Id = "Object ID" ? "vClusterObjectID";
        Server = "VI SDK Server" | "vClusterVISDKServer", tail;
        SdkUuid = "VI SDK UUID" | "vCenter UUID" ? "vClusterVISDKUUID", tail;
    }

    /// Datastores: a b c.
    VDatastore = "vDatastore" {
        Name = "Name" | "vDatastoreName";
        Accessible = "Accessible" ? "vDatastoreAccessible";
        Type = "Type" | "vDatastoreType";
        HostCount = "# Hosts" ? "vDatastoreNumHosts";
        Hosts = "Hosts" ? "vDatastoreHosts";
        ManyHosts = "MHA" ? "vDatastoreMHA" ? "vDatastoreMultipleHostAccess";
        Url = "URL" ? "vDatastoreURL";
        Id = "Object ID" ? "vDatastoreObjectID";
        Server = "VI SDK Server" | "vDatastoreVISDKServer", tail;
        SdkUuid = "VI SDK UUID" | "vCenter UUID" ? "vDatastoreVISDKUUID", tail;
    }

    /// Disks: a b c.
    VDisk = "vDisk" {
        Vm = "VM" | "vDiskVMName";
        Disk = "Disk" ? "vDiskName";
        Key = "Disk Key" ? "vDiskKey";
        DiskPath = "Disk Path" ? "vDiskDiskPath";
        Raw = "Raw" | "vDiskRaw";
        Sharing = "Sharing mode" ? "vDiskSharingMode" ? "vDiskSharing";
        Controller = "Controller" ? "vDiskController" ? "vDiskControllerName";
        SharedBus = "Shared Bus" ? "vDiskSharedBus";
        Path = "Path" ? "vDiskPath";
        LunId = "Raw LUN ID" ? "vDiskRawLUNID" ? "vDiskRawLunId";
        Mode = "Raw Comp. Mode" ? "vDiskRawCompMode" ? "vDiskRawCompatibilityMode";
        VmId = "VM ID" ? "vDiskVMID" ? "vDiskObjectID", tail;
    }

    /// Snapshots: a b.
    VSnapshot = "vSnapshot" {
        Vm = "VM" | "vSnapshotVMName";
        VmId = "VM ID" ? "vSnapshotVMID" ? "vSnapshotObjectID", tail;
    }

    /// Drives for compact discs: a b. The words of `Device Type` have no source: ?.
    VCd = "vCD" {
        Vm = "VM" ? "vCDVMName" ? "vCdVMName";
        Device = "Device Node" ? "vCDDeviceNode" ? "vCDDevice";
        Connected = "Connected" ? "vCDConnected";
        StartsConnected = "Starts Connected" ? "vCDStartsConnected" ? "vCDStartConnected";
        Type = "Device Type" ? "vCDDeviceType" ? "vCDType";
        VmId = "VM ID" ? "vCDVMID" ? "vCDObjectID", tail;
    }

    /// Floppy drives (until 4.1.1): ?. The columns are taken to be those of vCD.
    VFloppy = "vFloppy" {
        Vm = "VM" ? "vFloppyVMName";
        Device = "Device Node" ? "vFloppyDeviceNode";
        Connected = "Connected" ? "vFloppyConnected";
        StartsConnected = "Starts Connected" ? "vFloppyStartsConnected";
        Type = "Device Type" ? "vFloppyDeviceType";
        VmId = "VM ID" ? "vFloppyVMID" ? "vFloppyObjectID", tail;
    }

    /// USB controllers and devices (4.1.2): a b. The words of `Device Type` have no source: ?.
    VUsb = "vUSB" {
        Vm = "VM" ? "vUSBVMName";
        Device = "Device Node" ? "vUSBDeviceNode";
        Type = "Device Type" ? "vUSBDeviceType";
        Connected = "Connected" ? "vUSBConnected";
        VmId = "VM ID" ? "vUSBVMID" ? "vUSBObjectID", tail;
    }

    /// Network adapters of VMs: a b c.
    VNetwork = "vNetwork" {
        Vm = "VM" | "vNetworkVMName";
        Label = "NIC label" | "vNetworkNic" ? "vNetworkNICLabel";
        Adapter = "Adapter" | "vNetworkAdapter";
        Network = "Network" | "vNetworkName";
        Switch = "Switch" | "vNetworkSwitch";
        Connected = "Connected" | "vNetworkConnected";
        StartsConnected = "Starts Connected" ? "vNetworkStartsConnected";
        VmId = "VM ID" ? "vNetworkVMID" ? "vNetworkObjectID", tail;
    }

    /// VMware Tools: a b.
    VTools = "vTools" {
        Vm = "VM" | "vToolsVMName";
        Tools = "Tools" ? "vToolsTools" ? "vToolsStatus";
        VmId = "VM ID" ? "vToolsVMID" ? "vToolsObjectID", tail;
    }

    /// Physical adapters: a b c.
    VNic = "vNIC" {
        Host = "Host" | "vNicHostName" ? "vNICHost";
        Device = "Network Device" ? "vNicDevice" ? "vNICNetworkDevice";
        Speed = "Speed" ? "vNicSpeed" ? "vNicSpeedMb";
        Duplex = "Duplex" ? "vNicDuplex";
        Switch = "Switch" ? "vNicSwitch";
    }

    /// Standard switches: a b.
    VSwitch = "vSwitch" {
        Host = "Host" ? "vSwitchHost" ? "vSwitchHostName";
        Switch = "Switch" ? "vSwitchName" ? "vSwitchSwitch";
        Mtu = "MTU" ? "vSwitchMTU";
    }

    /// Port groups of standard switches: a b.
    VPort = "vPort" {
        Host = "Host" ? "vPortHost" ? "vPortHostName";
        Label = "Port Group" ? "vPortName" ? "vPortPortGroup";
        Switch = "Switch" ? "vPortSwitch" ? "vPortSwitchName";
        Vlan = "VLAN" ? "vPortVLAN" ? "vPortVlanId";
        Promiscuous = "Promiscuous Mode" ? "vPortPromiscuousMode" ? "vPortAllowPromiscuous";
        MacChanges = "Mac Changes" ? "vPortMacChanges";
        Forged = "Forged Transmits" ? "vPortForgedTransmits";
    }

    /// Distributed switches: a b.
    DvSwitch = "dvSwitch" {
        Switch = "Switch" ? "dvSwitchSwitch" ? "dvSwitchName";
        Datacenter = "Datacenter" ? "dvSwitchDatacenter";
        Id = "Object ID" ? "dvSwitchObjectID";
    }

    /// Distributed port groups: a b.
    DvPort = "dvPort" {
        Port = "Port" ? "dvPortPort" ? "dvPortName";
        Switch = "Switch" ? "dvPortSwitch";
        Vlan = "VLAN" ? "dvPortVLAN" ? "dvPortVlan";
        Id = "Object ID" ? "dvPortObjectID";
    }

    /// VMkernel and service-console adapters: a b.
    VScVmk = "vSC_VMK" {
        Host = "Host" ? "vSC_VMKHost" ? "vSC_VMKHostName";
        Label = "Port Group" ? "vSC_VMKPortGroup";
        Device = "Device" ? "vSC_VMKDevice";
        Dhcp = "DHCP" ? "vSC_VMKDHCP";
        Address = "IP Address" ? "vSC_VMKIPAddress";
        Mask = "Subnet mask" ? "vSC_VMKSubnetMask";
        Gateway = "Gateway" ? "vSC_VMKGateway";
        Mtu = "MTU" ? "vSC_VMKMTU";
    }
}
