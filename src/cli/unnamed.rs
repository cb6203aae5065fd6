//! What is said when a host or a group that was named is not there.

use super::exit::one_line;
use crate::placement::Unnamed;
use crate::render::safe;
use crate::terms::nearest::did_you_mean;
use crate::terms::{Text, told, values};

/// Names that are listed.
const FEW: usize = 10;

/// The error for people: what was named, why it does not do, what would.
pub fn says(error: &Unnamed) -> Text {
    match error {
        Unnamed::Host { name, known } => {
            let kind = told!("host in service", "稼動中のホスト");
            let hint = told!(
                "--cluster and --datacenter narrow the search",
                "--cluster と --datacenter で検索範囲を限定できます"
            );
            let none = told!(
                "no cluster in scope has a host in service",
                "対象範囲のクラスタに、稼動中のホストがありません"
            );
            absent(&kind, &hint, name, known, &none)
        }
        Unnamed::Out { name, service, vms } => out(name, service, vms),
        Unnamed::Group { name, known } => {
            let kind = told!("host group", "ホスト グループ");
            let hint = told!("groups of VMs are none", "仮想マシン グループは指定できません");
            let none = told!(
                "no cluster in scope has a host group of DRS, or none could be read",
                "対象範囲のクラスタに DRS のホスト グループがないか、読み取れませんでした"
            );
            absent(&kind, &hint, name, known, &none)
        }
        Unnamed::Apart { one, other } => told!(
            "'{one}' and '{other}' are in different clusters: name hosts of one, and ask about the others in a run of \
             its own",
            "「{one}」と「{other}」は別のクラスタに属しています。1 つのクラスタのホストだけを指定し、ほかのホストは別に実行します。",
            one = safe::name(one),
            other = safe::name(other)
        ),
        Unnamed::Ambiguous { name, paths } => told!(
            "'{name}' means more than one host; give the path or the id of one:",
            "「{name}」に該当するホストが複数あります。パスか ID で 1 台を指定します。",
            name = safe::name(name)
        )
        .and(&listed(paths)),
        Unnamed::EmptyGroup { name } => told!(
            "host group '{name}' has no host in service: there is nothing to lose",
            "ホスト グループ「{name}」に稼動中のホストがないため、失われるものがありません",
            name = safe::name(name)
        ),
    }
}

/// A host that is out of service already, and what that means for its VMs.
fn out(name: &str, service: &str, vms: &[String]) -> Text {
    let (name, said) = (safe::name(name), values::said(service).unwrap_or_else(|| Text::same(service)));
    let lead = told!(
        [said] "host '{name}' is out of service already ({said}): it takes no VMs, and its loss changes nothing for \
         the others",
        "ホスト「{name}」はすでに稼動していません ({said})。仮想マシンを受け入れず、失われてもほかのホストには影響しません"
    );
    if vms.is_empty() {
        return told!(
            [lead] "{lead}; no VM stands there as running",
            "{lead}。このホストで実行中の仮想マシンはありません。"
        );
    }
    let they = match service {
        "disconnected" | "not-responding" => told!(
            "whether they still run there, or HA has restarted them elsewhere, vCenter does not see",
            "現在も実行中か、HA が別のホストで再起動したかは、vCenter からは確認できません"
        ),
        _ => told!(
            "they are still to be moved away, or powered off",
            "今後、移行またはパワーオフする必要があります"
        ),
    };
    told!(
        [lead, they] "{lead}; these VMs stand there as running and are in no answer ({they}):",
        "{lead}。次の仮想マシンはこのホストで実行中とされており、結果に含まれません ({they})。"
    )
    .and(&listed(vms))
}

fn absent(kind: &Text, hint: &Text, name: &str, known: &[String], none: &Text) -> Text {
    let shown = safe::name(name);
    if known.is_empty() {
        return told!([kind, none] "there is no {kind} '{shown}': {none}", "{kind}「{shown}」はありません: {none}");
    }
    let near = one_line(&did_you_mean(name, known.iter().map(String::as_str)));
    told!(
        [kind, near, hint] "there is no {kind} '{shown}'{near} ({hint}); there are:",
        "{kind}「{shown}」はありません{near}。{hint}。指定できる名前:"
    )
    .and(&listed(known))
}

fn listed(names: &[String]) -> Text {
    let shown: String = names.iter().take(FEW).map(|name| format!("\n  {}", safe::name(name))).collect();
    let shown = Text::same(shown);
    let more = names.len().saturating_sub(FEW);
    if more == 0 { shown } else { shown.and(&told!("\n  … and {more} more", "\n  … ほか {more} 件")) }
}
