//! Each `GOVC_*` variable, and our own, beside each source and each command.

use std::net::TcpListener;
use std::process::Command;

use crate::common::{run, words};
use crate::{Files, base};

const VARIABLES: [&str; 7] = [
    "GOVC_URL",
    "GOVC_USERNAME",
    "GOVC_PASSWORD",
    "GOVC_TLS_CA_CERTS",
    "GOVC_TLS_KNOWN_HOSTS",
    "GOVC_INSECURE",
    "VPREFLIGHT_TLS_LEGACY",
];

/// Empty, nonsense, and what an address looks like.
const VALUES: [&str; 3] = ["", "x", "https://user:hunter2@vc01.example/sdk"];

#[test]
fn no_variable_changes_what_a_command_without_a_server_does() {
    let files = Files::made();
    for (flags, code) in files.commands() {
        let plain = run(&flags, &[]);
        assert_eq!(plain.code, code, "{flags:?}: {}", plain.stderr);
        // Those that know of no source are held to all variables at once.
        let alone = matches!(flags[0].as_str(), "check" | "config");
        let alone = VARIABLES.iter().filter(|_| alone).map(|name| vec![*name]);
        let each: Vec<Vec<&str>> = alone.chain([VARIABLES.to_vec()]).collect();
        for names in each {
            for value in VALUES {
                let env: Vec<_> = names.iter().map(|name| (*name, value)).collect();
                let with = run(&flags, &env);
                assert_eq!((with.code, &with.stderr), (code, &plain.stderr), "{flags:?} with {env:?}");
                if flags[0] == "config" {
                    // It tells where the password would come from; nothing else changes.
                    let rest = |text: &str| {
                        let lines = text.lines().filter(|line| !line.starts_with("vcenter.password"));
                        lines.map(str::to_owned).collect::<Vec<_>>()
                    };
                    assert_eq!(rest(&with.stdout), rest(&plain.stdout), "{flags:?} with {env:?}");
                } else {
                    assert!(with.stdout == plain.stdout, "{flags:?} with {env:?}");
                }
                with.keeps_secret("hunter2");
            }
        }
    }
}

#[test]
fn only_a_typed_server_conflicts_with_another_source() {
    let base = base();
    for command in ["check", "config"] {
        for source in [&["--demo"][..], &["--inventory", &base]] {
            let flags = [&[command, "--server", "vc01"], source].concat();
            let both = run(&words(&flags), &[]);
            assert_eq!(both.code, 2, "{flags:?}");
            assert!(both.stderr.contains("--server") && both.stderr.contains(source[0]), "{}", both.stderr);
        }
    }
    let said = run(&words(&["config", "--demo"]), &[("GOVC_URL", "vc-env")]).stdout;
    let line = said.lines().find(|line| line.starts_with("vcenter.server")).unwrap();
    assert!(line.ends_with("not in force: --demo is the source"), "{line}");
}

#[test]
fn an_empty_variable_counts_as_not_set_and_a_typed_server_comes_first() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (server, file) = (format!("https://{gone}/sdk"), folder.path().join("i.json").display().to_string());
    for command in [&["check"][..], &["collect", "-o", &file]] {
        let typed = [command, &["--server", &server, "--username", "u", "--insecure"]].concat();
        let said = |env: &[(&str, &str)]| {
            let run = run(&words(&typed), &[env, &[("GOVC_PASSWORD", "hunter2")]].concat());
            run.keeps_secret("hunter2");
            (run.code, run.stderr)
        };
        let plain = said(&[]);
        assert!(plain.0 == 4 && plain.1.contains(&gone.to_string()), "{plain:?}");
        for name in VARIABLES.into_iter().filter(|name| *name != "GOVC_PASSWORD") {
            assert_eq!(said(&[(name, "")]), plain, "{name} is empty");
        }
        assert_eq!(said(&[("GOVC_URL", "https://vc-env.invalid/sdk")]), plain);

        let none = run(&words(command), &VARIABLES.map(|name| (name, "")));
        assert_eq!(none.code, 2);
        assert!(none.stderr.contains("no vCenter is named"), "{}", none.stderr);
    }
    let empty = VARIABLES.map(|name| (name, ""));
    assert_eq!(run(&words(&["config"]), &empty).stdout, run(&words(&["config"]), &[]).stdout);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_told_by_name_where_it_counts() {
    use std::os::unix::ffi::OsStrExt;
    let bytes = std::ffi::OsStr::from_bytes(b"hunter2\xff");
    for name in VARIABLES {
        let run = |flags: &[&str]| {
            let program = env!("CARGO_BIN_EXE_vpreflight");
            Command::new(program).args(flags).env_clear().env(name, bytes).output().unwrap()
        };
        assert_eq!(run(&["check", "--demo"]).status.code(), Some(1), "{name}");
        let server =
            ["check", "--server", "https://127.0.0.1:1/sdk", "--username", "u", "--password-file", "/x"];
        let output = run(&server);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
