//! What keeps VMs from hosts, and what to do about it, in words.

use super::names::{few, names};
use super::words::Word;
use crate::placement::Hindrance;
use crate::render::named;
use crate::render::safe;
use crate::render::words::Msg;
use crate::report::Object;
use crate::terms::{Lang, values};

/// The word of a cause.
fn cause(cause: &str, lang: Lang) -> String {
    if cause == "reservations" {
        return Word::NotFree.get(lang).to_owned();
    }
    values::said(cause).map_or_else(|| safe::name(cause).into_owned(), |text| text.get(lang).to_owned())
}

/// `storage san-lms01, san-lms02`: a cause with the names it is about.
fn with_names(what: &str, of: &[String], lang: Lang) -> String {
    let all = names(of.iter().map(String::as_str).filter(|name| !name.is_empty()));
    match (all.is_empty(), lang) {
        (true, _) => cause(what, lang),
        (false, Lang::En) => format!("{} {}", cause(what, lang), few(&all, lang)),
        (false, Lang::Ja) => format!("{}「{}」", cause(what, lang), few(&all, lang)),
    }
}

/// Hindrances, those of one cause together: `storage san-lms01; VM-Host rules licence`.
pub(in crate::render) fn hindrances(by: &[&Hindrance], lang: Lang) -> String {
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    let named = |one: &Hindrance| match one.how {
        Some("read-only") => Word::ReadOnly.fill(lang, &[("name", &one.name)]),
        _ => one.name.clone(),
    };
    for one in by {
        match told.iter_mut().find(|(cause, _)| *cause == one.cause) {
            Some((_, names)) => names.push(named(one)),
            None => told.push((one.cause, vec![named(one)])),
        }
    }
    let parts: Vec<String> = told.iter().map(|(cause, names)| with_names(cause, names, lang)).collect();
    parts.join(Msg::Semicolon.get(lang))
}

/// What to do about a hindrance: on the host, or where the VM itself has to change.
pub(in crate::render) fn resolve(one: &Hindrance, host: Option<&Object>, lang: Lang) -> String {
    let word = match (one.cause, host.is_some()) {
        ("storage", _) if one.how == Some("local") => Word::DoStorage,
        ("storage", true) if one.how == Some("read-only") => Word::DoStorageWrite,
        ("devices", _) => Word::DoDevices,
        ("storage", true) => Word::DoStorageOn,
        ("storage", false) => Word::DoStorage,
        ("networks", true) => Word::DoNetworksOn,
        ("networks", false) => Word::DoNetworks,
        ("CPU", true) => Word::DoCpuOn,
        ("CPU", false) => Word::DoCpu,
        ("drives", _) => Word::DoDrives,
        ("affinity", _) => Word::DoAffinity,
        ("bus sharing", _) => Word::DoBus,
        ("hardware version", true) => Word::DoVersionOn,
        ("hardware version", false) => Word::DoVersion,
        ("logical CPUs", true) => Word::DoCpusOn,
        ("logical CPUs", false) => Word::DoCpus,
        ("reservations", _) => Word::DoReservations,
        ("VM-Host rules", _) => Word::DoRules,
        ("encrypted vMotion", true) => Word::DoEncryptionOn,
        ("encrypted vMotion", false) => Word::DoEncryption,
        ("failover hosts", true) => Word::DoSparesOn,
        ("failover hosts", false) => Word::DoSpares,
        ("Fault Tolerance", _) => Word::DoOtherHalf,
        ("state", _) => Word::DoState,
        ("HA agent", true) => Word::DoAgentOn,
        ("HA agent", false) => Word::DoAgent,
        ("licence", true) => Word::DoLicenceOn,
        ("licence", false) => Word::DoLicence,
        ("vMotion", true) => Word::DoVmotionOn,
        ("vMotion", false) => Word::DoVmotion,
        // A cause without advice is told as it is; a test holds that there is none.
        _ => return hindrances(&[one], lang),
    };
    let name = if one.name.is_empty() {
        cause(one.cause, lang)
    } else {
        Word::Named.fill(lang, &[("name", &safe::name(&one.name))])
    };
    let host = host.map(named::object_name).unwrap_or_default();
    word.fill(lang, &[("name", &name), ("host", &host)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ObjectKind;

    /// Causes that read the same in both languages.
    const SAME: &[&str] = &["CPU", "Fault Tolerance", "vMotion"];

    #[test]
    fn every_cause_has_its_words_and_its_advice_in_both_languages() {
        let id = String::from("host-1");
        let host = Object { kind: ObjectKind::Host, id, name: "esx01".into(), path: String::new() };
        for word in Hindrance::causes() {
            let (en, ja) = (cause(word, Lang::En), cause(word, Lang::Ja));
            assert_eq!(en == ja, SAME.contains(&word), "{word}: {en} {ja}");
            for name in ["", "x"] {
                let one = Hindrance { cause: word, name: name.into(), how: None };
                for host in [None, Some(&host)] {
                    for lang in [Lang::En, Lang::Ja] {
                        let told = resolve(&one, host, lang);
                        assert_ne!(told, hindrances(&[&one], lang), "{word} has no advice");
                        assert!(!told.contains(['{', '}']), "{told}");
                    }
                }
            }
        }
    }
}
