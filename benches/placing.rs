//! Who can go where, and every single loss, at several sizes: maps, the matrix in full and VM by VM, the loss of
//! each host in turn. Prints times and the peak memory of the process.
//!
//! `cargo bench --bench placing [-- SIZE]`; SIZE is `1k`, `10k`, `45k` or `wide` (one cluster of 96 hosts and 10,000
//! VMs). Without it all are run one after the other, and the peak is that of the largest so far. Budget on 2 cores, at
//! `45k`: the matrix in full and every loss under 5 s and under 700 MB together; in `check` the losses cost at most
//! 0.5 s.

#![allow(clippy::disallowed_macros, clippy::expect_used)]

mod synthetic;

use std::io::{self, Write};
use std::time::Instant;

use vpreflight::facts;
use vpreflight::facts::map::MapVm;
use vpreflight::placement::{EachMatrix, Wanted, matrix, summaries, what_if};
use vpreflight::render::{self, PlacingFormat, Style};
use vpreflight::terms::Relation;

/// Sizes by name: hosts, VMs, hosts of a cluster.
const SIZES: [(&str, usize, usize, usize); 4] =
    [("1k", 56, 1_000, 32), ("10k", 556, 10_000, 32), ("wide", 96, 10_000, 96), ("45k", 2_500, 45_000, 32)];

/// Peak resident memory of this process in MB, where the system tells it.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

/// Counts what is written, and keeps nothing.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs a part, and prints its time, what it wrote and the peak of memory.
fn timed<T>(what: &str, run: impl FnOnce(&mut Counter) -> T) -> T {
    let (start, mut written) = (Instant::now(), Counter::default());
    let result = run(&mut written);
    let (time, peak) = (start.elapsed(), peak_mb());
    println!("  {what:<28} {time:>12.1?} {:>9} kB written, peak {peak} MB", written.0 / 1024);
    result
}

fn size(name: &str, hosts: usize, vms: usize, per_cluster: usize) {
    let inventory = synthetic::inventory(synthetic::Size { hosts, vms, per_cluster });
    println!("{name}: {hosts} hosts, {vms} VMs, {per_cluster} hosts a cluster; peak {} MB", peak_mb());
    let given = facts::Given::default();
    timed("facts", |_| drop(facts::build_chosen(&inventory, facts::Chosen::default(), &given)));
    let maps = timed("facts and maps", |_| {
        let (facts, maps) = facts::build_mapped(&inventory, facts::Chosen::default(), &given);
        drop(facts);
        maps
    });
    timed("in check: losses, evacuations", |_| drop(summaries(&maps)));
    let all = |_: &MapVm| true;
    let style = Style::default();
    for relation in [Relation::Live, Relation::Restart] {
        let name = relation.name();
        timed(&format!("matrix {name}, classes"), |out| {
            let matrix = matrix(&maps, relation, all);
            render::matrix::write(&matrix, PlacingFormat::Json, style, out).expect("counting");
        });
        for format in [PlacingFormat::Json, PlacingFormat::Csv] {
            timed(&format!("matrix {name}, each, {}", format.name()), |out| {
                let each = EachMatrix::new(&maps, relation, &all);
                render::matrix::write_each(&each, format, style, out).expect("counting");
            });
        }
    }
    timed("whatif --lose-each", |out| {
        let answer = what_if(&maps, &Wanted::LoseEach, &|_, _| None).expect("nothing is named");
        render::whatif::write(&answer, PlacingFormat::Json, style, out).expect("counting");
    });
    timed("whatif --roll", |out| {
        let answer = what_if(&maps, &Wanted::Roll, &|_, _| None).expect("nothing is named");
        render::whatif::write(&answer, PlacingFormat::Json, style, out).expect("counting");
    });
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    for (name, hosts, vms, per_cluster) in SIZES {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            size(name, hosts, vms, per_cluster);
        }
    }
}
