//! MTU of vMotion adapters, of the switches they are on, and of the physical switches behind those.

use std::collections::BTreeMap;

use compact_str::format_compact;

use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::net::attached::{Switch, group_of, switch_of};
use crate::facts::net::health::names_vlan;
use crate::facts::net::interfaces::mtu_of;
use crate::facts::net::records::MtuFacts;
use crate::facts::net::uplinks::Wired;
use crate::facts::net::vmotion::Vmotion;
use crate::inventory::VirtualNic;
use crate::schema::{Fact, List};

/// An adapter and its switch, each with its MTU; 0 = not told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    adapter: Name,
    mtu: i64,
    switch: Name,
    switch_mtu: i64,
}

/// The MTU of vMotion adapters beside those of their switches, with the members that have them, those out of
/// service marked.
pub fn fits<'a>(scope: &Scope<'a, '_>, vmotion: &Vmotion<'_, 'a>) -> List<MtuFacts> {
    let mut known = BTreeMap::<Fit, (Vec<Name>, Vec<Name>)>::new();
    let resting = scope.resting.iter().map(|&at| &scope.hosts[at]);
    let missing = vmotion.each(scope, scope.slotted().chain(resting), |member, end, missing| {
        let name = scope.listed(member);
        for (nic, _) in &end.nics {
            match fit(end.wired, nic) {
                Ok((fit, refused)) => {
                    let (hosts, refusing) = known.entry(fit).or_default();
                    hosts.push(name.clone());
                    match refused {
                        Ok(true) => refusing.push(name.clone()),
                        Ok(false) => {}
                        Err(why) => missing.push(why),
                    }
                }
                Err(why) => missing.push(why),
            }
        }
    });
    let list = |items| List { items, missing: missing.clone() };
    let facts = |(fit, (hosts, refusing)): (Fit, (Vec<Name>, Vec<Name>))| MtuFacts {
        text: format_compact!("{} {}, {} {}", fit.adapter, fit.mtu, fit.switch, fit.switch_mtu),
        adapter: fit.adapter,
        mtu: fit.mtu,
        switch: fit.switch,
        switch_mtu: fit.switch_mtu,
        hosts: list(hosts),
        refused_on: list(refusing),
    };
    List { items: known.into_iter().map(facts).collect(), missing: missing.clone() }
}

/// An adapter and its switch, and whether the physical switch is known to carry less.
fn fit(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<(Fit, Fact<bool>)> {
    let group = group_of(wired, nic)?;
    let switch = group.as_ref().map(|group| switch_of(wired, group)).transpose()?.flatten();
    let Switch { name, mtu } = switch.unwrap_or(Switch { name: Name::default(), mtu: None });
    let small = |group| names_vlan(wired, &group, |found| &found.small_mtu_vlan);
    let refused = group.map_or(Ok(false), small);
    let fit = Fit {
        adapter: nic.device.clone(),
        mtu: mtu_of(wired.host, nic)?,
        switch: name,
        switch_mtu: mtu.unwrap_or_default(),
    };
    Ok((fit, refused))
}
