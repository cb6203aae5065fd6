//! Labels of standard port groups: which hosts offer them to VMs, and which look alike.

use std::collections::HashSet;

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{
    DistributedVirtualPortgroup, HostPortgroup, HostSystem, Network, Object as _, OpaqueNetwork,
};
use crate::schema::{Fact, Unknown};
use crate::terms::label::fold;
use crate::terms::{Detail, ReasonKind};

/// The standard port group of a label, letter by letter; the label may arrive escaped.
pub fn find<'a>(wired: Wired<'_, 'a>, label: &str) -> Option<&'a HostPortgroup> {
    wired.portgroup(label).or_else(|| wired.portgroup(&unescape(label)))
}

/// The port group of a label that a host offers to VMs. One that carries a VMkernel or console adapter is
/// none; whether vCenter lists the network on the host has to agree. Where the host lists no port group at all,
/// and there must be some, none was told.
pub fn offered<'a>(wired: Wired<'_, 'a>, label: &str) -> Fact<Option<&'a HostPortgroup>> {
    let Wired { ix, host, network } = wired;
    let Some(portgroup) = find(wired, label) else {
        let named = || network.vnic.iter().chain(&network.console_vnic).any(|nic| !nic.portgroup.is_empty());
        if network.portgroup.is_empty() && (named() || listed(ix, host, label)? == Some(true)) {
            return Err(host.unknown(
                ReasonKind::Contradicts,
                HostSystem::network.path,
                Detail::NoPortGroups,
            ));
        }
        return Ok(None);
    };
    match (carries_host(wired, portgroup), listed(ix, host, label)?) {
        (false, None | Some(true)) => Ok(Some(portgroup)),
        (true, None | Some(false)) => Ok(None),
        (carries, Some(_)) => {
            let label = label.into();
            let what =
                if carries { Detail::HostsOwnGroup { label } } else { Detail::UnlistedGroup { label } };
            Err(host.unknown(ReasonKind::Contradicts, HostSystem::network_refs.path, what))
        }
    }
}

/// Whether vCenter lists a standard network of a label on a host, by its own list or by the host's. Nothing
/// is told where it has no network of that label, or the host has some that the account cannot see.
fn listed(ix: &Index<'_>, host: &HostSystem, label: &str) -> Fact<Option<bool>> {
    let unread = ix.inventory.networks.iter().filter_map(|network| ix.need(network, Network::name).err());
    let unread: Vec<Unknown> = unread.chain(ix.unlisted(Network::TYPE)).collect();
    let called = ix.networks_called(label);
    let own = ix.read(host, HostSystem::network_refs);
    let own = own.map(|ids| ids.map_or(&[][..], Vec::as_slice));
    let by_host = called.iter().map(|network| Ok(own.clone()?.contains(&network.id)));
    let by_network = called.iter().map(|&network| {
        let hosts = ix.read(network, Network::host)?;
        Ok(hosts.is_some_and(|hosts| hosts.contains(&host.id)))
    });
    let told = some(by_host.chain(by_network).chain(unread.iter().cloned().map(Err)));
    if told == Ok(true) || !unread.is_empty() {
        return told.map(Some);
    }
    if own.iter().any(|ids| ids.iter().any(|id| !ix.has_network(id))) {
        // Which ones, the account cannot see, unless they could not be listed at all.
        let others = [DistributedVirtualPortgroup::TYPE, OpaqueNetwork::TYPE];
        return others.iter().find_map(|ty| ix.unlisted(ty)).map_or(Ok(None), Err);
    }
    // A list that is empty on both sides tells nothing.
    let silent = |network: &Network| {
        let hosts = ix.read(network, Network::host);
        hosts.is_ok_and(|hosts| hosts.is_none_or(Vec::is_empty))
    };
    let none_told = own.as_ref().is_ok_and(|ids| ids.is_empty());
    if called.is_empty() || none_told && called.iter().all(|&network| silent(network)) {
        return Ok(None);
    }
    told.map(Some)
}

/// Whether a port group is that of an adapter of the host itself.
fn carries_host(wired: Wired<'_, '_>, portgroup: &HostPortgroup) -> bool {
    let network = wired.network;
    network.vnic.iter().chain(&network.console_vnic).any(|nic| nic.portgroup == portgroup.name)
}

/// Every label of a port group that is none of the hosts' own anywhere.
pub fn all<'a>(ix: &Index<'a>, scope: &Scope<'a, '_>) -> Vec<&'a str> {
    let (mut labels, mut own): (Vec<&str>, HashSet<&str>) = (Vec::new(), HashSet::new());
    let asked = scope.hosts.iter().filter(|member| scope.is_listed(member));
    for wired in asked.filter_map(|member| wired(ix, member.host).ok()) {
        for portgroup in &wired.network.portgroup {
            labels.push(portgroup.name.as_str());
            if carries_host(wired, portgroup) {
                own.insert(portgroup.name.as_str());
            }
        }
    }
    labels.retain(|label| !own.contains(label));
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The labels of a host, which lacks this one, that a person would take for it. Blanks that cannot be told
/// apart by eye are shown.
pub fn near(wired: Wired<'_, '_>, label: &str) -> Vec<Name> {
    look_alikes(wired, label).map(|portgroup| visible(&portgroup.name)).collect()
}

/// The port groups with such labels.
pub fn look_alikes<'a>(wired: Wired<'_, 'a>, label: &str) -> impl Iterator<Item = &'a HostPortgroup> {
    let plain = unescape(label);
    let folded = fold(&plain);
    let label = label.to_owned();
    let alike = move |portgroup: &&HostPortgroup| {
        let name = &portgroup.name;
        *name != label && *name != plain && fold(name) == folded
    };
    wired.network.portgroup.iter().filter(alike)
}

/// A label with the blanks shown that the eye does not count.
fn visible(label: &str) -> Name {
    let blank = |char: Option<char>| char.is_none_or(|char| char == ' ');
    let chars: Vec<char> = label.chars().collect();
    let shown = chars.iter().enumerate().map(|(at, &char)| {
        let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied();
        let doubled = blank(before) || blank(chars.get(at + 1).copied());
        if char == ' ' && doubled { '\u{2423}' } else { char }
    });
    shown.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_alike_when_the_eye_takes_them_for_one() {
        for other in [
            "vm network",
            "VM  Network",
            " VM Network ",
            "VM\u{a0}Network",
            "VM\u{3000}Network",
            "ＶＭ Network",
            "VM\u{200b} Network",
            "VM\tNetwork",
        ] {
            assert_eq!(fold(other), fold("VM Network"), "{other}");
        }
        assert_eq!(fold("LMS–10"), fold("LMS-10"));
        assert_eq!(fold("ｻｰﾊﾞ"), fold("サーバ"));
        for other in ["VMNetwork", "VM Network 2", "VM_Network", "V M Network"] {
            assert_ne!(fold(other), fold("VM Network"), "{other}");
        }
    }

    #[test]
    fn blanks_are_shown_where_nobody_sees_them() {
        assert_eq!(visible("VM Network"), "VM Network");
        assert_eq!(visible("VM  Network"), "VM␣␣Network");
        assert_eq!(visible(" VM Network "), "␣VM Network␣");
        assert_eq!(visible("ＶＭ Network"), "ＶＭ Network");
    }
}
