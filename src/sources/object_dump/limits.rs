//! Not more than can be the files of a vCenter.

/// Largest file. A host with thousands of storage paths has some megabytes.
pub(super) const MOST_OF_FILE: u64 = 256 << 20;

/// Largest directory, as that of a saved inventory.
pub(super) const MOST_BYTES: u64 = 2 << 30;

/// More files than objects of any vCenter, with those that belong to its hosts.
pub(super) const MOST_FILES: usize = 2_000_000;
