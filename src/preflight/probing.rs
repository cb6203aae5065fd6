//! Probes from this machine: of what is in scope, and only on request.

use reqwest::Url;

use super::error::Error;
use super::runtime::runtime;
use super::scoped::Scoped;
use crate::facts;
use crate::inventory::{Inventory, Prop};
use crate::sources::probe::{self, HOST_PORTS, Target, VCENTER_PORT, Wanted};

/// The probes that are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probing {
    /// An Internet address to ask.
    pub url: Option<Url>,
    /// Ask it directly, whatever the proxy settings are.
    pub no_proxy: bool,
    /// Ports of hosts in place of the usual, where something else stands in for them.
    pub ports: Option<Vec<u16>>,
}

impl Probing {
    /// Properties that tell the management addresses of hosts.
    pub(super) const READS: &[&str] = &[
        "HostSystem:config.network",
        "HostSystem:config.virtualNicManagerInfo",
        "HostSystem:config.capabilities.usesServiceConsoleNic",
    ];

    /// Makes the probes; the answers become part of the inventory. `live` says that this machine has just
    /// had a session with the vCenter.
    pub(super) fn run(&self, scoped: &mut Scoped, live: bool) -> Result<(), Error> {
        let server = scoped.inventory().collection.server.clone();
        let wanted = Wanted {
            vcenter: (!live && !server.is_empty()).then_some((server, VCENTER_PORT)),
            hosts: targets(scoped),
            ports: self.ports.clone().unwrap_or_else(|| HOST_PORTS.to_vec()),
            url: self.url.clone(),
            no_proxy: self.no_proxy,
        };
        let known = live || wanted.vcenter.is_some();
        let runtime = runtime()?;
        let mut found = runtime.block_on(probe::run(wanted));
        // A name that the resolver still looks for must not hold up the report.
        runtime.shutdown_background();
        if !known {
            found.vcenter_reached = None;
        }
        scoped.inventory_mut().vcenter.probe = Prop::Known(found);
        Ok(())
    }
}

/// What this machine is, where it is stated to be the client's and nothing has been probed.
pub(super) fn this_machine(inventory: &mut Inventory, live: bool) {
    if inventory.vcenter.probe.is_unset() {
        let mut found = probe::this_machine();
        found.vcenter_reached = live.then_some(true);
        inventory.vcenter.probe = Prop::Known(found);
    }
}

/// The hosts of the clusters in scope.
fn targets(scoped: &Scoped) -> Vec<Target> {
    facts::host_addresses(scoped.inventory(), scoped.chosen())
        .into_iter()
        .map(|host| Target {
            host: host.id,
            name: host.name.to_string(),
            address: host.address.map(|address| address.to_string()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::facts::Restriction;

    fn base() -> Inventory {
        serde_json::from_str(crate::rules::base_inventory().unwrap()).unwrap()
    }

    #[test]
    fn hosts_are_tried_by_name_and_management_address() {
        let targets = targets(&Scoped::whole(base()));
        assert_eq!(targets.len(), 3);
        assert_eq!(targets[0].name, "esx01.tokyo.example");
        assert_eq!(targets[0].address.as_deref(), Some("192.168.10.11"));
    }

    /// Two clusters, each host at an address of its own on which something listens and counts.
    #[test]
    fn no_connection_is_opened_to_a_host_out_of_scope() {
        use std::net::TcpListener;
        use std::sync::Arc;
        use std::sync::atomic::{AtomicUsize, Ordering};

        let mut inventory = base();
        let mut other = inventory.clusters[0].clone();
        other.id = "domain-c99".into();
        other.name = Prop::Known("OTHER".into());
        other.host = Prop::Known(Vec::new());
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        let mut counted = Vec::new();
        let mut listeners = vec![first];
        listeners.extend((2..=6).map(|last| TcpListener::bind((format!("127.0.0.{last}"), port)).unwrap()));
        for listener in listeners {
            let count = Arc::new(AtomicUsize::new(0));
            counted.push(Arc::clone(&count));
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    drop(stream);
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let mut twins = Vec::new();
        for (at, host) in inventory.hosts.iter_mut().enumerate() {
            host.name = Prop::Known(format!("127.0.0.{}", at + 1).into());
            let mut twin = host.clone();
            twin.id = format!("host-twin-{at}").as_str().into();
            twin.name = Prop::Known(format!("127.0.0.{}", at + 4).into());
            twin.vm = Prop::Known(Vec::new());
            if let Prop::Known(parent) = &mut twin.parent {
                parent.id = "domain-c99".into();
            }
            // Management addresses would lead elsewhere: names are enough here.
            for host in [host, &mut twin] {
                host.network = Prop::Unset;
            }
            twins.push(twin);
        }
        if let Prop::Known(hosts) = &mut other.host {
            hosts.extend(twins.iter().map(|twin| twin.id.clone()));
        }
        inventory.hosts.extend(twins);
        inventory.clusters.push(other);
        inventory.collection.server = String::new();

        let probing = Probing { ports: Some(vec![port]), ..Probing::default() };
        let knocks = |scoped: &mut Scoped| {
            let before: Vec<usize> = counted.iter().map(|count| count.load(Ordering::SeqCst)).collect();
            probing.run(scoped, true).unwrap();
            let probe = scoped.inventory().vcenter.probe.known().unwrap();
            let tried = probe.ports.as_ref().unwrap().len();
            // A connection is made before its listener gets round to counting it.
            let sum = || counted.iter().map(|count| count.load(Ordering::SeqCst)).sum::<usize>();
            let wanted = before.iter().sum::<usize>() + tried;
            for _ in 0..500 {
                if sum() >= wanted {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            let after = counted.iter().map(|count| count.load(Ordering::SeqCst));
            after.zip(before).map(|(after, before)| after - before).collect::<Vec<_>>()
        };
        let named = Restriction { clusters: vec!["LMS-HA".into()], ..Restriction::default() };
        let mut one = Scoped::of(inventory.clone(), &named).unwrap();
        assert_eq!(knocks(&mut one), [1, 1, 1, 0, 0, 0]);
        let named = Restriction { clusters: vec!["OTHER".into()], ..Restriction::default() };
        let mut one = Scoped::of(inventory.clone(), &named).unwrap();
        assert_eq!(knocks(&mut one), [0, 0, 0, 1, 1, 1]);
        assert_eq!(knocks(&mut Scoped::whole(inventory)), [1; 6]);
    }
}
