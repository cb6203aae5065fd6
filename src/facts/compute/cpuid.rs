//! CPU compatibility by CPUID bits, where there are no feature lists: what the hypervisor offers
//! on the source against what it offers on the target, under the VM's own mask.

use std::collections::BTreeMap;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::reachable;
use crate::inventory::{CpuId, HostSystem};
use crate::schema::{Fact, Unknown};
use crate::terms::{Detail, ReasonKind};

/// 0x80000001 as the wire has it.
const EXTENDED: i64 = -0x7fff_ffff;
/// Registers that tell features: level, register. The others tell sizes, counts, the family or the
/// APIC id, which differ between packages of one host.
const FEATURES: [(i64, Register); 7] = [
    (1, Register::Ecx),
    (1, Register::Edx),
    (EXTENDED, Register::Ecx),
    (EXTENDED, Register::Edx),
    (7, Register::Ebx),
    (7, Register::Ecx),
    (7, Register::Edx),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Register {
    Ebx,
    Ecx,
    Edx,
}

/// The CPU of a host as virtual machines see it. Equal ones need no second comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cpu {
    vendor: String,
    /// 32 characters each: `0`, `1`, `-`. `None`: the host does not show that level.
    registers: [Option<Vec<u8>>; FEATURES.len()],
}

/// CPU vendor of a host: that of its packages.
pub fn vendor(ix: &Index<'_>, host: &HostSystem) -> Fact<String> {
    const PATH: &str = HostSystem::cpu_pkg.path;
    reachable(ix, host)?;
    let packages = ix.need(host, HostSystem::cpu_pkg)?;
    match packages.first().map(|package| package.vendor.as_str()) {
        Some(vendor) if !vendor.is_empty() && vendor != "unknown" => Ok(vendor.to_owned()),
        _ => Err(host.unknown(ReasonKind::Untold, PATH, Detail::CpuVendor)),
    }
}

/// CPU vendor, family and model of a host in words.
pub fn model_name(ix: &Index<'_>, host: &HostSystem) -> Fact<Name> {
    let vendor = vendor(ix, host)?;
    let (family, model) = family_and_model(ix, host)?;
    Ok(compact_str::format_compact!("{vendor} family {family} model {model}"))
}

/// CPU family and model of a host.
fn family_and_model(ix: &Index<'_>, host: &HostSystem) -> Fact<(i64, i64)> {
    reachable(ix, host)?;
    let packages = ix.need(host, HostSystem::cpu_pkg)?;
    let package = packages.first();
    if let Some((family, model)) = package.and_then(|package| package.family.zip(package.model)) {
        return Ok((family, model));
    }
    signature(ix, host).map(|(family, model, _)| (family, model))
}

/// CPU family, model and stepping of a host.
pub fn signature(ix: &Index<'_>, host: &HostSystem) -> Fact<(i64, i64, i64)> {
    reachable(ix, host)?;
    let packages = ix.need(host, HostSystem::cpu_pkg)?;
    let of = |rows: &[CpuId]| rows.iter().find(|row| row.level == 1).and_then(|row| decode_eax(&row.eax));
    if let Some(found) = packages.first().and_then(|package| of(&package.cpu_feature)) {
        return Ok(found);
    }
    of(ix.need(host, HostSystem::cpu_feature)?)
        .ok_or_else(|| host.unknown(ReasonKind::Untold, HostSystem::cpu_feature.path, Detail::CpuModel))
}

/// Whether the NX bit (level 0x80000001, EDX bit 20) is on.
pub fn nx(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    const PATH: &str = HostSystem::cpu_feature.path;
    const BIT: usize = 20;
    reachable(ix, host)?;
    let rows = ix.need(host, HostSystem::cpu_feature)?;
    let row = rows.iter().find(|row| row.level == EXTENDED).map(|row| bits(&row.edx));
    match row.and_then(|bits| bits.iter().rev().nth(BIT).copied()) {
        Some(b'1') => Ok(true),
        Some(b'0') => Ok(false),
        _ => Err(host.unknown(ReasonKind::Untold, PATH, Detail::NxBit)),
    }
}

/// Family, model and stepping from level 1 EAX, extended parts included.
fn decode_eax(eax: &str) -> Option<(i64, i64, i64)> {
    let bits = bits(eax);
    let mut value = 0_i64;
    for bit in &bits {
        value = (value << 1)
            | i64::from(match bit {
                b'0' => 0_u8,
                b'1' => 1,
                _ => return None,
            });
    }
    (bits.len() == 32).then(|| {
        let part = |shift: u32, width: u32| (value >> shift) & ((1 << width) - 1);
        (part(8, 4) + part(20, 8), part(4, 4) + (part(16, 4) << 4), part(0, 4))
    })
}

/// Characters of a register without the colons between groups.
fn bits(register: &str) -> Vec<u8> {
    register.bytes().filter(|byte| *byte != b':').collect()
}

/// What the hypervisor of a host offers: its own vector, its gaps filled from the hardware's.
pub fn offered(ix: &Index<'_>, host: &HostSystem) -> Fact<Cpu> {
    let vendor = vendor(ix, host)?;
    let hardware = ix.need(host, HostSystem::cpu_feature)?;
    let supported = ix.read(host, HostSystem::supported_cpu_feature)?;
    let supported = supported.map_or(&[][..], Vec::as_slice);
    let registers = FEATURES.map(|(level, register)| {
        let of =
            |rows: &[CpuId]| rows.iter().find(|row| row.level == level).map(|row| bits(part(row, register)));
        match (of(supported), of(hardware)) {
            (Some(soft), Some(hard)) => Some(overlay(&soft, &hard)),
            (soft, hard) => soft.or(hard).map(|bits| overlay(&bits, &[])),
        }
    });
    Ok(Cpu { vendor, registers })
}

