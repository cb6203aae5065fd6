//! What a piece of evidence is called where it stands beside the text.

use super::{safe, words::Msg};
use crate::report::Evidence;
use crate::terms::Lang;

/// Evidence that tells people nothing: programs get it.
const SILENT: [&str; 1] = ["kind"];

/// Name, English, Japanese.
const LABELS: &[(&str, &str, &str)] = &[
    ("active", "hosts in service", "稼動中のホスト"),
    ("barred", "hosts it cannot go to", "移動できないホスト"),
    ("build", "build", "ビルド"),
    ("cluster", "cluster", "クラスタ"),
    ("clusters", "clusters", "クラスタ"),
    ("connection", "connection", "接続状態"),
    ("cores", "cores", "コア数"),
    ("cpus", "CPUs", "CPU"),
    ("datastores", "datastores", "データストア"),
    ("default_priority", "default restart priority", "デフォルトの再起動の優先順位"),
    ("device", "device", "デバイス"),
    ("edition", "edition", "エディション"),
    ("entity", "object", "オブジェクト"),
    ("evc", "EVC mode", "EVC モード"),
    ("features", "CPU features", "CPU 機能"),
    ("host", "host", "ホスト"),
    ("hosts", "hosts", "ホスト"),
    ("image", "image", "イメージ"),
    ("interfaces", "VMkernel adapters", "VMkernel アダプタ"),
    ("isolation_response", "isolation response", "ホスト隔離時の対応"),
    ("lacking", "hosts that lack it", "不足しているホスト"),
    ("licence", "licence", "ライセンス"),
    ("lone_hosts", "stand-alone hosts", "スタンドアローン ホスト"),
    ("masked", "hosts that mask them", "マスクしているホスト"),
    ("masters", "primary hosts", "プライマリ ホスト"),
    ("memory_mb", "memory (MB)", "メモリ (MB)"),
    ("moved", "VMs that moved", "移行された仮想マシン"),
    ("named", "VMs, none connected", "仮想マシン (接続中のアダプタなし)"),
    ("os", "operating system", "OS"),
    ("policy", "admission control policy", "アドミッション コントロール ポリシー"),
    ("pools", "resource pools", "リソース プール"),
    ("port_groups", "port groups", "ポート グループ"),
    ("portgroup", "port group", "ポート グループ"),
    ("possible", "highest EVC mode possible", "設定できる最上位の EVC モード"),
    ("power", "power", "電源"),
    ("releases", "releases", "リリース"),
    ("reserved", "hosts without what it reserves", "予約分の空きがないホスト"),
    ("restarted", "VMs that HA restarted", "HA が再起動した仮想マシン"),
    ("running_vms", "running VMs", "実行中の仮想マシン"),
    ("service", "service", "稼動状態"),
    ("state", "state", "状態"),
    ("status", "status", "ステータス"),
    ("subnets", "subnets", "サブネット"),
    ("threads", "hosts with too few CPU threads", "CPU スレッドが不足しているホスト"),
    ("tools", "VMware Tools", "VMware Tools"),
    ("uplinks", "uplinks", "アップリンク"),
    ("users", "VMs that use it", "使用中の仮想マシン"),
    ("version", "version", "バージョン"),
    ("vm", "VM", "仮想マシン"),
    ("vm_monitoring", "VM monitoring", "仮想マシンの監視"),
    ("vms", "VMs", "仮想マシン"),
];

/// What a piece of evidence is called; its own name where a rule of the site brings it.
pub(super) fn label(name: &str, lang: Lang) -> String {
    let known = LABELS.iter().find(|(known, ..)| *known == name);
    known.map_or_else(
        || safe::name(name).into_owned(),
        |(_, en, ja)| match lang {
            Lang::En => (*en).to_owned(),
            Lang::Ja => (*ja).to_owned(),
        },
    )
}

/// Whether a piece of evidence tells people anything. Yes and no are told by what was found.
pub(super) fn tells(name: &str, value: &Evidence) -> bool {
    !SILENT.contains(&name) && !matches!(value, Evidence::Bool(_))
}

/// `memory (MB) = 4096`.
pub(super) fn with_label(name: &str, value: &Evidence, lang: Lang) -> String {
    let value = match value {
        Evidence::Bool(true) => Msg::Yes.get(lang).to_owned(),
        Evidence::Bool(false) => Msg::No.get(lang).to_owned(),
        value => safe::value(value, lang),
    };
    let value = if value.is_empty() { "–" } else { &value };
    format!("{} = {value}", label(name, lang))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::expr::Kind;
    use crate::facts;
    use crate::rules::{Catalogue, built_in};
    use crate::schema::Type;

    /// What stands in the text of a finding needs no name.
    #[test]
    fn all_that_may_stand_beside_a_text_has_a_name() {
        let catalogue = Catalogue::load(&[built_in()], &facts::roots()).unwrap();
        let mut without = Vec::new();
        for rule in &catalogue.rules {
            let beside = rule.findings().into_iter().flat_map(|finding| {
                let text = &finding.message.template.en;
                let beside = |evidence: &&crate::rules::Evidence| {
                    !text.has(&evidence.name) && !matches!(evidence.value.kind(), Kind::Value(Type::Bool))
                };
                finding.evidence.iter().filter(beside).map(|evidence| evidence.name.as_str())
            });
            let shown = rule.show.iter().map(|shown| shown.name.as_str());
            let unnamed =
                |name: &&str| !SILENT.contains(name) && !LABELS.iter().any(|(known, ..)| known == name);
            without.extend(beside.chain(shown).filter(unnamed).map(|name| format!("{}: {name}", rule.id)));
        }
        assert!(without.is_empty(), "{without:?}");
        assert!(LABELS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
