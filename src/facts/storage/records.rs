//! Records of datastores, files and drives.

use crate::facts::ground::names::Name;
use crate::facts::ground::words::{FileKind, Medium, StoreKind, StoreState};
use crate::schema::{Fact, Grouping, HostSplit, records};

records! {
    /// A datastore as the hosts of one cluster mount it.
    pub struct StoreFacts as "datastore", key "id", shown "name" {
        /// Managed-object id.
        id: Name;
        /// Name, not escaped.
        name: Fact<Name>;
        /// Kind of storage; unknown for VMFS unless the hosts' storage devices were read.
        kind: Fact<StoreKind>;
        /// Hosts that can write to it.
        on: HostSplit;
        /// Host-local by nature: vSAN direct, VFFS, persistent memory.
        own_by_nature: Fact<bool>;
        /// Datastore cluster it belongs to; empty = none.
        pod: Fact<Name>;
        /// State.
        state: Fact<StoreState>;
        /// HA could use it for heartbeats: VMFS or NFS that two active members reach.
        carries_heartbeats: Fact<bool>;
        /// It is an NFS export.
        nfs: Fact<bool>;
        /// Hosts have it by what they are part of, not by a mount: vSAN and virtual volumes.
        joined: Fact<bool>;
        /// Hosts that lack it and are known to have the same storage as another datastore, by its name.
        twins: Grouping;
        /// Hosts that mount it and cannot write to it, by the state of the mount: `unmounted`, `read-only`, `not
        /// accessible`, with the reason where the host tells it.
        unusable: Grouping;
        /// Hosts that can write to it, or mount it all the same.
        accounted_on: HostSplit;
    }

    /// A file of a VM.
    pub struct FileFacts as "file", key "path" {
        /// `[datastore] path`, or the device of a raw disk.
        path: Name;
        /// Label of the virtual disk it belongs to; empty for other files.
        disk: Name;
        /// What it is.
        kind: FileKind;
        /// Name of its datastore; empty when it is on none.
        datastore: Name;
        /// Managed-object id of that datastore; empty where it has none.
        datastore_id: Fact<Name>;
        /// Active hosts of the cluster that can write to its datastore.
        on: HostSplit;
        /// Active hosts that have the LUN of a raw device mapping; everywhere for other files.
        lun_on: HostSplit;
        /// Active hosts by the number of that LUN; one value for other files.
        lun_number: Grouping;
        /// State of its datastore.
        store_state: Fact<StoreState>;
        /// Its datastore is an NFS export.
        nfs: Fact<bool>;
        /// Hosts have its datastore by what they are part of, not by a mount: vSAN and virtual volumes.
        joined: Fact<bool>;
        /// Hosts that lack its datastore and are known to have the same storage as another one, by its name.
        twins: Grouping;
        /// Hosts that mount it and cannot write to it, by the state of the mount: `unmounted`, `read-only`, `not
        /// accessible`, with the reason where the host tells it.
        unusable: Grouping;
        /// Hosts that can write to it, or mount it all the same.
        accounted_on: HostSplit;
    }

    /// A CD-ROM or floppy drive.
    pub struct DriveFacts as "drive", key "label" {
        /// Label, e.g. `CD/DVD drive 1`.
        label: Name;
        /// Key of the device.
        key: i64;
        /// What it is backed by.
        medium: Fact<Medium>;
        /// Image path or device name; empty when there is none.
        path: Name;
        /// In use: connected while the VM runs, else connected at power-on.
        live: Fact<bool>;
        /// Connected at power-on.
        at_power_on: Fact<bool>;
        /// Active hosts of the cluster that can read the image; everywhere unless the medium is an
        /// image on a datastore.
        on: HostSplit;
        /// Hosts that mount the datastore of the image and cannot read it, by the state of the mount.
        unusable: Grouping;
        /// Hosts that can read the image, or mount its datastore all the same.
        accounted_on: HostSplit;
        /// Active hosts to which the running VM can move with the drive in use.
        moves_on: HostSplit;
    }
}
