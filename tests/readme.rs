//! The README shows real output, and stays true.

#![allow(clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use common::{Vcsim, stored};

/// The README in each language.
const READMES: [(&str, &str); 2] = [("README.md", "en"), ("README.ja.md", "ja")];

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a command prints of the example at 80 columns, without colour.
fn example(command: &str, more: &[&str], lang: &str, code: i32) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args([command, "--demo", "--lang", lang, "--width", "80", "--color", "never"])
        .args(more)
        .env_clear()
        .env("TZ", "UTC")
        .output()
        .expect("the binary runs");
    assert_eq!(
        output.status.code(),
        Some(code),
        "the demo has faults:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Puts what a command prints between the marks `name` of a README.
fn filled(readme: &str, name: &str, command: &str, printed: &str) -> String {
    let begin = readme.find(&format!("<!-- {name}:begin")).expect("the begin mark");
    let body = begin + readme[begin..].find('\n').expect("a line end") + 1;
    let end = readme.find(&format!("<!-- {name}:end -->")).expect("the end mark");
    format!("{}\n```console\n$ {command}\n{printed}```\n\n{}", &readme[..body], &readme[end..])
}

#[test]
fn each_readme_shows_what_the_demo_prints() {
    for (file, lang) in READMES {
        let asked = if lang == "en" { String::new() } else { format!(" --lang {lang}") };
        let all = example("check", &["--format", "github"], lang, 1);
        let lines: Vec<&str> = all.lines().collect();
        let two: String = lines[lines.len() - 2..].iter().map(|line| format!("{line}\n")).collect();
        let mut readme = document(file);
        for (name, command, printed) in [
            ("demo", format!("check --demo{asked}"), example("check", &[], lang, 1)),
            ("pipeline", format!("check --demo{asked} --format github | tail -n 2"), two),
            (
                "whatif",
                format!("whatif --demo{asked} --lose-each"),
                example("whatif", &["--lose-each"], lang, 1),
            ),
            ("plan", format!("plan --demo{asked}"), example("plan", &[], lang, 1)),
            ("matrix", format!("matrix --demo{asked}"), example("matrix", &[], lang, 0)),
        ] {
            readme = filled(&readme, name, &format!("vpreflight {command}"), &printed);
        }
        stored::document(file, &readme);
    }
}

/// The blocks of commands, for whatever shell, each line without its comment.
fn bare_blocks(readme: &str) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<String>> = None;
    for line in readme.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some(vec![language.to_owned()]),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.extend(line.split(" # ").next().map(|bare| bare.trim_end().to_owned()));
            }
            (None, None) => {}
        }
    }
    blocks.retain(|block| block[0] != "console");
    blocks
}

/// The READMEs have the same commands, links and rows in the same order; only what is said of them differs.
#[test]
fn the_readmes_have_the_same_blocks() {
    let [en, ja] = READMES.map(|(file, _)| document(file));
    let [of_en, of_ja] = [bare_blocks(&en), bare_blocks(&ja)];
    assert!(of_en.len() > 8, "{of_en:?}");
    assert_eq!(of_en, of_ja);
    let links = |readme: &str| -> BTreeSet<String> {
        let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        links.filter(|link| !link.starts_with("README")).map(str::to_owned).collect()
    };
    assert_eq!(links(&en), links(&ja));
    for (count, of) in [("\n## ", "headings"), ("\n| ", "rows"), ("\n```", "blocks"), ("\n- ", "items")] {
        assert_eq!(en.matches(count).count(), ja.matches(count).count(), "{of}");
    }
    let codes = |readme: &str| -> Vec<String> {
        let rows = readme.lines().filter_map(|line| line.strip_prefix("| "));
        rows.filter(|row| row.starts_with(|c: char| c.is_ascii_digit()))
            .map(|row| row[..2].to_owned())
            .collect()
    };
    assert_eq!(codes(&en), codes(&ja));
    let [comments_en, comments_ja] = [&en, &ja].map(|readme| {
        let lines =
            readme.lines().filter_map(|line| line.split_once("  # ").map(|(_, said)| said.to_owned()));
        lines.collect::<Vec<_>>()
    });
    assert_eq!(comments_en.len(), comments_ja.len());
    for said in comments_ja {
        assert!(!said.is_ascii(), "a comment is not in Japanese: {said}");
    }
}

/// What a line of a shell block runs, in the words of the README.
fn is_run(line: &str) -> bool {
    line.starts_with("vpreflight ") || line == "scripts/demo" || line == "scripts/test"
}

