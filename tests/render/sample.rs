//! Reports made by hand: a small LMS cluster with a few instructive faults, as the engine would report it.

#[path = "sample/held.rs"]
mod held;
#[path = "sample/hostile.rs"]
mod hostile;
#[path = "sample/rules.rs"]
mod rules;

use vpreflight::report::{
    Area, ClusterInfo, Coverage, Decision, DecisionKind, FORMAT, Finding, Given, InCluster, Level, Object,
    ObjectKind, Occurrence, Outcome, Prerequisite, Question, Reading, Reason, ReasonKind, Report, Severity,
    Source, SourceInfo, SourceKind, Stale, Tally, Text, Tool, Undecided, VCenterInfo, Verdict,
};

pub use held::*;
pub use hostile::*;
pub use rules::*;

pub const HA: &str = "VMware HA クラスタの要件";
pub const OTHER: &str = "その他の要件";
pub const VMOTION: &str = "VMotion を使用した移行の前提条件";

pub fn object(kind: ObjectKind, id: &str, name: &str) -> Object {
    let path = match kind {
        ObjectKind::Cluster => format!("/Tokyo/host/{name}"),
        ObjectKind::Host => format!("/Tokyo/host/LMS-HA/{name}"),
        ObjectKind::Vm => format!("/Tokyo/vm/{name}"),
        _ => String::new(),
    };
    Object { kind, id: id.into(), name: name.into(), path }
}

pub fn cluster() -> Object {
    object(ObjectKind::Cluster, "domain-c7", "LMS-HA")
}

pub fn host(number: usize) -> Object {
    object(ObjectKind::Host, &format!("host-{}", 10 + number), &format!("esx{number:02}.tokyo.example"))
}

pub fn vm(number: usize, name: &str) -> Object {
    object(ObjectKind::Vm, &format!("vm-{}", 100 + number), name)
}

pub fn place(object: Object, on: &str, element: &str) -> Occurrence {
    let fingerprint = format!("sample:{}:{element}", object.id);
    let on = (!on.is_empty()).then(|| on.to_owned());
    let cluster = (object.kind != ObjectKind::Vcenter).then(|| cluster().id);
    Occurrence {
        object,
        on,
        element: element.into(),
        element_object: None,
        cluster,
        fingerprint,
        known: false,
    }
}

pub fn finding(name: &str, level: Level, message: Text, objects: Vec<Occurrence>) -> Finding {
    Finding {
        name: name.into(),
        level,
        message: message.into(),
        fix: None,
        evidence: Default::default(),
        faults: Vec::new(),
        basis: None,
        blocks: Vec::new(),
        objects,
        decision: None,
    }
}

/// A rule that holds for `objects` objects.
pub fn rule(id: &str, title: Text, area: Area, subject: ObjectKind, objects: usize) -> Prerequisite {
    Prerequisite {
        id: id.into(),
        number: None,
        title,
        area,
        severity: Severity::Required,
        subject,
        source: Source { heading: HA.into(), places: Vec::new(), demand: Text::default() },
        fix: Text::default(),
        outcome: Outcome::Pass,
        objects: Tally { pass: objects, ..Tally::default() },
        by_cluster: Vec::new(),
        findings: Vec::new(),
        undecided: Vec::new(),
        asks: Vec::new(),
        skipped: Vec::new(),
        shown: Vec::new(),
    }
}

/// A report of these rules; tallies follow from them, verdict and exit code are given.
pub fn report(verdict: Verdict, exit_code: u8, mut rules: Vec<Prerequisite>) -> Report {
    for rule in &mut rules {
        let cluster = (rule.subject != ObjectKind::Vcenter).then(|| cluster().id);
        rule.by_cluster = vec![InCluster { cluster, outcome: rule.outcome, objects: rule.objects }];
    }
    let mut tally = Tally::default();
    let mut advisory_tally = Tally::default();
    for rule in &rules {
        match rule.severity {
            Severity::Required => tally.add(rule.outcome),
            Severity::Advisory => advisory_tally.add(rule.outcome),
        }
    }
    Report {
        format: FORMAT,
        tool: Tool { name: "vpreflight".into(), version: "0.1.0".into() },
        verdict,
        open_questions: 0,
        exit_code,
        question: Question {
            zone: "UTC".into(),
            profiles: vec!["lms-4.0".into()],
            reading: Reading::Practice,
            catalogue: format!("sha256:{}", "5f".repeat(32)),
            rule_dirs: Vec::new(),
            scope: vpreflight::report::Scope::default(),
            given: Given::default(),
            overrides: Vec::new(),
            baseline: None,
            advice_left_out: Vec::new(),
            policy: vpreflight::report::Policy::default(),
        },
        vcenter: VCenterInfo {
            name: "VMware vCenter Server".into(),
            version: "4.0.0".into(),
            build: "258672".into(),
            api_version: "4.0".into(),
            instance_uuid: "9c7f0a52-33cf-4b1c-a1ad-2f6ce1f53a60".into(),
        },
        source: SourceInfo {
            server: "vc01.tokyo.example".into(),
            at: "2026-11-22T09:14:07Z".into(),
            machine_at: None,
            tls_legacy: false,
            took_ms: 1840,
            requests: 9,
            bytes: 412_300,
        },
        clusters: vec![ClusterInfo::new(cluster(), 2, 14)],
        tally,
        advisory_tally,
        coverage: None,
        prerequisites: rules,
        decisions: Vec::new(),
    }
}

