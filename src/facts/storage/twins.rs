//! What hosts that cannot write to a datastore have in its place: a mount that is of no use, or the same storage
//! as a datastore of its own: an NFS export mounted under another name of
//! its server or by another version of NFS, a VMFS that a host took for a copy and gave a new signature. vCenter and HA take the two for
//! different datastores; mounting the missing one is no remedy.

use std::collections::HashMap;

use crate::facts::ground::index::Named;
use crate::facts::ground::instead::{Instead, instead};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::storage::datastores::{Access, Location, Reach, is_joined, is_nfs, unusable};
use crate::inventory::{Datastore, DatastoreInfo};
use crate::schema::{Fact, Grouping, HostSplit, Unknown};

/// Names of disks that are the same wherever they are seen; others (`mpx.`, `vmhba`) number a host's own.
const WORLDWIDE: [&str; 3] = ["naa.", "eui.", "t10."];

/// How hosts mount a datastore that it is of no use to.
#[derive(Clone)]
pub struct Mounts {
    /// The hosts by the state of a mount that is there and of no use.
    pub unusable: Grouping,
    /// Hosts that it is of use to, or that mount it all the same.
    pub accounted_on: HostSplit,
}

impl Mounts {
    /// Of no datastore.
    pub fn of_none(accounted_on: HostSplit) -> Self {
        Self { unusable: Grouping::default(), accounted_on }
    }

    /// Of a datastore that is not known.
    pub fn unclear(scope: &Scope<'_, '_>, why: &Unknown) -> Self {
        let unusable = Grouping::default().with_missing(Some(why));
        Self { unusable, accounted_on: scope.nowhere_clear(why) }
    }
}

/// What hosts have that lack a datastore.
#[derive(Clone)]
pub struct Lack {
    /// It is an NFS export.
    pub nfs: Fact<bool>,
    /// Hosts have it by what they are part of, not by a mount.
    pub joined: Fact<bool>,
    /// The hosts by the other datastore that is the same storage there. Never unknown: the datastore is missing
    /// all the same, and where nothing tells of another one the advice is the common one.
    pub twins: Grouping,
    /// How they mount it all the same, where they do.
    pub mounts: Mounts,
}

impl Lack {
    /// Of no datastore: no host has it.
    fn of_none(scope: &Scope<'_, '_>) -> Self {
        Self {
            nfs: Ok(false),
            joined: Ok(false),
            twins: Grouping::default(),
            mounts: Mounts::of_none(scope.nowhere()),
        }
    }

    /// Of a datastore that is not known.
    pub fn unclear(scope: &Scope<'_, '_>, why: &Unknown) -> Self {
        Self {
            nfs: Err(why.clone()),
            joined: Err(why.clone()),
            twins: Grouping::default(),
            mounts: Mounts::unclear(scope, why),
        }
    }
}

/// One answer per datastore of a cluster.
#[derive(Default)]
pub struct Twins {
    known: HashMap<Name, Lack>,
    mounts: HashMap<(Name, Access), Mounts>,
}

impl Twins {
    /// What hosts have that lack the datastore of a file.
    pub fn of_file(&mut self, scope: &Scope<'_, '_>, reach: &mut Reach, location: &Location<'_>) -> Lack {
        match location {
            Location::Datastore(datastore) => self.of(scope, reach, datastore),
            Location::Unclear(why) => Lack::unclear(scope, why),
            Location::Host | Location::Nowhere => Lack::of_none(scope),
        }
    }

    /// What hosts have that lack a datastore.
    pub fn of(&mut self, scope: &Scope<'_, '_>, reach: &mut Reach, datastore: &Datastore) -> Lack {
        if let Some(known) = self.known.get(&datastore.id) {
            return known.clone();
        }
        let mounts = self.mounts(scope, reach, datastore, Access::Write);
        let found = Lack {
            nfs: is_nfs(scope.ix, datastore),
            joined: is_joined(scope.ix, datastore),
            twins: find(scope, reach, datastore),
            mounts,
        };
        self.known.insert(datastore.id.clone(), found.clone());
        found
    }

    /// How hosts mount a datastore to which they have no such access.
    pub fn mounts(
        &mut self,
        scope: &Scope<'_, '_>,
        reach: &mut Reach,
        datastore: &Datastore,
        access: Access,
    ) -> Mounts {
        let known = self.mounts.entry((datastore.id.clone(), access));
        let mounts = known.or_insert_with(|| {
            let on = reach.of(scope, datastore, access);
            let mounted = |member: &Member<'_>| {
                unusable(scope.ix, datastore, member).map(|state| state.into_iter().collect())
            };
            let Instead { values, accounted_on, .. } = instead(scope, &on, mounted);
            Mounts { unusable: values, accounted_on }
        });
        mounts.clone()
    }
}

