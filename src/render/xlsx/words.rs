//! The fixed words of the workbook.

use crate::render::words::catalogue;
use crate::terms::Lang;

catalogue! { Word:
    Title = "vpreflight: HA and vMotion prerequisites", "vpreflight: HA / vMotion 前提条件";

    // Sheets; their names hold none of []:*?/\ and are short.
    Summary = "Summary", "概要";
    Findings = "Findings", "検出内容";
    Hosts = "Hosts", "ホスト";
    Vms = "VMs", "仮想マシン";
    Questions = "Questions", "質問";
    Unread = "Not read", "読み取り不可";
    Check = "Check sheet", "チェック シート";

    // The summary.
    Count = "Prerequisites", "前提条件の件数";
    AdvisoryCount = "Advice", "推奨事項の件数";
    Clusters = "Cluster", "クラスタ名";
    OpenCount = "Open questions", "未回答の質問";
    HostCount = "Hosts read", "ホスト数";
    VmCount = "VMs read", "仮想マシン数";
    ObjectsNamed = "Hosts and VMs: those that the report names. What is not there holds, or was not asked about.",
        "ホストと仮想マシンのシートには、レポートに記載のあるものだけが含まれます。記載のないものは合格、または確認の対象外です。";

    // Columns.
    Outcome = "Outcome", "判定結果";
    Level = "Level", "レベル";
    Severity = "Severity", "区分";
    Number = "Number", "番号";
    Rule = "Rule id", "ルール ID";
    Title2 = "What has to hold", "満たすべき内容";
    Finding = "Finding", "検出名";
    Kind = "Kind", "種類";
    Name = "Name", "名前";
    Id = "Object id", "オブジェクト ID";
    Path = "Inventory path", "インベントリ パス";
    On = "On or in", "所属";
    Element = "Element", "要素";
    ClusterColumn = "In cluster", "所属クラスタ";
    Message = "What was found", "内容";
    Evidence = "Values", "根拠の値";
    Fix = "What to do", "対処方法";
    Risk = "Risk", "影響";
    Turn = "When", "実施の段階";
    Proved = "Proved", "効果の確認";
    ComesTo = "What it comes to", "対処の結果";
    AskedFor = "For the rules", "対象のルール";
    DoneBy = "Done by, on", "実施者、実施日";
    How = "How", "方法";
    MatrixLeft = "{n} more table has no room here: 'vpreflight matrix --format csv' has all.|{n} more tables have no room here: 'vpreflight matrix --format csv' has all.",
        "ほかの {n} 件の表は収まらないため省略しました。vpreflight matrix --format csv ですべて出力できます。";
    DecisionKind = "Decision", "担当者の判断";
    Decided = "Decided by", "判断の内容";
    Known = "In the baseline", "ベースライン";
    Fingerprint = "Fingerprint", "フィンガープリント";
    Worst = "Worst outcome", "最も悪い判定";
    Where = "First finding", "最初の検出";
    ToFinding = "row {row}", "{row} 行目";
    Question = "Question", "質問内容";
    AskedBy = "Asked by", "質問元のルール";
    About = "About", "質問の対象";
    Counts = "Counts for the verdict", "判定への影響";
    Answer = "Answer", "回答";
    AnsweredBy = "By, on", "回答者、日付";
    Why = "Why", "理由";
    Objects = "Objects", "対象オブジェクト";
    Undecided = "Leaves undecided", "判定できない項目";
    Ceiling = "At worst", "最悪の場合の判定";
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
