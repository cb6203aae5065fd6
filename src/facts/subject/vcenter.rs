//! The facts of the vCenter itself.

use std::collections::HashSet;

use crate::facts::ground::count::small;
use crate::facts::ground::index::{Index, because};
use crate::facts::ground::membership::Membership;
use crate::facts::ground::names::{ClusterRef, HostRef, Name};
use crate::facts::ground::words::ServerOs;
use crate::facts::place::devices::vgpus_move;
use crate::facts::subject::identity::Identity;
use crate::facts::subject::model::{LoginFacts, VcenterFacts};
use crate::facts::subject::{licences, sizes};
use crate::inventory::VCENTER_ID;
use crate::schema::{Fact, List, Unknown, Version};
use crate::terms::{Detail, ObjectKind, ReasonKind};

/// The setting that, when false, lets running VMs on switches without uplink move.
const INTERNAL_NETWORKS: &str = "config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet";

/// Events of logins.
const LOGINS: &str = "UserLoginSessionEvent";

/// The facts of the vCenter; `first_lone` is where the hosts outside clusters begin in the table.
pub fn facts(ix: &Index<'_>, members: &Membership<'_>, first_lone: usize) -> VcenterFacts {
    let about = &ix.inventory.vcenter.about;
    let beside = beside_clusters(ix, members);
    let lone = (first_lone..).zip(&members.lone_hosts).filter(|(_, host)| beside(**host));
    let unplaced = members.unplaced_hosts.iter().map(|(_, why)| why);
    let unlisted = ix.unlisted("HostSystem");
    VcenterFacts {
        version: Version::parse(&about.version).ok_or_else(|| {
            let what = Detail::NoVersion { text: about.version.as_str().into() };
            because(ix.vcenter(), ReasonKind::NotUnderstood, "about", what)
        }),
        build: about.build.as_str().into(),
        os: os(ix, &about.os_type),
        clock_s: ix.clock(),
        clusters: List {
            items: (0..small(members.clusters.len())).map(ClusterRef).collect(),
            missing: members.clusters_missing.clone(),
        },
        lone_hosts: List {
            items: lone.map(|(host, _)| HostRef(small(host))).collect(),
            missing: Unknown::all(unplaced.chain(&unlisted)),
        },
        allows_internal_networks: allows_internal_networks(ix),
        moves_vgpus: vgpus_move(ix),
        licence: licences::of_vcenter(ix),
        size: sizes::of_vcenter(ix, members),
        client_logins: client_logins(ix),
        own_vm: sizes::own_vm(ix, members),
    }
}

/// Whether a host outside any cluster could be meant to be in one: a datacenter without clusters,
/// such as a branch office, has none that it could be added to.
fn beside_clusters<'m>(ix: &'m Index<'_>, members: &Membership<'_>) -> impl Fn(usize) -> bool + use<'m> {
    let of_clusters: Option<HashSet<&str>> =
        members.clusters.iter().map(|one| ix.paths.datacenter(&one.cluster.parent)).collect();
    move |host| {
        let (Some(host), Some(of_clusters)) = (ix.inventory.hosts.get(host), &of_clusters) else {
            return true;
        };
        let place = ix.paths.datacenter(&host.parent);
        of_clusters.is_empty() || place.is_none_or(|place| of_clusters.contains(place))
    }
}

/// What the server runs on, which each server tells; a source of another kind may not.
fn os(ix: &Index<'_>, os_type: &str) -> Fact<ServerOs> {
    let os_type = os_type.to_ascii_lowercase();
    if os_type.is_empty() {
        return Err(because(ix.vcenter(), ReasonKind::Untold, "about", Detail::NoValue));
    }
    Ok(if os_type.starts_with("win") {
        ServerOs::Windows
    } else if os_type.starts_with("linux") {
        ServerOs::Linux
    } else {
        ServerOs::Other
    })
}

/// Whether running VMs on switches without uplink may move.
pub fn allows_internal_networks(ix: &Index<'_>) -> Fact<bool> {
    let settings = ix.answer(&ix.inventory.vcenter.settings, "QueryOptions")?;
    let value = settings.and_then(|settings| settings.get(INTERNAL_NETWORKS));
    Ok(value.is_some_and(|value| value.trim().eq_ignore_ascii_case("false")))
}

/// Programs that logged in. The server forgets events, so that there may always have been more.
fn client_logins(ix: &Index<'_>) -> Fact<List<LoginFacts>> {
    let unknown = |kind, what| because(ix.vcenter(), kind, LOGINS, what);
    let found = ix.answer(&ix.inventory.vcenter.client_logins, LOGINS)?;
    let found = found.ok_or_else(|| unknown(ReasonKind::NotCollected, Detail::Nothing))?;
    let logins = found.logins.iter().map(|login| {
        let at = login.last_s.and_then(|at| jiff::Timestamp::from_second(at).ok());
        LoginFacts {
            agent: login.agent.as_str().into(),
            at: at.map_or_else(Name::default, |at| compact_str::format_compact!("{at}")),
        }
    });
    let missing = if found.truncated {
        unknown(ReasonKind::Truncated, Detail::SomeLogins)
    } else {
        unknown(ReasonKind::Expired, Detail::EarlierLogins)
    };
    Ok(List { items: logins.collect(), missing: Some(missing) })
}

/// Who the vCenter is.
pub fn identity(ix: &Index<'_>) -> Identity {
    let about = &ix.inventory.vcenter.about;
    let id = if about.instance_uuid.is_empty() { VCENTER_ID } else { about.instance_uuid.as_str().into() };
    Identity { kind: ObjectKind::Vcenter, id, name: ix.vcenter().name, path: "/".to_owned() }
}
