//! What other tools export of a vCenter or its hosts, and no inventory can be read from: told by name, with the way that
//! works.

use std::path::Path;

use crate::terms::{Text, told};

/// Bytes of a file by which it is told.
pub const HEAD: usize = 4096;

/// What a file is instead of an inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// `Export-Clixml` of PowerCLI.
    Clixml,
    /// A support bundle of a host, `vm-support`.
    VmSupport,
    /// A recording of `esxtop -b`.
    Esxtop,
    /// A collection or workbook of Live Optics.
    LiveOptics,
    /// A list of the vSphere Client, or of PowerCLI, as CSV.
    InventoryCsv,
    /// One file of a directory of `govc object.save`.
    DumpFile,
}

/// What a file is by its name and how it begins, if it is one of these.
pub fn named(file: &Path, head: &[u8]) -> Option<Foreign> {
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let text = text(head.get(..HEAD).unwrap_or(head));
    let begins = text.trim_start();
    let bundle = name.contains("vm-support") || name.contains("vmsupport");
    // What is an inventory by its content is read whatever it is called.
    if begins.starts_with('{') || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        None
    } else if begins.contains("<Objs") && begins.contains("schemas.microsoft.com/powershell") {
        Some(Foreign::Clixml)
    } else if begins.starts_with('<') && begins.contains("<ObjectContent") {
        Some(Foreign::DumpFile)
    } else if begins.contains("(PDH-CSV") {
        Some(Foreign::Esxtop)
    } else if bundle
        && (name.ends_with(".tgz") || name.ends_with(".tar.gz") || head.starts_with(&[0x1f, 0x8b]))
    {
        Some(Foreign::VmSupport)
    } else if name.contains("liveoptics") || name.contains("live optics") || name.ends_with(".siokit") {
        Some(Foreign::LiveOptics)
    } else if begins.starts_with("#TYPE ") || (name.ends_with(".csv") && !name.starts_with("rvtools")) {
        Some(Foreign::InventoryCsv)
    } else {
        None
    }
}

/// A support bundle that was unpacked.
pub fn is_unpacked_bundle(directory: &Path) -> bool {
    let there = |path: &str| directory.join(path).exists();
    there("etc/vmware/esx.conf") || (there("commands") && there("var/run/log"))
}

/// A text in UTF-8 or, as PowerShell of Windows writes it, in UTF-16; whatever it is.
fn text(head: &[u8]) -> String {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            head.chunks_exact(2).skip(1).filter_map(|two| two.try_into().ok()).map(of).collect();
        String::from_utf16_lossy(&units)
    };
    match head {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(head).trim_start_matches('\u{feff}').to_owned(),
    }
}

impl Foreign {
    /// What it is, why that is no inventory, and what to do.
    pub fn told(self, file: &Path) -> Text {
        let file = file.display();
        match self {
            Self::Clixml => told!(
                "{file} is an Export-Clixml of PowerCLI, which holds two levels of each object and no more. \
                 'vpreflight collect' reads the vCenter and runs on Windows, too",
                "{file} は PowerCLI の Export-Clixml で、各オブジェクトの 2 階層までしか含まれません。'vpreflight collect' で vCenter から収集します (Windows でも動作します)。"
            ),
            Self::VmSupport => told!(
                "{file} is a support bundle of a host (vm-support), which tells nothing of clusters. Use 'vpreflight \
                 collect', or 'govc object.save -d DIR', with the vCenter",
                "{file} はホストのサポート バンドル (vm-support) で、クラスタの情報が含まれません。vCenter に対して 'vpreflight collect' または 'govc object.save -d DIR' を実行します。"
            ),
            Self::Esxtop => told!(
                "{file} is a recording of esxtop, which holds loads and no configuration. Use 'vpreflight collect', or \
                 'govc object.save -d DIR', with the vCenter",
                "{file} は esxtop の記録で、負荷だけが含まれ、構成が含まれません。vCenter に対して 'vpreflight collect' または 'govc object.save -d DIR' を実行します。"
            ),
            Self::LiveOptics => told!(
                "{file} is of Live Optics, which holds sizes and loads and no settings of HA and vMotion. Use 'vpreflight \
                 collect', or 'govc object.save -d DIR', with the vCenter",
                "{file} は Live Optics のデータで、サイズと負荷だけが含まれ、HA と vMotion の設定が含まれません。vCenter に対して 'vpreflight collect' または 'govc object.save -d DIR' を実行します。"
            ),
            Self::InventoryCsv => told!(
                "{file} is a list as CSV, which holds some columns and no settings of HA and vMotion. Use 'vpreflight \
                 collect', or 'govc object.save -d DIR', with the vCenter",
                "{file} は CSV の一覧で、一部の列だけが含まれ、HA と vMotion の設定が含まれません。vCenter に対して 'vpreflight collect' または 'govc object.save -d DIR' を実行します。"
            ),
            Self::DumpFile => told!(
                "{file} is one file of a directory of govc object.save. Name the directory",
                "{file} は govc object.save のディレクトリに含まれる 1 つのファイルです。ディレクトリを指定します。"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn each_is_told_by_name_or_content() {
        let clixml = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(clixml.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let gzip: &[u8] = &[0x1f, 0x8b, 8, 0];
        for (name, head, what) in [
            ("vms.xml", clixml.as_bytes(), Some(Foreign::Clixml)),
            ("vms.xml", &wide, Some(Foreign::Clixml)),
            ("esx-esx01-2026-11-22--09.14-vm-support.tgz", gzip, Some(Foreign::VmSupport)),
            ("esxtop.csv", b"\"(PDH-CSV 4.0) (UTC)(0)\",\"\\\\esx01\\Memory\"", Some(Foreign::Esxtop)),
            ("LiveOptics_4711_VMWARE_11_22_2026.xlsx", b"PK\x03\x04", Some(Foreign::LiveOptics)),
            ("site.siokit", b"PK\x03\x04", Some(Foreign::LiveOptics)),
            ("ExportList.csv", b"Name,State,Status\nesx01,Connected,Normal", Some(Foreign::InventoryCsv)),
            ("vms", b"#TYPE VMware.VimAutomation\n\"Name\"", Some(Foreign::InventoryCsv)),
            ("0007-HostSystem-host-14.xml", b"<ObjectContent>\n  <obj", Some(Foreign::DumpFile)),
            // Anything else is told by who reads it.
            ("liveoptics.csv", b"{\"format\":2,", None),
            ("a.csv", &[0x28, 0xb5, 0x2f, 0xfd, 0], None),
            ("RVTools_tabvInfo.csv", b"VM,Powerstate", None),
            ("RVTools_export_all.xlsx", b"PK\x03\x04", None),
            ("notes.txt", b"hello", None),
            ("", b"", None),
        ] {
            assert_eq!(named(Path::new(name), head), what, "{name}");
        }
    }
}