fn part(row: &CpuId, register: Register) -> &str {
    match register {
        Register::Ebx => &row.ebx,
        Register::Ecx => &row.ecx,
        Register::Edx => &row.edx,
    }
}

/// 32 characters: the first vector's, where it has `-` or nothing the second's.
fn overlay(first: &[u8], second: &[u8]) -> Vec<u8> {
    let at = |bits: &[u8], i: usize| bits.get(i).copied().unwrap_or(b'-');
    (0..32).map(|i| if at(first, i) == b'-' { at(second, i) } else { at(first, i) }).collect()
}

/// Whether a VM with `mask` that runs on `source` can run on `target`.
pub fn compatible(source: &Cpu, target: &Cpu, mask: &[CpuId], unclear: &Unknown) -> Fact<bool> {
    if source.vendor != target.vendor {
        return Ok(false);
    }
    let masks: BTreeMap<i64, &CpuId> = mask
        .iter()
        .filter(|row| row.vendor.is_empty() || row.vendor.eq_ignore_ascii_case(&source.vendor))
        .map(|row| (row.level, row))
        .collect();
    let mut open = false;
    for (i, (level, register)) in FEATURES.iter().enumerate() {
        let rule = masks.get(level).map(|row| bits(part(row, *register))).unwrap_or_default();
        match (&source.registers[i], &target.registers[i]) {
            (None, None) if *level == 7 => {}
            (Some(source), Some(target)) => match register_fits(source, target, &rule) {
                Some(true) => {}
                Some(false) => return Ok(false),
                None => open = true,
            },
            _ => open = true,
        }
    }
    if open { Err(unclear.clone()) } else { Ok(true) }
}

/// One register under its rule; `None` when it cannot be told.
fn register_fits(source: &[u8], target: &[u8], rule: &[u8]) -> Option<bool> {
    let mut open = false;
    for (i, (source, target)) in source.iter().zip(target).enumerate() {
        let known = *source != b'-' && *target != b'-';
        let fits = match rule.get(i).copied().unwrap_or(b'-') {
            b'x' | b'0' | b'1' => Some(true),
            b'T' => (*target != b'-').then_some(*target == b'1'),
            b'F' => (*target != b'-').then_some(*target == b'0'),
            b'H' | b'R' => known.then_some(source == target),
            // The guest system's own mask decides, which is not read; equal bits need no rule.
            _ => (known && source == target).then_some(true),
        };
        match fits {
            Some(true) => {}
            Some(false) => return Some(false),
            None => open = true,
        }
    }
    (!open).then_some(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn cpu(vendor: &str, ecx: &str) -> Cpu {
        let zero = || Some(vec![b'0'; 32]);
        let registers = [Some(overlay(&bits(ecx), &[b'0'; 32])), zero(), zero(), zero(), None, None, None];
        Cpu { vendor: vendor.into(), registers }
    }

    fn mask(ecx: &str) -> Vec<CpuId> {
        vec![CpuId { level: 1, ecx: ecx.into(), ..CpuId::default() }]
    }

    fn fits(source: &str, target: &str, rule: &str) -> Option<bool> {
        compatible(&cpu("intel", source), &cpu("intel", target), &mask(rule), &Unknown::defect("?")).ok()
    }

    #[test]
    fn no_mask_bridges_vendors() {
        let open = Unknown::defect("?");
        assert_eq!(compatible(&cpu("intel", ""), &cpu("amd", ""), &mask("x"), &open), Ok(false));
    }

    #[test]
    fn equal_bits_fit_and_different_ones_need_a_mask() {
        assert_eq!(fits("1010", "1010", ""), Some(true));
        assert_eq!(fits("1", "0", ""), None);
        assert_eq!(fits("1", "0", "x"), Some(true));
        assert_eq!(fits("1", "0", "0"), Some(true));
        assert_eq!(fits("1", "0", "H"), Some(false));
        assert_eq!(fits("1", "0", "R"), Some(false));
        assert_eq!(fits("1", "0", "T"), Some(false));
        assert_eq!(fits("0", "1", "T"), Some(true));
        assert_eq!(fits("0", "1", "F"), Some(false));
    }

    #[test]
    fn a_mask_row_of_another_vendor_does_not_count() {
        let mut rows = mask("H");
        rows[0].vendor = "amd".into();
        let open = Unknown::defect("?");
        assert!(compatible(&cpu("intel", "1"), &cpu("intel", "0"), &rows, &open).is_err());
    }

    #[test]
    fn family_and_model_join_their_extended_parts() {
        // 0x000206c2: family 6, model 44 (Westmere).
        let eax = "0000:0000:0000:0010:0000:0110:1100:0010";
        assert_eq!(decode_eax(eax), Some((6, 44, 2)));
        assert_eq!(decode_eax("0000:----"), None);
        assert_eq!(decode_eax(""), None);
    }

    #[test]
    fn a_level_as_the_wire_has_it() {
        assert_eq!(EXTENDED, i64::from(0x8000_0001_u32.cast_signed()));
    }
}
