//! Findings that had another name in an older release: decisions and reports of then are still about them.

/// A finding of a rule, by its names of then and of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamed<'a> {
    /// Rule id.
    pub rule: &'a str,
    /// Its name in older releases.
    pub was: &'a str,
    /// Its names now: several when it has been split, of which its old one may be one; none when it is gone.
    pub is: &'a [&'a str],
}

/// One row of the table.
const fn renamed(rule: &'static str, was: &'static str, is: &'static [&'static str]) -> Renamed<'static> {
    Renamed { rule, was, is }
}

/// Findings renamed, split or gone since release 0.1.
const SINCE_0_1: &[Renamed<'static>] = &[
    renamed(
        "cluster-storage-all-hosts",
        "none-shared",
        &["none-shared", "none-but-unusable", "none-but-other-server-name", "none-but-copy-of-lun"],
    ),
    renamed(
        "cluster-storage-all-hosts",
        "partly-shared",
        &["partly-shared", "partly-joined", "mount-unusable", "other-server-name", "copy-of-lun"],
    ),
    renamed("lms-on-shared-storage-vm", "disk-not-shared", &["disk-not-shared", "template-not-shared"]),
    renamed("lms-on-shared-storage-vm", "file-not-shared", &["file-not-shared", "template-not-shared"]),
    renamed(
        "vm-config-on-shared-storage",
        "not-shared",
        &["not-shared", "not-joined", "mount-unusable", "other-server-name", "copy-of-lun"],
    ),
    renamed(
        "vm-disks-on-shared-storage",
        "not-shared",
        &["not-shared", "not-joined", "mount-unusable", "other-server-name", "copy-of-lun"],
    ),
    renamed(
        "vm-disks-on-shared-storage",
        "persistent-memory",
        &["persistent-memory", "persistent-memory-moves"],
    ),
    renamed(
        "vm-disks-on-shared-storage",
        "lun-number-differs",
        &["lun-number-differs", "lun-number-refused"],
    ),
    renamed("vm-no-local-cdrom", "local-image", &["local-image", "image-unusable"]),
    renamed("vm-no-local-floppy", "local-image", &["local-image", "image-unusable"]),
    renamed(
        "vm-no-local-cdrom",
        "client-drive",
        &["client-drive", "client-drive-not-everywhere", "client-drive-carried"],
    ),
    renamed(
        "vm-no-local-floppy",
        "client-drive",
        &["client-drive", "client-drive-not-everywhere", "client-drive-carried"],
    ),
    renamed("vm-no-cpu-affinity", "cpu", &["cpu", "cpu-while-off"]),
    renamed("vm-no-cpu-affinity", "memory", &["memory", "memory-while-off"]),
    renamed(
        "target-host-resources",
        "nowhere",
        &["version-nowhere", "version-on-resting", "cpus-nowhere", "reservation-nowhere"],
    ),
    renamed(
        "target-host-resources",
        "not-everywhere",
        &["version-not-everywhere", "cpus-not-everywhere", "reservation-not-everywhere"],
    ),
    renamed("vm-not-guest-clustered", "physical-bus", &["physical-bus", "virtual-rdm"]),
    renamed("vm-powered-on", "not-running", &["not-running", "template"]),
    renamed("aux-vm-blocking-device", "blocking", &["blocking", "needs-match", "left-behind"]),
    renamed("aux-vm-blocking-device", "risky", &["risky", "needs-gpu", "left-behind"]),
    renamed("aux-ha-cluster-size", "no-figures", &[]),
    renamed("aux-ha-common-mgmt-network", "routed", &["routed", "routed-vsan"]),
    renamed("aux-ha-host-names-dns", "same-name-fdm", &[]),
    renamed("aux-ha-licensed", "evaluation", &["evaluation", "evaluation-untold-end"]),
    renamed("vmotion-licensed", "evaluation", &["evaluation", "evaluation-untold-end"]),
    renamed("vcenter-licensed", "evaluation", &["evaluation", "evaluation-untold-end"]),
    renamed("aux-ha-static-ip", "dhcp", &["dhcp", "v6-not-static"]),
    renamed("cluster-summary-clean", "error", &["error", "status-red"]),
    renamed("cluster-summary-clean", "muted", &["muted", "muted-and-judged-here"]),
    renamed("cluster-summary-clean", "vm-alarm", &["vm-alarm", "lms-vm-alarm"]),
    renamed("cluster-summary-clean", "warning", &["warning", "quarantine", "status-yellow"]),
    renamed("ha-failover-verified", "failed-since", &["failed-since", "failed-since-unnamed"]),
    renamed("ha-hosts-configured", "broken", &["broken", "cut-off"]),
    renamed("ha-hosts-configured", "partitioned", &["partitioned", "partitioned-vsan"]),
    renamed("ha-hosts-configured", "starting", &["starting", "none-works", "one-works"]),
    renamed("host-cpu-compatible", "nothing-to-compare", &[]),
    renamed("portgroup-labels-consistent", "nothing-to-compare", &[]),
    renamed(
        "portgroup-labels-consistent",
        "missing",
        &[
            "missing",
            "missing-member",
            "missing-segment",
            "missing-spelled",
            "missing-down",
            "missing-while-off",
        ],
    ),
    renamed(
        "portgroup-labels-consistent",
        "missing-but-idle",
        &["missing-but-idle", "idle-spelled", "idle-down"],
    ),
    renamed("portgroup-labels-consistent", "spelled-differently", &["missing-spelled", "idle-spelled"]),
    renamed(
        "host-access-all-networks",
        "missing",
        &[
            "missing",
            "missing-member",
            "missing-segment",
            "missing-spelled",
            "missing-down",
            "missing-while-off",
        ],
    ),
    renamed(
        "host-access-all-networks",
        "no-link",
        &["no-link", "leads-nowhere", "link-left-out", "links-left-out"],
    ),
    renamed("host-access-all-networks", "missing-idle", &["missing-idle", "idle-spelled", "idle-down"]),
    renamed("aux-ha-same-vm-networks", "missing", &["missing", "missing-spelled", "missing-down"]),
    renamed("vmotion-vmkernel-portgroup", "nothing-to-compare", &[]),
    renamed("ha-redundant-net-same-subnet", "no-vsan-adapter", &["no-vsan-adapter", "no-vsan-adapter-yet"]),
    renamed("ha-redundant-net-same-subnet", "hosts-differ", &["hosts-differ", "hosts-differ-vsan"]),
    renamed(
        "ha-redundant-net-same-subnet",
        "hosts-differ-4x",
        &["hosts-differ-4x", "hosts-differ-unchecked"],
    ),
    renamed("ha-vm-options", "default-excluded", &["default-excluded", "none-restarted"]),
    renamed("host-cpu-compatible", "models-differ", &["models-differ", "evc-not-everywhere"]),
    renamed(
        "host-cpu-compatible",
        "vm-needs-more",
        &[
            "vm-needs-more",
            "vm-needs-firmware",
            "vm-started-before-evc",
            "vm-needs-virtualization",
            "vm-needs-counters",
        ],
    ),
    renamed("portgroup-labels-consistent", "internal", &["internal", "internal-while-off"]),
    renamed("portgroup-labels-consistent", "vlan-differs", &["vlan-differs", "vlan-differs-but-idle"]),
    renamed("vm-subnet-source-target", "nowhere", &["nowhere", "nowhere-while-off"]),
    renamed("vmotion-network-gbe", "link-down", &["link-down", "uplinks-unused"]),
    renamed("vcenter-reaches-hosts", "disconnected", &["disconnected", "disconnected-licence"]),
    renamed("vcenter-reaches-hosts", "disconnected-member", &["disconnected-member", "disconnected-licence"]),
    renamed("vcenter-reaches-hosts", "not-responding", &["not-responding", "away-in-maintenance"]),
    renamed("hosts-min-two", "too-few", &["too-few", "beside"]),
];

/// A table of renamed findings.
#[derive(Clone, Copy, Debug)]
pub struct Renames<'a>(pub &'a [Renamed<'a>]);

impl Renames<'static> {
    /// That of this release.
    pub const OURS: Self = Self(SINCE_0_1);
}

impl<'a> Renames<'a> {
    /// What an older release's name stands for now; `None` for a name that it did not have, or has kept.
    pub fn now(&self, rule: &str, finding: &str) -> Option<&'a [&'a str]> {
        self.0.iter().find(|entry| entry.rule == rule && entry.was == finding).map(|entry| entry.is)
    }

    /// Other names under which an older release told a finding of now.
    pub fn before<'s>(&'s self, rule: &'s str, finding: &'s str) -> impl Iterator<Item = &'a str> + 's {
        let theirs = move |entry: &&Renamed<'a>| {
            entry.rule == rule && entry.was != finding && entry.is.contains(&finding)
        };
        self.0.iter().filter(theirs).map(|entry| entry.was)
    }

    /// Whether a finding has another name then or now.
    pub fn concerns(&self, rule: &str, finding: &str) -> bool {
        self.now(rule, finding).is_some() || self.before(rule, finding).next().is_some()
    }
}