pub fn ready() -> Report {
    report(Verdict::Ready, 0, holding())
}

/// An entry of a decisions file.
pub fn word(kind: DecisionKind, rule: &str, text: &str, stale: Option<Stale>) -> Decision {
    // What people write is shown whole.
    let short: String = text.chars().take(60).collect();
    let attestation = kind == DecisionKind::Attestation;
    Decision {
        kind,
        rule: rule.into(),
        finding: None,
        scope: Some(text.into()),
        statement: short.clone(),
        evidence: attestation.then(|| short.clone()),
        ticket: (!attestation).then(|| short.clone()),
        by: short.clone(),
        on: attestation.then(|| "2026-11-01".into()),
        until: "2026-12-31".into(),
        file: "decisions.toml".into(),
        line: 3,
        places: usize::from(stale.is_none()),
        stale,
    }
}

/// Everything that stood in the way has been decided by people, in the open.
pub fn decided() -> Report {
    let mut rules = holding();
    for rule in &mut rules {
        if rule.outcome == Outcome::Manual {
            rule.outcome = Outcome::Attested;
            rule.objects = Tally { attested: 1, ..Tally::default() };
            rule.asks[0].decision = Some(0);
        }
    }
    let mut cdrom = local_cdrom();
    cdrom.outcome = Outcome::Waived;
    cdrom.objects = Tally { pass: 311, waived: 1, ..Tally::default() };
    cdrom.findings.truncate(1);
    cdrom.findings[0].decision = Some(1);
    let mut subnet = unread_subnet();
    subnet.outcome = Outcome::Waived;
    subnet.objects = Tally { waived: 1, ..Tally::default() };
    subnet.undecided[0].decision = Some(2);
    let mut decisions = vec![
        word(DecisionKind::Attestation, "ha-failover-verified", "LMS-HA", None),
        word(DecisionKind::Waiver, &cdrom.id, "/Tokyo/vm/LMS-*", None),
        word(DecisionKind::Waiver, &subnet.id, "LMS-HA", None),
        word(DecisionKind::Waiver, "hosts-min-two", "LAB", Some(Stale::Unmatched)),
        word(DecisionKind::Attestation, "client-installed", "*", Some(Stale::Expired)),
    ];
    decisions[0].statement = "esx01 was switched off on 1 November; all VMs came back on esx02".into();
    decisions[0].evidence = Some("https://wiki.example/lms/failover".into());
    decisions[0].by = "M. Abe".into();
    decisions[1].statement = "the image goes with the rebuild of the VM".into();
    decisions[1].finding = Some("local-image".into());
    decisions[1].by = "K. Sato".into();
    decisions[1].ticket = Some("CHG-4711".into());
    rules.extend([cdrom, subnet]);
    let mut report = report(Verdict::Ready, 0, rules);
    report.decisions = decisions;
    report.question.given = Given {
        installed_at: Some("2026-11-22T00:00:00Z".into()),
        installed_ahead: false,
        lms_vm: Some(vm(1, "LMS-DB01")),
        client_here: true,
        decisions: Some("decisions.toml".into()),
        today: Some("2026-11-22".into()),
    };
    report
}

pub fn not_ready() -> Report {
    let mut rules = holding();
    rules.extend([local_cdrom(), unread_subnet(), slow_vmotion(), missing_label(), advice()]);
    report(Verdict::NotReady, 1, rules)
}

/// As read from a directory of govc object.save.
pub fn from_dump() -> Report {
    let report = cannot_tell();
    Report { coverage: Coverage::of(SourceKind::ObjectDump, &report.prerequisites), ..report }
}

