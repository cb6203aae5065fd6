//! The hooks of pre-commit, run as it runs them: the entry, its arguments, the files.

use std::fs;
use std::path::Path;

use super::job::{Job, Ran, yaml};

fn hook(job: &Job, id: &str, files: &[&str]) -> Ran {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = hooks.as_sequence().unwrap().iter().find(|hook| hook["id"] == id).unwrap();
    let args = hook["args"].as_sequence().into_iter().flatten().map(|arg| arg.as_str().unwrap());
    let files = files.iter().copied().filter(|_| hook["pass_filenames"].as_bool().unwrap_or(true));
    let words: Vec<&str> = args.chain(files).collect();
    job.sh(&format!("{} {}", hook["entry"].as_str().unwrap(), words.join(" ")), &[])
}

#[test]
fn the_hook_of_decisions_judges_each_file_it_is_given() {
    let job = Job::fresh();
    fs::write(job.at("decisions.toml"), "").unwrap();
    fs::create_dir(job.at("osaka")).unwrap();
    fs::write(job.at("osaka/decisions.toml"), "[[waiver]]\n").unwrap();
    let right = hook(&job, "vpreflight-decisions-lint", &["decisions.toml"]);
    assert_eq!(right.code, 0, "{}", right.said);
    for files in [["osaka/decisions.toml", "decisions.toml"], ["decisions.toml", "osaka/decisions.toml"]] {
        let wrong = hook(&job, "vpreflight-decisions-lint", &files);
        assert_eq!(wrong.code, 2, "{}", wrong.said);
        assert!(wrong.said.contains("osaka/decisions.toml:"), "{}", wrong.said);
    }
}

#[test]
fn the_hook_of_rules_runs_the_cases_beside_them() {
    let job = Job::fresh();
    fs::create_dir(job.at("rules")).unwrap();
    for name in ["vm-no-local-cdrom.toml", "vm-no-local-cdrom.cases.toml"] {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/vm").join(name);
        fs::copy(own, job.at("rules").join(name)).unwrap();
    }
    let changed = ["rules/vm-no-local-cdrom.toml"];
    let right = hook(&job, "vpreflight-rules-test", &changed);
    assert_eq!(right.code, 0, "{}", right.said);
    let rule = fs::read_to_string(job.at(changed[0])).unwrap();
    fs::write(job.at(changed[0]), rule.replace("level = \"fail\"", "level = \"warn\"")).unwrap();
    let wrong = hook(&job, "vpreflight-rules-test", &changed);
    assert_ne!(wrong.code, 0, "{}", wrong.said);
}
