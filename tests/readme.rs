//! The README shows real output, and stays true.

#![allow(clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

/// What `check --demo` prints at 80 columns, without colour, in English.
fn demo(more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(["check", "--demo", "--lang", "en", "--width", "80", "--color", "never"])
        .args(more)
        .env_clear()
        .output()
        .expect("the binary runs");
    assert_eq!(
        output.status.code(),
        Some(1),
        "the demo has faults:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Holds the console block between the marks `name` to what a command prints; writes it with `UPDATE`.
fn shows(name: &str, command: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let begin = readme.find(&format!("<!-- {name}:begin")).expect("the begin mark");
    let body = begin + readme[begin..].find('\n').expect("a line end") + 1;
    let end = readme.find(&format!("<!-- {name}:end -->")).expect("the end mark");
    let wanted = format!("\n```console\n$ {command}\n{printed}```\n\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{}{wanted}{}", &readme[..body], &readme[end..]))
            .expect("written README");
    } else {
        assert_eq!(&readme[body..end], wanted, "run UPDATE=1 scripts/test --test readme");
    }
}

#[test]
fn the_readme_shows_what_the_demo_prints() {
    shows("demo", "vpreflight check --demo", &demo(&[]));
    let all = demo(&["--format", "github"]);
    let lines: Vec<&str> = all.lines().collect();
    let two: String = lines[lines.len() - 2..].iter().map(|line| format!("{line}\n")).collect();
    shows("pipeline", "vpreflight check --demo --format github | tail -n 2", &two);
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "rules/README.md",
        "docs/report-json.md",
        "docs/configuration.md",
        "docs/formats.md",
        "docs/decisions.md",
        "docs/pipelines.md",
        "docs/old-vcenters.md",
        "docs/prerequisites.md",
    ] {
        let path = root.join(document);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") || target.starts_with('#') {
                continue;
            }
            let file = path.parent().expect("a folder").join(target.split('#').next().unwrap_or(target));
            assert!(file.exists(), "{document} links to {target}, which does not exist");
        }
    }
}
