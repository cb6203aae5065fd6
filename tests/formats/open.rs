//! What is open is the same number wherever it stands, and no form says more than was looked at.

use serde_json::Value;
use vpreflight::render::Format;
use vpreflight::report::{Ask, Asked, ClusterInfo, Outcome, Report, Text, Verdict};
use vpreflight::terms::Lang;

use super::common::{run, words};
use super::{prometheus, read, rendered, sample};

/// The healthy base inventory, which leaves open what only people can say, in every form.
fn healthy(form: &str, lang: &str) -> String {
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/base.json");
    run(&words(&["check", "--inventory", base, "--format", form, "--lang", lang]), &[]).stdout
}

#[test]
fn questions_are_one_number_in_every_form() {
    let report: Report = serde_json::from_str(&healthy("json", "en")).unwrap();
    let open = report.open_questions;
    assert_eq!((report.verdict, report.exit_code), (Verdict::Ready, 0));
    assert_eq!(open, report.count_open());
    // One name answers the rules about the application's VM.
    let asking = report.prerequisites.iter().filter(|rule| rule.waits()).count();
    assert!(open > 0 && asking > open, "{asking} rules ask {open} questions");
    assert_eq!(report.clusters[0].open_questions, open, "the one cluster waits for all of them");

    let (en, ja) = (format!("{open} questions open"), format!("不合格なし (確認待ちの質問 {open} 件)"));
    for (form, lang, told) in [
        ("table", "en", format!("READY, {en}")),
        ("table", "ja", ja.clone()),
        ("markdown", "en", format!("## READY, {en}\n")),
        ("markdown", "ja", format!("## {ja}\n")),
        ("github", "en", format!("title=vpreflight%3A READY%2C {en}::")),
        ("html", "en", format!("<span lang=en>READY, {en}</span>")),
        ("html", "ja", format!("<span lang=ja>{ja}</span>")),
        ("junit", "en", format!("value=\"READY, {en}\"")),
    ] {
        let text = healthy(form, lang);
        assert!(text.contains(&told), "{form} lacks {told}:\n{text}");
        assert!(!text.contains("準備完了"), "{form} says that all is done");
    }
    let table = healthy("table", "en");
    assert!(table.contains(&format!("Waiting for a person, {open} questions:")), "{table}");
    assert!(table.ends_with(&format!("Exit 0: ready, {en}.\n")), "{table}");
    assert!(healthy("html", "en").contains("data-verdict=\"ready-open\""), "green is for none open");
    let run: Value = serde_json::from_str(healthy("jsonl", "en").lines().next().unwrap()).unwrap();
    assert_eq!(run["open_questions"], open);
    let sarif: Value = serde_json::from_str(&healthy("sarif", "en")).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["openQuestions"], open);
    let samples = prometheus::parse(&healthy("prometheus", "en")).unwrap();
    let value = |name: &str| samples.iter().find(|sample| sample.name == name).unwrap().value as usize;
    assert_eq!(value("vpreflight_open_questions"), open);
    assert_eq!(value("vpreflight_cluster_open_questions"), open);
}

#[test]
fn what_nobody_looked_at_is_counted_as_such_in_every_form() {
    let wanted = read::json(&healthy("json", "en"));
    let unasked = wanted.results["not-asked"];
    assert!(unasked > 0, "{wanted:?}");
    assert_eq!(read::jsonl(&healthy("jsonl", "en")), wanted);
    assert_eq!(read::sarif(&healthy("sarif", "en")), wanted);
    assert_eq!(read::prometheus(&healthy("prometheus", "en")), wanted);
    assert_eq!(read::csv(&healthy("csv", "en")), wanted.results);
    assert_eq!(read::junit(&healthy("junit", "en")), wanted.results);
    let report: Report = serde_json::from_str(&healthy("json", "en")).unwrap();
    let ports = report.prerequisites.iter().find(|rule| rule.id == "client-reaches-hosts").unwrap();
    assert_eq!((ports.outcome, ports.objects.not_asked, ports.objects.pass), (Outcome::Manual, 3, 0));
    for form in ["markdown", "html"] {
        assert!(healthy(form, "en").contains("3 hosts not asked"), "{form}");
    }
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/base.json");
    let all = run(&words(&["check", "--inventory", base, "--all", "--lang", "en"]), &[]).stdout;
    assert!(all.contains("3 hosts not asked, 1 question"), "{all}");
}

/// Two clusters of one name: one fails, of the other a question is open.
fn twins() -> Report {
    let mut report = sample::not_ready();
    let mut second = sample::cluster();
    second.id = "domain-c8".into();
    second.path = "/Osaka/host/LMS-HA".into();
    report.clusters.push(ClusterInfo::new(second.clone(), 2, 3));
    let asked = Asked { cluster: Some(second.id.clone()), object: second };
    let question = Text::new("Is it cabled to plan?", "計画どおりに配線されていますか。");
    report.prerequisites[0].asks.push(Ask { question, objects: vec![asked], decision: None, known: false });
    report.conclude();
    report
}

