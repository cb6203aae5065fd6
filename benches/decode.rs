//! Speed of decoding: `cargo bench --bench decode`.
//!
//! Decodes an answer of about 100 MB as a vCenter writes it, and compares with the bare event loop
//! of the tokeniser over the same bytes. Both alternate within one process, because only their
//! ratio means something on a shared machine.

#![allow(clippy::disallowed_macros, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;

use std::hint::black_box;
use std::time::Instant;

use quick_xml::Reader;
use quick_xml::events::Event;
use vpreflight::inventory::Inventory;
use vpreflight::sources::vcenter::page;

const TARGET_BYTES: usize = 100_000_000;
const RUNS: usize = 7;
/// Least speed of decoding, in parts of the event loop's speed.
const LEAST_RATIO: f64 = 0.70;

fn main() {
    let (text, vms) = answers::answer(TARGET_BYTES);
    let megabytes = text.len() as f64 / 1e6;
    let mut loops = Vec::new();
    let mut decodes = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        black_box(events(black_box(&text)));
        loops.push(megabytes / started.elapsed().as_secs_f64());

        let started = Instant::now();
        let mut inventory = Inventory::default();
        let read = page(black_box(&text), "VirtualMachine", &mut inventory).unwrap();
        decodes.push(megabytes / started.elapsed().as_secs_f64());
        assert_eq!((read.objects, inventory.vms.len()), (vms, vms));
        check(&inventory);
        black_box(inventory);
    }
    let (floor, decode) = (median(loops), median(decodes));
    println!("{megabytes:.0} MB, {vms} VMs, medians of {RUNS} runs");
    println!("empty event loop   {floor:7.0} MB/s");
    println!("decode             {decode:7.0} MB/s");
    println!("ratio              {:7.2}      (at least {LEAST_RATIO})", decode / floor);
    if decode / floor < LEAST_RATIO {
        std::process::exit(1);
    }
}

fn events(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return count,
            _ => count += 1,
        }
    }
}

/// Speed is worth nothing if the work is not done.
fn check(inventory: &Inventory) {
    let vm = &inventory.vms[7];
    let hardware = vm.hardware.known().unwrap();
    assert_eq!(vm.name.known().unwrap(), "vm-name-7");
    assert_eq!((hardware.num_cpu, hardware.memory_mb), (4, 8192));
    assert_eq!(hardware.device.iter().filter(|device| device.kind == "VirtualCdrom").count(), 1);
    assert_eq!(vm.layout_ex.known().unwrap().len(), 8);
    assert_eq!(vm.guest_net.known().unwrap()[0].ip_address.len(), 2);
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
