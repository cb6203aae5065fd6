//! What vCenter itself says of moves, held against the answers here: a line in all, and one for each way in
//! which they differ.

use std::io;

use super::names::few;
use crate::render::html::Html;
use crate::render::named;
use crate::render::words::catalogue;
use crate::report::{Differs, HeldAgainst, MovePair, Object};
use crate::terms::{Lang, Oracle, Rightful, values};

/// Ways to differ that are told, and reasons why no answer came.
const FEW_WAYS: usize = 6;
const FEW_REASONS: usize = 3;

catalogue! { Say:
    Checker = "Held against vCenter's checker: {n} of {all} answers differ", "vCenter の互換性チェックとの照合: 回答 {all} 件のうち相違 {n} 件";
    Drs = "Held against DRS: {n} of {all} answers about emptying hosts differ", "DRS との照合: ホスト退避の回答 {all} 件のうち相違 {n} 件";
    DrsMoves = "DRS would make {n} move that is not possible here|DRS would make {n} moves that are not possible here",
        "DRS が提案した移行のうち、本ツールで不可と判定したもの {n} 件";
    CheckerSilent = "vCenter's checker has not answered for all VMs: {why}", "vCenter の互換性チェックから回答を得られない仮想マシンがあります: {why}";
    DrsSilent = "DRS has not answered for all hosts: {why}", "DRS から回答を得られないホストがあります: {why}";
    Refused = "vCenter refuses what is possible here ({by}): {at}", "本ツールでは可能、vCenter では不可 ({by}): {at}";
    Allowed = "vCenter allows what is not possible here ({by}): {at}", "本ツールでは不可 ({by})、vCenter では可能: {at}";
    Unnamed = "no cause named", "原因の記載なし";
    Move = "{vm} to {host}", "{vm} → {host}";
    More = "{n} more kind of difference|{n} more kinds of differences", "ほかの種類の相違 {n} 件";
    Because = "{told}; {why}", "{told}。{why}。";
    Wrong = "one of the two is wrong", "どちらかの判定が誤りです";
    Rules = "its checker leaves VM-Host rules out", "vCenter の互換性チェックは VM-Host ルールを対象としません";
    Labels = "it compares networks by name only", "vCenter はネットワークを名前だけで比較します";
    Path = "it does not look whether the vMotion adapters reach each other", "vCenter は vMotion アダプタ間の到達性を確認しません";
    Room = "its checker does not count what is free", "vCenter の互換性チェックは空き容量を対象としません";
    Spares = "its checker leaves failover hosts out", "vCenter の互換性チェックはフェイルオーバー ホストを対象としません";
    Failover = "DRS keeps HA's capacity for failures free", "DRS は HA のフェイルオーバー用の容量を確保します";
    ByHand = "DRS leaves these VMs to a person", "DRS はこれらの仮想マシンを自動では移行しません";
    Moment = "that is what goes on at the moment", "一時的な状態によるものです";
}

fn why(because: Option<Rightful>) -> Say {
    match because {
        None => Say::Wrong,
        Some(Rightful::Rules) => Say::Rules,
        Some(Rightful::Labels) => Say::Labels,
        Some(Rightful::Path) => Say::Path,
        Some(Rightful::Room) => Say::Room,
        Some(Rightful::Spares) => Say::Spares,
        Some(Rightful::Failover) => Say::Failover,
        Some(Rightful::ByHand) => Say::ByHand,
        Some(Rightful::Moment) => Say::Moment,
    }
}

/// The line in all, and those beneath it.
pub(in crate::render) fn held(held: &HeldAgainst, lang: Lang) -> (String, Vec<String>) {
    // Of DRS answers are hosts, and single moves stand beside them.
    let answers =
        |one: &&Differs| held.oracle == Oracle::Checker || one.at.iter().all(|pair| pair.vm.is_none());
    let count = |of: &dyn Fn(&&Differs) -> bool| held.differs.iter().filter(of).map(|one| one.at.len()).sum();
    let (n, moves): (usize, usize) = (count(&answers), count(&|one| !answers(one)));
    let (all, silent) = match held.oracle {
        Oracle::Checker => (Say::Checker, Say::CheckerSilent),
        Oracle::Drs => (Say::Drs, Say::DrsSilent),
    };
    let figures =
        [("n", &named::number(n) as &dyn std::fmt::Display), ("all", &named::number(held.compared))];
    let mut lines: Vec<String> = Vec::new();
    lines.extend((moves > 0).then(|| Say::DrsMoves.count(lang, moves)));
    lines.extend(held.differs.iter().take(FEW_WAYS).map(|one| differs(one, lang)));
    let more = held.differs.len().saturating_sub(FEW_WAYS);
    lines.extend((more > 0).then(|| Say::More.count(lang, more)));
    if !held.unanswered.is_empty() {
        let reasons: Vec<String> = held.unanswered.iter().map(|why| named::reason(why, lang)).collect();
        let reasons = super::listed(&reasons, FEW_REASONS, lang);
        lines.push(silent.fill(lang, &[("why", &reasons)]));
    }
    (all.fill(lang, &figures), lines)
}

/// The same on a page.
pub(in crate::render) fn page(html: &mut Html<'_>, told: Option<&HeldAgainst>) -> io::Result<()> {
    let Some(told) = told else { return Ok(()) };
    html.raw("<p>")?;
    html.both(|lang| held(told, lang).0)?;
    html.raw("</p>")?;
    let (english, japanese) = (held(told, Lang::En).1, held(told, Lang::Ja).1);
    if english.is_empty() {
        return Ok(());
    }
    html.raw("<ul>")?;
    for (english, japanese) in english.iter().zip(&japanese) {
        html.raw("<li>")?;
        html.both(|lang| if lang == Lang::En { english } else { japanese })?;
        html.raw("</li>")?;
    }
    html.raw("</ul>")
}

/// Each difference alone: its VM, its host, what it says.
pub(in crate::render) fn each(held: &HeldAgainst, lang: Lang) -> Vec<(Option<&Object>, &Object, String)> {
    let of = |one: &'_ Differs, pair: &MovePair| {
        differs(&Differs { at: vec![pair.clone()], by: one.by.clone(), ..*one }, lang)
    };
    let all = held.differs.iter().flat_map(|one| one.at.iter().map(move |pair| (one, pair)));
    all.map(|(one, pair)| (pair.vm.as_ref(), &pair.host, of(one, pair))).collect()
}

fn differs(one: &Differs, lang: Lang) -> String {
    let word =
        |text: &String| values::said(text).map_or_else(|| text.clone(), |said| said.get(lang).to_owned());
    let by: Vec<String> = one.by.iter().map(word).collect();
    let by = if by.is_empty() { Say::Unnamed.get(lang).to_owned() } else { few(&by, lang) };
    let at: Vec<String> = one.at.iter().map(|pair| place(pair, lang)).collect();
    let say = if one.here { Say::Refused } else { Say::Allowed };
    let told = say.fill(lang, &[("by", &by), ("at", &few(&at, lang))]);
    Say::Because.fill(lang, &[("told", &told), ("why", &why(one.because).get(lang))])
}

fn place(pair: &MovePair, lang: Lang) -> String {
    let host = named::object_name(&pair.host);
    match &pair.vm {
        Some(vm) => Say::Move.fill(lang, &[("vm", &named::object_name(vm)), ("host", &host)]),
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::checks::holds;

    #[test]
    fn every_text_exists_in_both_languages() {
        for say in Say::ALL {
            holds(say, say.get(Lang::En), say.get(Lang::Ja), false);
        }
    }
}