pub fn cannot_tell() -> Report {
    let mut rules = holding();
    let mut configured = unread_subnet();
    configured.id = "vmotion-vmkernel-portgroup".into();
    configured.area = Area::Vmotion;
    configured.subject = ObjectKind::Host;
    configured.objects = Tally { pass: 1, unknown: 1, ..Tally::default() };
    configured.undecided[0].objects = vec![place(host(2), "LMS-HA", "")];
    let mut speed = slow_vmotion();
    speed.findings.clear();
    speed.outcome = Outcome::Unknown { ceiling: Level::Warn };
    speed.objects = Tally { pass: 1, unknown_warn: 1, ..Tally::default() };
    speed.undecided = vec![Undecided {
        ceiling: Level::Warn,
        reasons: vec![Reason {
            kind: ReasonKind::Unreachable,
            object: host(1),
            property: "config.network.pnic".into(),
            detail: String::new(),
            detail_ja: String::new(),
        }],
        objects: vec![place(host(1), "LMS-HA", "")],
        decision: None,
    }];
    rules.extend([unread_subnet(), configured, speed]);
    report(Verdict::CannotTell, 3, rules)
}

/// As many rules as the whole list has, with something of everything.
pub fn sixty() -> Report {
    let mut rules = Vec::new();
    for number in 0..60 {
        let mut one = match number % 6 {
            0 => slow_vmotion(),
            1 => local_cdrom(),
            2 => unread_subnet(),
            at => holding().swap_remove(at),
        };
        one.id = format!("{}-{number:02}", one.id);
        one.area = [Area::Both, Area::Ha, Area::Vmotion][number / 20];
        rules.push(one);
    }
    report(Verdict::NotReady, 1, rules)
}

/// Every kind of object, reason, level and outcome.
pub fn every_kind() -> Report {
    use ObjectKind as O;
    use ReasonKind as R;
    let kinds = [
        O::Vcenter,
        O::Datacenter,
        O::Folder,
        O::Cluster,
        O::ComputeResource,
        O::Host,
        O::Vm,
        O::ResourcePool,
        O::Datastore,
        O::DatastoreCluster,
        O::Network,
        O::DistributedSwitch,
    ];
    let reasons = [
        R::Denied,
        R::Failed,
        R::Unreachable,
        R::Invisible,
        R::Truncated,
        R::NotCollected,
        R::Expired,
        R::NotOffered,
    ];
    let outcomes = [
        Outcome::Fail,
        Outcome::Warn,
        Outcome::Unknown { ceiling: Level::Fail },
        Outcome::Unknown { ceiling: Level::Warn },
        Outcome::Unknown { ceiling: Level::Note },
        Outcome::Manual,
        Outcome::Pass,
        Outcome::NotApplicable,
    ];
    let rules = reasons.iter().zip(outcomes).enumerate().map(|(at, (reason, outcome))| {
        let mut one = unread_subnet();
        one.id = format!("rule-{at}");
        one.severity = if at % 2 == 0 { Severity::Required } else { Severity::Advisory };
        one.outcome = outcome;
        one.undecided[0].ceiling = [Level::Fail, Level::Warn][at % 2];
        one.undecided[0].reasons = kinds
            .iter()
            .map(|kind| Reason {
                kind: *reason,
                object: object(*kind, &format!("id-{at}"), "name"),
                property: String::new(),
                detail: String::new(),
                detail_ja: String::new(),
            })
            .collect();
        one.findings = [Level::Fail, Level::Warn, Level::Note]
            .map(|level| {
                let places = kinds.iter().map(|kind| place(object(*kind, "id", "name"), "", "")).collect();
                finding("any", level, Text::same("something"), places)
            })
            .into();
        one
    });
    let mut all = report(Verdict::NotReady, 1, rules.collect());
    all.question.reading = Reading::Literal;
    all
}

/// Nothing in scope, nothing checked.
pub fn empty() -> Report {
    let mut empty = report(Verdict::CannotTell, 3, Vec::new());
    empty.clusters.clear();
    empty.source.at.clear();
    empty.vcenter.instance_uuid.clear();
    empty
}

/// `count` findings of one rule, each with its own evidence.
pub fn many(count: usize) -> Report {
    let mut cdrom = local_cdrom();
    cdrom.findings = (0..count)
        .map(|number| {
            let name = format!("VM-{number:05}");
            let mut one = local_cdrom().findings.swap_remove(0);
            one.objects = vec![place(vm(number, &name), "esx01.tokyo.example", "CD/DVD drive 1")];
            one
        })
        .collect();
    report(Verdict::NotReady, 1, vec![cdrom])
}
