//! Reports made by hand: a small LMS cluster with a few instructive faults, as the engine would report it.

use std::collections::BTreeMap;

use vpreflight::report::{
    Area, Ask, Asked, ClusterInfo, Decision, DecisionKind, Evidence, FORMAT, Finding, Given, InCluster,
    Level, Object, ObjectKind, Occurrence, Outcome, Prerequisite, Question, Reading, Reason, ReasonKind,
    Report, Severity, Shown, Skipped, Source, SourceInfo, Stale, Tally, Text, Tool, Undecided, VCenterInfo,
    Verdict,
};

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
    Occurrence { object, on, element: element.into(), cluster, fingerprint, known: false }
}

pub fn finding(name: &str, level: Level, message: Text, objects: Vec<Occurrence>) -> Finding {
    Finding {
        name: name.into(),
        level,
        message,
        fix: None,
        evidence: BTreeMap::new(),
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
        title,
        area,
        severity: Severity::Required,
        subject,
        source: Source { heading: HA.into(), demand: Text::default() },
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
        exit_code,
        question: Question {
            profiles: vec!["lms-4.0".into()],
            reading: Reading::Practice,
            catalogue: format!("sha256:{}", "5f".repeat(32)),
            rule_dirs: Vec::new(),
            scope: vpreflight::report::Scope::default(),
            given: Given::default(),
            overrides: Vec::new(),
            baseline: None,
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
            took_ms: 1840,
            requests: 9,
            bytes: 412_300,
        },
        clusters: vec![ClusterInfo { object: cluster(), hosts: 2, vms: 14 }],
        tally,
        advisory_tally,
        prerequisites: rules,
        decisions: Vec::new(),
    }
}

/// Rules that hold, and one that waits for a person.
pub fn holding() -> Vec<Prerequisite> {
    let mut failover = rule(
        "ha-failover-verified",
        Text::new("A failover was seen to work", "フェールオーバーの動作を確認済みである"),
        Area::Ha,
        ObjectKind::Cluster,
        0,
    );
    failover.outcome = Outcome::Manual;
    failover.objects = Tally { manual: 1, ..Tally::default() };
    failover.source.heading = OTHER.into();
    failover.asks = vec![Ask {
        question: Text::new(
            "Was a host of this cluster switched off and did its VMs start on another one?",
            "このクラスタのホストを 1 台停止し、その仮想マシンが別のホストで起動することを確認しましたか。",
        ),
        objects: vec![Asked { object: cluster(), cluster: Some(cluster().id) }],
        decision: None,
        known: false,
    }];
    let mut console = rule(
        "sc-dedicated-nic",
        Text::new(
            "The service console has an Ethernet line of its own",
            "サービス コンソールに専用の回線がある",
        ),
        Area::Vmotion,
        ObjectKind::Host,
        0,
    );
    console.outcome = Outcome::NotApplicable;
    console.objects = Tally { not_applicable: 2, ..Tally::default() };
    console.skipped = vec![Skipped {
        gate: "no-service-console".into(),
        because: Text::new("ESXi has no service console", "ESXi にはサービス コンソールがありません"),
        count: 2,
        examples: vec![host(1), host(2)],
    }];
    let mut enabled =
        rule("ha-enabled", Text::new("HA is on", "HA が有効である"), Area::Ha, ObjectKind::Cluster, 1);
    enabled.shown = vec![Shown {
        object: cluster(),
        values: BTreeMap::from([
            ("host_monitoring".into(), Evidence::Bool(true)),
            ("policy".into(), Evidence::Text("failover-level 1".into())),
        ]),
    }];
    vec![
        rule(
            "hosts-min-two",
            Text::new("There are two hosts", "ホストが 2 台以上ある"),
            Area::Both,
            ObjectKind::Cluster,
            1,
        ),
        rule(
            "host-cpu-compatible",
            Text::new("The CPUs of all hosts are compatible", "すべてのホストの CPU に互換性がある"),
            Area::Both,
            ObjectKind::Cluster,
            1,
        ),
        enabled,
        failover,
        rule(
            "vm-no-cpu-affinity",
            Text::new("No VM is tied to a CPU", "CPU に固定された仮想マシンがない"),
            Area::Both,
            ObjectKind::Vm,
            14,
        ),
        rule(
            "vmotion-configured",
            Text::new("vMotion is set up", "vMotion が構成されている"),
            Area::Vmotion,
            ObjectKind::Host,
            2,
        ),
        console,
    ]
}

