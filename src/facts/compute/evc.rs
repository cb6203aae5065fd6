//! EVC: the mode in force, the modes that would do, and the generations of CPUs.

use crate::facts::compute::cpuid;
use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::{every, lacks, only};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::Power;
use crate::inventory::{ApiVersion, ClusterComputeResource, EvcMode, HostSystem, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, Unknown};
use crate::terms::{Detail, ReasonKind};

/// EVC mode of the cluster; empty = none.
pub fn evc(scope: &Scope<'_, '_>) -> Fact<Name> {
    let cluster = scope.members.cluster;
    let summary = scope.ix.need(cluster, ClusterComputeResource::summary)?;
    Ok(summary.current_evc_mode_key.clone().unwrap_or_default())
}

/// An EVC mode is set and every member reports it.
pub fn evc_everywhere(scope: &Scope<'_, '_>, evc: &Fact<Name>) -> Fact<bool> {
    let mode = evc.clone()?;
    if mode.is_empty() {
        return Ok(false);
    }
    let reports = scope.hosts.iter().map(|member| {
        member.reachable.clone()?;
        let host = member.host;
        let key = scope.ix.read(host, HostSystem::current_evc_mode_key)?;
        Ok(key == Some(&mode))
    });
    every(reports.chain(scope.members.hosts_missing.iter().map(|why| Err(why.clone()))))
}

/// Which members report the mode that is set; all where none is.
pub fn evc_on(scope: &Scope<'_, '_>, evc: &Fact<Name>) -> HostSplit {
    scope.configured(|member| {
        let mode = evc.as_ref().map_err(Clone::clone)?;
        member.reachable.clone()?;
        Ok(mode.is_empty() || scope.ix.read(member.host, HostSystem::current_evc_mode_key)? == Some(mode))
    })
}

/// Members by CPU model and newest EVC mode, for display.
pub fn generations(scope: &Scope<'_, '_>) -> Grouping {
    scope.group_all(|member| {
        let model = cpuid::model_name(scope.ix, member.host)?;
        Ok(match newest_mode(scope.ix, member)? {
            Some(mode) => compact_str::format_compact!("{model}, {mode}"),
            None => model,
        })
    })
}

fn newest_mode<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<Option<&'a Name>> {
    member.reachable.clone()?;
    let host = member.host;
    let mode = ix.read(host, HostSystem::max_evc_mode_key)?;
    Ok(mode.filter(|mode| !mode.is_empty()))
}

/// Two members have CPUs of different EVC generations, whatever their family and model say: both the
/// CPU's signature, stepping included, and its newest EVC mode differ. Firmware that hides features lowers
/// the mode of equal CPUs as well, which is no other generation.
pub fn generations_differ(scope: &Scope<'_, '_>) -> Fact<bool> {
    let mut seen: Vec<((i64, i64, i64), &Name)> = Vec::new();
    let mut open = scope.members.hosts_missing.clone();
    for member in &scope.hosts {
        let mode = newest_mode(scope.ix, member);
        let signature = || member.reachable.clone().and_then(|()| cpuid::signature(scope.ix, member.host));
        let found = match mode {
            Ok(None) => continue,
            Ok(Some(mode)) => signature().map(|signature| (signature, mode)),
            Err(why) => Err(why),
        };
        match found {
            Ok((signature, mode)) => {
                if seen.iter().any(|(other, its)| *other != signature && *its != mode) {
                    return Ok(true);
                }
                seen.push((signature, mode));
            }
            Err(why) => open = Some(open.map_or(why.clone(), |open| open.and(&why))),
        }
    }
    open.map_or(Ok(false), Err)
}

/// Turning EVC on would hide what the hosts do not share: no mode is in force, and their CPUs are known to
/// be of different generations. Never unknown: where it cannot be told, EVC is not the first advice.
pub fn evc_bridges(evc: &Fact<Name>, differ: &Fact<bool>) -> Fact<bool> {
    Ok(evc.as_ref().is_ok_and(|mode| mode.is_empty()) && *differ == Ok(true))
}