#[test]
fn each_cluster_has_its_answer_and_the_run_the_worst() {
    let report = twins();
    let answers: Vec<_> = report.clusters.iter().map(|one| (one.verdict, one.open_questions)).collect();
    assert_eq!(answers[0].0, Some(Verdict::NotReady));
    assert_eq!(answers[1], (Some(Verdict::Ready), 1));
    assert_eq!(report.verdict, Verdict::NotReady);
    let table = rendered(&report, Format::Table, Lang::En);
    assert!(table.contains("NOT READY   /Tokyo/host/LMS-HA"), "{table}");
    assert!(table.contains("READY, 1 question open   /Osaka/host/LMS-HA"), "{table}");
    let html = rendered(&report, Format::Html, Lang::En);
    let first = &html[html.find("class=answers").unwrap()..];
    assert!(first[..first.find("</tr>").unwrap()].contains("READY, 1 question open"), "{first}");
}

#[test]
fn clusters_of_one_name_are_told_apart_wherever_they_are_named() {
    let report = twins();
    for format in [Format::Table, Format::Markdown, Format::Github, Format::Html] {
        let text = rendered(&report, format, Lang::En).replace('\\', "");
        assert!(text.contains("Tokyo/host/LMS-HA"), "{format:?}: {text}");
        for alone in [" LMS-HA", ">LMS-HA<", "`LMS-HA`"] {
            let text: Vec<&str> = text.lines().filter(|line| line.contains(alone)).collect();
            assert!(text.is_empty(), "{format:?} does not say which {alone}: {text:?}");
        }
    }
    let json = rendered(&report, Format::Json, Lang::En);
    assert!(json.contains("\"name\": \"LMS-HA\""), "programs take names as they are");
}

/// Values with their members are told whole, none is empty, and a cluster is on no host, whatever VMs are in it.
#[test]
fn the_page_cuts_no_value_and_places_no_cluster() {
    let demo = run(&words(&["check", "--demo", "--format", "html", "--lang", "en"]), &[]).stdout;
    assert!(demo.contains("model 79, intel-broadwell (esx01.tokyo.example, esx02.tokyo.example)"), "{demo}");
    assert!(demo.contains("intel-skylake (esx03.tokyo.example)"), "{demo}");
    assert!(!demo.contains("LMS-HA</b> (esx"), "{demo}");
    assert!(!demo.contains("</i> </dd>") && !demo.contains("</i> &#160;"), "{demo}");
    let table = run(&words(&["check", "--demo", "--details", "--all", "--lang", "en"]), &[]).stdout;
    assert!(!table.contains("LMS-HA in esx"), "{table}");
}

/// Two VMs of one name in two folders: of one the Tools installer is mounted.
#[test]
fn vms_of_one_name_are_told_apart_wherever_they_are_named() {
    let mut base: Value = serde_json::from_str(include_str!("../../rules/base.json")).unwrap();
    let folder = serde_json::json!({ "id": "group-v9", "name": "spare", "parent": { "type": "Folder", "id": "group-v3" } });
    base["folders"].as_array_mut().unwrap().push(folder);
    base["vms"][1]["name"] = "lms-db01".into();
    base["vms"][1]["parent"]["id"] = "group-v9".into();
    base["vms"][1]["runtime.toolsInstallerMounted"] = true.into();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("twins.json");
    std::fs::write(&file, base.to_string()).unwrap();
    let told = |form: &str| {
        let file = file.to_str().unwrap();
        run(&words(&["check", "--inventory", file, "--format", form, "--lang", "en", "--details"]), &[])
            .stdout
    };
    for form in ["table", "markdown", "github", "html", "junit"] {
        let text = told(form).replace('\\', "");
        assert!(text.contains("spare/lms-db01"), "{form}: {text}");
        assert!(!text.contains("VM lms-db01"), "{form} does not say which: {text}");
    }
    let json: Report = serde_json::from_str(&told("json")).unwrap();
    let twins: Vec<&str> = json.clusters[0].namesakes.iter().map(|vm| vm.path.as_str()).collect();
    assert_eq!(twins, ["/Tokyo/vm/lms-db01", "/Tokyo/vm/spare/lms-db01"]);
}

#[test]
fn the_advice_that_a_run_leaves_out_is_named() {
    for form in ["markdown", "html", "json"] {
        assert!(healthy(form, "en").contains("aux-vm-blocking-device"), "{form}");
    }
    // The short report counts them.
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/base.json");
    assert!(healthy("table", "en").contains("advisory rules not run (--profile full runs them)"));
    let details = run(&words(&["check", "--inventory", base, "--details", "--lang", "en"]), &[]).stdout;
    assert!(details.contains("aux-vm-blocking-device"), "{details}");
    let full = run(&words(&["check", "--inventory", base, "--profile", "full", "--lang", "en"]), &[]).stdout;
    assert!(!full.contains("not run"), "{full}");
}
