//! What a vCenter manages in numbers, the VM it runs in, and how full a cluster is.

use std::net::IpAddr;

use compact_str::format_compact;

use crate::facts::ground::count::count;
use crate::facts::ground::guest::{Guest, power, runs, sized};
use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::{every, lacks};
use crate::facts::ground::membership::{Membership, unseen_vms};
use crate::facts::ground::scope::Scope;
use crate::facts::ground::words::Power;
use crate::facts::subject::model::estate::{OwnVm, SizeFacts};
use crate::inventory::{ComputeResource, HostSystem, Id, Inventory, Object as _, VirtualMachine};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Counted, Detail, Few, ObjectKind, ReasonKind};

/// What a vCenter manages.
pub fn of_vcenter(ix: &Index<'_>, members: &Membership<'_>) -> SizeFacts {
    let inventory = ix.inventory;
    let hosts_missing = unseen_hosts(ix, members);
    let of_hosts: Vec<Unknown> = (0..inventory.hosts.len()).filter_map(|host| unseen_vms(ix, host)).collect();
    let unlisted = ix.unlisted(VirtualMachine::TYPE);
    let vms_missing = Unknown::all(of_hosts.iter().chain(&hosts_missing).chain(&unlisted));
    let all = |number: usize, missing: &Option<Unknown>| match missing {
        Some(why) => Err(why.clone()),
        None => Ok(count(number)),
    };
    let on: Fact<Vec<bool>> = inventory.vms.iter().map(|vm| runs(&power(ix, vm))).collect();
    SizeFacts {
        hosts: all(inventory.hosts.len(), &hosts_missing),
        vms: all(inventory.vms.len(), &vms_missing),
        vms_on: on.and_then(|on| all(on.into_iter().filter(|on| *on).count(), &vms_missing)),
    }
}

/// Why there may be more hosts than were received.
fn unseen_hosts(ix: &Index<'_>, members: &Membership<'_>) -> Option<Unknown> {
    let of_clusters = members.clusters.iter().filter_map(|members| members.hosts_missing.clone());
    let alone = ix.inventory.compute_resources.iter().filter_map(|resource| {
        let hosts = match ix.read(resource, ComputeResource::host) {
            Ok(hosts) => hosts.map_or(&[][..], Vec::as_slice),
            Err(why) => return Some(why),
        };
        let absent = hosts.iter().find(|id| !ix.hosts.contains_key(id.as_str()))?;
        Some(ix.unseen(
            HostSystem::TYPE,
            resource.subject(),
            "host",
            Detail::NotReceived { what: Counted(1, ObjectKind::Host), ids: Few::of(&[absent]) },
        ))
    });
    let listed = [HostSystem::TYPE, ComputeResource::TYPE].into_iter().filter_map(|ty| ix.unlisted(ty));
    let all: Vec<Unknown> =
        of_clusters.chain(alone).chain(listed).chain(members.clusters_missing.clone()).collect();
    Unknown::all(&all)
}

/// VMs that look like the one vCenter runs in.
pub fn server_vms(inventory: &Inventory) -> Vec<Id> {
    let ix = Index::new(inventory);
    let (server, address) = server(inventory);
    let looks =
        |vm: &&VirtualMachine| identifies(server, address) && is_server(&ix, vm, server, address) == Ok(true);
    inventory.vms.iter().filter(looks).map(|vm| vm.id.clone()).collect()
}

/// Name and address under which the vCenter was reached.
fn server(inventory: &Inventory) -> (&str, Option<IpAddr>) {
    let server = inventory.collection.server.as_str();
    (server, address(server))
}

/// The address as which a server was named, if it was none by its name.
pub(in crate::facts) fn address(server: &str) -> Option<IpAddr> {
    server.trim_matches(['[', ']']).parse().ok()
}

/// The VMs a vCenter may run in: one, or the nodes of a pair. A name that other machines may have as well
/// tells nothing of them.
pub fn own_vm(ix: &Index<'_>, members: &Membership<'_>) -> List<OwnVm> {
    let (server, address) = server(ix.inventory);
    if server.is_empty() {
        let why = because(ix.vcenter(), ReasonKind::NotCollected, "", Detail::NoVcenterAddress);
        return List { items: Vec::new(), missing: Some(why) };
    }
    if !identifies(server, address) {
        return List::default();
    }
    let mut list = List::default();
    let mut missing: Vec<Unknown> = unseen_vms_of_all(ix, members).into_iter().collect();
    for vm in &ix.inventory.vms {
        match is_server(ix, vm, server, address) {
            Ok(true) => list.items.push(own(ix, vm)),
            Ok(false) => {}
            Err(why) => missing.push(why),
        }
    }
    list.missing = Unknown::all(&missing);
    list
}

