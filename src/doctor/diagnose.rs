//! From what was found out to what is lacking, which rules that leaves unknown, and what would mend it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::FORMAT;
use super::model::{
    Asks, By, Clock, Diagnosis, Encrypted, Lack, Optional, Pages, Paging, Readable, RightsTold, Trust,
    Unanswered, Unlisted, WhyNot,
};
use super::needs::Needs;
use super::role;
use super::seen::{examples, kind_of, known_type, object, sees, unseen};
use crate::facts;
use crate::inventory::{
    Call, ClusterComputeResource, Datacenter, HostSystem, Object as _, ObjectType, Prop, VirtualMachine,
};
use crate::report::{Object, Tool, VCenterInfo};
use crate::rules::Selected;
use crate::sources::vcenter::{self, Encryption, Entity, Examined, Told, TrustedBy, named_privilege};
use crate::terms::ObjectKind;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The rules.
    pub selected: &'a Selected<'a>,
    /// What they need.
    pub needs: &'a Needs,
    /// Name of the zone in which times are shown.
    pub zone: &'a str,
}

/// Makes the diagnosis.
pub fn diagnose(asking: Asking<'_>, examined: &Examined) -> Diagnosis {
    let Asking { selected, needs, zone } = asking;
    let lacking = lacking(needs, examined);
    let unseen = unseen(examined, needs);
    let unlisted = unlisted(needs, examined);
    let unanswered = unanswered(needs, examined);
    let role = role::smallest(needs, examined.version, &unanswered);
    let missing = lacking.iter().any(|one| one.missing > 0);
    let sees_a_cluster = examined.entities.iter().any(|one| one.of.kind == ClusterComputeResource::TYPE);
    let refused =
        missing || ![unseen.is_empty(), unlisted.is_empty(), unanswered.is_empty()].iter().all(|one| *one);
    let optional = optional(needs, examined);
    let cannot = optional.iter().any(|one| one.asked_for && one.can != Some(true));
    let readable = match (refused, lacking.is_empty() && sees_a_cluster && !cannot) {
        (true, _) => Readable::No,
        (false, true) => Readable::Yes,
        (false, false) => Readable::CannotTell,
    };
    let unknown_rules: BTreeSet<&String> = (lacking.iter().map(|one| &one.rules))
        .chain(unseen.iter().map(|one| &one.rules))
        .chain(unlisted.iter().map(|one| &one.rules))
        .chain(unanswered.iter().map(|one| &one.rules))
        .flatten()
        .collect();
    let unknown_rules = unknown_rules.into_iter().cloned().collect();
    let mut datacenters: Vec<Object> =
        examined.entities.iter().filter(|one| one.of.kind == Datacenter::TYPE).filter_map(object).collect();
    datacenters.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let root = examined.entities.iter().find(|entity| entity.of == examined.root);
    let about = &examined.about;
    Diagnosis {
        format: FORMAT,
        tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
        exit_code: if readable == Readable::Yes {
            crate::report::stops::READY
        } else {
            crate::report::stops::CANNOT_TELL
        },
        readable,
        profiles: selected.profiles.clone(),
        catalogue: selected.catalogue.hash.clone(),
        vcenter: VCenterInfo {
            name: about.name.clone(),
            version: about.version.clone(),
            build: about.build.clone(),
            api_version: examined.version.to_string(),
            instance_uuid: about.instance_uuid.clone(),
        },
        server: examined.server.clone(),
        encryption: examined.encryption.as_ref().map(|one| encrypted(one, examined.machine_s)),
        account: examined.user.clone(),
        zone: zone.to_owned(),
        clock: clock(examined),
        session_settings: examined.session_settings.known().cloned().unwrap_or_default(),
        rights: rights(&examined.told),
        pages: pages(&examined.pages),
        reads_root_folder: root.and_then(|root| root.rights.get("System.Read").copied()),
        sees: sees(examined),
        lacking,
        unseen,
        unlisted,
        unanswered,
        unknown_rules,
        optional,
        beyond: role::beyond(&examined.held, &role),
        role,
        root_folder: root.and_then(object).unwrap_or_else(|| Object {
            kind: ObjectKind::Folder,
            id: examined.root.id.to_string(),
            name: examined.root.id.to_string(),
            path: String::new(),
        }),
        datacenters,
    }
}

/// The objects of a type; the root folder, which is needed for pages only, is told by itself.
fn of_type<'e>(examined: &'e Examined, ty: &'static str) -> impl Iterator<Item = &'e Entity> {
    let root = &examined.root;
    examined.entities.iter().filter(move |one| known_type(&one.of.kind) == Some(ty) && one.of != *root)
}

/// On which objects a privilege is missing, and on which nothing is told of it.
fn held<'e>(examined: &'e Examined, ty: &'static str, privilege: &str) -> (Vec<&'e Entity>, Vec<&'e Entity>) {
    let without = of_type(examined, ty).filter(|one| one.rights.get(privilege) != Some(&true));
    without.partition(|one| one.rights.contains_key(privilege))
}

fn lacking(needs: &Needs, examined: &Examined) -> Vec<Lack> {
    let needed = needs.of_objects(examined.version).into_iter();
    let lacks = needed.filter_map(|((ty, privilege), rules)| {
        let (missing, untold) = held(examined, ty, privilege);
        if missing.is_empty() && untold.is_empty() {
            return None;
        }
        let shown = if missing.is_empty() { &untold } else { &missing };
        Some(Lack {
            privilege: privilege.to_owned(),
            kind: kind_of(ty)?,
            missing: missing.len(),
            untold: untold.len(),
            of: of_type(examined, ty).count(),
            examples: examples(shown.iter().copied()),
            rules: rules.into_iter().collect(),
        })
    });
    lacks.collect()
}