/// `vmotion-network-gbe`, failing on esx02.
pub fn slow_vmotion() -> Prerequisite {
    let mut slow = finding(
        "slow",
        Level::Fail,
        Text::new(
            "vmk1 (172.16.9.12/24) runs over vmnic2 at 100 Mb/s full duplex; 1000 Mb/s is the least",
            "vmk1 (172.16.9.12/24) が使用する vmnic2 のリンク速度は 100 Mb/s (全二重) です。1000 Mb/s 以上が必要です",
        ),
        vec![place(host(2), "LMS-HA", "vmk1")],
    );
    slow.evidence = BTreeMap::from([
        ("device".into(), Evidence::Text("vmk1".into())),
        ("min".into(), Evidence::Int(1000)),
        ("uplinks".into(), Evidence::List(vec!["vmnic2 100 Mb/s full duplex".into()])),
    ]);
    slow.faults = vec!["VMotionLinkCapacityLow".into()];
    let mut gbe = rule(
        "vmotion-network-gbe",
        Text::new("The vMotion network is gigabit or faster", "vMotion ネットワークがギガビット以上である"),
        Area::Vmotion,
        ObjectKind::Host,
        1,
    );
    gbe.outcome = Outcome::Fail;
    gbe.objects.fail = 1;
    gbe.source = Source {
        heading: VMOTION.into(),
        demand: Text::new(
            "Hosts are connected by gigabit Ethernet or a faster network.",
            "ホストは、ギガビット イーサネットまたはそれより高速なネットワークで接続します。",
        ),
    };
    gbe.fix = Text::new(
        "Move vmnic2 to a gigabit switch port, or put a gigabit uplink first in the failover order of the port group.",
        "vmnic2 をギガビット対応のスイッチ ポートに接続するか、ポート グループのフェイルオーバー順序でギガビットのアップリンクを先頭にしてください。",
    );
    gbe.findings = vec![slow];
    gbe
}

/// `vm-no-local-cdrom`: an image on a local datastore, and a drive that is only a warning.
pub fn local_cdrom() -> Prerequisite {
    let mut image = finding(
        "local-image",
        Level::Fail,
        Text::new(
            "CD/DVD drive 1 holds [esx01-local] iso/w2k8r2.iso, which esx02.tokyo.example cannot read",
            "CD/DVD ドライブ 1 が [esx01-local] iso/w2k8r2.iso に接続されており、esx02.tokyo.example からはアクセスできません",
        ),
        vec![place(vm(1, "LMS-DB01"), "esx01.tokyo.example", "3000")],
    );
    image.evidence = BTreeMap::from([
        ("drive".into(), Evidence::Text("CD/DVD drive 1".into())),
        ("image".into(), Evidence::Text("[esx01-local] iso/w2k8r2.iso".into())),
        ("lacking".into(), Evidence::List(vec!["esx02.tokyo.example".into()])),
    ]);
    image.blocks = vec!["esx02.tokyo.example".into()];
    image.faults = vec!["CannotAccessVmDevice".into()];
    let mut later = finding(
        "local-image-later",
        Level::Warn,
        Text::new(
            "CD/DVD drive 1 is not connected, but is set to [esx02-local] tools.iso",
            "CD/DVD ドライブ 1 は未接続ですが、[esx02-local] tools.iso が設定されています",
        ),
        vec![place(vm(2, "LMS-WEB02"), "esx02.tokyo.example", "3000")],
    );
    later.basis = Some("vmware".into());
    later.fix = Some(Text::new(
        "Set the drive to the client device.",
        "ドライブの種類を「クライアント デバイス」に変更してください。",
    ));
    let mut cdrom = rule(
        "vm-no-local-cdrom",
        Text::new(
            "No CD-ROM is connected to a drive or image local to a host",
            "ホスト ローカルのドライブやイメージに接続された CD-ROM がない",
        ),
        Area::Both,
        ObjectKind::Vm,
        12,
    );
    cdrom.outcome = Outcome::Fail;
    cdrom.objects.fail = 1;
    cdrom.objects.warn = 1;
    cdrom.source.demand = Text::new(
        "No VM may be connected to a CD-ROM in a drive of the host, or to an image kept there.",
        "仮想マシンの CD-ROM を、ホストのドライブやホスト上のイメージに接続してはなりません。",
    );
    cdrom.fix = Text::new(
        "Disconnect the drive, or use an image on a datastore that all hosts mount.",
        "ドライブを切断するか、すべてのホストがマウントしているデータストア上のイメージを使用してください。",
    );
    cdrom.findings = vec![image, later];
    cdrom
}

/// `ha-redundant-net-same-subnet`, unknown as esx02 could not be read.
pub fn unread_subnet() -> Prerequisite {
    let mut subnet = rule(
        "ha-redundant-net-same-subnet",
        Text::new("Redundant networks are in one subnet", "冗長ネットワークが同一サブネットにある"),
        Area::Ha,
        ObjectKind::Cluster,
        0,
    );
    subnet.outcome = Outcome::Unknown { ceiling: Level::Fail };
    subnet.objects.unknown = 1;
    subnet.source.heading = OTHER.into();
    subnet.undecided = vec![Undecided {
        ceiling: Level::Fail,
        reasons: vec![Reason {
            kind: ReasonKind::Denied,
            object: host(2),
            property: "config.network".into(),
            detail: "NoPermission System.Read".into(),
        }],
        objects: vec![place(cluster(), "", "")],
        decision: None,
    }];
    subnet
}

