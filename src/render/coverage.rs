//! What the source of a report could decide, where that is no vCenter: every form says it first.

use super::{safe, words::Msg, words::catalogue};
use crate::report::{Coverage, Report, SourceKind};
use crate::terms::Lang;

catalogue! { Say:
    ObjectDump = "a directory of govc object.save", "govc object.save のディレクトリ";
    Rvtools = "an export of RVTools", "RVTools のエクスポート";
    Decides = "Read from {source}, which decides {n} of {of} prerequisites", "{source}から読み取りました。判定できる前提条件は {of} 件中 {n} 件です";
    Undecided = "Not decided by it ({n}): {rules}", "判定できない前提条件 ({n} 件): {rules}";
    People = "For a person to say ({n}): {rules}", "担当者の確認が必要な前提条件 ({n} 件): {rules}";
}

/// What it was read from and how much that decides; then what it does not, by name. Nothing of a vCenter.
pub(super) fn lines(report: &Report, lang: Lang) -> Vec<String> {
    let Some(coverage) = &report.coverage else { return Vec::new() };
    let named = [(Say::Undecided, &coverage.undecided), (Say::People, &coverage.people)];
    let rest = named.into_iter().filter(|(_, rules)| !rules.is_empty()).map(|(say, rules)| {
        let ids: Vec<String> = rules.iter().map(|id| safe::name(id).into_owned()).collect();
        say.fill(lang, &[("n", &ids.len()), ("rules", &ids.join(Msg::Comma.get(lang)))])
    });
    std::iter::once(first(coverage, lang)).chain(rest).collect()
}

fn first(coverage: &Coverage, lang: Lang) -> String {
    let source = match coverage.source {
        SourceKind::ObjectDump => Say::ObjectDump.get(lang),
        SourceKind::Rvtools => Say::Rvtools.get(lang),
        SourceKind::Vcenter => coverage.source.made_by(),
    };
    Say::Decides.fill(lang, &[("source", &source), ("n", &coverage.decided), ("of", &coverage.of)])
}
