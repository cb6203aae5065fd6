//! Words for values of closed sets, as people read them; programs get the value.

use super::Text;
use super::read_back::read_back;

/// Value, English, Japanese. The words of the server keep their own name beside the Japanese one.
const WORDS: &[(&str, &str, &str)] = &[
    ("on", "on", "オン"),
    ("off", "off", "オフ"),
    ("suspended", "suspended", "サスペンド"),
    ("connected", "connected", "接続済み"),
    ("disconnected", "disconnected", "切断"),
    ("not-responding", "not responding", "応答なし"),
    ("inaccessible", "inaccessible", "アクセス不可"),
    ("invalid", "invalid", "無効な構成"),
    ("orphaned", "orphaned", "孤立 (orphaned)"),
    ("unmounted", "unmounted", "アンマウント済み"),
    ("read-only", "read-only", "読み取り専用"),
    ("not accessible", "not accessible", "アクセス不能"),
    ("all paths down", "all paths down", "全パス ダウン"),
    ("permanent device loss", "permanent device loss", "永続的なデバイスの損失"),
    ("in-service", "in service", "稼動中"),
    ("maintenance", "in maintenance", "メンテナンス モード"),
    ("standby", "standby", "スタンバイ"),
    ("active", "active", "アクティブ"),
    ("unused", "unused", "未使用"),
    ("licensed", "licensed", "ライセンスあり"),
    ("evaluation", "evaluation", "評価モード"),
    ("expired", "expired", "期限切れ"),
    ("none", "none", "なし"),
    ("physical", "physical", "物理"),
    ("virtual", "virtual", "仮想"),
    ("alarm", "alarm", "アラーム"),
    ("accept", "accept", "承諾"),
    ("reject", "reject", "拒否"),
    ("hosts", "hosts", "ホスト"),
    ("memory %", "memory %", "メモリ %"),
    ("windows", "Windows", "Windows"),
    ("linux", "Linux", "Linux"),
    ("macos", "macOS", "macOS"),
    ("other", "another", "その他"),
    ("vm", "VMs only", "仮想マシンの監視のみ"),
    ("vm-and-app", "VMs and applications", "仮想マシンとアプリケーションの監視"),
    ("working", "working", "正常"),
    ("starting", "starting", "起動中"),
    ("broken", "broken", "異常"),
    ("absent", "absent", "なし"),
    ("running", "running", "実行中"),
    ("not-running", "not running", "実行されていない"),
    ("pci-passthrough", "PCI passthrough", "PCI パススルー"),
    ("pci-dynamic", "Dynamic DirectPath I/O", "Dynamic DirectPath I/O"),
    ("vgpu", "vGPU", "vGPU"),
    ("sriov", "SR-IOV", "SR-IOV"),
    ("usb-host", "USB device of the host", "ホストの USB デバイス"),
    (
        "usb-remote-host",
        "USB device of a host, with vMotion support",
        "ホストの USB デバイス (vMotion サポートあり)",
    ),
    ("usb-client", "USB device of a client", "クライアントの USB デバイス"),
    ("scsi-passthrough", "SCSI passthrough", "SCSI パススルー"),
    ("serial-device", "serial port on a device", "デバイスに接続したシリアル ポート"),
    ("serial-file", "serial port into a file", "ファイルに出力するシリアル ポート"),
    ("serial-pipe", "serial port on a pipe", "パイプに接続したシリアル ポート"),
    ("serial-network", "serial port over the network", "ネットワーク経由のシリアル ポート"),
    ("serial-concentrator", "serial port with a concentrator", "コンセントレータ経由のシリアル ポート"),
    ("parallel-device", "parallel port on a device", "デバイスに接続したパラレル ポート"),
    ("parallel-file", "parallel port into a file", "ファイルに出力するパラレル ポート"),
    ("sound", "sound card", "サウンド カード"),
    ("vmci", "VMCI", "VMCI"),
    ("nvdimm", "NVDIMM", "NVDIMM"),
    ("nas", "NAS", "NAS"),
    ("iscsi", "iSCSI", "iSCSI"),
    ("fc", "Fibre Channel", "ファイバ チャネル"),
    ("sas", "SAS", "SAS"),
    ("nvme", "NVMe", "NVMe"),
    ("vsan", "vSAN", "vSAN"),
    ("vvol", "vVol", "vVol"),
    ("disk", "disk", "ディスク"),
    ("rdm", "RDM", "RDM"),
    ("raw", "raw device", "Raw デバイス"),
    ("pmem", "PMem", "PMem"),
    ("config", "configuration file", "構成ファイル"),
    ("nvram", "NVRAM", "NVRAM"),
    ("snapshot", "snapshot", "スナップショット"),
    ("suspend", "suspended memory", "サスペンド ファイル"),
    ("devices", "devices", "デバイス"),
    ("storage", "storage", "ストレージ"),
    ("networks", "networks", "ネットワーク"),
    ("drives", "drives", "ドライブ"),
    ("affinity", "affinity", "アフィニティ"),
    ("bus sharing", "bus sharing", "バス共有"),
    ("reservations", "reservations", "予約"),
    ("logical CPUs", "logical CPUs", "論理 CPU"),
    ("hardware version", "hardware version", "ハードウェア バージョン"),
    ("resources", "resources", "リソース"),
    ("VM-Host rules", "VM-Host rules", "仮想マシン/ホスト ルール"),
    ("encrypted vMotion", "encrypted vMotion", "暗号化された vMotion"),
    ("HA agent", "HA agent", "HA エージェント"),
    ("licence", "licence", "ライセンス"),
    ("failover hosts", "failover hosts", "フェイルオーバー ホスト"),
    ("Fault Tolerance", "Fault Tolerance", "Fault Tolerance"),
    ("state", "state", "状態"),
    ("disabled", "disabled", "無効"),
    ("lowest", "lowest", "最低"),
    ("low", "low", "低"),
    ("medium", "medium", "中"),
    ("high", "high", "高"),
    ("highest", "highest", "最高"),
    ("clusterRestartPriority", "the cluster's", "クラスタの設定"),
    ("networkIsolated", "networkIsolated", "ネットワークから隔離 (networkIsolated)"),
    (
        "networkPartitionedFromMaster",
        "networkPartitionedFromMaster",
        "ネットワークの分断 (networkPartitionedFromMaster)",
    ),
    ("fdmUnreachable", "fdmUnreachable", "エージェント応答なし (fdmUnreachable)"),
    ("hostDown", "hostDown", "ホスト停止 (hostDown)"),
    ("initializationError", "initializationError", "初期化エラー (initializationError)"),
    ("uninitializationError", "uninitializationError", "初期化解除エラー (uninitializationError)"),
    ("uninitialized", "uninitialized", "未初期化 (uninitialized)"),
    ("election", "election", "選出中 (election)"),
    ("connectedToMaster", "connectedToMaster", "プライマリに接続済み (connectedToMaster)"),
    ("master", "master", "プライマリ (master)"),
];

