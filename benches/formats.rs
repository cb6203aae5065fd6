//! Each form of a report of 45,000 VMs with 20,000 findings, every one with evidence of its own. Prints
//! times, sizes and the memory that rendering takes beside the report.
//!
//! `cargo bench --bench formats`; budget: each under 2 s, and no more than three times the report's own
//! memory in all, the report included.

#![allow(clippy::disallowed_macros, clippy::expect_used)]

mod synthetic;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use vpreflight::facts;
use vpreflight::preflight::{self, Question};
use vpreflight::render::{self, Format, Style};
use vpreflight::report::rows::Rows;
use vpreflight::report::{
    Evidence, Finding, Level, NamedEvidence, Object, ObjectKind, Occurrence, Outcome, Report, Text,
};
use vpreflight::rules::{Catalogue, built_in};

const HOSTS: usize = 2_500;
const VMS: usize = 45_000;
const FINDINGS: usize = 20_000;

/// A line of what the system says of this process, in kB; 0 where it does not.
fn kilobytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|text| text.starts_with(line));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

/// Lets the peak start anew.
fn forget_the_peak() {
    // Where the system refuses, the peak is that of the whole run: the figure errs on the large side.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Counts what is written, and keeps none of it.
struct Sink(usize);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the rules say of a made-up inventory.
fn judged() -> Report {
    let inventory = synthetic::inventory(synthetic::Size { hosts: HOSTS, vms: VMS, per_cluster: 32 });
    let catalogue = Catalogue::load(&[built_in()], &facts::roots()).expect("the built-in rules load");
    let selected = catalogue.select(&["full".to_owned()]).expect("a known profile");
    let run = preflight::judge_whole(&Question::of(&selected), &inventory);
    run.expect("nothing was named").report
}

/// Adds findings to the rule about CD-ROM drives until the report has as many as are wanted.
fn fill(report: &mut Report) {
    let has: usize = report.prerequisites.iter().map(|rule| rule.findings.len()).sum();
    let clusters: Vec<String> = report.clusters.iter().map(|cluster| cluster.object.id.clone()).collect();
    let rule = report.prerequisites.iter_mut().find(|rule| rule.id == "vm-no-local-cdrom").expect("the rule");
    let missing = FINDINGS.saturating_sub(has);
    rule.outcome = Outcome::Fail;
    rule.objects.fail += missing;
    rule.findings.extend((0..missing).map(|at| finding(at, &clusters[at % clusters.len()])));
}

fn finding(at: usize, cluster: &str) -> Finding {
    let image = format!("[esx{at:05}-local] iso/image-{at}.iso");
    Finding {
        name: "local-image".into(),
        level: Level::Fail,
        message: Text::new(
            format!("CD/DVD drive 1 holds {image}, which 31 hosts cannot read"),
            format!("CD/DVD ドライブ 1 の {image} を 31 台のホストから読み取れません"),
        )
        .into(),
        fix: None,
        evidence: NamedEvidence::from_iter([
            ("drive", Evidence::Text("CD/DVD drive 1".into())),
            ("image", Evidence::Text(image)),
        ]),
        faults: vec!["CannotAccessVmDevice".into()],
        basis: None,
        blocks: vec![Object {
            kind: ObjectKind::Host,
            id: format!("host-{at}"),
            name: format!("esx{at:05}.example"),
            path: String::new(),
        }],
        objects: vec![Occurrence {
            object: Object {
                kind: ObjectKind::Vm,
                id: format!("vm-{at}"),
                name: format!("app-{at:05}"),
                path: format!("/DC1/vm/app-{at:05}"),
            },
            on: Some(format!("esx{at:05}.example")),
            element: "CD/DVD drive 1".into(),
            element_object: None,
            cluster: Some(cluster.to_owned()),
            fingerprint: format!("{at:032x}"),
            known: false,
        }],
        decision: None,
    }
}

/// Renders the report of `file` in a process that has done nothing else, so that memory which others gave
/// back hides nothing.
fn measure(file: &Path, format: Format) {
    let before = kilobytes("VmRSS:");
    let text = BufReader::new(File::open(file).expect("the report"));
    let report: Report = serde_json::from_reader(text).expect("the report again");
    let own = kilobytes("VmRSS:").saturating_sub(before).max(1);
    forget_the_peak();
    let resident = kilobytes("VmRSS:");
    let start = Instant::now();
    let mut sink = Sink(0);
    render::render(&report, format, Style::default(), &mut sink).expect("rendering into nothing");
    let took = start.elapsed();
    let more = kilobytes("VmHWM:").saturating_sub(resident);
    println!(
        "{:>12}  {:>8.1} ms  {:>9} kB written  {:>7.1} MB beside the report's {} MB ({:.2} times in all)",
        format.name(),
        took.as_secs_f64() * 1e3,
        sink.0 / 1024,
        more as f64 / 1024.0,
        own / 1024,
        (own + more) as f64 / own as f64,
    );
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [_, read, file, format] = args.as_slice()
        && read == "--read"
    {
        return measure(Path::new(file), format.parse().expect("a format"));
    }
    let mut report = judged();
    fill(&mut report);
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    serde_json::to_writer(BufWriter::new(&file), &report).expect("the report as JSON");
    let rows = Rows::new(&report).iter().count();
    println!("{VMS} VMs, {FINDINGS} findings, {rows} rows");
    let program = std::env::current_exe().expect("this program");
    for format in Format::ALL {
        let mut child = Command::new(&program);
        child.arg("--read").arg(file.path()).arg(format.name());
        assert!(child.status().expect("this program again").success());
    }
}
