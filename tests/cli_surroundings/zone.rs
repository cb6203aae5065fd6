//! Times are those of the user's zone, and the zone is told.

use std::fs;

use crate::base;
use crate::common::{Run, Vcsim, run, words};

fn check(more: &[&str], env: &[(&str, &str)]) -> Run {
    run(&words(&[&["check", "--lang", "en", "--inventory", &base()], more].concat()), env)
}

#[test]
fn the_zone_is_that_of_the_flag_then_of_the_file_then_of_tz() {
    let shown = |run: Run| {
        let line = run.stdout.lines().find(|line| line.starts_with("Read from")).unwrap().to_owned();
        line.split(" · ").nth(1).unwrap().trim_end_matches([' ', '·']).to_owned()
    };
    let tokyo = [("TZ", "Asia/Tokyo")];
    assert_eq!(shown(check(&[], &[])), "2026-11-22 09:14:00 UTC");
    assert_eq!(shown(check(&[], &tokyo)), "2026-11-22 18:14:00 +09:00 (Asia/Tokyo)");
    assert_eq!(shown(check(&["--zone", "UTC"], &tokyo)), "2026-11-22 09:14:00 UTC");
    assert_eq!(shown(check(&["--zone", "-03:30"], &tokyo)), "2026-11-22 05:44:00 -03:30");

    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("c.toml");
    fs::write(&config, "[report]\nzone = \"America/New_York\"\n").unwrap();
    let config = config.display().to_string();
    assert_eq!(shown(check(&["--config", &config], &tokyo)), "2026-11-22 04:14:00 -05:00 (America/New_York)");
    let flag = check(&["--config", &config, "--zone", "Asia/Tokyo"], &[]);
    assert_eq!(shown(flag), "2026-11-22 18:14:00 +09:00 (Asia/Tokyo)");
    fs::write(&config, "[report]\nzone = \"Asia/Tokio\"\n").unwrap();
    let wrong = check(&["--config", &config], &[]);
    assert!(wrong.code == 2 && wrong.stderr.contains("Asia/Tokyo"), "{}", wrong.stderr);
    assert_eq!(check(&["--zone", "Mars/Olympus"], &[]).code, 2);

    // A variable that somebody exported stops nothing.
    let odd = check(&[], &[("TZ", "Mars/Olympus")]);
    assert!(odd.code == 0 && odd.stderr.contains("TZ names no zone"), "{}", odd.stderr);
    assert_eq!(shown(odd), "2026-11-22 09:14:00 UTC");
}

#[test]
fn json_is_in_utc_and_names_the_zone() {
    let report =
        check(&["--format", "json", "--zone", "Asia/Tokyo", "--installed-at", "2026-11-22"], &[]).report();
    assert_eq!(report["source"]["at"], "2026-11-22T09:14:00Z");
    assert_eq!(report["question"]["zone"], "Asia/Tokyo");
    // A day begins at midnight where the user is.
    assert_eq!(report["question"]["given"]["installed_at"], "2026-11-21T15:00:00Z");
    let report = check(&["--format", "json", "--installed-at", "2026-11-22T18:14:00"], &[]).report();
    assert_eq!(report["question"]["given"]["installed_at"], "2026-11-22T18:14:00Z");
    assert_eq!(report["question"]["zone"], serde_json::Value::Null);
    for format in ["markdown", "html"] {
        let text = check(&["--format", format, "--zone", "Asia/Tokyo"], &[]).stdout;
        assert!(text.contains("2026-11-22 18:14:00 +09:00 (Asia/Tokyo)"), "{format}");
    }
}

/// The inventory was read on 22 November at 09:14 UTC: nine and a half hours west of it that is the day before.
#[test]
fn a_decision_ends_with_a_day_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("d.toml");
    let entry = "[[waiver]]\nrule = \"vm-no-local-cdrom\"\nobject = \"*\"\nreason = \"r\"\nowner = \"o\"\n";
    fs::write(&file, format!("{entry}expires = 2026-11-21\n")).unwrap();
    let file = file.display().to_string();
    let today = |zone| {
        let flags = ["--format", "json", "--decisions", &file, "--zone", zone];
        let report = check(&flags, &[]).report();
        let stale = report["decisions"][0]["stale"] == "expired";
        (report["question"]["given"]["today"].as_str().unwrap().to_owned(), stale)
    };
    assert_eq!(today("UTC"), ("2026-11-22".to_owned(), true));
    assert_eq!(today("-09:30"), ("2026-11-21".to_owned(), false));
}

#[test]
fn events_are_asked_from_the_users_midnight_and_that_is_told() {
    let server = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("i.json").display().to_string();
    let since = |text: &str| {
        let mut flags = words(&["collect", "-o", &file, "--zone", "Asia/Tokyo", "--events-since", text]);
        flags.extend(server.connection());
        let run = run(&flags, &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let saved: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let text = saved.to_string();
        let (_, rest) = text.split_once("\"sinceS\":").unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (digits.parse::<i64>().unwrap(), run.stderr)
    };
    let (at, said) = since("2026-10-01T23:30:00");
    assert_eq!(at, 1_790_865_000);
    assert!(said.contains("no events are read before 2026-10-01 23:30:00 +09:00 (Asia/Tokyo)"), "{said}");
    let (at, said) = since("2026-10-01T23:30:00Z");
    assert_eq!(at, 1_790_897_400);
    assert!(!said.contains("no events"), "{said}");
    assert_eq!(since("2026-10-01").0, 1_790_780_400);
    let wrong = run(&words(&["collect", "-o", &file, "--events-since", "2026-10-01T23:30:00+99:00"]), &[]);
    assert!(wrong.code == 2 && wrong.stderr.contains("in your zone"), "{}", wrong.stderr);
}
