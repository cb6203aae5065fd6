//! Words that facts are told in: states, kinds and roles.

use crate::schema::fact_enums;

fact_enums! {
    /// Operating system of the vCenter server.
    pub enum ServerOs {
        /// Windows.
        Windows = "windows",
        /// Linux: the appliance.
        Linux = "linux",
        /// Anything else.
        Other = "other",
    }

    /// Connection between vCenter and a host.
    pub enum HostConnection {
        /// Heartbeats arrive, or vCenter has put it in standby.
        Connected = "connected",
        /// An administrator has disconnected it.
        Disconnected = "disconnected",
        /// Heartbeats do not arrive.
        NotResponding = "not-responding",
    }

    /// Whether a host can run VMs now, or what keeps it from that. What people decided comes first:
    /// a host in maintenance that is switched off is in maintenance.
    pub enum HostService {
        /// Connected, in neither maintenance nor standby. One in quarantine is in service.
        InService = "in-service",
        /// In maintenance mode.
        Maintenance = "maintenance",
        /// In standby, or on its way there.
        Standby = "standby",
        /// An administrator has disconnected it.
        Disconnected = "disconnected",
        /// Heartbeats do not arrive.
        NotResponding = "not-responding",
        /// Switched off.
        Off = "off",
    }

    /// Power state of a VM.
    pub enum Power {
        /// Running.
        On = "on",
        /// Powered off.
        Off = "off",
        /// Suspended to disk.
        Suspended = "suspended",
    }

    /// Connection state of a VM.
    pub enum VmConnection {
        /// Its host can be reached.
        Connected = "connected",
        /// Its host is disconnected.
        Disconnected = "disconnected",
        /// Its files cannot be reached.
        Inaccessible = "inaccessible",
        /// Its configuration cannot be read.
        Invalid = "invalid",
        /// It is no longer registered on a host.
        Orphaned = "orphaned",
    }

    /// Kind of network.
    pub enum NetKind {
        /// Port groups of one label on standard switches.
        Standard = "standard",
        /// Distributed port group.
        Distributed = "distributed",
        /// Opaque (NSX) network.
        Opaque = "opaque",
    }

    /// Kind of storage behind a datastore.
    pub enum StoreKind {
        /// NFS or CIFS.
        Nas = "nas",
        /// iSCSI.
        Iscsi = "iscsi",
        /// Fibre Channel, FCoE included.
        Fc = "fc",
        /// SAS or parallel SCSI.
        Sas = "sas",
        /// NVMe, local or over fabrics.
        Nvme = "nvme",
        /// vSAN.
        Vsan = "vsan",
        /// Virtual Volumes.
        Vvol = "vvol",
        /// None of these.
        Other = "other",
    }

    /// State of a datastore.
    pub enum StoreState {
        /// In use.
        Normal = "normal",
        /// Entering or in maintenance mode.
        Maintenance = "maintenance",
    }

    /// What a VM's file is.
    pub enum FileKind {
        /// Virtual disk.
        Disk = "disk",
        /// Mapping file of a raw device.
        Rdm = "rdm",
        /// Raw disk without a mapping file.
        Raw = "raw",
        /// Persistent memory.
        Pmem = "pmem",
        /// Configuration.
        Config = "config",
        /// BIOS or EFI settings.
        Nvram = "nvram",
        /// Snapshot.
        Snapshot = "snapshot",
        /// Suspended memory.
        Suspend = "suspend",
    }

    /// What a CD-ROM or floppy drive is backed by.
    pub enum Medium {
        /// An image on a datastore.
        Datastore = "datastore",
        /// An image outside any datastore, on the host's own file system.
        HostFile = "host-file",
        /// A drive of the host.
        HostDevice = "host-device",
        /// A drive of the client's PC.
        ClientDevice = "client-device",
    }

    /// Role of an uplink for one interface or port group.
    pub enum UplinkRole {
        /// Active.
        Active = "active",
        /// Standby.
        Standby = "standby",
        /// Neither.
        Unused = "unused",
    }

    /// Bus sharing of a controller.
    pub enum BusSharing {
        /// With VMs on any host.
        Physical = "physical",
        /// With VMs on the same host.
        Virtual = "virtual",
    }
}
