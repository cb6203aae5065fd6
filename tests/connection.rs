//! The real binary against servers, accounts and networks that are not as one would wish.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use common::{Run, Vcsim, run, run_with_input, words};
use serde_json::Value;

/// Exit code when the inventory could not be obtained.
const NOT_OBTAINED: i32 = 4;

/// `check --format json` with these flags.
fn check(flags: Vec<String>, env: &[(&str, &str)]) -> Run {
    let mut all = words(&["check", "--format", "json", "--lang", "en"]);
    all.extend(flags);
    run(&all, env)
}

/// The run ended without an inventory, says why in these words, prints no report and no secret.
fn refused(server: &Vcsim, run: &Run, said: &[&str]) {
    assert_eq!(run.code, NOT_OBTAINED, "{}", run.stderr);
    assert!(run.stdout.is_empty(), "{}", run.stdout);
    let stderr = run.stderr.to_lowercase();
    for word in said {
        assert!(stderr.contains(&word.to_lowercase()), "no {word:?} in:\n{}", run.stderr);
    }
    assert!(!stderr.contains("panicked"), "{}", run.stderr);
    run.keeps_secret(&server.at.password);
}

fn calls(server: &Vcsim, method: &str) -> u64 {
    server.minutes().calls.get(method).copied().unwrap_or(0)
}

/// Outcome of one rule, as the report has it.
fn outcome<'a>(report: &'a Value, rule: &str) -> &'a Value {
    let rules = report["prerequisites"].as_array().expect("prerequisites");
    &rules.iter().find(|one| one["id"] == rule).expect("the rule")["outcome"]
}

#[test]
fn wrong_password() {
    let server = Vcsim::start("healthy");
    fs::write(server.password_file(), "Wr0ng-Secret").unwrap();
    let run = check(server.connection(), &[]);
    refused(&server, &run, &["preflight@vsphere.local", "password"]);
    run.keeps_secret("Wr0ng-Secret");
    assert_eq!(calls(&server, "RetrievePropertiesEx"), 0);
}

#[test]
fn password_from_standard_input() {
    let server = Vcsim::start("healthy");
    let mut flags = words(&["check", "--format", "json", "--password-stdin", "--server", &server.at.url]);
    flags.extend(words(&["--username", &server.at.username]));
    flags.extend(words(&["--tls-ca-certs", &server.at.ca_file.display().to_string()]));
    let run = run_with_input(&flags, &[], &format!("{}\n", server.at.password));
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.keeps_secret(&server.at.password);
}

#[test]
fn settings_from_the_environment() {
    let server = Vcsim::start("healthy");
    let roots = server.at.ca_file.display().to_string();
    let env = [
        ("GOVC_URL", server.at.url.as_str()),
        ("GOVC_USERNAME", &server.at.username),
        ("GOVC_PASSWORD", &server.at.password),
        ("GOVC_TLS_CA_CERTS", &roots),
    ];
    let run = check(Vec::new(), &env);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.keeps_secret(&server.at.password);
}

#[test]
fn unknown_host_name() {
    let server = Vcsim::start("healthy");
    let mut flags = server.connection();
    flags[1] = "https://vcenter.invalid/sdk".to_owned();
    refused(&server, &check(flags, &[]), &["vcenter.invalid"]);
}

#[test]
fn nobody_listens() {
    let server = Vcsim::start("healthy");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut flags = server.connection();
    flags[1] = format!("https://{free}/sdk");
    refused(&server, &check(flags, &[]), &[&free.to_string()]);
}

#[test]
fn a_port_that_is_no_vcenter() {
    let server = Vcsim::start("healthy");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let mut flags = server.connection();
    flags[1] = format!("https://{address}/sdk");
    refused(&server, &check(flags, &[]), &[&address.to_string()]);
}

#[test]
fn a_web_server_that_is_no_vcenter() {
    let server = Vcsim::start("healthy");
    let mut flags = server.connection();
    flags[1] = server.at.url.replace("/sdk", "/nothing/here");
    let run = check(flags, &[]);
    // A path that is kept leads to a page that is no SOAP; one that is replaced by /sdk works.
    assert!(run.code == NOT_OBTAINED || run.code == 0, "{}", run.stderr);
    run.keeps_secret(&server.at.password);
}

