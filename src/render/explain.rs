//! What `rules explain` prints.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{named, safe, wrap};
use crate::rules::{ExplainedFinding, Explanation};
use crate::terms::{Lang, Level, Severity, Subject, Text};

/// Columns of the explanation.
const WIDTH: usize = 80;
/// Indentation below a heading.
const INDENT: usize = 2;
/// Indentation of what belongs to a line.
const BELOW: usize = 6;

/// What the API says of a datum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// First API version that has it.
    pub version: String,
    /// Privilege that it takes.
    pub privilege: &'static str,
    /// The method that answers; empty for a property.
    pub method: &'static str,
}

/// The explanation of a rule in `lang`; `offered` tells of a datum, named as the rule reads it, what the API says.
pub fn explain(rule: &Explanation, offered: impl Fn(&str) -> Option<Since>, lang: Lang) -> String {
    let mut page = Page { text: String::new(), lang };
    page.head(rule);
    page.demand(rule);
    page.decided(rule);
    page.gates(rule);
    page.params(rule);
    page.vcenter(rule);
    page.fix(rule);
    page.reads(rule, offered);
    page.text
}

struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn head(&mut self, rule: &Explanation) {
        self.wrapped(&rule.id, 0, 0);
        self.paragraph(rule.title.get(self.lang));
        let (judges, gives) = (self.word("judges each", "判定対象:"), self.word("can say", "判定結果:"));
        let subject = kind(&rule.subject).get(self.lang).to_owned();
        let outcomes = rule.outcomes.join(", ");
        let profiles = match rule.severity {
            Severity::Required => format!("lms-4.0, {}", rule.profiles.join(", ")),
            Severity::Advisory => rule.profiles.join(", "),
        };
        let profiles =
            format!("{} {}", self.word("profiles", "プロファイル:"), profiles.trim_end_matches([',', ' ']));
        self.paragraph(&format!("{judges} {subject} · {gives} {outcomes} · {profiles}"));
        if rule.origin != "built-in" {
            let origin = safe::line(&rule.origin).into_owned();
            let from = self.word("from", "定義元:");
            self.paragraph(&format!("{from} {origin}"));
        }
    }

    /// The heading, then the demand in both languages: the guide is Japanese.
    fn demand(&mut self, rule: &Explanation) {
        match rule.severity {
            Severity::Required => self.section("Demanded by the LMS guide", "要件"),
            Severity::Advisory => self.section("Advice beyond the LMS guide", "推奨事項 (要件外)"),
        }
        if !rule.heading.is_empty() {
            let number = rule.number.map(|number| format!(" (#{number})")).unwrap_or_default();
            self.paragraph(&format!("{}{number}", named::heading(&rule.heading, self.lang)));
        }
        let both = match self.lang {
            Lang::En => [&rule.demand.en, &rule.demand.ja],
            Lang::Ja => [&rule.demand.ja, &rule.demand.en],
        };
        for demand in both {
            self.wrapped(demand, INDENT + 2, INDENT + 2);
        }
    }

    fn decided(&mut self, rule: &Explanation) {
        self.section("How it is decided", "判定方法");
        for finding in &rule.findings {
            self.finding(finding);
        }
        if let Some((per, question)) = &rule.question {
            let asked = self.word("a person answers, for each", "担当者への質問 (単位:");
            let close = self.word(":", "):");
            let per = per_word(*per).get(self.lang).to_owned();
            self.paragraph(&format!("{asked} {per}{close} {}", question.get(self.lang)));
        }
    }

    fn finding(&mut self, finding: &ExplainedFinding) {
        let level = level_word(finding.level).get(self.lang).to_owned();
        let literal = finding.literal.filter(|literal| *literal != finding.level).map(|literal| {
            let reading = self.word("read to the letter", "文字どおりに読む場合");
            format!(" ({reading}: {})", level_word(literal).get(self.lang))
        });
        let message = finding.message.get(self.lang).trim().to_owned();
        self.wrapped(&format!("{level}{}: {message}", literal.unwrap_or_default()), INDENT, INDENT + 2);
        if let Some((list, name)) = &finding.each {
            let each = self.word("for each", "繰り返し:");
            self.detail(&format!("{each} {name} in {list}"));
        }
        let when = self.word("when", "条件:");
        self.detail(&format!("{when} {}", one_line(&finding.when)));
        if finding.basis.as_deref() == Some("vmware") {
            let basis = self
                .word("VMware demands this; the LMS guide does not", "LMS 4.0 ガイドではなく VMware の要件");
            self.detail(basis);
        }
    }

    fn gates(&mut self, rule: &Explanation) {
        if rule.gates.is_empty() {
            return;
        }
        self.section("Does not apply", "対象外となる条件");
        for gate in &rule.gates {
            self.wrapped(gate.because.get(self.lang), INDENT, INDENT + 2);
            let when = self.word("when", "条件:");
            self.detail(&format!("{when} {}", one_line(&gate.when)));
            for (name, value) in &gate.params {
                self.detail(&format!("{name} = {value}"));
            }
        }
    }

    fn params(&mut self, rule: &Explanation) {
        if rule.params.is_empty() {
            return;
        }
        self.section(
            "Numbers a site may change (in its own copy of the rule)",
            "変更できる値 (ルールの写しで指定)",
        );
        for (name, value) in &rule.params {
            self.paragraph(&format!("{name} = {value}"));
        }
    }

    /// What vCenter itself would say, so that people find the case in its own messages.
    fn vcenter(&mut self, rule: &Explanation) {
        self.section("What vCenter itself reports", "vCenter のエラー (フォルト名)");
        let faults: BTreeSet<&str> =
            rule.findings.iter().flat_map(|finding| &finding.faults).map(String::as_str).collect();
        if faults.is_empty() {
            let none =
                self.word("nothing: vCenter has no fault for this", "なし (対応するエラーはありません)");
            self.paragraph(none);
        } else {
            self.paragraph(&faults.into_iter().collect::<Vec<_>>().join(", "));
        }
    }

    fn fix(&mut self, rule: &Explanation) {
        self.section("How to fix it", "対処");
        self.paragraph(rule.fix.get(self.lang));
        for finding in &rule.findings {
            if let Some(fix) = &finding.fix {
                let fix = format!("{}: {}", finding.name, fix.get(self.lang).trim());
                self.wrapped(&fix, INDENT, INDENT + 2);
            }
        }
    }

    /// The properties by object, with the API version and the privilege of each.
    fn reads(&mut self, rule: &Explanation, offered: impl Fn(&str) -> Option<Since>) {
        self.section(
            "What it reads (the built-in Read-only role, propagated from the root folder, has all these privileges)",
            "参照する情報 (ルート フォルダから伝達した読み取り専用ロールに必要な権限がすべて含まれます)",
        );
        let mut by_type: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut calls: BTreeSet<&str> = BTreeSet::new();
        for read in &rule.reads {
            match read.split_once(':') {
                Some(("call", name)) => _ = calls.insert(name),
                Some((ty, path)) => by_type.entry(ty).or_default().push(path),
                None => _ = calls.insert(read),
            }
        }
        for (ty, paths) in by_type {
            self.paragraph(ty);
            let width = paths.iter().map(|path| path.width()).max().unwrap_or(0);
            for path in paths {
                let since = offered(&format!("{ty}:{path}"));
                let tail = since.map(|since| format!("  API {}  {}", since.version, since.privilege));
                let line = format!("    {path:width$}{}", tail.unwrap_or_default());
                let _ = writeln!(self.text, "{}", line.trim_end());
            }
        }
        if calls.is_empty() {
            return;
        }
        self.paragraph(self.word("calls", "呼び出し"));
        let width = calls.iter().map(|call| call.width()).max().unwrap_or(0);
        for call in calls {
            let since = offered(&format!("call:{call}"));
            let tail = since.map_or_else(String::new, |since| {
                format!("  API {}  {}  {}", since.version, since.privilege, since.method)
            });
            let _ = writeln!(self.text, "    {call:width$}{tail}");
        }
    }

    fn word<'w>(&self, en: &'w str, ja: &'w str) -> &'w str {
        match self.lang {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }

    fn section(&mut self, en: &str, ja: &str) {
        self.text.push('\n');
        let title = self.word(en, ja);
        self.wrapped(title, 0, 0);
    }

    fn paragraph(&mut self, words: &str) {
        self.wrapped(words, INDENT, INDENT);
    }

    fn detail(&mut self, words: &str) {
        self.wrapped(words, BELOW, BELOW + 2);
    }

    fn wrapped(&mut self, words: &str, first: usize, next: usize) {
        for (at, line) in words.lines().enumerate() {
            let indent = if at == 0 { first } else { next };
            for line in wrap(line.trim(), WIDTH, indent, next) {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
            }
        }
    }
}

fn level_word(level: Level) -> Text {
    match level {
        Level::Fail => Text::new("fail", "不合格"),
        Level::Warn => Text::new("warn", "警告"),
        Level::Note => Text::new("note", "参考"),
    }
}

fn per_word(per: Subject) -> Text {
    kind(per.name())
}

fn kind(subject: &str) -> Text {
    match subject {
        "vcenter" => Text::new("vCenter", "vCenter"),
        "cluster" => Text::new("cluster", "クラスタ"),
        "host" => Text::new("host", "ホスト"),
        _ => Text::new("VM", "仮想マシン"),
    }
}

/// A condition that a rule file spreads over lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