fn find(scope: &Scope<'_, '_>, reach: &mut Reach, datastore: &Datastore) -> Grouping {
    let on = reach.of(scope, datastore, Access::Write);
    let lacking: Vec<_> = scope.hosts.iter().filter(|host| scope.answer(&on, host) == Ok(false)).collect();
    if lacking.is_empty() {
        return Grouping::default();
    }
    let mut found: Vec<(Name, Fact<Name>)> = Vec::new();
    for other in scope.ix.inventory.datastores.iter().filter(|other| other.id != datastore.id) {
        if same(datastore, other) {
            let there = reach.of(scope, other, Access::Read);
            let hosts = lacking.iter().filter(|host| scope.answer(&there, host) == Ok(true));
            let called = called(other);
            found.extend(hosts.map(|host| (host.name.clone(), Ok(called.clone()))));
        }
    }
    Grouping::of(found)
}

/// Name of a datastore, with the server and path of an export, and the protocol it is mounted by.
fn called(datastore: &Datastore) -> Name {
    let name = datastore.display_name();
    match datastore.info.known() {
        Some(DatastoreInfo { remote_host: Some(host), remote_path: Some(path), .. }) => {
            let kind = datastore.summary.known().map_or("", |summary| summary.kind.as_str());
            let by = match kind {
                "NFS" => " by NFS 3",
                "NFS41" => " by NFS 4.1",
                _ => "",
            };
            compact_str::format_compact!("{name}, {host}:{path}{by}")
        }
        _ => name,
    }
}

/// Whether two datastores are known to be the same storage.
fn same(one: &Datastore, other: &Datastore) -> bool {
    let both = |starts: &str| {
        let is = |of: &Datastore| of.summary.known().is_some_and(|summary| summary.kind.starts_with(starts));
        is(one) && is(other)
    };
    let (Some(info_of_one), Some(info_of_other)) = (one.info.known(), other.info.known()) else {
        return false;
    };
    both("NFS") && same_export(info_of_one, info_of_other)
        || both("VMFS") && shares_disk(info_of_one, info_of_other)
}

fn same_export(one: &DatastoreInfo, other: &DatastoreInfo) -> bool {
    let (Some(path), Some(other_path)) = (&one.remote_path, &other.remote_path) else { return false };
    let (Some(server), Some(other_server)) = (&one.remote_host, &other.remote_host) else { return false };
    let name = |server: &str| server.trim_end_matches('.').to_lowercase();
    path.trim_end_matches('/') == other_path.trim_end_matches('/')
        && same_server(&name(server), &name(other_server))
}

/// Whether two names may be those of one server: the same, a short name and one with its domain, or a name
/// and an address, which nothing here can resolve.
fn same_server(one: &str, other: &str) -> bool {
    let is_address = |name: &str| name.parse::<std::net::IpAddr>().is_ok();
    let in_domain =
        |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
    match (is_address(one), is_address(other)) {
        (true, true) => one == other,
        (false, false) => one == other || in_domain(one, other) || in_domain(other, one),
        _ => true,
    }
}

fn shares_disk(one: &DatastoreInfo, other: &DatastoreInfo) -> bool {
    let worldwide = |disk: &&String| WORLDWIDE.iter().any(|prefix| disk.starts_with(prefix));
    one.extent.iter().filter(worldwide).any(|disk| other.extent.contains(disk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_the_same_by_short_name_domain_and_address() {
        for (one, other, same) in [
            ("filer", "filer", true),
            ("filer", "filer.tokyo.example", true),
            ("filer", "filer2", false),
            ("filer", "filer2.tokyo.example", false),
            ("filer.osaka.example", "filer.tokyo.example", false),
            ("filer", "10.0.0.5", true),
            ("10.0.0.5", "10.0.0.6", false),
        ] {
            assert_eq!(same_server(one, other), same, "{one} {other}");
            assert_eq!(same_server(other, one), same, "{other} {one}");
        }
    }

    #[test]
    fn only_worldwide_names_tell_that_disks_are_the_same() {
        let of = |disk: &str| DatastoreInfo { extent: vec![disk.into()], ..DatastoreInfo::default() };
        assert!(shares_disk(&of("naa.6006"), &of("naa.6006")));
        assert!(!shares_disk(&of("naa.6006"), &of("naa.6007")));
        assert!(!shares_disk(&of("mpx.vmhba0:C0:T0:L0"), &of("mpx.vmhba0:C0:T0:L0")));
    }
}
