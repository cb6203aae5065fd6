//! Rules with instructive outcomes.

use std::collections::BTreeMap;

use vpreflight::report::*;

use super::*;

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
    slow.evidence = NamedEvidence::from_iter([
        ("device", Evidence::Text("vmk1".into())),
        ("min", Evidence::Int(1000)),
        ("uplinks", Evidence::List(vec!["vmnic2 100 Mb/s full duplex".into()])),
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
        places: Vec::new(),
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
        vec![place(vm(1, "LMS-DB01"), "esx01.tokyo.example", "CD/DVD drive 1")],
    );
    image.evidence = NamedEvidence::from_iter([
        ("drive", Evidence::Text("CD/DVD drive 1".into())),
        ("image", Evidence::Text("[esx01-local] iso/w2k8r2.iso".into())),
        ("lacking", Evidence::List(vec!["esx02.tokyo.example".into()])),
    ]);
    image.blocks = vec![host(2)];
    image.faults = vec!["CannotAccessVmDevice".into()];
    let mut later = finding(
        "local-image-later",
        Level::Warn,
        Text::new(
            "CD/DVD drive 1 is not connected, but is set to [esx02-local] tools.iso",
            "CD/DVD ドライブ 1 は未接続ですが、[esx02-local] tools.iso が設定されています",
        ),
        vec![place(vm(2, "LMS-WEB02"), "esx02.tokyo.example", "CD/DVD drive 1")],
    );
    later.basis = Some("vmware".into());
    let fix = Text::new(
        "Set the drive to the client device.",
        "ドライブの種類を「クライアント デバイス」に変更してください。",
    );
    later.fix = Some(fix.into());
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
            detail_ja: String::new(),
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
    label.evidence = NamedEvidence::from_iter([
        ("label", Evidence::Text("VLAN120-App".into())),
        ("near_names", Evidence::List(vec!["Vlan120-App".into()])),
    ]);
    label.blocks = vec![host(2)];
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
        places: Vec::new(),
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
