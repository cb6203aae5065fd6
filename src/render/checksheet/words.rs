//! The fixed words of the check sheet.

use crate::render::words::catalogue;
use crate::report::Reading;
use crate::terms::Lang;

catalogue! { Word:
    Title = "Check sheet of HA and vMotion prerequisites", "HA / vMotion 前提条件 チェック シート";
    Coverage = "Coverage", "判定できる範囲";
    Document = "Document", "対象文書";
    Object = "Checked", "対象";
    ReadAt = "Read", "読み取り日時";
    ReadingLabel = "Reading of the guide", "解釈";
    ForProduct = "for the products in use", "使用中の製品に合わせる";
    ToTheLetter = "to the letter", "文字どおり";
    ProfileLabel = "Profile", "プロファイル";
    VerdictLabel = "Overall", "総合判定";
    Signs = "Signs", "記号";
    Beside = "Note", "補足";
    PlacesAdded = "The report was written by {version}, which did not yet say where in the chapter a prerequisite stands: the places are those of this version's rules.",
        "このレポートを作成した {version} には章での位置の情報がないため、このバージョンのルールの位置を使用しています。";

    // Columns.
    Number = "No.", "章";
    Heading = "Heading", "見出し";
    ItemColumn = "Item", "項目";
    Verdict = "Verdict", "判定";
    EvidenceColumn = "Evidence", "根拠";
    ConfirmedBy = "Confirmed by", "確認者";
    Date = "Date", "日付";
    RuleColumn = "Rule", "ルール";

    // Rows.
    QuestionOf = "(question) {question}", "(質問) {question}";
    NotRun = "not run", "未実行";
    NotInProfile = "not part of this run (profile {profiles})", "今回は対象外 (プロファイル {profiles})";
    NoRule = "nothing to check: {because}", "確認対象なし: {because}";
    LastDay = "until {until}", "期限 {until}";

    // The end.
    NeedsWork = "Items that need work (fail, or cannot tell)", "是正が必要な項目 (不合格、判定不能)";
    NoneNeedsWork = "none", "なし";
    Asked = "Items that wait for a person", "担当者の確認待ちの項目";
    MadeBy = "Made by", "作成";
    Made = "{tool}, rules {catalogue}, read from {server}", "{tool}、ルール {catalogue}、読み取り元 {server}";
    Checked = "Checked by", "確認";
    Approved = "Approved by", "承認";
}

/// How the guide was read.
pub(super) fn reading(reading: Reading) -> Word {
    match reading {
        Reading::Practice => Word::ForProduct,
        Reading::Literal => Word::ToTheLetter,
    }
}

/// How the columns are headed.
pub(in crate::render) fn columns(lang: Lang) -> [&'static str; 7] {
    [
        Word::Number,
        Word::Heading,
        Word::ItemColumn,
        Word::Verdict,
        Word::EvidenceColumn,
        Word::ConfirmedBy,
        Word::Date,
    ]
    .map(|word| word.get(lang))
}

/// What the column of rules is called, where there is one.
pub(in crate::render) fn rule_column(lang: Lang) -> &'static str {
    Word::RuleColumn.get(lang)
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