#[test]
fn a_single_host_is_no_vcenter() {
    let server = Vcsim::start("esxi");
    refused(&server, &check(server.connection(), &[]), &["ESXi", "vCenter"]);
    assert_eq!(calls(&server, "Login"), calls(&server, "Logout"));
}

#[test]
fn an_untrusted_certificate() {
    let server = Vcsim::start("healthy");
    let run = check(server.account(), &[]);
    refused(&server, &run, &["certificate", "--tls-ca-certs", "--thumbprint"]);
    assert_eq!(calls(&server, "Login"), 0, "the password went to a server nobody vouches for");
}

#[test]
fn each_way_to_accept_a_certificate() {
    let server = Vcsim::start("healthy");
    let known = server.files.path().join("known_hosts");
    fs::write(&known, format!("{} {}\n", server.authority(), server.at.sha1)).unwrap();
    let known = known.display().to_string();
    let roots = server.at.ca_file.display().to_string();
    let insecure: &[&str] = &["--insecure"];
    for way in [
        insecure,
        &["--tls-ca-certs", &roots],
        &["--tls-known-hosts", &known],
        &["--thumbprint", &server.at.sha1],
        &["--thumbprint", &server.at.sha256],
    ] {
        let mut flags = server.account();
        flags.extend(words(way));
        let run = check(flags, &[]);
        assert_eq!(run.code, 0, "{way:?}: {}", run.stderr);
        run.keeps_secret(&server.at.password);
        let loud = run.stderr.to_lowercase().contains("certificate");
        assert_eq!(loud, way == insecure, "{way:?} says:\n{}", run.stderr);
    }
    let environment = [("GOVC_TLS_KNOWN_HOSTS", known.as_str())];
    assert_eq!(check(server.account(), &environment).code, 0);
    assert_eq!(check(server.account(), &[("GOVC_INSECURE", "true")]).code, 0);
}

#[test]
fn another_certificate_than_the_pinned_one() {
    let server = Vcsim::start("healthy");
    let other = server.at.sha256.replace(|digit: char| digit.is_ascii_hexdigit(), "A");
    let known = server.files.path().join("known_hosts");
    fs::write(&known, format!("{} {}\n", server.authority(), "AA:".repeat(19) + "AA")).unwrap();
    for way in [["--thumbprint", other.as_str()], ["--tls-known-hosts", known.to_str().unwrap()]] {
        let mut flags = server.account();
        flags.extend(words(&way));
        refused(&server, &check(flags, &[]), &["certificate"]);
    }
    assert_eq!(calls(&server, "Login"), 0, "the password went to a server nobody vouches for");
}

