//! Words of the matrix, in both languages.

use crate::placement::Cell;
use crate::render::words::catalogue;
use crate::terms::{Lang, Relation};

catalogue! { Word:
    Title = "Who can go where", "移行先と再起動先の一覧";
    Live = "Live: where each running VM can move by vMotion", "移行 (vMotion): 実行中の仮想マシンの移行先";
    Restart = "Restart: where HA can start each VM after its host has failed", "再起動 (HA): ホスト障害後に仮想マシンを再起動できるホスト";
    ByMove = "by vMotion", "vMotion で移行";
    ByRestart = "HA restart", "HA による再起動";
    Off = "{n} VM that does not run, not listed|{n} VMs that do not run, not listed", "パワーオン状態ではない仮想マシン {n} 台 (表示なし)";
    NamedNotThere = "None of the VMs that are asked about runs on a host in service here.",
        "対象の仮想マシンのうち、このクラスタの稼動中のホストで実行中のものはありません。";
    Vms = "VMs", "台数";
    Yes = "yes", "可";
    No = "no", "不可";
    Unknown = "unknown", "不明";
    Here = "here", "実行中";
    HereSome = "{n} here|{n} here", "実行中 {n}";
    Causes = "what keeps them", "不可・不明の原因";
    Help = "Each row is a class of VMs that can go to the same hosts, or one VM; each column is a host. Open a cell for its reason; the arrow keys move between cells that have one.",
        "行は移行先や再起動先が同じ仮想マシンのグループ (または 1 台の仮想マシン)、列はホストです。セルを開くと原因が表示されます。矢印キーで原因のあるセル間を移動できます。";
    Scrolls = "Hosts by VM, scrolls", "仮想マシン別のホスト一覧 (スクロール可能)";
    ExitKnown = "Exit {code}: each cell is known.", "終了コード {code}: すべてのセルを判定できました。";
    ExitUnknown = "Exit {code}: a cell is unknown, or something could not be listed.",
        "終了コード {code}: 不明なセルがあるか、一覧に不足があります。";
}

/// What the matrix tells.
pub(super) fn relation(relation: Relation) -> Word {
    match relation {
        Relation::Live => Word::Live,
        Relation::Restart => Word::Restart,
    }
}

/// How VMs get there, in a word.
pub(in crate::render) fn how(relation: Relation) -> Word {
    match relation {
        Relation::Live => Word::ByMove,
        Relation::Restart => Word::ByRestart,
    }
}

/// The word of a cell.
pub(super) fn sign(cell: &Cell) -> Word {
    match cell {
        Cell::Here => Word::Here,
        Cell::Yes => Word::Yes,
        Cell::No { .. } => Word::No,
        Cell::Unknown { .. } => Word::Unknown,
    }
}

/// How a run ends.
pub(super) fn exit(unclear: bool, lang: Lang) -> String {
    use crate::report::stops::{CANNOT_TELL, READY};
    let (word, code) = if unclear { (Word::ExitUnknown, CANNOT_TELL) } else { (Word::ExitKnown, READY) };
    word.fill(lang, &[("code", &code)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::checks::holds;

    #[test]
    fn every_text_exists_in_both_languages() {
        for word in Word::ALL {
            holds(word, word.get(Lang::En), word.get(Lang::Ja), false);
        }
    }
}
