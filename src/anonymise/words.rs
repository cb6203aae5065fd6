//! Words that tell nothing of a site: VMware's own.

use std::collections::HashSet;
use std::sync::OnceLock;

/// What an inventory calls devices of hosts, each with a number behind it.
const DEVICES: [&str; 7] = ["vmk", "vmnic", "vswif", "vusb", "vmhba", "vSwitch", "DvsPortset-"];

/// Parts of paths that are the same everywhere.
const SEGMENTS: [&str; 19] = [
    "vmfs",
    "volumes",
    "devices",
    "disks",
    "cdrom",
    "dev",
    "vmimages",
    "floppies",
    "tools-isoimages",
    "isoimages",
    "usr",
    "lib",
    "vmware",
    "productLocker",
    "vmtools",
    "linux.iso",
    "windows.iso",
    "tools.iso",
    "vmfs_uuid",
];

/// Ends of names of files that tell what is in them.
const ENDS: [&str; 20] = [
    "vmx", "vmxf", "vmtx", "vmdk", "vmsd", "vmsn", "vmss", "vmem", "vswp", "nvram", "iso", "flp", "img",
    "log", "lck", "hlog", "txt", "dsk", "cfg", "vmft",
];

/// Schemes of addresses.
const SCHEMES: [&str; 11] =
    ["ds", "netfs", "sanfs", "vvol", "http", "https", "telnet", "telnets", "tcp", "ssl", "vsan"];

fn vocabulary() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    })
}

/// Whether a word is one of VMware's, in whatever writing.
pub fn is_known(word: &str) -> bool {
    vocabulary().contains(word.to_ascii_lowercase().as_str())
}

/// The same, or a number, or both: `vmx-19`, `E5-2680`, `2.40GHz`, `scsi0`.
pub fn is_plain(word: &str) -> bool {
    let middle = word.trim_matches(|char: char| char.is_ascii_digit());
    let digits = word.len() - middle.len();
    is_known(word) || digits <= 10 && (middle.len() <= 1 && middle.is_ascii() || is_known(middle))
}

/// Whether a name is that of a device of a host: `vmnic0`, `vmhba0:C0:T0:L0`.
pub fn is_device(name: &str) -> bool {
    let mut parts = name.split(':');
    let number =
        |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next().unwrap_or_default();
    DEVICES.iter().any(|device| first.strip_prefix(device).is_some_and(number))
        && parts.all(|part| number(part.trim_start_matches(['C', 'T', 'L'])))
}

/// Whether a part of a path is the same everywhere.
pub fn is_segment(part: &str) -> bool {
    SEGMENTS.contains(&part)
}

/// Name and end of a file, where the end tells what is in it.
pub fn end_of(file: &str) -> Option<(&str, &str)> {
    file.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && ENDS.contains(end))
}

/// Whether a scheme is one of those that stand before addresses.
pub fn is_scheme(scheme: &str) -> bool {
    SCHEMES.contains(&scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_vmware_are_known_and_others_are_not() {
        for word in
            ["poweredOn", "VmMigratedEvent", "VirtualCdrom", "NoPermission", "vmx-19", "E5", "40GHz", "v4"]
        {
            let plain = word.split('-').all(is_plain);
            assert!(plain, "{word}");
        }
        for word in ["kronberg", "LMS", "tokyo", "12345678901", "esx01x", "日本"] {
            assert!(!is_plain(word), "{word}");
        }
    }

    #[test]
    fn devices_are_told_by_their_number() {
        for name in ["vmk0", "vmnic12", "vSwitch1", "vmhba0:C0:T0:L0", "vmhba64:C0:T1:L12"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["vmk", "vmkernel", "vmnic-secret", "vmhba0:secret", "vmnic99999", "eth0", ""] {
            assert!(!is_device(name), "{name}");
        }
    }
}
