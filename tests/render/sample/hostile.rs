//! Reports whose names are up to no good.

use vpreflight::report::*;
use vpreflight::terms::{Pieces, Template};

use super::*;

/// Names that try to take over the terminal.
pub const HOSTILE: [&str; 9] = [
    "red\u{1b}[31m\u{1b}]0;owned\u{7}",
    "line\r\nREADY   cluster /forged",
    "\u{202e}gnp.exe\u{2066}hidden\u{2069}",
    "zero\u{200b}width\u{feff}\u{2028}\u{2029}\u{9b}2J",
    "\"quoted\" 'name' %2f%5c{drive}",
    "مرحبا\u{200f}VM",
    "pile e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "VM Network ",
    "監視サーバー・東京データセンター第一号館三階ラック十二番・予備系・検証用・廃止予定・担当未定",
];

/// Every text that comes from the inventory is hostile, or very long.
pub fn hostile() -> Report {
    let long = format!("begin-{}-end", "x".repeat(240));
    named(&HOSTILE.into_iter().chain([long.as_str()]).collect::<Vec<_>>())
}

/// Every text that comes from the inventory is one of these; there is one at least.
pub fn named(names: &[&str]) -> Report {
    let mut rules = vec![local_cdrom(), unread_subnet()];
    let findings = names.iter().enumerate().map(|(at, name)| {
        let mut one = finding("hostile", Level::Fail, Text::default(), vec![place(vm(at, name), name, name)]);
        let cut = |text| Pieces::cut(text, &["name".to_owned()]).expect("a text that names its evidence");
        one.message = Template {
            en: cut("drive 1 of {name} holds {name}.iso"),
            ja: cut("{name} のドライブ 1 が {name}.iso を使用しています"),
        };
        one.evidence.insert("name", Evidence::Text((*name).into()));
        one.blocks = vec![Object { name: (*name).into(), ..host(at) }];
        one
    });
    rules[0].findings = findings.collect();
    let reasons = names.iter().map(|name| Reason {
        kind: ReasonKind::Failed,
        object: Object { path: String::new(), ..vm(0, name) },
        property: (*name).into(),
        detail: format!("the server says {name}"),
        detail_ja: String::new(),
    });
    rules[1].undecided[0].reasons = reasons.collect();
    let mut hostile = report(Verdict::NotReady, 1, rules);
    for name in names {
        hostile.clusters.push(ClusterInfo::new(object(ObjectKind::Cluster, name, name), 1, 1));
    }
    hostile.vcenter.name = names[0].into();
    hostile.source.server = names[1 % names.len()].into();
    hostile.question.rule_dirs = vec![names[3 % names.len()].into()];
    hostile.decisions =
        names.iter().map(|name| word(DecisionKind::Waiver, name, name, Some(Stale::Unmatched))).collect();
    hostile
}
