//! Words of plans, in both languages.

use crate::render::words::catalogue;
use crate::terms::{Lang, Phase, Risk, Team};

catalogue! { Word:
    Title = "Plan", "対処計画";
    Skip = "Skip to the plan", "対処計画へ移動";
    Now = "Now: {verdict}", "現在: {verdict}";
    After = "After the proved actions: {verdict}", "確認済みの対処の実施後: {verdict}";
    AfterWhich = "After actions {numbers}: {verdict}", "対処 {numbers} の実施後: {verdict}";
    Nothing = "There is nothing to do: nothing that counts was found.", "対処は不要です。判定に影響する問題は見つかりませんでした。";

    InOrder = "Do, in this order:", "実施する順序:";
    NotInOrder = "Also to be done, not proved:", "ほかに必要な対処 (効果は未確認):";
    NoTeam = "Who does it depends on what is found", "担当: 確認結果による";
    Network = "Network", "ネットワーク担当";
    Storage = "Storage", "ストレージ担当";
    Compute = "Servers", "サーバ ハードウェア担当";
    Virtualisation = "Virtualisation", "仮想化基盤担当";
    Licences = "Licences", "ライセンス担当";
    Application = "Application", "アプリケーション担当";
    Client = "Client PC", "PC 担当";
    RiskNone = "nothing that runs notices", "実行中の仮想マシンへの影響なし";
    RiskRestart = "the VM is restarted", "仮想マシンの再起動を伴う";
    RiskTraffic = "traffic is interrupted", "通信の中断を伴う";
    RiskMaintenance = "the host is emptied first", "ホストの退避を伴う";
    PhaseLicence = "licences", "ライセンス";
    PhaseHost = "hosts", "ホスト";
    PhaseNetwork = "networks", "ネットワーク";
    PhaseStorage = "storage", "ストレージ";
    PhaseVmotion = "vMotion adapters", "vMotion 用 VMkernel アダプタ";
    PhaseVm = "VM devices and files", "仮想マシンのデバイスとファイル";
    PhaseEvc = "EVC mode", "EVC モード";
    PhaseHa = "HA settings", "HA の設定";

    Clears = "Clears: {places}", "解消: {places}";
    Helps = "For, together with other actions: {places}", "対象 (ほかの対処と合わせて解消): {places}";
    Remains = "Done in memory, it is still found: {places}", "インベントリ上で実施しても解消しませんでした: {places}";
    For = "For: {places}", "対象: {places}";
    Raises = "Brings up: {places}", "新たに生じる問題: {places}";
    NotProved = "Not proved: {why}", "効果は未確認: {why}";
    Undo = "To take it back: {undo}", "元に戻す方法: {undo}";
    AndPlaces = "and {n} more", "ほか {n} 件";

    LastStep = "Last step: read what was not read, and run this again:", "最後の手順: 読み取れなかったデータを読み取れるようにして、再実行:";
    WaitFor = "It leaves undecided: {rules}", "これにより判定できないルール: {rules}";
    Questions = "{n} question waits for a person|{n} questions wait for a person", "担当者の確認が必要な質問 {n} 件";
    WarningsLeft = "{n} warning is left, which does not stop it (--fail-on warn plans it, too)|{n} warnings are left, which do not stop it (--fail-on warn plans them, too)",
        "警告が {n} 件残りますが、判定には影響しません (--fail-on warn で計画に含まれます)";
    ByHand = "By hand: this tool does not do it.", "手動で実施します (このツールでは実施できません)。";
    NotScripted = "not proved, and no part of this script", "効果が未確認のため、スクリプトに含まれません";
    Review = "Review it before it is run. vpreflight itself changes nothing.", "実行前に内容を確認します。vpreflight 自体は何も変更しません。";
    ScriptGovc = "It shows what it would do; with --apply it does it. It uses GOVC_URL and the like, and stops where an object has another name now.",
        "実行内容を表示するだけで、--apply を指定すると実行します。接続には GOVC_URL などの環境変数を使用し、オブジェクトの名前が変わっている場合は停止します。";
    ScriptPowercli = "It shows what it would do (-WhatIf); with -Apply it does it. Connect-VIServer comes first; it stops where an object has another name now.",
        "実行内容を表示するだけで (-WhatIf)、-Apply を指定すると実行します。先に Connect-VIServer で接続します。オブジェクトの名前が変わっている場合は停止します。";
    ScriptAnsible = "Run it with --check first, then with -e apply=true. It uses VMWARE_HOST, VMWARE_USER and VMWARE_PASSWORD, and the collections vmware.vmware and community.vmware.",
        "最初に --check で実行し、次に -e apply=true で実行します。接続には VMWARE_HOST、VMWARE_USER、VMWARE_PASSWORD を使用し、コレクション vmware.vmware と community.vmware が必要です。";
    Basis = "Proved means: done to the inventory in memory, and judged again. Nothing was changed in vCenter.",
        "「確認済み」は、メモリ上のインベントリに対処を反映し、再度判定したことを示します。vCenter には何も変更を加えていません。";
    ReadFrom = "Read from {server} · {at}", "読み取り元: {server} · {at}";
    Exit = "Exit {code}: that of a check as it stands.", "終了コード {code}: 現状のチェックの終了コードです。";
}

/// The word for who does it.
pub(in crate::render) fn team(team: Team) -> Word {
    match team {
        Team::Network => Word::Network,
        Team::Storage => Word::Storage,
        Team::Compute => Word::Compute,
        Team::Virtualisation => Word::Virtualisation,
        Team::Licences => Word::Licences,
        Team::Application => Word::Application,
        Team::Client => Word::Client,
    }
}

/// The words for what it risks.
pub(in crate::render) fn risk(risk: Risk) -> Word {
    match risk {
        Risk::None => Word::RiskNone,
        Risk::Restart => Word::RiskRestart,
        Risk::Traffic => Word::RiskTraffic,
        Risk::Maintenance => Word::RiskMaintenance,
    }
}

/// The word for when its turn is.
pub(super) fn phase(phase: Phase) -> Word {
    match phase {
        Phase::Licence => Word::PhaseLicence,
        Phase::Host => Word::PhaseHost,
        Phase::Network => Word::PhaseNetwork,
        Phase::Storage => Word::PhaseStorage,
        Phase::Vmotion => Word::PhaseVmotion,
        Phase::Vm => Word::PhaseVm,
        Phase::Evc => Word::PhaseEvc,
        Phase::Ha => Word::PhaseHa,
    }
}