#[test]
fn files_that_are_missing_are_wrong_usage() {
    let server = Vcsim::start("healthy");
    let mut flags = server.account();
    flags.extend(words(&["--tls-ca-certs", "/nonexistent/roots.pem"]));
    let run = check(flags, &[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("/nonexistent/roots.pem"), "{}", run.stderr);
}

#[test]
fn a_property_the_account_may_not_read() {
    let run = Vcsim::start("denied-config-network").check(&[]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = run.report();
    assert_eq!(report["verdict"], "cannot-tell");
    let rule =
        report["prerequisites"].as_array().unwrap().iter().find(|one| one["id"] == "vmotion-network-gbe");
    let reason = &rule.unwrap()["undecided"][0]["reasons"][0];
    assert_eq!(reason["kind"], "denied", "{reason}");
    assert_eq!(reason["property"], "config.network", "{reason}");
    assert_eq!(reason["object"]["name"], "esx02.tokyo.example", "{reason}");
}

#[test]
fn a_disconnected_host_with_its_vms() {
    let run = Vcsim::start("host-disconnected").check(&[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report = run.report();
    assert_eq!(outcome(&report, "vcenter-reaches-hosts")["is"], "fail");
    for rule in ["host-cpu-compatible", "vmotion-configured", "vmotion-network-gbe"] {
        assert_eq!(outcome(&report, rule)["is"], "unknown", "{rule}");
    }
    assert_eq!(outcome(&report, "hosts-min-two")["is"], "pass");
}

#[test]
fn an_empty_vcenter() {
    let run = Vcsim::start("empty").check(&[]);
    let report = run.report();
    assert_eq!(outcome(&report, "cluster-exists")["is"], "fail");
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn the_oldest_api() {
    let server = Vcsim::start("api-4.0");
    let run = server.check(&[]);
    let report = run.report();
    assert_eq!(report["vcenter"]["version"], "4.0.0");
    assert_eq!(report["vcenter"]["api_version"], "4.0");
    assert_eq!(server.minutes().violations, Vec::<String>::new());
    assert_eq!(calls(&server, "RetrieveDasAdvancedRuntimeInfo"), 1);
    assert_eq!(outcome(&report, "ha-hosts-configured")["is"], "pass");
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Without a decisions file the healthy cluster waits for people, and that is no fault unless the
/// check is strict; with their answers nothing is left.
#[test]
fn the_healthy_cluster_waits_for_people_only() {
    let server = Vcsim::start("healthy");
    let table = |more: &[&str]| {
        let mut flags = words(&["check", "--lang", "en"]);
        flags.extend(server.connection());
        flags.extend(words(more));
        run(&flags, &[])
    };
    let report = server.check(&[]).report();
    let rules = report["prerequisites"].as_array().expect("prerequisites");
    let open = rules.iter().filter(|rule| rule["outcome"]["is"] == "manual");
    let open: Vec<&str> = open.filter_map(|rule| rule["id"].as_str()).collect();
    assert!(!open.is_empty());
    let waiting = format!("{} wait for a person", open.len());
    for (flags, code) in [(&[][..], 0), (&["--strict"][..], 3)] {
        let run = table(flags);
        assert_eq!(run.code, code, "{flags:?}: {}", run.stderr);
        assert!(run.stdout.contains(&waiting), "{flags:?}: {}", run.stdout);
    }

    let answers: String = open
        .iter()
        .map(|rule| {
            format!(
                "[[attestation]]\nrule = \"{rule}\"\nstatement = \"looked at\"\nevidence = \"protocol 7\"\n\
                 by = \"M. Abe\"\non = 2026-01-20\nexpires = 2099-05-20\n\n"
            )
        })
        .collect();
    let file = server.files.path().join("decisions.toml");
    fs::write(&file, answers).unwrap();
    let file = file.display().to_string();
    for flags in [&["--decisions", &file][..], &["--strict", "--decisions", &file][..]] {
        let run = table(flags);
        assert_eq!(run.code, 0, "{flags:?}: {}{}", run.stdout, run.stderr);
        assert!(!run.stdout.contains("wait for a person"), "{flags:?}: {}", run.stdout);
    }
}

/// A server is spoken to in its own version and asked for nothing that came later.
#[test]
fn each_release_in_its_own_words() {
    for (scenario, version) in [("api-5.5", "5.5"), ("api-8.0", "8.0")] {
        let server = Vcsim::start(scenario);
        let run = server.check(&[]);
        assert_eq!(run.code, 0, "{scenario}: {}", run.stderr);
        assert_eq!(run.report()["vcenter"]["api_version"], version);
        assert_eq!(server.minutes().violations, Vec::<String>::new(), "{scenario}");
    }
}

#[test]
fn a_server_that_never_answers() {
    let server = Vcsim::start("stalled");
    let mut flags = server.connection();
    flags.extend(words(&["--timeout", "2"]));
    refused(&server, &check(flags, &[]), &["time"]);
    assert_eq!((calls(&server, "Login"), calls(&server, "Logout")), (1, 1));
}

#[test]
fn a_slow_server_within_the_time_limit() {
    let run = Vcsim::start("slow").check(&["--timeout", "60"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_connection_cut_in_mid_answer() {
    let server = Vcsim::start("cut");
    refused(&server, &check(server.connection(), &[]), &[server.authority()]);
    assert_eq!((calls(&server, "Login"), calls(&server, "Logout")), (1, 1));
}

/// A live check that is under way.
#[cfg(unix)]
fn started(server: &Vcsim, stdout: Stdio) -> std::process::Child {
    let mut flags = words(&["check", "--format", "json", "--lang", "en"]);
    flags.extend(server.connection());
    Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(&flags)
        .env_clear()
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[cfg(unix)]
fn send(signal: &str, child: &std::process::Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// A signal while the server is busy: the session ends all the same, and the code tells the signal.
#[cfg(unix)]
#[test]
fn each_signal_logs_out_and_is_the_exit_code() {
    for (signal, code, name) in [("-INT", 130, "SIGINT"), ("-TERM", 143, "SIGTERM"), ("-HUP", 129, "SIGHUP")]
    {
        let server = Vcsim::start("stalled");
        let mut child = started(&server, Stdio::null());
        let busy = |calls: &std::collections::BTreeMap<String, u64>| {
            calls.keys().any(|method| method.starts_with("RetrieveProperties"))
        };
        while !busy(&server.minutes().calls) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it was interrupted");
        }
        send(signal, &child);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{signal}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains(name), "{signal}");
        assert_eq!(calls(&server, "Logout"), 1, "{signal}");
    }
}

/// Once the session has ended nothing keeps a run from ending: here nobody reads what it writes.
#[cfg(unix)]
#[test]
fn after_the_reading_a_signal_ends_the_run_at_once() {
    let server = Vcsim::start("healthy");
    let mut child = started(&server, Stdio::piped());
    while calls(&server, "Logout") == 0 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before the session did");
    }
    // Between the answer to the logout and the end of the reading a signal would still be one of the reading.
    std::thread::sleep(std::time::Duration::from_secs(2));
    send("-TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(143));
}

#[test]
fn a_password_in_the_address_is_govcs_custom_and_nobody_elses() {
    let server = Vcsim::start("healthy");
    let url = server
        .at
        .url
        .replace("https://", &format!("https://{}:{}@", "preflight%40vsphere.local", server.at.password));
    let trust = ["--tls-ca-certs", server.at.ca_file.to_str().unwrap()];
    let typed = check([words(&["--server", &url]), words(&trust)].concat(), &[]);
    assert_eq!(typed.code, 2, "{}", typed.stderr);
    assert!(typed.stderr.contains("GOVC_PASSWORD"), "{}", typed.stderr);
    typed.keeps_secret(&server.at.password);
    // In the variable it is taken, for the name beside it only.
    let set = [("GOVC_URL", url.as_str())];
    assert_eq!(check(words(&trust), &set).code, 0);
    let other = check([words(&trust), words(&["--username", "somebody@else"])].concat(), &set);
    assert_eq!(other.code, 2, "{}", other.stderr);
    assert!(other.stderr.contains("no password"), "{}", other.stderr);
}

#[test]
fn a_dead_proxy_is_named_without_its_password() {
    let server = Vcsim::start("healthy");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut flags = server.connection();
    flags[1] = "https://vc.example/sdk".to_owned();
    let run = check(flags, &[("HTTPS_PROXY", &format!("http://user:Pr0xy-Secret@{free}"))]);
    refused(&server, &run, &["proxy", &free.to_string(), "--no-proxy"]);
    run.keeps_secret("Pr0xy-Secret");
}

#[test]
fn verbose_tells_each_exchange_and_no_secret() {
    let server = Vcsim::start("healthy");
    let run = check([words(&["-v"]), server.connection()].concat(), &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for call in ["vimServiceVersions.xml", "Login", "RetrievePropertiesEx", "Logout"] {
        let line = run.stderr.lines().find(|line| line.contains(&format!("{call}: 200, ")));
        assert!(line.is_some_and(|line| line.ends_with(" KB")), "no {call} in:\n{}", run.stderr);
    }
    run.keeps_secret(&server.at.password);
    assert!(!run.stderr.contains(&server.at.username) && !run.stderr.contains("vmware_soap_session"));
}