fn own(ix: &Index<'_>, vm: &VirtualMachine) -> OwnVm {
    let cpus = sized(ix, vm, |hardware| hardware.num_cpu);
    let memory_mb = sized(ix, vm, |hardware| hardware.memory_mb);
    let name = vm.display_name();
    let told = match (&cpus, &memory_mb) {
        (Ok(cpus), Ok(memory_mb)) => format_compact!("{name} ({cpus} CPU, {memory_mb} MB)"),
        _ => name.clone(),
    };
    OwnVm { name, told, cpus, memory_mb }
}

/// Whether a name or address is that of one machine: every machine calls itself `localhost`, and a name
/// without its domain may be that of several.
fn identifies(server: &str, address: Option<IpAddr>) -> bool {
    match address {
        Some(address) => !address.is_loopback() && !address.is_unspecified(),
        None => domain_of(server).is_some_and(|(host, _)| host != "localhost"),
    }
}

fn unseen_vms_of_all(ix: &Index<'_>, members: &Membership<'_>) -> Option<Unknown> {
    let of_hosts: Vec<Unknown> =
        (0..ix.inventory.hosts.len()).filter_map(|host| unseen_vms(ix, host)).collect();
    let hosts = unseen_hosts(ix, members);
    let unlisted = ix.unlisted(VirtualMachine::TYPE);
    Unknown::all(of_hosts.iter().chain(&hosts).chain(&unlisted))
}

/// Whether a running guest bears the name or the address under which the vCenter was reached.
fn is_server(ix: &Index<'_>, vm: &VirtualMachine, server: &str, address: Option<IpAddr>) -> Fact<bool> {
    let guest = match address {
        Some(address) => ix.read(vm, VirtualMachine::guest_net).map(|nics| {
            let addresses = nics.into_iter().flatten().flat_map(|nic| &nic.ip_address);
            addresses.into_iter().any(|text| text.parse() == Ok(address))
        }),
        None => ix
            .read(vm, VirtualMachine::guest_host_name)
            .map(|name| name.is_some_and(|name| same_name(name, server))),
    };
    // Only what may be the vCenter has to be known further.
    if guest == Ok(false) {
        return guest;
    }
    let template = ix.read(vm, VirtualMachine::template);
    let no_template = template.map(|template| !template.copied().unwrap_or_default());
    every([guest, runs(&power(ix, vm)), no_template])
}

/// Host names without regard to case, each with its domain.
fn same_name(guest: &str, server: &str) -> bool {
    domain_of(guest).is_some_and(|name| Some(name) == domain_of(server))
}

/// A host's name and its domain, where it has one.
fn domain_of(name: &str) -> Option<(String, String)> {
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    let (host, domain) = name.split_once('.')?;
    (!host.is_empty() && !domain.is_empty()).then(|| (host.to_owned(), domain.to_owned()))
}

/// Running VMs of a cluster, and of its member that has most.
pub fn running(scope: &Scope<'_, '_>, guests: &[Guest<'_>], seats: &[Fact<usize>]) -> (Fact<i64>, Fact<i64>) {
    let mut total = 0_i64;
    let mut by_host = vec![0_i64; scope.hosts.len()];
    let mut unclear: Option<Unknown> = scope.members.vms_missing.clone();
    let mut unseated: Option<Unknown> = None;
    for (guest, seat) in guests.iter().zip(seats) {
        match (&guest.power, seat) {
            (Ok(Power::On), Ok(member)) => {
                total += 1;
                if let Some(count) = by_host.get_mut(*member) {
                    *count += 1;
                }
            }
            (Ok(Power::On), Err(why)) => {
                total += 1;
                lacks(&mut unseated, why);
            }
            (Ok(_), _) => {}
            (Err(why), _) => lacks(&mut unclear, why),
        }
    }
    let known = |count: i64, why: Option<Unknown>| why.map_or(Ok(count), Err);
    let all = Unknown::all(unclear.iter().chain(&unseated));
    (known(total, unclear), known(by_host.into_iter().max().unwrap_or_default(), all))
}