/// `portgroup-labels-consistent`: one label missing on one host, for 312 VMs at once.
pub fn missing_label() -> Prerequisite {
    let vms = (1..=312).map(|number| {
        let on = format!("esx{:02}.tokyo.example", 1 + number % 2);
        place(vm(number, &format!("LMS-APP{number:03}")), &on, "")
    });
    let mut label = finding(
        "missing-label",
        Level::Fail,
        Text::new(
            "the port group VLAN120-App is missing on esx02.tokyo.example; it has Vlan120-App, which is another network",
            "ポート グループ VLAN120-App が esx02.tokyo.example にありません。Vlan120-App はありますが、別のネットワークとして扱われます",
        ),
        vms.collect(),
    );
    label.evidence = BTreeMap::from([
        ("label".into(), Evidence::Text("VLAN120-App".into())),
        ("near_names".into(), Evidence::List(vec!["Vlan120-App".into()])),
    ]);
    label.blocks = vec!["esx02.tokyo.example".into()];
    label.faults = vec!["CannotAccessNetwork".into()];
    let mut labels = rule(
        "portgroup-labels-consistent",
        Text::new(
            "VM port groups have the same labels on all hosts",
            "仮想マシンのポート グループのラベルが全ホストで一致している",
        ),
        Area::Vmotion,
        ObjectKind::Cluster,
        0,
    );
    labels.outcome = Outcome::Fail;
    labels.objects.fail = 1;
    labels.source = Source {
        heading: VMOTION.into(),
        demand: Text::new(
            "The network labels of VM port groups are the same on all hosts.",
            "仮想マシンのポート グループのネットワーク ラベルは、すべてのホストで一致させます。",
        ),
    };
    labels.fix = Text::new(
        "Give the port group the same name, VLAN and policies on every host; capitals count.",
        "ポート グループの名前、VLAN、ポリシーを全ホストで一致させてください。大文字と小文字は区別されます。",
    );
    labels.findings = vec![label];
    labels
}

/// An advisory rule with a warning.
pub fn advice() -> Prerequisite {
    let mut mtu = rule(
        "aux-vmotion-mtu-consistent",
        Text::new("vMotion adapters have one MTU", "vMotion アダプタの MTU が一致している"),
        Area::Vmotion,
        ObjectKind::Cluster,
        0,
    );
    mtu.severity = Severity::Advisory;
    mtu.outcome = Outcome::Warn;
    mtu.objects.warn = 1;
    mtu.source.heading = String::new();
    mtu.fix = Text::new("Set one MTU.", "MTU を統一してください。");
    mtu.findings = vec![finding(
        "differs",
        Level::Warn,
        Text::new(
            "MTU 9000: esx01.tokyo.example; MTU 1500: esx02.tokyo.example",
            "MTU 9000: esx01.tokyo.example、MTU 1500: esx02.tokyo.example",
        ),
        vec![place(cluster(), "", "")],
    )];
    mtu
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
        let mut one = finding(
            "hostile",
            Level::Fail,
            Text::new(
                format!("drive 1 of {name} holds {name}.iso"),
                format!("{name} のドライブ 1 が {name}.iso を使用しています"),
            ),
            vec![place(vm(at, name), name, name)],
        );
        one.evidence.insert("name".into(), Evidence::Text((*name).into()));
        one.blocks = vec![(*name).into()];
        one
    });
    rules[0].findings = findings.collect();
    let reasons = names.iter().map(|name| Reason {
        kind: ReasonKind::Failed,
        object: Object { path: String::new(), ..vm(0, name) },
        property: (*name).into(),
        detail: format!("the server says {name}"),
    });
    rules[1].undecided[0].reasons = reasons.collect();
    let mut hostile = report(Verdict::NotReady, 1, rules);
    for name in names {
        hostile.clusters.push(ClusterInfo {
            object: object(ObjectKind::Cluster, name, name),
            hosts: 1,
            vms: 1,
        });
    }
    hostile.vcenter.name = names[0].into();
    hostile.source.server = names[1 % names.len()].into();
    hostile.question.rule_dirs = vec![names[3 % names.len()].into()];
    hostile.decisions =
        names.iter().map(|name| word(DecisionKind::Waiver, name, name, Some(Stale::Unmatched))).collect();
    hostile
}

/// `count` findings of one rule, each with its own evidence.
pub fn many(count: usize) -> Report {
    let mut cdrom = local_cdrom();
    cdrom.findings = (0..count)
        .map(|number| {
            let name = format!("VM-{number:05}");
            let mut one = local_cdrom().findings.swap_remove(0);
            one.objects = vec![place(vm(number, &name), "esx01.tokyo.example", "3000")];
            one
        })
        .collect();
    report(Verdict::NotReady, 1, vec![cdrom])
}
