//! What `rules explain` prints.

use std::fmt::Write as _;

use crate::rules::Explanation;
use crate::terms::{Lang, Level, Severity, Text};

/// Columns of the explanation.
const WIDTH: usize = 80;
/// Indentation below a heading.
const INDENT: &str = "  ";

/// The explanation in `lang`.
pub fn text(rule: &Explanation, lang: Lang) -> String {
    let mut page = Page { text: String::new(), lang };
    let words = |en: &str, ja: &str| Text::new(en, ja);
    let _ = writeln!(page.text, "{}  {}", rule.id, rule.title.get(lang));
    page.demand(rule, &words);
    page.section(&words("Decided", "判定方法"));
    for finding in &rule.findings {
        let level = level_word(finding.level).get(lang).to_owned();
        let literal = finding.literal.filter(|literal| *literal != finding.level).map(|literal| {
            let reading = words("read to the letter", "文字どおりに読む場合");
            format!(" ({}: {})", reading.get(lang), level_word(literal).get(lang))
        });
        page.paragraph(&format!(
            "{level}{}: {}",
            literal.unwrap_or_default(),
            finding.message.get(lang).trim()
        ));
        let each =
            finding.each.as_ref().map(|(list, name)| format!("{name} in {list}: ")).unwrap_or_default();
        page.detail(&format!("{each}{}", finding.when));
        if !finding.faults.is_empty() {
            page.detail(&format!(
                "{}: {}",
                words("vCenter says", "vCenter のフォールト").get(lang),
                finding.faults.join(", ")
            ));
        }
    }
    if let Some(question) = &rule.question {
        page.paragraph(&format!(
            "{}: {}",
            words("a person answers", "担当者が回答").get(lang),
            question.get(lang)
        ));
    }
    page.section(&words("Does not apply", "対象外となる条件"));
    for gate in &rule.gates {
        page.paragraph(&format!("{} ({})", gate.because.get(lang), gate.when));
    }
    if !rule.params.is_empty() {
        page.section(&words(
            "Numbers a site may change (in its own copy of the rule)",
            "変更できる値 (ルールの写しで指定)",
        ));
        for (name, value) in &rule.params {
            page.paragraph(&format!("{name} = {value}"));
        }
    }
    page.section(&words(
        "Reads (the built-in Read-only role, propagated from the root folder, is enough)",
        "参照するプロパティ (ルート フォルダから伝達した「読み取り専用」ロールで十分)",
    ));
    page.paragraph(&rule.reads.join(", "));
    page.section(&words("To fix it", "対処"));
    page.paragraph(rule.fix.get(lang));
    page.text
}

fn level_word(level: Level) -> Text {
    match level {
        Level::Fail => Text::new("fail", "不合格"),
        Level::Warn => Text::new("warn", "警告"),
        Level::Note => Text::new("note", "参考"),
    }
}

struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn demand(&mut self, rule: &Explanation, words: &dyn Fn(&str, &str) -> Text) {
        let (required, advisory) = (words("Demanded", "要件"), words("Advised", "推奨"));
        self.section(if rule.severity == Severity::Required { &required } else { &advisory });
        if !rule.heading.is_empty() {
            let number = rule.number.map(|number| format!(" (#{number})")).unwrap_or_default();
            self.paragraph(&format!("{}{number}", rule.heading));
        }
        self.paragraph(rule.demand.get(self.lang));
    }

    fn section(&mut self, title: &Text) {
        let _ = writeln!(self.text, "\n{}", title.get(self.lang));
    }

    fn paragraph(&mut self, words: &str) {
        self.wrapped(words, INDENT, INDENT);
    }

    fn detail(&mut self, words: &str) {
        self.wrapped(words, "      ", "        ");
    }

    fn wrapped(&mut self, words: &str, first: &str, next: &str) {
        let options = textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(next);
        for line in words.lines().flat_map(|line| textwrap::wrap(line.trim(), options.clone())) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}
