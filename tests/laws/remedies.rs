//! The fix fits the evidence: nobody is told to do what is done already. Each remedy that can be moot stands here
//! with what it would bring about; over the states of all cases, no finding advises it where that is so.

use std::collections::BTreeSet;

use vpreflight::facts::{self, ClusterFacts, Facts, Tools, VmFacts};
use vpreflight::inventory::Inventory;
use vpreflight::report::{Evidence, Finding, Level, Prerequisite};

use super::over_all_states;

/// What was found, with the cluster and the VM that it is about.
struct Found<'f> {
    finding: &'f Finding,
    cluster: Option<&'f ClusterFacts>,
    vms: Vec<&'f VmFacts>,
}

impl Found<'_> {
    /// Hosts that it concerns.
    fn hosts(&self) -> BTreeSet<&str> {
        self.finding.blocks.iter().map(|host| host.name.as_str()).collect()
    }

    /// Whether it is about a network of which a fact lists one of its hosts.
    fn has_network(&self, hosts: impl Fn(&facts::NetFacts) -> &[facts::Name]) -> bool {
        let named = |key: &str| self.finding.evidence.get(key).and_then(Evidence::as_text);
        let Some(label) = named("network").or_else(|| named("label")) else { return false };
        let theirs = self.hosts();
        let networks = self.cluster.iter().flat_map(|cluster| &cluster.networks.items);
        let mut alike = networks.filter(|net| net.label.as_ref().is_ok_and(|known| known == label));
        alike.any(|net| hosts(net).iter().any(|host| theirs.contains(host.as_str())))
    }

    fn cluster(&self, so: impl Fn(&ClusterFacts) -> bool) -> bool {
        self.cluster.is_some_and(so)
    }

    /// Whether it is about VMs, and something is so of all of them.
    fn vms(&self, so: impl Fn(&VmFacts) -> bool) -> bool {
        !self.vms.is_empty() && self.vms.iter().all(|vm| so(vm))
    }
}

/// A remedy by words of it, and whether what it brings about is so already.
type Remedy = (&'static [&'static str], fn(&Found<'_>) -> bool);

const REMEDIES: &[Remedy] = &[
    (&["add a VM port group", "Create the missing port group", "Create the port group"], |found| {
        found.has_network(|net| &net.near_on.items)
    }),
    (
        &[
            "add the host to the switch",
            "add the host to the distributed switch",
            "add them to the distributed switch",
        ],
        |found| found.has_network(|net| &net.down_on.items),
    ),
    (&["turn on vSphere HA"], |found| found.cluster(|cluster| cluster.ha.enabled == Ok(true))),
    (&["turn on Host Monitoring"], |found| found.cluster(|cluster| cluster.ha.host_monitoring == Ok(true))),
    (&["choose a policy"], |found| {
        // Where none is on there is none to choose; where one is, it may hold nothing back.
        found.cluster(|cluster| cluster.ha.admission_control == Ok(true)) && found.finding.name == "off"
    }),
    (&["Turn on DRS", "turn on DRS"], |found| found.cluster(|cluster| cluster.drs == Ok(true))),
    (&["choose VM Monitoring Only"], |found| {
        found.cluster(|cluster| matches!(cluster.ha.vm_monitoring, Ok(on) if on != facts::VmMonitoring::Off))
    }),
    (&["or start VMware Tools"], |found| found.vms(|vm| vm.tools == Ok(Tools::Running))),
    (&["et the highest EVC mode", "Then set the mode"], |found| {
        found.cluster(|cluster| {
            let highest = cluster.evc.is_ok() && cluster.evc == cluster.evc_possible;
            highest && cluster.evc_everywhere == Ok(true)
        })
    }),
    (&["Power the VM on"], |found| {
        found.vms(|vm| vm.power == Ok(facts::Power::On) && vm.template == Ok(false))
    }),
    (&["Convert the template"], |found| found.vms(|vm| vm.template == Ok(false))),
    (&["hosts back into service"], |found| {
        found.cluster(|cluster| {
            let all = i64::try_from(cluster.hosts.items.len()).unwrap();
            cluster.hosts.is_complete() && cluster.active_hosts == Ok(all)
        })
    }),
    (&["Answer it:"], |found| found.vms(|vm| vm.question == Ok(false))),
    (&["> Consolidate"], |found| found.vms(|vm| vm.needs_consolidation == Ok(false))),
    (&["unmount the installer", "Unmount VMware Tools Installer"], |found| {
        found.vms(|vm| vm.tools_installing == Ok(false)) && found.finding.name == "tools-installing"
    }),
    (&["add it to the cluster"], |found| {
        // Enough hosts are there; that they are not in service is another matter.
        found.cluster(|cluster| cluster.host_count.as_ref().is_ok_and(|count| *count >= 2))
    }),
];

/// What a finding advises, in English.
fn advice(finding: &Finding, rule: &Prerequisite) -> String {
    let value = |name: &str| finding.evidence.get(name).map(Evidence::to_string).unwrap_or_default();
    finding.fix.as_ref().map_or_else(|| rule.fix.en.clone(), |fix| fix.filled(value).en)
}

fn about<'f>(finding: &'f Finding, facts: &'f Facts) -> Found<'f> {
    let clusters = &facts.identity.clusters;
    let ids = finding.objects.iter().filter_map(|at| at.cluster.as_deref());
    let cluster = ids.filter_map(|id| clusters.iter().position(|who| who.id == id)).next();
    let named = finding.objects.iter().flat_map(|at| std::iter::once(&at.object).chain(&at.element_object));
    let vms =
        named.filter_map(|object| facts.identity.vms.iter().position(|who| who.id == object.id.as_str()));
    Found {
        finding,
        cluster: cluster.map(|at| &facts.clusters[at]),
        vms: vms.map(|at| &facts.vms[at]).collect(),
    }
}

/// What a rule advises that is so already.
fn moot(rule: &Prerequisite, facts: &Facts) -> Vec<String> {
    let told = rule.findings.iter().filter(|finding| finding.level > Level::Note);
    told.flat_map(|finding| {
        let (advice, found) = (advice(finding, rule), about(finding, facts));
        let moot = REMEDIES.iter().flat_map(|(words, so)| words.iter().map(move |words| (words, so)));
        let moot = moot.filter(|(words, so)| advice.contains(**words) && so(&found));
        moot.map(|(words, _)| format!("{} says '{words}', which is so already", finding.name))
            .collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn nobody_is_told_to_do_what_is_done() {
    over_all_states(1_300, |state| {
        let inventory: Inventory = serde_json::from_value(state.inventory.clone()).unwrap();
        let rule = state.prerequisite(&inventory)?;
        let moot = moot(&rule, &facts::build(&inventory));
        Some(if moot.is_empty() { Ok(()) } else { Err(moot.join("; ")) })
    });
}

/// Each remedy of the table is one that a rule gives: words that nobody says any more hold nothing.
#[test]
fn each_remedy_is_given_by_a_rule() {
    let suite = super::suite();
    let fixes: Vec<String> = suite
        .catalogue
        .rules
        .iter()
        .flat_map(|rule| {
            let own = rule.findings().into_iter().filter_map(|finding| finding.fix.as_ref());
            let own: Vec<String> = own.map(|fix| fix.template.filled(str::to_owned).en).collect();
            own.into_iter().chain([rule.fix.en.clone()])
        })
        .collect();
    let words = REMEDIES.iter().flat_map(|(words, _)| *words);
    let gone: Vec<&&str> = words.filter(|words| !fixes.iter().any(|fix| fix.contains(**words))).collect();
    assert!(gone.is_empty(), "{gone:?}");
}
