//! Hosts that have too little for a VM, each with what it has.

use std::cmp::Reverse;

use compact_str::format_compact;

use crate::facts::ground::capacity::{MIB, Need, Supplies};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::place::records::ShortFacts;
use crate::inventory::ConfigOption;
use crate::schema::{Fact, HostSplit, List, Unknown};

/// The hosts that a split leaves out for certain, a VM's own apart, each with what `has` tells of it.
pub fn short<'a>(
    scope: &Scope<'a, '_>,
    split: &HostSplit,
    own: Option<&Member<'a>>,
    has: impl Fn(&Member<'a>) -> Fact<Name>,
) -> List<ShortFacts> {
    let resting = !split.resting().is_empty();
    let whole = |states: &[Fact<bool>]| states.iter().all(|state| *state == Ok(true));
    if split.missing().is_none()
        && split.iter().all(|(_, state)| *state == Ok(true))
        && whole(split.resting())
    {
        return List::default();
    }
    let mut list = List { items: Vec::new(), missing: split.missing().cloned() };
    let asked =
        scope.hosts.iter().filter(|member| member.slot.is_some() || resting && member.rests.is_some());
    for member in asked.filter(|member| own.is_none_or(|own| own.at != member.at)) {
        match scope.answer(split, member) {
            Ok(true) => {}
            Ok(false) => {
                let host = scope.listed(member);
                let told = has(member).map(|has| match has.as_str() {
                    "" => host.clone(),
                    has => format_compact!("{host} ({has})"),
                });
                list.items.push(ShortFacts { host, told });
            }
            Err(why) => list.lacks(&why),
        }
    }
    list
}

/// The figure of a host.
pub fn figure(supplies: &Supplies, member: &Member<'_>) -> Fact<i64> {
    let slot = member.slot.ok_or_else(|| Unknown::defect("slot of a host"))?;
    supplies.exact(slot as usize)
}

/// What a host has free of that which a need exceeds.
pub fn lacking(cpu: &Supplies, memory: &Supplies, need: Need, member: &Member<'_>) -> Fact<Name> {
    let (mhz, bytes) = (figure(cpu, member)?, figure(memory, member)?);
    let mhz = (mhz < need.cpu_mhz).then(|| format!("{} MHz", mhz.max(0)));
    let bytes = (bytes < need.memory).then(|| format!("{} MB", bytes.max(0) / MIB));
    Ok(mhz.into_iter().chain(bytes).collect::<Vec<_>>().join(", ").into())
}

/// The hardware versions that a host runs: the oldest and the newest.
pub fn versions<'o>(options: impl Iterator<Item = &'o ConfigOption>) -> Name {
    let number = |key: &str| key.rsplit('-').next().and_then(|number| number.parse::<u32>().ok());
    let mut keys: Vec<&str> = options
        .filter(|option| option.run_supported != Some(false))
        .map(|option| option.key.as_str())
        .collect();
    keys.sort_by_key(|key| (Reverse(number(key).is_none()), number(key)));
    match (keys.first(), keys.last()) {
        (Some(first), Some(last)) if first != last => format_compact!("{first}–{last}"),
        (Some(only), _) => Name::from(*only),
        _ => Name::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_the_oldest_to_the_newest_that_runs() {
        let option = |key: &str, runs: Option<bool>| ConfigOption {
            key: key.into(),
            host: Vec::new(),
            run_supported: runs,
        };
        let told = |options: &[ConfigOption]| versions(options.iter());
        let all = [option("vmx-10", Some(true)), option("vmx-9", None), option("vmx-21", Some(false))];
        assert_eq!(told(&all), "vmx-9–vmx-10");
        assert_eq!(told(&all[..1]), "vmx-10");
        assert_eq!(told(&all[2..]), "");
    }
}
