//! The forms of an answer, bad input, cores and files.

use super::*;

/// Everything that is asked, of estates with every kind of answer.
fn all_kinds() -> Vec<Value> {
    let estates = [
        Estate::stranded(),
        Estate::cramped(),
        mixed(),
        Estate::cramped().unread(1, "config.network"),
        Estate::of(&[]),
        Estate::cramped().cluster("drsEnabled", json!(false)),
        swapped(),
    ];
    let asked =
        [&["--lose-each"][..], &["--roll"], &["--evacuate", "host-12"], &["--lose", "host-11,host-12"]];
    let runs = estates.iter().flat_map(|estate| {
        asked.iter().map(|flags| {
            let run = estate.ask(&[&["whatif", "--format", "json"], *flags].concat());
            assert_eq!(run.report()["exit_code"], run.code, "{flags:?}");
            run.report()
        })
    });
    runs.collect()
}

#[test]
fn the_json_form_is_valid_by_its_published_schema() {
    let schema = schema("whatif");
    let mut seen = std::collections::BTreeSet::new();
    for answer in all_kinds() {
        holds(&schema, &answer);
        let text = answer.to_string();
        for word in [
            "as-it-stands",
            "after-moves",
            "does-not-fit",
            "cannot-tell",
            "\"moves\"",
            "\"stops\"",
            "\"left_off\"",
            "\"remedies\"",
            "\"missing\"",
            "lower-reservation",
            "add-capacity",
            "\"resolve\"",
            "\"hindered\"",
            "\"short\"",
            "\"by_hand\"",
        ] {
            if text.contains(word) {
                seen.insert(word);
            }
        }
        let mut wrong = answer.clone();
        wrong["clusters"][0]["verdict"] = json!("ready");
        assert!(!schema.is_valid(&wrong), "the schema refuses something");
    }
    assert_eq!(seen.len(), 15, "not every kind is tried: {seen:?}");
}