/// Highest EVC mode that every member could join; empty = none.
pub fn evc_possible(scope: &Scope<'_, '_>) -> Fact<Name> {
    let mut keys: Vec<&Name> = Vec::new();
    let mut open: Option<Unknown> = scope.members.hosts_missing.clone();
    for member in &scope.hosts {
        let host = member.host;
        let key = member.reachable.clone().and_then(|()| scope.ix.read(host, HostSystem::max_evc_mode_key));
        match key {
            Ok(Some(key)) => keys.push(key),
            Ok(None) => return Ok(Name::default()),
            Err(why) => lacks(&mut open, &why),
        }
    }
    if let Some(why) = open {
        return Err(why);
    }
    let Some((first, rest)) = keys.split_first() else { return Ok(Name::default()) };
    if rest.iter().all(|key| key == first) {
        return Ok((*first).clone());
    }
    let modes = modes(scope.ix)?;
    let mut best: Option<&EvcMode> = None;
    for mode in modes {
        let joinable = every(keys.iter().map(|key| covers(scope.ix, modes, key, &mode.key)))?;
        if joinable && best.is_none_or(|best| mode.vendor_tier > best.vendor_tier) {
            best = Some(mode);
        }
    }
    Ok(best.map(|mode| mode.key.clone()).unwrap_or_default())
}

fn modes<'a>(ix: &Index<'a>) -> Fact<&'a [EvcMode]> {
    let modes = ix.answer(&ix.inventory.vcenter.evc_modes, "capability.supportedEVCMode")?;
    Ok(modes.map_or(&[][..], Vec::as_slice))
}

/// Whether mode `a` has every feature of mode `b`: its tracks hold those of `b` and its tier is not
/// lower. Keys are no order: AMD has two ladders.
fn covers(ix: &Index<'_>, modes: &[EvcMode], a: &str, b: &str) -> Fact<bool> {
    if a == b {
        return Ok(true);
    }
    let unknown =
        |what: Detail| because(ix.vcenter(), ReasonKind::NotUnderstood, "capability.supportedEVCMode", what);
    let find = |key: &str| {
        let mode = modes.iter().find(|mode| mode.key == key);
        mode.ok_or_else(|| unknown(Detail::EvcModeUnlisted { key: key.into() }))
    };
    let (a, b) = (find(a)?, find(b)?);
    if !a.vendor.eq_ignore_ascii_case(&b.vendor) || a.vendor_tier < b.vendor_tier {
        return Ok(false);
    }
    let (Some(wide), Some(narrow)) = (&a.track, &b.track) else {
        let what = Detail::EvcModesUnordered;
        return Err(because(ix.vcenter(), ReasonKind::NotOffered, "capability.supportedEVCMode", what));
    };
    Ok(narrow.iter().all(|track| wide.contains(track)))
}

/// The API version from which on a VM tells the lowest mode that it can run under.
const MODE_OF_VMS: ApiVersion = ApiVersion::of(&[4, 1]);

/// Whether the cluster's EVC mode covers what the VM runs with.
pub fn evc_covers(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>, evc: &Fact<Name>) -> Fact<bool> {
    const PATH: &str = VirtualMachine::min_required_evc_mode_key.path;
    let cluster = evc.clone()?;
    if cluster.is_empty() {
        return Ok(false);
    }
    let least = match ix.read(vm, VirtualMachine::min_required_evc_mode_key) {
        // Before 4.1 no VM tells. vCenter turns a mode on only while no VM runs with more, and admits none.
        Err(why) if only(&why, ReasonKind::NotOffered) && ix.api() < MODE_OF_VMS => return Ok(true),
        least => least?,
    };
    match least {
        Some(least) if *least == cluster => Ok(true),
        Some(least) => covers(ix, modes(ix)?, &cluster, least),
        None if power.clone()? != Power::On => Ok(true),
        None => Err(vm.unknown(ReasonKind::Untold, PATH, Detail::NoModeOfVm)),
    }
}
