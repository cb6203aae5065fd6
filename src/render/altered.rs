//! What changes the meaning of the verdict or of the exit code, in lines that every form for people shows.

use std::fmt::Display;

use super::{difference, safe, words::Msg, words::thousands};
use crate::report::{Override, Question};
use crate::terms::Lang;

/// What the site has set in place of what rules say; nothing when it has set nothing.
pub(super) fn own(question: &Question, lang: Lang) -> Vec<String> {
    question.overrides.iter().map(|own| one(own, lang)).collect()
}

/// What the run was held against, and what the two were asked differently.
pub(super) fn baseline(question: &Question, lang: Lang) -> Vec<String> {
    let Some(baseline) = &question.baseline else { return Vec::new() };
    let number = |count: usize| thousands(u64::try_from(count).unwrap_or(u64::MAX));
    let values: [(&str, &dyn Display); 4] = [
        ("file", &safe::line(&baseline.file)),
        ("at", &safe::name(&baseline.at)),
        ("new", &number(baseline.new)),
        ("known", &number(baseline.known)),
    ];
    let line = Msg::Against.fill(lang, &values);
    std::iter::once(line).chain(difference::differs(&baseline.differs, lang)).collect()
}

/// `vmotion-network-gbe min_mbps = 10000 (the rule says 1000)`.
fn one(own: &Override, lang: Lang) -> String {
    let rule = safe::name(&own.rule);
    if let Some(param) = &own.param {
        let values: [(&str, &dyn Display); 4] = [
            ("rule", &rule),
            ("param", &safe::name(param)),
            ("value", &safe::line(&own.value)),
            ("instead_of", &safe::line(&own.instead_of)),
        ];
        return Msg::OwnParam.fill(lang, &values);
    }
    let word = |word: &str| match word {
        "required" => Msg::Required.get(lang).to_owned(),
        "advisory" => Msg::AdvisoryWord.get(lang).to_owned(),
        other => safe::name(other).into_owned(),
    };
    let values: [(&str, &dyn Display); 3] =
        [("rule", &rule), ("value", &word(&own.value)), ("instead_of", &word(&own.instead_of))];
    Msg::OwnSeverity.fill(lang, &values)
}
