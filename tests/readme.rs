//! The README shows real output, and stays true.

#![allow(clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

const BEGIN: &str = "<!-- demo:begin";
const END: &str = "<!-- demo:end -->";

/// What `check --demo` prints at 80 columns, without colour, in English.
fn demo() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(["check", "--demo", "--lang", "en", "--width", "80", "--color", "never"])
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

#[test]
fn the_readme_shows_what_the_demo_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let begin = readme.find(BEGIN).expect("the begin mark");
    let body = begin + readme[begin..].find('\n').expect("a line end") + 1;
    let end = readme.find(END).expect("the end mark");
    let wanted = format!("\n```console\n$ vpreflight check --demo\n{}```\n\n", demo());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{}{wanted}{}", &readme[..body], &readme[end..]))
            .expect("written README");
    } else {
        assert_eq!(&readme[body..end], wanted, "run UPDATE=1 scripts/test --test readme");
    }
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "rules/README.md",
        "docs/report-json.md",
        "docs/formats.md",
        "docs/decisions.md",
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
