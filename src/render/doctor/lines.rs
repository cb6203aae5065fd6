//! What a diagnosis says, line by line.

use super::words::{Word, question, trust};
use crate::doctor::{By, Diagnosis, Encrypted, Lack, Optional, Paging, Readable, WhyNot};
use crate::render::named::{kind_and_name, kind_words};
use crate::render::safe;
use crate::render::words::Msg;
use crate::report::Object;
use crate::terms::{Lang, ObjectKind, time};

/// Privileges beyond the role that are named.
const BEYOND: usize = 5;

/// What the answer is, in one line.
pub(super) fn answer(diagnosis: &Diagnosis) -> Word {
    match diagnosis.readable {
        Readable::Yes => Word::All,
        Readable::No => Word::Some,
        Readable::CannotTell if diagnosis.sees.iter().all(|one| one.kind != ObjectKind::Cluster) => {
            Word::NoCluster
        }
        Readable::CannotTell => Word::NotAllTold,
    }
}

/// Who answers, how, and to whom.
pub(super) fn connection(diagnosis: &Diagnosis, lang: Lang) -> Vec<String> {
    let vcenter = &diagnosis.vcenter;
    let product = Msg::ReadProduct.fill(
        lang,
        &[
            ("product", &safe::line(&format!("{} {}", vcenter.name, vcenter.version))),
            ("build", &safe::line(&vcenter.build)),
            ("api", &safe::line(&vcenter.api_version)),
        ],
    );
    let mut lines =
        vec![Word::Server.fill(lang, &[("server", &safe::line(&diagnosis.server)), ("product", &product)])];
    match &diagnosis.encryption {
        Some(encrypted) => lines.extend(encryption(encrypted, &diagnosis.zone, lang)),
        None => lines.push(Word::NotEncrypted.get(lang).to_owned()),
    }
    lines.push(clock(diagnosis, lang));
    let limits: Vec<String> = diagnosis
        .session_settings
        .iter()
        .map(|(key, value)| format!("{} {}", safe::line(key), safe::line(value)))
        .collect();
    lines.push(match limits.is_empty() {
        true => Word::SessionsUntold.get(lang).to_owned(),
        false => Word::Sessions.fill(lang, &[("limits", &limits.join(Msg::Comma.get(lang)))]),
    });
    lines.push(Word::Account.fill(lang, &[("account", &safe::line(&diagnosis.account))]));
    lines
}

fn encryption(encrypted: &Encrypted, zone: &str, lang: Lang) -> Vec<String> {
    let known = encrypted.protocol.as_str();
    let protocol = if known.is_empty() { Word::NoProtocol.get(lang) } else { known };
    let accepted = trust(encrypted.trusted_by).get(lang);
    let mut lines = vec![Word::Encryption.fill(lang, &[("protocol", &protocol), ("trust", &accepted)])];
    if !encrypted.issuer.is_empty() {
        let by = if encrypted.issuer == encrypted.subject { Word::SelfSigned } else { Word::SignedBy };
        lines.push(by.fill(lang, &[("issuer", &safe::line(&encrypted.issuer))]));
    }
    if let (Some(until), Some(left)) = (&encrypted.until, encrypted.days_left) {
        let until = time::shown(zone, until);
        lines.push(match usize::try_from(left) {
            Ok(days) => {
                let left = Word::DaysLeft.count(lang, days);
                Word::Until.fill(lang, &[("until", &until), ("left", &left)])
            }
            Err(_) => Word::Over.fill(lang, &[("until", &until)]),
        });
    }
    lines
}

fn clock(diagnosis: &Diagnosis, lang: Lang) -> String {
    let clock = &diagnosis.clock;
    let (Some(server), Some(ahead)) = (&clock.server, clock.ahead_s) else {
        return Word::ClockUntold.get(lang).to_owned();
    };
    let server = time::shown(&diagnosis.zone, server);
    // Seconds are cut off on both sides.
    if (-1..=1).contains(&ahead) {
        return Word::ClockSame.fill(lang, &[("server", &server)]);
    }
    let by = if ahead > 0 { Word::Ahead } else { Word::Behind };
    let by = by.count(lang, usize::try_from(ahead.unsigned_abs()).unwrap_or(usize::MAX));
    Word::ClockOther.fill(lang, &[("server", &server), ("by", &by)])
}

/// The thumbprint, which stays in one piece to be copied.
pub(super) fn thumbprint(diagnosis: &Diagnosis, lang: Lang) -> Option<String> {
    let encrypted = diagnosis.encryption.as_ref()?;
    Some(Word::Sha256.fill(lang, &[("print", &encrypted.sha256)]))
}

/// How rights were told, and what of the root folder.
pub(super) fn rights(diagnosis: &Diagnosis, lang: Lang) -> Vec<String> {
    let because = safe::line(&diagnosis.rights.because);
    let told = match (diagnosis.rights.by, because.is_empty()) {
        (By::Asked, _) => Word::ByAsking,
        (By::EffectiveRoles, true) => Word::ByRoles,
        (By::EffectiveRoles, false) => Word::ByRolesRefused,
        (By::Refusals, _) => Word::ByRefusals,
    };
    let root = match diagnosis.reads_root_folder {
        Some(true) => Word::RootYes,
        Some(false) => Word::RootNo,
        None => Word::RootUntold,
    };
    let pages = match diagnosis.pages.state {
        Paging::Works => Word::PagesWork,
        Paging::Refused => Word::PagesRefused,
        Paging::NotTried => Word::PagesNotTried,
        Paging::NotOffered => Word::PagesNotOffered,
    };
    vec![
        told.fill(lang, &[("why", &because)]),
        root.get(lang).to_owned(),
        pages.fill(lang, &[("fault", &safe::line(&diagnosis.pages.fault))]),
    ]
}

