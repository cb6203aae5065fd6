//! What a report says of losses and evacuations, in a line or two for each cluster.

use super::{
    named,
    placement::held,
    words::{Msg, catalogue},
};
use crate::report::{HostsThat, PlacingInfo, Report, WorstLoss};
use crate::terms::Lang;

/// VMs or clusters that are named before the others are counted.
const FEW: usize = 3;

catalogue! { Say:
    Losses = "Loss of a host: its VMs find places for {n} of {all} hosts", "ホスト障害: 障害が起きても全仮想マシンの配置先があるホストは {all} 台中 {n} 台";
    HaOff = "HA restarts nothing here: the VMs of a lost host stay down", "HA による再起動なし: 障害が起きたホストの仮想マシンは停止したままです";
    HaOffIn = "HA restarts nothing in {clusters}: the VMs of a lost host stay down", "{clusters} では HA による再起動なし: 障害が起きたホストの仮想マシンは停止したままです";
    NoLossTold = "Loss of a host: whether its VMs find places cannot be told for any of {all} hosts", "ホスト障害: 障害が起きても全仮想マシンの配置先があるか、{all} 台すべてのホストで判定不能";
    AfterMoves = "{n} of these only after other VMs have moved", "うち {n} 台は他の仮想マシンの移動が必要";
    ByHand = "{n} more only once a person moves VMs", "ほかに {n} 台は担当者による移動が必要";
    Unclear = "{n} cannot be told", "{n} 台は判定不能";
    Worst = "worst {host}, which leaves {count} without a place: {vms}", "最大の影響: {host} の障害で{count}に再起動先なし ({vms})";
    Emptied = "Hosts that can be emptied: {n} of {all}", "退避できるホスト: {all} 台中 {n} 台";
    NoneTold = "Hosts that can be emptied: cannot be told for any of {all}", "退避できるホスト: {all} 台すべて判定不能";
}

/// A line for losses and one for evacuations, over all clusters that were asked about. Where one host alone is
/// in service nobody can be turned to, which another line tells.
pub(super) fn lines(report: &Report, lang: Lang) -> Vec<String> {
    let asked = report.clusters.iter().filter_map(|cluster| Some((cluster, cluster.placing.as_ref()?)));
    let asked: Vec<_> = asked.filter(|(_, placing)| placing.losses_survived.all > 1).collect();
    let (off, on): (Vec<_>, Vec<_>) = asked.iter().partition(|(_, placing)| placing.nobody_restarts());
    let mut lines = Vec::new();
    if !on.is_empty() {
        lines.push(losses(on.iter().map(|(_, placing)| *placing), lang));
    }
    match off.as_slice() {
        [] => {}
        _ if report.clusters.len() == 1 => lines.push(Say::HaOff.get(lang).to_owned()),
        several => {
            let names = few(several.iter().map(|(cluster, _)| named::object_name(&cluster.object)), lang);
            lines.push(Say::HaOffIn.fill(lang, &[("clusters", &names)]));
        }
    }
    if !asked.is_empty() {
        lines.push(emptied(sum(asked.iter().map(|(_, placing)| placing.hosts_emptied)), lang));
    }
    for told in report.clusters.iter().filter_map(|cluster| cluster.placing.as_ref()).flat_map(|of| &of.held)
    {
        let (all, differs) = held(told, lang);
        lines.push(all);
        lines.extend(differs);
    }
    lines
}

fn few(names: impl ExactSizeIterator<Item = String>, lang: Lang) -> String {
    let more = names.len().saturating_sub(FEW);
    let mut told: Vec<String> = names.take(FEW).collect();
    if more > 0 {
        told.push(Msg::AndMore.count(lang, more));
    }
    told.join(Msg::Comma.get(lang))
}

fn sum(all: impl Iterator<Item = HostsThat>) -> HostsThat {
    all.fold(HostsThat::default(), |sum, one| HostsThat {
        all: sum.all + one.all,
        as_it_stands: sum.as_it_stands + one.as_it_stands,
        after_moves: sum.after_moves + one.after_moves,
        by_hand: sum.by_hand + one.by_hand,
        unclear: sum.unclear + one.unclear,
    })
}

fn losses<'r>(all: impl Iterator<Item = &'r PlacingInfo> + Clone, lang: Lang) -> String {
    let hosts = sum(all.clone().map(|placing| placing.losses_survived));
    let mut parts = figures((Say::Losses, Say::NoLossTold), hosts, lang);
    let worst = all.filter_map(|placing| placing.worst_loss.as_ref()).max_by_key(|worst| worst.vms.len());
    parts.extend(worst.map(|worst| worst_of(worst, lang)));
    parts.join(Msg::Semicolon.get(lang))
}

fn emptied(hosts: HostsThat, lang: Lang) -> String {
    figures((Say::Emptied, Say::NoneTold), hosts, lang).join(Msg::Semicolon.get(lang))
}

/// Of how many hosts it holds, and what is to be said beside; that it can be told of none, where that is so.
fn figures((say, untold): (Say, Say), hosts: HostsThat, lang: Lang) -> Vec<String> {
    if hosts.unclear == hosts.all {
        return vec![untold.fill(lang, &[("all", &hosts.all)])];
    }
    let figure = say.fill(lang, &[("n", &hosts.holds()), ("all", &hosts.all)]);
    [figure].into_iter().chain(beside(hosts, lang)).collect()
}

fn beside(hosts: HostsThat, lang: Lang) -> impl Iterator<Item = String> {
    let parts =
        [(Say::AfterMoves, hosts.after_moves), (Say::ByHand, hosts.by_hand), (Say::Unclear, hosts.unclear)];
    parts.into_iter().filter(|(_, n)| *n > 0).map(move |(say, n)| say.fill(lang, &[("n", &n)]))
}

fn worst_of(worst: &WorstLoss, lang: Lang) -> String {
    let names = few(worst.vms.iter().map(named::object_name), lang);
    let count = Msg::Vms.count(lang, worst.vms.len());
    let host = named::object_name(&worst.host);
    Say::Worst.fill(lang, &[("host", &host), ("count", &count), ("vms", &names)])
}
