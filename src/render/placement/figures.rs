//! Amounts of memory and CPU.

use super::words::Word;
use crate::render::words::thousands;
use crate::terms::Lang;

/// Megabytes of a gigabyte.
const GB: u64 = 1024;

/// Which way a figure is rounded: what is needed upward, what is there downward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Round {
    /// Upward.
    Up,
    /// Downward.
    Down,
}

/// `33 GB`, `33.4 GB`, `512 MB`.
fn memory(mb: u64, round: Round) -> String {
    if mb < GB {
        return format!("{} MB", thousands(mb));
    }
    let tenths = u128::from(mb) * 10;
    let tenths = match round {
        Round::Up => tenths.div_ceil(u128::from(GB)),
        Round::Down => tenths / u128::from(GB),
    };
    let whole = thousands(u64::try_from(tenths / 10).unwrap_or(u64::MAX));
    match tenths % 10 {
        0 => format!("{whole} GB"),
        part => format!("{whole}.{part} GB"),
    }
}

/// `33 GB of memory and 500 MHz of CPU`, without what is nothing.
pub(in crate::render) fn amount(memory_mb: u64, cpu_mhz: u64, round: Round, lang: Lang) -> String {
    let memory = (memory_mb > 0).then(|| Word::Memory.fill(lang, &[("figure", &memory(memory_mb, round))]));
    let cpu = (cpu_mhz > 0).then(|| Word::Cpu.fill(lang, &[("figure", &thousands(cpu_mhz))]));
    match (memory, cpu) {
        (Some(one), Some(other)) => Word::Both.fill(lang, &[("one", &one), ("other", &other)]),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Word::Room.get(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_rounded_up_and_what_is_there_down() {
        assert_eq!(memory(33 * GB, Round::Up), "33 GB");
        assert_eq!(memory(33 * GB + 1, Round::Up), "33.1 GB");
        assert_eq!(memory(33 * GB + 101, Round::Down), "33 GB");
        assert_eq!(memory(512, Round::Down), "512 MB");
        assert_eq!(memory(u64::MAX, Round::Up), "18,014,398,509,481,984 GB");
        assert_eq!(amount(1024, 500, Round::Up, Lang::En), "1 GB of memory and 500 MHz of CPU");
        assert_eq!(amount(0, 1500, Round::Up, Lang::Ja), "CPU 1,500 MHz");
    }
}
