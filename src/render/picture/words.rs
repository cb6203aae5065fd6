//! Words of pictures, in both languages.

use crate::render::words::catalogue;
use crate::terms::Lang;

catalogue! { Word:
    Title = "Networks of the hosts", "ホストのネットワーク構成";
    Help = "Each column is a host, from physical adapter over switch and port group to vmkernel adapter. Equal labels and \
            subnets stand in one row: a gap or a step is a difference. Numbers are those of the findings below.",
        "列はホストです。上から物理 NIC、スイッチ、ポート グループ、VMkernel アダプタの順に並びます。同じラベルとサブネットは同じ行に並ぶため、\
         空きやずれが相違を示します。番号は下の検出事項の番号です。";
    Nothing = "No host in scope: nothing to draw.", "対象のホストがないため、図はありません。";
    Alike = "{n} host alike|{n} hosts alike", "同じ構成のホスト {n} 台";
    NotRead = "Its networking was not read", "ネットワーク構成は未取得";
    Absent = "not there", "なし";
    OnSwitch = "on {switch}", "スイッチ {switch}";
    Vlan = "VLAN {vlan}", "VLAN {vlan}";
    Segment = "segment {segment}", "セグメント {segment}";
    NoVlan = "VLAN not told", "VLAN 不明";
    Mtu = "MTU {mtu}", "MTU {mtu}";
    LinkDown = "link down", "リンク ダウン";
    Asleep = "asleep", "スタンバイ";
    HalfDuplex = "half duplex", "半二重";
    NoSwitch = "on no switch", "スイッチなし";
    NoAddress = "no address", "アドレスなし";
    Service = "carries {kinds}", "用途: {kinds}";
    NoService = "no service", "サービスなし";
    UntoldService = "service not told", "サービス不明";
    HostsLeft = "{n} host more, drawn nowhere|{n} hosts more, drawn nowhere", "ほか {n} 台のホストは図に含まれません";
    GroupsLeft = "{n} port group more, alike on all hosts|{n} port groups more, alike on all hosts",
        "ほか {n} 個のポート グループは全ホストで同じです";
    More = "and {n} more of its kind|and {n} more of its kind", "ほか同種 {n} 件";
    Finding = "finding {number}", "検出事項 {number}";
}

/// What people call a kind of traffic; an unknown one keeps the API's word.
pub fn traffic(kind: &str, lang: Lang) -> String {
    let (en, ja) = match kind {
        "management" => ("Management", "管理"),
        "vmotion" => ("vMotion", "vMotion"),
        "faultToleranceLogging" => ("Fault Tolerance", "Fault Tolerance"),
        "vsan" => ("vSAN", "vSAN"),
        "vsanWitness" => ("vSAN witness", "vSAN 監視"),
        "vSphereReplication" => ("Replication", "レプリケーション"),
        "vSphereReplicationNFC" => ("Replication NFC", "レプリケーション NFC"),
        "vSphereProvisioning" => ("Provisioning", "プロビジョニング"),
        "vSphereBackupNFC" => ("Backup NFC", "バックアップ NFC"),
        "service console" => ("Service console", "サービス コンソール"),
        other => return other.to_owned(),
    };
    if lang == Lang::Ja { ja } else { en }.to_owned()
}