/// What is seen, by kind and role.
pub(super) fn sees(diagnosis: &Diagnosis, lang: Lang) -> Vec<String> {
    let lines = diagnosis.sees.iter().map(|one| {
        let roles = one.roles.iter().map(|by| {
            let role = by.role.as_deref().map_or(Word::RoleUntold.get(lang).into(), safe::line);
            format!("{role} {}", by.objects)
        });
        let roles: Vec<String> = roles.collect();
        format!("{}: {}", several(one.kind, one.objects, lang), roles.join(Msg::Comma.get(lang)))
    });
    lines.collect()
}

/// What is lacking: each with the rules that it leaves unknown.
pub(super) fn lacking(diagnosis: &Diagnosis, lang: Lang) -> Vec<(String, String)> {
    let rules = |rules: &[String]| match rules {
        [] => Word::NoRule.get(lang).to_owned(),
        rules => Word::Rules.fill(lang, &[("rules", &rules.join(Msg::Comma.get(lang)))]),
    };
    let mut all: Vec<(String, String)> =
        diagnosis.lacking.iter().map(|one| (lack(one, lang), rules(&one.rules))).collect();
    all.extend(diagnosis.unseen.iter().map(|one| {
        let (objects, named) = (several(one.kind, one.objects, lang), names(&one.named_by, lang));
        (Word::Unseen.fill(lang, &[("objects", &objects), ("named", &named)]), rules(&one.rules))
    }));
    all.extend(diagnosis.unlisted.iter().map(|one| {
        let kind = kind_words(one.kind).0.get(lang);
        (Word::Unlisted.fill(lang, &[("kind", &kind), ("why", &safe::line(&one.detail))]), rules(&one.rules))
    }));
    all.extend(diagnosis.unanswered.iter().map(|one| {
        let word = if one.reason.is_some() { Word::Unanswered } else { Word::NoAnswer };
        (word.fill(lang, &[("call", &one.call), ("why", &safe::line(&one.detail))]), rules(&one.rules))
    }));
    all
}

fn lack(one: &Lack, lang: Lang) -> String {
    let shown = if one.missing > 0 { one.missing } else { one.untold };
    let mut examples = names(&one.examples, lang);
    if let Some(more) = shown.checked_sub(one.examples.len()).filter(|more| *more > 0) {
        examples = format!("{examples} {}", Msg::AndMore.count(lang, more));
    }
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("privilege", &one.privilege),
        ("missing", &one.missing),
        ("untold", &one.untold),
        ("of", &several(one.kind, one.of, lang)),
        ("examples", &examples),
    ];
    let word = if one.missing > 0 { Word::Missing } else { Word::NotTold };
    let told = word.fill(lang, &values);
    match one.missing > 0 && one.untold > 0 {
        true => format!("{told}{}{}", Msg::Comma.get(lang), Word::AlsoNotTold.fill(lang, &values)),
        false => told,
    }
}

/// What could be asked, and what stands in the way.
pub(super) fn optional(one: &Optional, lang: Lang) -> String {
    let can = match one.can {
        Some(true) => Word::CanYes,
        Some(false) => Word::CanNo,
        None => Word::CanUntold,
    };
    let head = format!("{}: {}", question(one.question).get(lang), can.get(lang));
    let why = one.why.as_ref().map(|why| match why {
        WhyNot::Lacks { privilege, kind, objects } => Word::WhyLacks
            .fill(lang, &[("privilege", privilege), ("objects", &several(*kind, *objects, lang))]),
        WhyNot::Untold { privilege, kind, objects } => Word::WhyUntold
            .fill(lang, &[("privilege", privilege), ("objects", &several(*kind, *objects, lang))]),
        WhyNot::Nobody => Word::WhyNobody.get(lang).to_owned(),
        WhyNot::NotOffered { since } => Word::WhyNotOffered.fill(lang, &[("since", since)]),
        WhyNot::Refused { detail } if detail.is_empty() => Word::WhyEmpty.get(lang).to_owned(),
        WhyNot::Refused { detail } => Word::WhyRefused.fill(lang, &[("detail", &safe::line(detail))]),
    });
    why.map_or(head.clone(), |why| format!("{head} ({why})"))
}

/// The smallest role, and what the account holds beyond it.
pub(super) fn role(diagnosis: &Diagnosis, lang: Lang) -> String {
    let role = &diagnosis.role;
    match role.built_in {
        true => Word::RoleBuiltIn.get(lang).to_owned(),
        false => Word::RoleOwn.fill(
            lang,
            &[("name", &role.name), ("privileges", &safe::line(&role.privileges.join(Msg::Comma.get(lang))))],
        ),
    }
}

/// What the account holds beyond the role; none where nothing is.
pub(super) fn beyond(diagnosis: &Diagnosis, lang: Lang) -> Option<String> {
    let all = &diagnosis.beyond;
    let mut some: Vec<String> = all.iter().take(BEYOND).map(|one| safe::line(one).into_owned()).collect();
    some.extend(all.len().checked_sub(BEYOND).filter(|more| *more > 0).map(|_| "…".to_owned()));
    let told = Word::Beyond.count(lang, all.len());
    (!all.is_empty()).then(|| format!("{told}: {}", some.join(Msg::Comma.get(lang))))
}

fn several(kind: ObjectKind, objects: usize, lang: Lang) -> String {
    kind_words(kind).1.count(lang, objects)
}

fn names(objects: &[Object], lang: Lang) -> String {
    let names: Vec<String> = objects.iter().map(|object| kind_and_name(object, lang)).collect();
    names.join(Msg::Comma.get(lang))
}
