//! Words of losses and evacuations, in both languages. Reasons speak the words of DRS, which administrators
//! know from its list of faults.

use crate::placement::EventKind;
use crate::render::page::Tone;
use crate::render::words::{Msg, catalogue};
use crate::terms::{Lang, Mover, Tier};

catalogue! { Word:
    Title = "What if hosts are lost or emptied", "ホストの障害・退避のシミュレーション";
    Skip = "Skip to the answer", "結果へ移動";

    // Answers.
    Fits = "FITS", "収容可";
    FitsMoved = "FITS AFTER MOVES", "移動後に収容可";
    NotFit = "DOES NOT FIT", "収容不可";
    NotAll = "NOT WITHOUT A PERSON", "担当者の操作が必要";

    // Events.
    Loss = "Loss of {hosts}", "{hosts} の障害";
    LossOfGroup = "Loss of host group {group} ({hosts})", "ホスト グループ「{group}」({hosts}) の障害";
    Evacuation = "Evacuation of {hosts}", "{hosts} の退避";
    NothingThere = "no VM there needs a place", "収容先が必要な仮想マシンはありません";
    SaysFits = "its VM finds a host, and no other moves|its {n} VMs find hosts, and no other moves",
        "仮想マシン {n} 台すべてに収容先があります (ほかの仮想マシンの移動は不要)";
    SaysFitsMoved = "its VM finds a host, but only after others have moved|its {n} VMs find hosts, but only after others have moved",
        "仮想マシン {n} 台すべてに収容先がありますが、先にほかの仮想マシンを移動する必要があります";
    SaysNotFit = "{left} of {vms} without a place", "{vms}のうち {left} 台の収容先がありません";
    SaysCannotTell = "whether its VM finds a host is not certain|whether its {n} VMs find hosts is not certain",
        "仮想マシン {n} 台の収容先の有無を判定できません";

    // DRS of the cluster.
    DrsOff = "DRS is off: a person makes every move.", "DRS は無効です。移動はすべて担当者が行います。";

    // Where they go, who moves.
    Places = "Where they find their places:", "収容先:";
    Place = "{host}: {vms}", "{host}: {vms}";
    Moves = "Moves, in an order that works step by step:", "移動 (この順序で実行可能):";
    MovesSwap = "Moves, of which no direct order works; VMs have to change places (one is powered off, or parked elsewhere, meanwhile):",
        "移動 (直接の移動だけで実行できる順序はなく、仮想マシンの入れ替えが必要。1 台を一時的にパワーオフするか、別の場所に移動):";
    MovesUnordered = "Moves, for which no order was found that works step by step:", "移動 (順番に実行できる順序は見つかっていません):";
    Move = "{vms} from {from} to {to}", "{vms}: {from} → {to}";
    MoveBy = "{vms} from {from} to {to} ({by})", "{vms}: {from} → {to} ({by})";
    ByDrs = "DRS, by itself", "DRS による自動移動";
    ByRecommendation = "a person accepts what DRS recommends", "DRS の推奨を担当者が適用";
    ByPerson = "a person: VM pinned, DRS does not move it", "担当者が移動: 仮想マシンは固定されており、DRS では移動されません";
    ByUnknown = "who moves it is not known", "移動方法は不明";
    DrsEmpties = "DRS empties it by itself.", "DRS により自動的に退避されます。";
    DrsMakesRoom = "DRS makes these moves by itself.", "これらの移動は DRS により自動的に行われます。";
    ByHand = "A person has to move it, DRS does not by itself:|A person has to move these, DRS does not by itself:",
        "担当者による移動が必要 (DRS では自動的に移動されません):";

    ByWhom = "Whether DRS moves it by itself is not known:|Whether DRS moves these by itself is not known:",
        "DRS により自動的に移動されるかどうか不明:";

    // New halves of Fault Tolerance, and what VMs use.
    NewHalvesRoom = "Fault Tolerance finds hosts for the new halves as well.", "Fault Tolerance の新しいセカンダリにも配置先があります。";
    NewHalvesNoRoom = "Fault Tolerance does not find hosts for all new halves: VMs go on unprotected.",
        "Fault Tolerance の新しいセカンダリの一部に配置先がなく、保護されない状態で実行が継続します。";
    NewHalvesUnknown = "Whether Fault Tolerance finds hosts for the new halves is not certain.",
        "Fault Tolerance の新しいセカンダリの配置先の有無を判定できません。";
    Demand = "In use now by all VMs of the cluster: {used}; the hosts that are left have {left}.",
        "クラスタの全仮想マシンの現在の使用量: {used}、残りのホストの容量: {left}。";
    DemandOver = "In use now by all VMs of the cluster: {used}, more than the {left} of the hosts that are left. VMs would run slower; this decides nothing about places.",
        "クラスタの全仮想マシンの現在の使用量は{used} であり、残りのホストの容量 ({left}) を超えます。性能が低下する可能性がありますが、収容の判定には影響しません。";

    // Who finds none, and why.
    Without = "Without a place:", "収容先のない仮想マシン:";
    KeptTogether = "{vms}, kept together by rule {rules}", "{vms} (ルール{rules}により同じホストで実行)";
    StrandedNeed = "{vms} (needs {need})", "{vms} (必要量: {need})";
    Refusal = "{hosts}: {why}", "{hosts}: {why}";
    State = "host in incorrect state: it is lost, being emptied or out of service", "ホストの状態が不正です (障害中、退避中、または稼動していません)";
    Incompatible = "host incompatible with VM: {causes}", "ホストと仮想マシンに互換性がありません: {causes}";
    RuleBroken = "VM/host rule violated: {rules}", "仮想マシン/ホスト ルールに違反します: {rules}";
    ApartFrom = "VM/VM rule violated: kept apart from {vm}", "仮想マシン/仮想マシン ルールに違反します: {vm} と別のホストで実行する必要があります";
    OtherHalf = "Fault Tolerance: its other half {vm} runs there, and it must run on another host",
        "Fault Tolerance の相手 {vm} が実行中のため、別のホストで実行する必要があります";
    Short = "insufficient capacity: short of {lacking}", "容量が不足しています: {lacking} 不足";
    NoHostLeft = "no active host in cluster is left", "クラスタ内に稼動中のホストが残りません";

    // The proof.
    Proof = "Why:", "理由:";
    ProofNoHost = "{vms}: not compatible with any host that is left.", "{vms}: 残りのいずれのホストとも互換性がありません。";
    ProofNoRoom = "{vms}: insufficient capacity. On each host that could take it, what cannot leave that host leaves too little room.",
        "{vms}: 容量が不足しています。収容できるどのホストでも、移動できない仮想マシンにより空き容量が不足しています。";
    ProofSum = "Insufficient resources: {vms} that can be on {hosts} only need {need}, and there is {capacity}.",
        "リソースが不足しています: {hosts} でのみ実行できる{vms}の必要量は{need} ですが、容量は{capacity} です。";
    ProofApart = "VM/VM rule violated: rule {rule} keeps its VMs apart on {needed} hosts, and they can be on {hosts}.",
        "仮想マシン/仮想マシン ルールに違反します: ルール{rule}では別々のホストが {needed} 台必要ですが、使用できるのは {hosts} 台です。";
    ProofOtherHalf = "Fault Tolerance: the two halves {vms} must run on different hosts, and they can be on {hosts}.",
        "Fault Tolerance の 2 台 ({vms}) は別々のホストで実行する必要がありますが、使用できるホストは {hosts} 台です。";
    ProofExhausted = "Insufficient resources: every placing was tried or ruled out ({tried} were looked at), and none holds them all.",
        "リソースが不足しています: すべての配置を試行または除外しましたが ({tried} 通りを検討)、全台を収容できる配置はありません。";
    ProofTogether = "Insufficient resources: VMs of rule {rules} that share a host were placed as one. Every such placing was tried or ruled out ({tried} were looked at), and none holds them all.",
        "リソースが不足しています: ルール{rules}の仮想マシンのうち同じホストにあるものは、まとめて配置しました。その条件のすべての配置を試行または除外しましたが ({tried} 通りを検討)、全台を収容できる配置はありません。";

    // Remedies.
    Remedy = "This makes it fit, tried:", "対処 (収容できることを確認済み):";
    Remedies = "Any one of these makes it fit, each tried:", "対処 (いずれか 1 つで収容できることを確認済み):";
    NoRemedy = "No single change of those that were tried makes it fit: several have to be made.",
        "試行した範囲では、1 つの変更だけで収容できるものはありません。複数の変更が必要です。";
    Lower = "Lower the reservation of {vm} by {figure}", "{vm} の予約を{figure} 分減らします";
    Add = "Add {figure} to host {host}", "ホスト {host} に{figure} を追加します";
    BothOf = "Both of these: {all}", "次の両方を実施します: {all}";
    AllOf = "All {n} of these: {all}", "次の {n} 件をすべて実施します: {all}";
    BackMaintenance = "take {host} out of maintenance mode", "{host} のメンテナンス モードを終了します";
    BackStandby = "power on {host}, which is in standby", "スタンバイ状態の {host} をパワーオンします";
    BackOff = "power on {host}", "{host} をパワーオンします";
    BackDisconnected = "connect {host} to vCenter again (judged by what vCenter last knew of it)",
        "{host} を vCenter に再接続します (vCenter が最後に取得した情報で判定)";
    BackSilent = "reconnect {host}, which does not respond (judged by what vCenter last knew of it)",
        "応答していない {host} を再接続します (vCenter が最後に取得した情報で判定)";
    DropTogether = "Drop or disable the rule {rule} that keeps VMs together", "仮想マシンをまとめて実行するルール{rule}を削除するか、無効にします";
    DropApart = "Drop or disable the rule {rule} that keeps VMs apart", "仮想マシンを別々のホストで実行するルール{rule}を削除するか、無効にします";

    // What is missing.
    Missing = "What is missing:", "不足している情報:";
    MissingRuns = "whether {vm} runs", "{vm} が実行中かどうか";
    MissingHome = "on which host {vm} runs", "{vm} が実行されているホスト";
    MissingLeftOff = "whether HA restarts {vm}", "HA による {vm} の再起動の有無";
    MissingNeed = "what {vm} has reserved", "{vm} の予約";
    MissingFloor = "the CPU floor of HA, which is known, and decides here", "HA が見込む CPU の下限 (値は取得済みですが、判定を左右します)";
    MissingCell = "whether {vm} can go to {host}", "{vm} の {host} での実行可否";
    MissingAvailable = "whether {host} takes VMs", "{host} で仮想マシンを受け入れられるか";
    MissingCapacity = "what {host} has for VMs", "{host} で仮想マシンに使用できる容量";
    MissingRule = "whether the rule {rule} is respected", "ルール{rule}が適用されるか";
    MissingOtherHalf = "where the other half of a Fault Tolerance pair runs", "Fault Tolerance のペアの相手が実行されているホスト";
    MissingHosts = "hosts of the cluster that were not received", "受信できていないホスト";
    MissingVms = "VMs of the cluster that were not received", "受信できていない仮想マシン";
    Because = "{what}: {why}", "{what}: {why}";
    NotExact = "{what}: known, but not exactly enough; the margin is smaller than the error",
        "{what}: 値は取得できていますが、余裕が誤差より小さく、判定できません";
    NotTold = "{what}: no property tells it", "{what}: 判断できるプロパティがありません";
    Searched = "The search ended before everything was tried: {tried} placings were looked at, and none was found.",
        "探索が上限に達しました: {tried} 通りの配置を検討しましたが、すべては試行できていません。";

    // Many losses, and rolling.
    Survived = "Places for all VMs: after {n} of {all} single losses", "単一ホスト障害で全台を収容可: {all} 台中 {n} 台";
    SurvivedMoved = "{n} of them only after moves|{n} of them only after moves", "うち移動が必要 {n} 台";
    Unclear = "{n} cannot be told|{n} cannot be told", "判定不能 {n} 台";
    NoneTold = "Places for all VMs: cannot be told for the only single loss|Places for all VMs: cannot be told for any of the {n} single losses",
        "単一ホスト障害で全台を収容できるか: {n} 台すべて判定不能";
    Worst = "Worst: the loss of {host} leaves {vms} without a place: {names}", "最悪のケース: {host} の障害で、{vms}の収容先がありません: {names}";
    Rolling = "Rolling order: {n} of {all} hosts can be emptied in turn", "ローリング アップグレードの順序: {all} 台中 {n} 台のホストを順に退避できます";
    RollStep = "{host}: nothing has to move", "{host}: 移動は不要";
    RollStepMoves = "{host}: {moves}", "{host}: {moves}";
    CountMoves = "{n} move|{n} moves", "移動 {n} 回";
    RollStepHand = "{host}: {moves}, by hand: {vms}", "{host}: {moves}、手動: {vms}";
    RollKeeps = "Hosts are emptied by moves of running VMs. HA's admission control is on, so each step also demands that the VMs of any other host find places should it fail while this one is out.",
        "退避は実行中の仮想マシンの移動 (vMotion) で行います。HA のアドミッション コントロールが有効なため、1 台の退避中に別のホストで障害が発生しても全台を収容できることを条件としています。";
    RollKeepsNot = "HA keeps no capacity free here: whether another host may fail meanwhile is not asked.",
        "HA による容量の確保がないため、退避中の別のホストの障害は考慮していません。";
    RollKeepsUnknown = "Hosts are emptied by moves of running VMs. Whether HA keeps capacity free is not known; each step demands all the same that the VMs of any other host find places should it fail while this one is out.",
        "退避は実行中の仮想マシンの移動 (vMotion) で行います。HA による容量の確保の有無は不明ですが、退避中の別のホストの障害でも全台を収容できることを条件としています。";
    RollStops = "It stops there: no host can be next as things stand then, and of other orders none that was tried goes further.",
        "ここで停止します。この時点で次に退避できるホストがなく、試行したほかの順序でもこれ以上は退避できません。";
    StopSurvivesNot = "It can be emptied; but were another host to fail while it is out, VMs would be without a place.",
        "退避はできますが、退避中に別のホストで障害が発生すると、収容先のない仮想マシンが生じます。";
    StopBecauseOut = "With all hosts in service that loss is survived; it is not, or not for certain, because this host is out:",
        "全ホストの稼動中はこの障害でも収容できますが、このホストの退避中は収容できないか、判定できません。";
    StopAlready = "The same loss leaves VMs without a place with all hosts in service already:",
        "全ホストの稼動中でも、同じ障害で収容先のない仮想マシンが生じます。";
    StopAlreadyUnclear = "Whether the same loss is survived with all hosts in service is not certain either:",
        "全ホストの稼動中についても、同じ障害で収容できるかどうか判定できません。";
    StopFitsNot = "As VMs stand by then, it cannot be emptied.", "その時点の仮想マシンの配置では退避できません。";
    StopFitsUnknown = "Whether it can be emptied as VMs stand by then is not certain.",
        "その時点の仮想マシンの配置で退避できるかどうか判定できません。";
    StopOrder = "As VMs stand by then, no order of direct moves was found that empties it.",
        "その時点の仮想マシンの配置では、直接の移動だけで退避できる順序が見つかりません。";
    StopSurvivesUnknown = "Whether the loss of another host is survived while it is out is not certain.",
        "退避中に別のホストで障害が発生した場合に収容できるかどうか判定できません。";

    // The end.
    ExitFits = "Exit {code}: everything fits.", "終了コード {code}: すべて収容できます。";
    ExitNotFit = "Exit {code}: something does not fit, or only by hand, or nobody restarts it.",
        "終了コード {code}: 収容できない、手動での移動が必要、または再起動されない仮想マシンがあります。";
    Basis = "Reservations decide here, not what VMs use; see docs/placement.md.",
        "判定は予約に基づきます (実際の使用量は考慮しません)。詳細は docs/placement.md にあります。";
}

/// The word of an answer and its colour.
pub(super) fn tier(tier: Tier, lang: Lang) -> (&'static str, Tone) {
    match tier {
        Tier::AsItStands => (Word::Fits.get(lang), Tone::Good),
        Tier::AfterMoves => (Word::FitsMoved.get(lang), Tone::Risk),
        Tier::DoesNotFit => (Word::NotFit.get(lang), Tone::Bad),
        Tier::CannotTell => (Msg::CannotTell.get(lang), Tone::Unsure),
    }
}

/// Who moves a VM.
pub(super) fn mover(by: Option<Mover>) -> Word {
    match by {
        Some(Mover::Drs) => Word::ByDrs,
        Some(Mover::Recommended) => Word::ByRecommendation,
        Some(Mover::Person) => Word::ByPerson,
        None => Word::ByUnknown,
    }
}

/// What happens, in a word for programs.
pub(super) fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Lose => "lose",
        EventKind::Evacuate => "evacuate",
    }
}

/// Texts that are the same in both languages on purpose.
#[cfg(test)]
const SAME: &[Word] = &[Word::Place, Word::Refusal, Word::Because, Word::RollStepMoves];

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