/// The blocks of shell commands, in their order.
fn blocks(readme: &str) -> Vec<String> {
    let parts = readme.split("\n```sh\n").skip(1);
    parts.map(|part| part.split("\n```").next().unwrap_or_default().to_owned()).collect()
}

/// A newcomer copies the blocks into one shell, one after the other. Only what belongs to the simulated
/// vCenter is replaced: its address, its account and its certificate.
#[cfg(unix)]
#[test]
fn the_shell_blocks_work_one_after_the_other_in_one_shell() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let server = Vcsim::start("healthy");
    let place = tempfile::tempdir().expect("a folder");
    let at = |name: &str| place.path().join(name);
    let write = |name: &str, text: &str| {
        std::fs::write(at(name), text).expect("a written file");
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(0o755)).expect("permissions");
    };
    // What a clone has after the two set-up commands; these are noted and do not build again.
    for folder in ["target/quick", "scripts"] {
        std::fs::create_dir_all(at(folder)).expect("a folder");
    }
    symlink(env!("CARGO_BIN_EXE_vpreflight"), at("target/quick/vpreflight")).expect("a link");
    symlink(root.join("rules"), at("rules")).expect("a link");
    write("scripts/test", "#!/bin/sh\necho \"0 scripts/test\" >> \"$LOG\"\n");
    write(
        "scripts/demo",
        "#!/bin/sh\ntarget/quick/vpreflight check --demo\ncode=$?\necho \"$code scripts/demo\" >> \"$LOG\"\nexit $code\n",
    );
    let text = blocks(&readme).join("\n");
    let text = text
        .replace("vc01.tokyo.example", server.authority())
        .replace("/run/secrets/vc", &server.password_file().display().to_string());
    // The function finds the program on the PATH, as the README has it put there.
    let before = "vpreflight() { command vpreflight \"$@\"; local code=$?; \
                  echo \"$code vpreflight $*\" >> \"$LOG\"; return $code; }\n";
    let output = Command::new("bash")
        .args(["-uc", &format!("{before}{text}\n")])
        .current_dir(place.path())
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin")])
        .envs([("LOG", at("log")), ("HOME", at("home"))])
        .envs([("LANG", "C.UTF-8"), ("TZ", "UTC"), ("GOVC_PASSWORD", &server.at.password)])
        .env("GOVC_TLS_CA_CERTS", &server.at.ca_file)
        .output()
        .expect("bash runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let log = std::fs::read_to_string(at("log")).unwrap_or_default();
    let codes: Vec<&str> = log.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    let runs = text.lines().filter(|line| is_run(line)).count();
    assert_eq!(codes.len(), runs, "each line runs once:\n{log}\n{said}");
    // Ready, not ready and cannot tell are answers; everything else is an error.
    assert!(codes.iter().all(|code| ["0", "1", "3"].contains(code)), "{log}\n{said}");
    assert!(!said.contains("bash: "), "{said}");
    for file in ["report.json", "report.html", "report.xml", "vpreflight.sarif", "vpreflight.toml"] {
        assert!(at(file).exists(), "{file} was not made:\n{log}");
    }
}

/// The two scripts that stand for the set-up are stood in for above; this is what the first one really runs.
#[test]
fn the_first_command_is_the_check_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = std::fs::read_to_string(root.join("scripts/demo")).expect("scripts/demo");
    assert!(script.contains("\nexec cargo run --locked --profile quick -- check --demo"), "{script}");
}

/// Files that the README has people install are those that scripts/dist makes.
#[test]
fn the_files_to_install_have_the_version_of_the_program() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let versions: Vec<&str> = readme
        .split("vpreflight-")
        .chain(readme.split("vpreflight_"))
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        .filter_map(|rest| rest.split(['-', '_']).next())
        .collect();
    assert!(versions.len() >= 8, "{versions:?}");
    assert!(versions.iter().all(|version| *version == env!("CARGO_PKG_VERSION")), "{versions:?}");
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in [
        "README.md",
        "README.ja.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "rules/README.md",
        "docs/report-json.md",
        "docs/configuration.md",
        "docs/formats.md",
        "docs/decisions.md",
        "docs/dumps.md",
        "docs/pipelines.md",
        "docs/old-vcenters.md",
        "docs/placement.md",
        "docs/prerequisites.md",
        "docs/reliability.md",
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
