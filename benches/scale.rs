//! Facts, evaluation and report at the size of the largest vCenter: 2,500 hosts and 45,000 VMs in
//! clusters of 32, with all built-in rules. Prints medians and the peak memory of the process.
//!
//! `cargo bench --bench scale [-- RUNS]`, or `-- --sizes` for a line of JSON on each of three sizes; budget on 2 cores: under 2.5 s and under 700 MB peak, and no rule over
//! 5 µs for each object.

#![allow(clippy::disallowed_macros, clippy::expect_used, clippy::cast_precision_loss)]

mod synthetic;

use std::time::{Duration, Instant};

use vpreflight::evaluate::Timing;
use vpreflight::facts;
use vpreflight::preflight::{self, Question};
use vpreflight::render::{self, Format, Style};
use vpreflight::report::Report;
use vpreflight::rules::{Catalogue, built_in};

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Peak resident memory of this process in MB, where the system tells it.
fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

/// The ten dearest rules, by processor time for each object, with the places they report.
fn dearest(report: &Report, mut rules: Vec<Timing>) {
    let each = |timing: &Timing| timing.time.as_secs_f64() * 1e6 / timing.objects.max(1) as f64;
    rules.sort_by(|a, b| each(b).total_cmp(&each(a)));
    for timing in rules.iter().take(10) {
        let Some(rule) = report.prerequisites.iter().find(|rule| rule.id == timing.rule) else { continue };
        let found: usize = rule.findings.iter().map(|finding| finding.objects.len()).sum();
        let open: usize = rule.undecided.iter().map(|undecided| undecided.objects.len()).sum();
        println!(
            "  {:>6.2} µs for each of {:>5} objects  {}: {} findings at {found} places, {open} undecided",
            each(timing),
            timing.objects,
            timing.rule,
            rule.findings.len(),
        );
    }
}

/// A line on a size, of a process of its own, so that the peak of memory is that of the size.
fn one_size(hosts: usize, vms: usize) {
    let inventory = synthetic::inventory(synthetic::Size { hosts, vms, per_cluster: 32 });
    let catalogue = Catalogue::load(&[built_in()], &facts::roots()).expect("the built-in rules load");
    let selected = catalogue.select(&["full".to_owned()]).expect("a known profile");
    let question = Question { placing: true, ..Question::of(&selected) };
    let mut all: Vec<[Duration; 5]> = (0..5)
        .map(|_| {
            let start = Instant::now();
            let run = preflight::judge_whole(&question, &inventory).expect("nothing was named");
            let judged = Instant::now();
            let mut text = Vec::new();
            render::render(&run.report, Format::Json, Style::default(), &mut text)
                .expect("rendering into memory");
            [run.facts, run.rules, run.placing, judged.elapsed(), start.elapsed()]
        })
        .collect();
    all.sort_by_key(|times| times[4]);
    let [facts, rules, placing, json, whole] = all[all.len() / 2].map(|time| time.as_secs_f64() * 1e3);
    let mb = peak_mb().unwrap_or(0);
    println!(
        r#"{{"vms":{vms},"hosts":{hosts},"facts":{facts},"rules":{rules},"placing":{placing},"json":{json},"all":{whole},"mb":{mb}}}"#
    );
}

fn main() {
    let mut args = std::env::args().skip(1).skip_while(|arg| arg == "--bench");
    match (args.next().as_deref(), args.next().and_then(|vms| vms.parse::<usize>().ok())) {
        (Some("--sizes"), None) => {
            for vms in ["1000", "10000", "45000"] {
                let own = std::env::current_exe().expect("a path of its own");
                let done = std::process::Command::new(own).args(["--sizes", vms]).status();
                assert!(done.is_ok_and(|done| done.success()), "{vms} VMs cannot be measured");
            }
            return;
        }
        (Some("--sizes"), Some(vms)) => return one_size((vms / 18).max(32), vms),
        _ => {}
    }
    let runs = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(5_usize).max(1);
    let size = synthetic::Size { hosts: 2_500, vms: 45_000, per_cluster: 32 };
    let inventory = synthetic::inventory(size);
    println!(
        "{} hosts, {} VMs, {} clusters",
        inventory.hosts.len(),
        inventory.vms.len(),
        inventory.clusters.len()
    );
    println!("peak memory with the inventory alone: {} MB", peak_mb().unwrap_or(0));
    let catalogue = Catalogue::load(&[built_in()], &facts::roots()).expect("the built-in rules load");
    let selected = catalogue.select(&["full".to_owned()]).expect("a known profile");
    let question = Question { placing: true, ..Question::of(&selected) };
    let (mut build, mut evaluate, mut placing, mut render, mut total) =
        (vec![], vec![], vec![], vec![], vec![]);
    let mut last = None;
    for _ in 0..runs {
        // One report at a time in memory.
        drop(last.take());
        let start = Instant::now();
        let run = preflight::judge_whole(&question, &inventory).expect("nothing was named");
        let judged = Instant::now();
        let mut text = Vec::new();
        render::render(&run.report, Format::Json, Style::default(), &mut text)
            .expect("rendering into memory");
        let done = Instant::now();
        println!(
            "  facts {:?}, evaluation {:?}, losses and evacuations {:?}, JSON {:?} ({} kB, {} rules)",
            run.facts,
            run.rules,
            run.placing,
            done - judged,
            text.len() / 1024,
            run.report.prerequisites.len()
        );
        build.push(run.facts);
        evaluate.push(run.rules);
        placing.push(run.placing);
        render.push(done - judged);
        total.push(done - start);
        last = Some((run.report, run.timings));
    }
    println!(
        "median of {runs}: facts {:?}, evaluation {:?}, losses and evacuations {:?}, JSON {:?}",
        median(build),
        median(evaluate),
        median(placing),
        median(render)
    );
    if let Some((report, rules)) = last {
        dearest(&report, rules);
    }
    println!("median in all: {:?} (budget 2.5 s)", median(total));
    println!("peak memory: {} MB (budget 700 MB)", peak_mb().unwrap_or(0));
}
