//! Words about who can go where, in both languages.

use crate::render::words::catalogue;
use crate::terms::Lang;

catalogue! { Word:
    // Lists of hosts.
    EveryHost = "every host", "すべてのホスト";
    EveryOtherHost = "every other host", "ほかのすべてのホスト";
    AllBut = "all but {hosts}", "{hosts} 以外のすべてのホスト";
    Named = "'{name}'", "「{name}」";

    // Figures.
    Memory = "{figure} of memory", "メモリ {figure}";
    Cpu = "{figure} MHz of CPU", "CPU {figure} MHz";
    Both = "{one} and {other}", "{one} と {other}";
    ReadOnly = "read-only", "読み取り専用";
    NoLabel = "not there", "なし";
    NoSwitch = "host not on its switch", "ホストがスイッチに未接続";
    OtherVlan = "another VLAN", "VLAN が異なる";
    NoLink = "no link", "リンクなし";
    Question = "it waits for an answer", "質問への回答待ち";
    Failover = "a failover is under way", "フェイルオーバーの実行中";
    Disabled = "moves are disabled", "移行操作が無効";
    Room = "room", "空き容量";

    /// Of reservations the cause is that they do not fit, not that there are any.
    NotFree = "too little unreserved capacity", "予約されていない容量の不足";

    // A cluster, and what may be missing of it.
    Unclear = "{n} VM of which it is not known whether it runs|{n} VMs of which it is not known whether they run", "電源状態が不明な仮想マシン {n} 台";
    Running = "{n} running VM|{n} running VMs", "パワーオン状態の仮想マシン {n} 台";
    Incomplete = "There may be more than was received:", "受信できていないホストまたは仮想マシンがある可能性があります:";
    NoHosts = "No host of this cluster is in service, or known to be: nothing can move or restart here.",
        "このクラスタには、稼動中と確認できるホストがありません。仮想マシンの移行も再起動もできません。";
    NoVms = "No VM of this cluster runs: there is nothing to move or to restart.",
        "このクラスタにはパワーオン状態の仮想マシンがなく、移行や再起動の対象がありません。";

    OutOfService = "{vms} on hosts out of service, in no answer: {hosts}",
        "稼動していないホスト上の{vms} (判定の対象外): {hosts}";
    OutHost = "{host} ({service}): {vms}", "{host} ({service}): {vms}";
    OutHostEmpty = "{host} ({service})", "{host} ({service})";
    OutOfServiceOnly = "Out of service, in no answer: {hosts}", "稼動していないホスト (判定の対象外): {hosts}";

    // What decides no answer.
    Quarantined = "In quarantine mode (Proactive HA): {hosts}. In service; DRS keeps VMs from there as far as it can.",
        "検疫モード (Proactive HA) のホスト: {hosts}。稼動中ですが、DRS は可能な限り仮想マシンを配置しません。";
    Prefers = "Preferred rule '{rule}': {vms} should run on {hosts}. It keeps nobody from a host.",
        "優先ルール「{rule}」: {vms}を {hosts} で実行することを推奨します。ほかのホストでの実行は妨げられません。";
    Avoids = "Preferred rule '{rule}': {vms} should not run on {hosts}. It keeps nobody from a host.",
        "優先ルール「{rule}」: {vms}を {hosts} で実行しないことを推奨します。実行が妨げられることはありません。";
    PrefersNobody = "Preferred rule '{rule}' of {vms}: none of its hosts is in service. It keeps nobody from a host.",
        "優先ルール「{rule}」({vms}): ルールのホストはいずれも稼動していません。ほかのホストでの実行は妨げられません。";

    // What HA restarts.
    HaOff = "HA IS OFF, or does not watch hosts: nobody restarts what a lost host ran. What is shown is what a person could start by hand.",
        "HA が無効であるか、ホストの監視が無効です。障害が発生したホストの仮想マシンは再起動されません。以下は、担当者が手動で起動できる収容先です。";
    HaUnknown = "Whether HA is on is not known. Where it is off, nobody restarts what a lost host ran.",
        "HA が有効かどうか不明です。無効の場合、障害が発生したホストの仮想マシンは再起動されません。";
    AllExcluded = "HA RESTARTS NOTHING: the restart priority is disabled for every VM that it could restart.",
        "HA による再起動の対象がありません。再起動の優先順位が、すべての仮想マシンで無効になっています。";

    // Who is not restarted.
    Excluded = "Not restarted by HA, its restart priority is disabled:|Not restarted by HA, their restart priority is disabled:",
        "HA による再起動の対象外 (再起動の優先順位が無効):";
    Agent = "Not restarted by HA, vSphere or a product runs it for itself:|Not restarted by HA, vSphere or a product runs them for itself:",
        "HA による再起動の対象外 (vSphere または製品が管理):";
    FaultTolerant = "Goes on by Fault Tolerance at its other half, and needs another host for a new one:|Go on by Fault Tolerance at their other halves, and need another host for new ones:",
        "Fault Tolerance のもう一方の仮想マシンで継続 (新しいセカンダリには別のホストが必要):";
    Secondary = "Not restarted; Fault Tolerance makes it anew once its primary VM runs:|Not restarted; Fault Tolerance makes them anew once their primary VMs run:",
        "再起動の対象外 (プライマリ仮想マシンの再起動後に Fault Tolerance が再作成):";
    Unprotected = "Not restarted by HA, which does not protect it now:|Not restarted by HA, which does not protect them now:",
        "HA による再起動の対象外 (現在、HA で保護されていません):";

    // What would make it possible for a VM to go to a host: to a host, and where the VM itself has to change.
    DoDevices = "remove or replace {name}", "{name}を削除するか、置き換えます";
    DoStorageOn = "mount {name} on {host} (an export or a LUN)", "{host} に{name}をマウントします (エクスポートまたは LUN)";
    DoStorageWrite = "give {host} write access to {name}, which is mounted read-only there",
        "{host} に読み取り専用でマウントされている{name}を、書き込み可能にします";
    DoStorage = "move what lies on {name} to storage that the hosts share", "{name}にあるファイルを、ホスト間の共有ストレージに移動します";
    DoNetworksOn = "provide {name} on {host}, with the same label and VLAN, and a link behind it",
        "{host} に、ラベルと VLAN が同じで、アップリンクのリンクがある{name}を用意します";
    DoNetworksLabel = "provide {name} on {host}, with the same label", "{host} に同じラベルの{name}を作成します";
    DoNetworksSwitch = "add {host} to the distributed switch of {name}", "{host} を{name}の分散スイッチに追加します";
    DoNetworksVlan = "give {name} on {host} the VLAN that it has on the VM's host",
        "{host} の{name}の VLAN を、仮想マシンのホストと同じにします";
    DoNetworksLink = "bring up a link behind {name} on {host}: none of the uplinks in use has one",
        "{host} の{name}のアップリンクのリンクを復旧します (使用中のアップリンクにリンクがありません)";
    DoNetworks = "connect the VM to a network that the hosts share instead of {name}",
        "{name}の代わりに、ホスト間で共通のネットワークに仮想マシンを接続します";
    DoCpuOn = "make {host} offer the CPU features that the VM runs with (EVC, microcode, BIOS), or power the VM off and on there",
        "仮想マシンが使用している CPU 機能を {host} で提供する (EVC、マイクロコード、BIOS) か、仮想マシンをパワーオフしてそのホストでパワーオンします";
    DoCpu = "power the VM off and on at a lower EVC mode", "EVC モードを下げて、仮想マシンをパワーオフしてからパワーオンします";
    DoDrives = "disconnect {name}, or take its image from shared storage", "{name}を切断するか、共有ストレージのイメージを使用します";
    DoAffinity = "clear the VM's CPU or memory affinity", "仮想マシンの CPU またはメモリのアフィニティを解除します";
    DoBus = "end the sharing of {name}", "{name}の共有をやめます";
    DoVersionOn = "upgrade {host} to a release that runs the VM's hardware version",
        "{host} を、仮想マシンのハードウェア バージョンに対応するリリースにアップグレードします";
    DoVersion = "upgrade the hosts to a release that runs the VM's hardware version",
        "ホストを、仮想マシンのハードウェア バージョンに対応するリリースにアップグレードします";
    DoCpusOn = "give the VM no more virtual CPUs than {host} has logical ones", "仮想マシンの仮想 CPU 数を {host} の論理 CPU 数以下にします";
    DoCpus = "give the VM fewer virtual CPUs", "仮想マシンの仮想 CPU 数を減らします";
    DoReservations = "lower the VM's reservations", "仮想マシンの予約を減らします";
    DoRules = "drop or soften the rule {name} (\"should\" instead of \"must\")", "ルール{name}を削除するか、優先 (「必須」ではなく「推奨」) に変更します";
    DoEncryptionOn = "upgrade {host} to a release with encrypted vMotion, or do not require it of the VM",
        "{host} を暗号化された vMotion に対応するリリースにアップグレードするか、仮想マシンの設定で必須を解除します";
    DoEncryption = "do not require encrypted vMotion of the VM", "仮想マシンの設定で、暗号化された vMotion の必須を解除します";
    DoSparesOn = "let {host} be no dedicated failover host of HA", "{host} を HA の専用フェイルオーバー ホストから外します";
    DoSpares = "name fewer dedicated failover hosts of HA", "HA の専用フェイルオーバー ホストを減らします";
    DoOtherHalf = "move the other half of its Fault Tolerance pair off that host first, or suspend Fault Tolerance of the VM",
        "先に Fault Tolerance のもう一方の仮想マシンをそのホストから移動するか、仮想マシンの Fault Tolerance をサスペンドします";
    DoQuestion = "answer the question that the VM waits on", "仮想マシンの質問に回答します";
    DoFailover = "wait until HA has restarted the VM", "HA による仮想マシンの再起動の完了を待ちます";
    DoDisabled = "let moves of the VM be enabled again: a product (backup, replication) has disabled them",
        "無効になっている仮想マシンの移行を有効に戻します (バックアップやレプリケーションの製品が無効にしています)";
    DoBroken = "get the files and the registration of the VM right ({state})",
        "仮想マシンのファイルと登録を修復します ({state})";
    DoState = "answer the VM's question, or wait for what goes on with it, or enable what is disabled",
        "仮想マシンの質問に回答するか、進行中の処理の完了を待つか、無効になっている操作を有効にします";
    DoLicenceOn = "assign {host} a valid licence",
        "{host} に有効なライセンスを割り当てます";
    DoLicence = "assign the hosts valid licences",
        "ホストに有効なライセンスを割り当てます";
    DoAgentOn = "get the HA agent on {host} to work (Reconfigure for vSphere HA)",
        "{host} の HA エージェントを正常にします ([vSphere HA 用に再設定])";
    DoAgent = "get the HA agents of the hosts to work (Reconfigure for vSphere HA)",
        "ホストの HA エージェントを正常にします ([vSphere HA 用に再設定])";
    DoVmotionOn = "set up vMotion between the VM's host and {host} (adapter, address, licence)",
        "仮想マシンのホストと {host} の間で vMotion を構成します (アダプタ、アドレス、ライセンス)";
    DoVmotion = "set up vMotion on the VM's host (adapter, address, licence)",
        "仮想マシンのホストで vMotion を構成します (アダプタ、アドレス、ライセンス)";
}

/// Texts that are the same in both languages on purpose.
#[cfg(test)]
const SAME: &[Word] = &[Word::OutHost, Word::OutHostEmpty];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::checks::holds;

    #[test]
    fn every_text_exists_in_both_languages() {
        for word in Word::ALL {
            holds(word, word.get(Lang::En), word.get(Lang::Ja), SAME.contains(word));
        }
    }
}