/// What people read for a value of a closed set; `None` for one that reads the same everywhere.
pub fn said(value: &str) -> Option<Text> {
    let (_, en, ja) = WORDS.iter().find(|(name, ..)| *name == value)?;
    Some(Text::new(*en, *ja))
}

/// Texts that facts put together: English, Japanese.
const PHRASES: &[(&str, &str)] = &[
    ("{device} down", "{device} リンクダウン"),
    ("{device} half-duplex", "{device} 半二重"),
    (
        "promiscuous {promiscuous}, MAC changes {mac}, forged transmits {forged}",
        "無差別モード {promiscuous}、MAC アドレス変更 {mac}、偽装転送 {forged}",
    ),
    ("not accessible ({reason})", "アクセス不能 ({reason})"),
    ("{store} ({state})", "{store} ({state})"),
    ("failover level {level}", "フェイルオーバー レベル {level}"),
    ("failover hosts {hosts}", "フェイルオーバー ホスト {hosts}"),
    ("CPU {cpu} %, memory {memory} %", "CPU {cpu} %、メモリ {memory} %"),
    ("{vendor} family {family} model {model}", "{vendor} ファミリ {family} モデル {model}"),
    ("segment {segment}", "セグメント {segment}"),
    ("{subnet} in {lan}", "{subnet} ({lan})"),
    ("{store} by NFS {version}", "{store} (NFS {version})"),
];

/// The Japanese of a text that facts put together.
pub fn phrase(text: &str) -> Option<String> {
    let word = |value: &str| said(value).map(|text| text.ja).or_else(|| phrase(value));
    vlans(text).or_else(|| read_back(text, PHRASES, &word))
}

/// The Japanese of several VLANs: `VLANs 10,20-30` is `VLAN 10、20〜30`.
fn vlans(text: &str) -> Option<String> {
    let ranges = text.strip_prefix("VLANs ")?;
    let plain = ranges.chars().all(|char| char.is_ascii_digit() || [',', '-'].contains(&char));
    plain.then(|| format!("VLAN {}", ranges.replace(',', "、").replace('-', "〜")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_stands_once() {
        let names: std::collections::BTreeSet<&str> = WORDS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names.len(), WORDS.len());
    }

    #[test]
    fn texts_of_facts_are_told_in_japanese() {
        let ja = |text: &str| phrase(text).unwrap_or_default();
        assert_eq!(ja("vmnic2 1000 Mb/s half-duplex"), "vmnic2 1000 Mb/s 半二重");
        let policy = "promiscuous accept, MAC changes reject, forged transmits ?";
        assert_eq!(ja(policy), "無差別モード 承諾、MAC アドレス変更 拒否、偽装転送 ?");
        assert_eq!(ja("{level} in VLAN 5"), "{level} (VLAN 5)");
        assert_eq!(ja("10.0.0.0/8 in VLANs 0-4094"), "10.0.0.0/8 (VLAN 0〜4094)");
        assert_eq!(ja("VLANs 10,20-30"), "VLAN 10、20〜30");
        assert_eq!(phrase("VM Network"), None);
    }
}
