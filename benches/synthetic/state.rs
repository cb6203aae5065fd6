//! What the objects of a made-up inventory tell of their state: load, licences, HA at work.

use std::collections::BTreeMap;

use vpreflight::inventory::*;

/// Licences of the vCenter and of the hosts `host-0` and following.
pub fn licences(vcenter: &str, hosts: usize) -> Prop<Vec<LicenceAssignment>> {
    let assignment = |entity: &str, edition: &str, features: &[&str], product: &str| LicenceAssignment {
        entity: entity.into(),
        edition: edition.into(),
        name: edition.into(),
        key_tail: "7Q2MA".into(),
        features: features.iter().map(|feature| (*feature).into()).collect(),
        product_name: product.into(),
        product_version: "8.0".into(),
        ..Default::default()
    };
    let mut licences = vec![assignment(vcenter, "vc.standard.instance", &[], "VMware VirtualCenter Server")];
    licences.extend((0..hosts).map(|host| {
        assignment(
            &format!("host-{host}"),
            "esx.enterprisePlus.cpuPackage",
            &["das", "drs", "vmotion"],
            "VMware ESX Server",
        )
    }));
    Prop::Known(licences)
}

/// Settings about events, as a new vCenter has them.
pub fn event_settings() -> Prop<BTreeMap<String, String>> {
    Prop::Known(BTreeMap::from([
        ("event.maxAge".to_owned(), "30".to_owned()),
        ("event.maxAgeEnabled".to_owned(), "true".to_owned()),
    ]))
}

/// A cluster whose HA works, with the hosts and datastores it has.
pub fn cluster(cluster: &mut ClusterComputeResource, hosts: &[Id], datastores: &[Id]) {
    cluster.config_options = Prop::Known(vec![ConfigOption {
        key: "vmx-19".into(),
        host: hosts.to_vec(),
        run_supported: Some(true),
    }]);
    cluster.overall_status = Prop::Known("green".into());
    cluster.config_status = Prop::Known("green".into());
    cluster.config_issue = Prop::Known(Vec::new());
    cluster.triggered_alarm_state = Prop::Known(Vec::new());
    cluster.das_runtime = Prop::Known(DasRuntime {
        agents: None,
        heartbeat_datastores: datastores
            .iter()
            .take(2)
            .map(|datastore| HeartbeatDatastore { datastore: datastore.clone(), hosts: hosts.to_vec() })
            .collect(),
    });
    if let Prop::Known(summary) = &mut cluster.summary {
        summary.admission_control_info = Some(AdmissionControlInfo {
            kind: "ClusterFailoverLevelAdmissionControlInfo".into(),
            current_failover_level: Some(2),
            ..Default::default()
        });
    }
    if let Prop::Known(config) = &mut cluster.configuration_ex {
        config.das.host_monitoring = Some("enabled".into());
        config.das.vm_monitoring = Some("vmMonitoringOnly".into());
        config.das.admission_control_policy = Some(AdmissionControlPolicy {
            kind: "ClusterFailoverLevelAdmissionControlPolicy".into(),
            failover_level: Some(1),
            ..Default::default()
        });
        config.vm_swap_placement = Some("vmDirectory".into());
    }
}

/// A host with 56 threads and 512 GB under a moderate load.
pub fn host(host: &mut HostSystem, master: bool) {
    let state = if master { "master" } else { "connectedToMaster" };
    host.das_host_state = Prop::Known(DasHostState { state: state.into() });
    host.in_quarantine_mode = Prop::Known(false);
    host.summary_hardware = Prop::Known(HostHardwareSummary {
        memory_size: 512 << 30,
        cpu_mhz: 2400,
        num_cpu_pkgs: 2,
        num_cpu_cores: 28,
        num_cpu_threads: 56,
        num_nics: 4,
        ..Default::default()
    });
    host.quick_stats = Prop::Known(HostQuickStats {
        overall_cpu_usage: Some(12_000),
        overall_memory_usage: Some(96 << 10),
        available_p_mem_capacity: None,
    });
    host.overall_status = Prop::Known("green".into());
    host.config_issue = Prop::Known(Vec::new());
    host.triggered_alarm_state = Prop::Known(Vec::new());
}

/// A running VM that HA protects, with its files in `directory`.
pub fn vm(vm: &mut VirtualMachine, directory: &str) {
    vm.memory_overhead = Prop::Known(90 << 20);
    vm.das_protected = Prop::Known(true);
    vm.consolidation_needed = Prop::Known(false);
    vm.snapshot_in_background = Prop::Known(false);
    vm.vm_failover_in_progress = Prop::Known(false);
    vm.cpu_affinity = Prop::Known(Vec::new());
    vm.memory_affinity = Prop::Known(Vec::new());
    vm.cpu_feature_mask = Prop::Known(Vec::new());
    vm.cpu_reservation = Prop::Known(0);
    vm.memory_reservation = Prop::Known(0);
    vm.swap_placement = Prop::Known("inherit".into());
    vm.layout_ex = Prop::Known(
        [("vmx", "config"), ("nvram", "nvram"), ("vmsd", "snapshotList"), ("vswp", "swap")]
            .into_iter()
            .map(|(ending, kind)| VmFile {
                name: format!("{directory}/vm.{ending}").into(),
                kind: kind.into(),
            })
            .collect(),
    );
    vm.tools_running_status = Prop::Known("guestToolsRunning".into());
    vm.guest_heartbeat_status = Prop::Known("green".into());
    vm.disabled_method = Prop::Known(vec!["PowerOnVM_Task".into()]);
    vm.recent_task = Prop::Known(Vec::new());
    vm.quick_stats = Prop::Known(VmQuickStats {
        overall_cpu_usage: Some(300),
        host_memory_usage: Some(4200),
        guest_memory_usage: Some(3100),
    });
    vm.triggered_alarm_state = Prop::Known(Vec::new());
}