fn unlisted(needs: &Needs, examined: &Examined) -> Vec<Unlisted> {
    let needed = examined.unlisted.iter().filter(|(ty, _)| needs.include(ty));
    let all = needed.filter_map(|(ty, why)| {
        Some(Unlisted {
            kind: kind_of(ty)?,
            reason: why.kind,
            detail: why.detail.clone(),
            rules: needs.rules_of(ty).into_iter().collect(),
        })
    });
    all.collect()
}

fn unanswered(needs: &Needs, examined: &Examined) -> Vec<Unanswered> {
    let all = needs.calls(examined.version).filter_map(|(read, offered, rules)| {
        let (reason, detail) = match examined.trials.get(read)? {
            Prop::Known(()) => return None,
            Prop::Unset => (None, String::new()),
            Prop::Unreadable(why) => (Some(why.kind), why.detail.clone()),
        };
        Some(Unanswered {
            call: offered.method.to_owned(),
            privilege: offered.privilege.to_owned(),
            named: reason.and_then(|kind| named_privilege(kind, &detail)).map(str::to_owned),
            reason,
            detail,
            rules: rules.iter().cloned().collect(),
        })
    });
    all.collect()
}

fn optional(needs: &Needs, examined: &Examined) -> Vec<Optional> {
    let vcenter::Asks { hosts, vcenter, drs } = needs.asks;
    let of_objects = |question, read: &'static str, asked_for, there: bool| {
        let why = if there { why_not(examined, read) } else { Some(WhyNot::Nobody) };
        let can = match &why {
            None => Some(true),
            Some(WhyNot::Untold { .. }) => None,
            Some(_) => Some(false),
        };
        Optional { question, asked_for, can, why }
    };
    let tried = |question, read: &str| {
        let why = match examined.trials.get(read) {
            Some(Prop::Known(())) => None,
            Some(Prop::Unreadable(why)) => Some(WhyNot::Refused { detail: why.detail.clone() }),
            Some(Prop::Unset) | None => Some(WhyNot::Refused { detail: String::new() }),
        };
        Optional { question, asked_for: false, can: Some(why.is_none()), why }
    };
    vec![
        of_objects(Asks::AskHosts, HostSystem::network_hints.read, hosts, true),
        of_objects(Asks::AskVcenter, VirtualMachine::checks.read, vcenter, examined.has_checker),
        of_objects(Asks::AskDrs, HostSystem::drs_evacuation.read, drs, true),
        tried(Asks::Events, Call::events.read),
        tried(Asks::Licences, Call::licences.read),
    ]
}

/// What stands in the way of asking each object of a type.
fn why_not(examined: &Examined, read: &'static str) -> Option<WhyNot> {
    let ty = read.split(':').next().and_then(ObjectType::named)?.name;
    let offered = facts::offered(read)?;
    if offered.since > examined.version {
        return Some(WhyNot::NotOffered { since: offered.since.to_string() });
    }
    let (missing, untold) = held(examined, ty, offered.privilege);
    let (privilege, kind) = (offered.privilege.to_owned(), kind_of(ty)?);
    if of_type(examined, ty).next().is_none() {
        Some(WhyNot::Nobody)
    } else if !missing.is_empty() {
        Some(WhyNot::Lacks { privilege, kind, objects: missing.len() })
    } else if !untold.is_empty() {
        Some(WhyNot::Untold { privilege, kind, objects: untold.len() })
    } else {
        None
    }
}

fn encrypted(encryption: &Encryption, machine_s: i64) -> Encrypted {
    let certificate = encryption.certificate.clone().unwrap_or_default();
    let day = 24 * 60 * 60;
    Encrypted {
        protocol: encryption.protocol.to_owned(),
        issuer: certificate.issuer,
        subject: certificate.subject,
        until: certificate.until.map(|until| until.to_string()),
        days_left: certificate.until.map(|until| until.as_second().saturating_sub(machine_s).div_euclid(day)),
        trusted_by: match encryption.trusted_by {
            TrustedBy::System => Trust::System,
            TrustedBy::OwnAuthority => Trust::OwnAuthority,
            TrustedBy::KnownHost => Trust::KnownHost,
            TrustedBy::Thumbprint => Trust::Thumbprint,
            TrustedBy::Nobody => Trust::Nobody,
        },
        sha1: encryption.sha1.clone(),
        sha256: encryption.sha256.clone(),
    }
}

fn clock(examined: &Examined) -> Clock {
    let time = |at_s: i64| Timestamp::from_second(at_s).ok().map(|time| time.to_string());
    let server_s = examined.clock_s.known().copied();
    Clock {
        server: server_s.and_then(time),
        machine: time(examined.machine_s).unwrap_or_default(),
        ahead_s: server_s.map(|server_s| server_s.saturating_sub(examined.machine_s)),
    }
}

fn rights(told: &Told) -> RightsTold {
    let (by, because) = match told {
        Told::Asked => (By::Asked, ""),
        Told::Roles(None) => (By::EffectiveRoles, ""),
        Told::Roles(Some(why)) => (By::EffectiveRoles, why.as_str()),
        Told::Refusals(why) => (By::Refusals, why.as_str()),
    };
    RightsTold { by, because: because.to_owned() }
}

fn pages(pages: &vcenter::Pages) -> Pages {
    let (state, fault) = match pages {
        vcenter::Pages::Work => (Paging::Works, ""),
        vcenter::Pages::Refused(fault) => (Paging::Refused, fault.as_str()),
        vcenter::Pages::NotTried => (Paging::NotTried, ""),
        vcenter::Pages::NotOffered => (Paging::NotOffered, ""),
    };
    Pages { state, fault: fault.to_owned() }
}
