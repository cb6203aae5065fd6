//! CPU features: what a VM requires, what a host offers, and what of the one the other meets.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::inventory::{Feature, HostSystem};
use crate::schema::{Fact, Unknown};
use crate::terms::{Detail, ReasonKind};

const OFFERED: &str = HostSystem::feature_capability.path;

/// What a CPU feature that a VM needs is about: each kind has its own remedy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Instructions and registers: EVC, microcode or the firmware's settings decide.
    Instructions,
    /// Hardware virtualization handed on to the guest (`hv.*`): the firmware's setting decides.
    Virtualization,
    /// Performance counters handed on to the guest (`vpmc.*`): the VM's setting decides.
    Counters,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Instructions, Self::Virtualization, Self::Counters];

    /// The kind of a feature, by its key.
    pub fn of(key: &str) -> Self {
        match key.split('.').next() {
            Some("hv") => Self::Virtualization,
            Some("vpmc") => Self::Counters,
            _ => Self::Instructions,
        }
    }
}

/// Why a feature of a host may or may not do.
pub fn undocumented(member: &Member<'_>) -> Unknown {
    let what = Detail::FeatureEffect;
    member.host.unknown(ReasonKind::NotUnderstood, OFFERED, what)
}

/// The features that a host offers, its mask apart.
pub fn offered<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<&'a [Feature]> {
    member.reachable.clone()?;
    let host = member.host;
    let offered = ix.need(host, HostSystem::feature_capability)?;
    if offered.is_empty() {
        return Err(host.unknown(ReasonKind::Untold, OFFERED, Detail::NoFeatures));
    }
    Ok(offered)
}

/// What a host offers after its EVC mask; nothing where it has none.
pub fn masked_list<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<Option<&'a [Feature]>> {
    member.reachable.clone()?;
    let host = member.host;
    let list = none_before(ix.read(host, HostSystem::masked_feature_capability))?;
    Ok(list.filter(|list| !list.is_empty()).map(|list| &**list))
}

/// Possible targets whose feature lists, masked or not, could not be read.
pub fn unread_lists(scope: &Scope<'_, '_>) -> Vec<(Option<u32>, Unknown)> {
    let why = |member: &Member<'_>| {
        if let Err(why) = &member.active {
            return Some(why.clone());
        }
        let host = member.host;
        let offered = none_before(scope.ix.read(host, HostSystem::feature_capability));
        offered.err().or_else(|| masked_list(scope.ix, member).err())
    };
    scope.slotted().filter_map(|member| Some((member.slot, why(member)?))).collect()
}

/// Whether a list of features meets all requirements; `None` when one is not understood and no
/// other decides.
pub fn meets<'n>(offered: &[Feature], needs: impl IntoIterator<Item = &'n Feature>) -> Option<bool> {
    let mut open = false;
    for need in needs {
        match met(offered, need) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => open = true,
        }
    }
    (!open).then_some(true)
}

/// Whether the form of a requirement is known.
pub fn understood(need: &Feature) -> bool {
    demand(&need.value).is_some()
}

/// The keys of the requirements that a list of features does not meet for certain.
pub fn unmet(offered: &[Feature], needs: &[Feature]) -> Name {
    let mut keys: Vec<&str> =
        needs.iter().filter(|need| met(offered, need) == Some(false)).map(|need| need.key.as_str()).collect();
    keys.sort_unstable();
    keys.join(", ").into()
}

/// One requirement of the forms that are known: `Bool:Min:1`, `Num:Min:4`, `Bool:Match:1`. A feature that
/// is not listed is not there. A match is met by the very value; what another number means to the server
/// is not documented.
fn met(offered: &[Feature], need: &Feature) -> Option<bool> {
    let has = offered.iter().find(|feature| feature.key == need.key).map(|feature| feature.value.as_str());
    let value: u64 = has.unwrap_or("0").trim().parse().ok()?;
    match demand(&need.value)? {
        Demand::Least(least) => Some(value >= least),
        Demand::Match(exact) if value == exact => Some(true),
        // Of a truth value there is only the other one.
        Demand::Match(_) => (has.is_none() || need.value.starts_with("Bool:")).then_some(false),
    }
}

/// What a requirement asks of the value a host offers.
enum Demand {
    /// This value or a greater one.
    Least(u64),
    /// This very value.
    Match(u64),
}

/// Reads a requirement; `None` when its form is not known.
fn demand(need: &str) -> Option<Demand> {
    let value = need.strip_prefix("Bool:").or_else(|| need.strip_prefix("Num:"))?;
    match value.split_once(':')? {
        ("Min", value) => value.parse().ok().map(Demand::Least),
        ("Match", value) => value.parse().ok().map(Demand::Match),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(key: &str, value: &str) -> Feature {
        Feature { key: key.into(), value: value.into() }
    }

    #[test]
    fn only_known_forms_of_requirements_are_judged() {
        let host = [feature("cpuid.SSE42", "1"), feature("cpuid.NUM", "3"), feature("cpuid.OFF", "0")];
        assert_eq!(meets(&host, &[feature("cpuid.SSE42", "Bool:Min:1")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Num:Min:4")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.SSE42", "Bool:Match:1")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Match:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.OFF", "Bool:Match:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Match:0")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Num:Match:4")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Num:Match:4")]), None);
        assert_eq!(meets(&host, &[feature("cpuid.OFF", "Bool:Min:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Min:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Val:Max:2")]), None);
    }

    #[test]
    fn an_unmet_requirement_decides_beside_one_not_understood() {
        let host = [feature("a", "0")];
        assert_eq!(meets(&host, &[feature("b", "Odd"), feature("a", "Bool:Min:1")]), Some(false));
    }
}