#[test]
fn every_form_tells_the_same_answers_and_ends_with_the_same_code() {
    for (estate, code) in [(Estate::stranded(), 1), (Estate::cramped(), 0)] {
        let json = estate.json(&["whatif", "--lose-each"]);
        let events = json["clusters"][0]["events"].as_array().unwrap();
        for format in vpreflight::render::PlacingFormat::ALL.iter().map(|format| format.name()) {
            let run = estate.ask(&["whatif", "--lose-each", "--format", format, "--lang", "en"]);
            assert_eq!(run.code, code, "{format}: {}", run.stderr);
            let many = |word: &str| run.stdout.matches(word).count();
            let failed = events.iter().filter(|event| event["answer"] == "does-not-fit").count();
            match format {
                "table" => assert_eq!(many("DOES NOT FIT   "), failed),
                "csv" => assert_eq!(many(",does-not-fit,answer,"), failed),
                "html" => assert_eq!(many("<article class=\"event fail\""), failed),
                _ => {}
            }
        }
        let csv = estate.ask(&["whatif", "--lose-each", "--format", "csv"]).stdout;
        let placed: usize = events.iter().map(|event| event["placed"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(csv.matches(",placed,").count(), placed);
    }
}

#[test]
fn what_is_named_and_not_there_is_told_with_what_is() {
    let estate = mixed();
    let ask = |flags: &[&str]| estate.ask(&[&["whatif"], flags].concat());
    let run = ask(&["--lose", "esx01.tokyo.exmaple"]);
    refused(
        &run,
        2,
        &["no host in service 'esx01.tokyo.exmaple'", "did you mean 'esx01.tokyo.example'?", "\n  esx03"],
    );
    refused(&ask(&["--lose-group", "site-b"]), 2, &["no host group 'site-b'", "did you mean 'site-a'?"]);
    // A group of VMs is none.
    refused(&ask(&["--lose-group", "licensed VMs"]), 2, &["no host group 'licensed VMs'"]);
    refused(&ask(&["--lose-group", "nobody"]), 2, &["'nobody' has no host in service"]);
    refused(&ask(&[]), 2, &["--lose-each", "--roll"]);
    refused(&ask(&["--lose-each", "--roll"]), 2, &["cannot be used with"]);
    refused(&ask(&["--lose", "esx01.tokyo.example,"]), 2, &["--lose"]);
    refused(&ask(&["--lose-each", "--cluster", "LMS-AH"]), 2, &["no cluster 'LMS-AH'", "/Tokyo/host/LMS-HA"]);
    refused(&ask(&["--lose", EVIL]), 2, &["<U+202E>"]);
    refused(&ask(&["--lose-each", "--format", "sarif"]), 2, &["sarif", "table, json, csv, html"]);
    refused(&ask(&["--lose-each", "--ask-hosts"]), 2, &["--ask-hosts"]);
    refused(&demo(&["whatif", "--lose-each", "--output", "/nowhere/x.txt"]), 2, &["/nowhere/x.txt"]);
    // Two hosts by one name, and hosts of two clusters.
    let twice = mixed().host(1, "name", json!("esx01.tokyo.example"));
    let run = twice.ask(&["whatif", "--lose", "esx01.tokyo.example"]);
    refused(&run, 2, &["more than one host", "/Tokyo/host/LMS-HA/esx01.tokyo.example"]);
    assert_eq!(twice.ask(&["whatif", "--lose", "host-12"]).code, 0, "the id tells them apart");
    let mut two = mixed();
    let mut other = two.0["clusters"][0].clone();
    (other["id"], other["name"], other["host"]) = (json!("domain-c8"), json!("OTHER"), json!(["host-13"]));
    two.0["clusters"][0]["host"] = json!(["host-11", "host-12"]);
    two.0["hosts"][2]["parent"]["id"] = json!("domain-c8");
    two.0["clusters"].as_array_mut().unwrap().push(other);
    let run = two.ask(&["whatif", "--lose", "host-11,host-13"]);
    refused(&run, 2, &["'host-11' and 'host-13' are in different clusters"]);
    let run = two.ask(&["whatif", "--lose", "host-11", "--cluster", "OTHER"]);
    refused(&run, 2, &["no host in service 'host-11'", "esx03"]);
}

#[test]
fn nothing_to_ask_about_is_said() {
    let none = Estate::of(&[]).ask(&["whatif", "--lose-each", "--lang", "en"]);
    assert_eq!(none.code, 0, "{}", none.stderr);
    assert!(none.stdout.contains("No VM of this cluster runs"), "{}", none.stdout);
    let mut out = Estate::stranded();
    for host in 0..3 {
        out = out.host(host, "runtime.inMaintenanceMode", json!(true));
    }
    for flags in [&["--lose-each"][..], &["--roll"]] {
        let run = out.ask(&[&["whatif", "--lang", "en"], flags].concat());
        assert!(run.stdout.contains("No host of this cluster is in service"), "{}", run.stdout);
    }
    let run = out.ask(&["whatif", "--lose", "host-11"]);
    refused(&run, 2, &["out of service already (in maintenance)"]);
    let run = out.ask(&["whatif", "--lose", "host-99"]);
    refused(&run, 2, &["no cluster in scope has a host in service"]);
    let mut bare = Estate::of(&[]);
    bare.0["clusters"] = json!([]);
    bare.0["hosts"] = json!([]);
    for flags in [&["whatif", "--roll"][..], &["matrix"]] {
        refused(&bare.ask(flags), 2, &["no cluster in scope"]);
    }
}

#[test]
fn names_are_inert_in_every_form() {
    let estate = Estate::stranded().vm(0, "name", json!(EVIL)).vm(1, "name", json!(EVIL));
    for lang in ["en", "ja"] {
        for format in ["table", "json", "csv", "html"] {
            let text = estate.ask(&["whatif", "--lose-each", "--format", format, "--lang", lang]).stdout;
            let obeyed = |char: &char| {
                char.is_control() && !['\n', '\r'].contains(char) || ('\u{202a}'..='\u{202e}').contains(char)
            };
            assert_eq!(text.chars().find(obeyed), None, "{format}");
            assert!(!text.contains("<script>x") || format != "html", "{format}");
            assert!(!text.contains("::error::") || format == "json", "{format}: {text}");
            if format == "csv" {
                let formula = |field: &str| field.trim_start_matches('"').starts_with('=');
                assert!(!text.split([',', '\n']).any(formula), "{text}");
            }
        }
    }
}

#[test]
fn the_same_inventory_gives_the_same_bytes_whatever_the_cores() {
    for estate in [Estate::stranded(), mixed()] {
        for flags in
            [&["whatif", "--lose-each"][..], &["whatif", "--roll"], &["matrix"], &["matrix", "--each"]]
        {
            for format in ["table", "json", "csv", "html"] {
                let flags = [flags, &["--format", format]].concat();
                let with = |cores: &str| estate.ask_with(&flags, &[("RAYON_NUM_THREADS", cores)]).stdout;
                assert_eq!(with("1"), with("2"), "{flags:?}");
            }
        }
    }
}

#[test]
fn several_forms_go_to_their_files_in_one_run() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).display().to_string();
    let json = format!("json={}", path("a.json"));
    let html = format!("html={}", path("a.html"));
    let run = demo(&["whatif", "--lose-each", "--format", &json, "--format", &html, "--format", "table"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("DOES NOT FIT"));
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    holds(&schema("whatif"), &serde_json::from_str(&read("a.json")).unwrap());
    assert!(read("a.html").ends_with("</html>\n"));
    refused(&demo(&["whatif", "--roll", "--format", "json", "--format", "csv"]), 2, &["one form only"]);
}

#[test]
fn a_live_vcenter_tells_what_a_saved_inventory_does() {
    let server = Vcsim::start("healthy");
    let ask = |flags: &[&str]| {
        let mut all = words(flags);
        all.extend(server.connection());
        common::run(&all, &[])
    };
    let run = ask(&["whatif", "--lose-each", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    holds(&schema("whatif"), &run.report());
    let whole = ask(&["matrix", "--each", "--format", "json"]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    let one = ask(&["matrix", "--vm", "LMS-DB01", "--format", "json"]);
    assert_eq!(one.code, 0, "{}", one.stderr);
    let row = |json: &Value| {
        let all = json["clusters"][0]["each"].as_array().unwrap().clone();
        all.into_iter().find(|row| row["vm"]["name"] == "LMS-DB01").unwrap()
    };
    assert_eq!(row(&one.report()), row(&whole.report()));
    assert_eq!(one.report()["clusters"][0]["each"].as_array().unwrap().len(), 1);
    assert_eq!(server.minutes().violations, Vec::<String>::new(), "nothing is asked that changes anything");
}
