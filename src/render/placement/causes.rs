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
    let named = |one: &Hindrance| {
        let kind = detail(one, lang);
        let all: Vec<&str> =
            [kind.as_str(), &one.backing].into_iter().filter(|text| !text.is_empty()).collect();
        let all = all.join(Msg::Comma.get(lang));
        match (one.name.as_str(), all.is_empty()) {
            (name, true) => name.to_owned(),
            ("", false) if lang == Lang::Ja => all,
            ("", false) => format!("({all})"),
            (name, false) => format!("{name} ({all})"),
        }
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

/// What it is about a hindrance, in words: which state, which kind of device, what a host lacks. That a store lies on a
/// disk of one host is told by what to do about it.
fn detail(one: &Hindrance, lang: Lang) -> String {
    let Some(how) = one.how else { return String::new() };
    let word = match (one.cause, how) {
        ("storage", "read-only") => Word::ReadOnly,
        ("storage", _) => return String::new(),
        ("state", "question") => Word::Question,
        ("state", "failover") => Word::Failover,
        ("state", "disabled") => Word::Disabled,
        ("networks", "no-label") => Word::NoLabel,
        ("networks", "no-switch") => Word::NoSwitch,
        ("networks", "vlan") => Word::OtherVlan,
        ("networks", "no-link") => Word::NoLink,
        _ => return values::said(how).map_or_else(|| how.to_owned(), |text| text.get(lang).to_owned()),
    };
    word.get(lang).to_owned()
}

/// What to do about a hindrance: on the host, or where the VM itself has to change.
pub(in crate::render) fn resolve(one: &Hindrance, host: Option<&Object>, lang: Lang) -> String {
    let word = match (one.cause, host.is_some()) {
        ("storage", _) if one.how == Some("local") => Word::DoStorage,
        ("storage", true) if one.how == Some("read-only") => Word::DoStorageWrite,
        ("devices", _) => Word::DoDevices,
        ("storage", true) => Word::DoStorageOn,
        ("storage", false) => Word::DoStorage,
        ("networks", true) => match one.how {
            Some("no-label") => Word::DoNetworksLabel,
            Some("no-switch") => Word::DoNetworksSwitch,
            Some("vlan") => Word::DoNetworksVlan,
            Some("no-link") => Word::DoNetworksLink,
            _ => Word::DoNetworksOn,
        },
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
        ("state", _) => match one.how {
            Some("question") => Word::DoQuestion,
            Some("failover") => Word::DoFailover,
            Some("disabled") => Word::DoDisabled,
            Some("inaccessible" | "invalid" | "orphaned") => Word::DoBroken,
            _ => Word::DoState,
        },
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
    word.fill(lang, &[("name", &name), ("host", &host), ("state", &detail(one, lang))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ObjectKind;

    /// Causes that read the same in both languages.
    const SAME: &[&str] = &["CPU", "Fault Tolerance", "vMotion"];

    #[test]
    fn which_state_which_device_and_what_a_host_lacks_is_told_in_both_languages() {
        let of = |cause, name: &str, how, backing: &str| Hindrance {
            cause,
            name: name.into(),
            how: Some(how),
            backing: backing.into(),
        };
        let device = of("devices", "USB 1", "usb-host", "path:1/0/3");
        assert_eq!(hindrances(&[&device], Lang::En), "devices USB 1 (USB device of the host, path:1/0/3)");
        assert_eq!(hindrances(&[&device], Lang::Ja), "デバイス「USB 1 (ホストの USB デバイス、path:1/0/3)」");
        let id = String::from("host-1");
        let host = Object { kind: ObjectKind::Host, id, name: "esx01".into(), path: String::new() };
        let kinds = [
            ("state", "", &["question", "failover", "disabled", "inaccessible", "invalid", "orphaned"][..]),
            ("networks", "lan", &["no-label", "no-switch", "vlan", "no-link"]),
        ];
        for lang in [Lang::En, Lang::Ja] {
            for (cause, name, kinds) in kinds {
                let plain = Hindrance { how: None, ..of(cause, name, "", "") };
                let mut told = vec![hindrances(&[&plain], lang)];
                let mut cures = vec![resolve(&plain, Some(&host), lang)];
                for kind in kinds {
                    let one = of(cause, name, kind, "");
                    told.push(hindrances(&[&one], lang));
                    cures.push(resolve(&one, Some(&host), lang));
                }
                assert!(told.iter().chain(&cures).all(|text| !text.contains(['{', '}'])), "{cures:?}");
                told.sort();
                told.dedup();
                assert_eq!(told.len(), kinds.len() + 1, "{told:?}");
                cures.sort();
                cures.dedup();
                assert!(cures.len() > 4, "{cures:?}");
            }
        }
    }

    #[test]
    fn every_cause_has_its_words_and_its_advice_in_both_languages() {
        let id = String::from("host-1");
        let host = Object { kind: ObjectKind::Host, id, name: "esx01".into(), path: String::new() };
        for word in Hindrance::causes() {
            let (en, ja) = (cause(word, Lang::En), cause(word, Lang::Ja));
            assert_eq!(en == ja, SAME.contains(&word), "{word}: {en} {ja}");
            for name in ["", "x"] {
                let one = Hindrance { cause: word, name: name.into(), how: None, backing: String::new() };
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
