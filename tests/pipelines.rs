//! The example pipelines: they parse, every command line in them is one that the program takes, and no
//! password stands on any of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use serde_norway::Value;

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pipelines").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(name: &str) -> Value {
    serde_norway::from_str(&example(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Words of a shell line up to a pipe, a semicolon or an operator; quotes are taken away.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut open): (Vec<String>, Option<String>, Option<char>) =
        (Vec::new(), None, None);
    for c in line.chars() {
        match (open, c) {
            (Some(quote), c) if c == quote => open = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                open = Some(c);
                word.get_or_insert_default();
            }
            (None, '|' | ';' | '&' | '>') => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(open, None, "a quote stays open in: {line}");
    words.extend(word);
    words
}

/// Every `vpreflight …` of a script, from the command to its end.
fn commands(script: &str) -> Vec<Vec<String>> {
    let lines = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines
        .flat_map(|line| {
            line.match_indices("vpreflight ").map(|(at, _)| shell_words(&line[at..])).collect::<Vec<_>>()
        })
        .collect()
}

/// Each command line is one that the program takes; `wanted` subcommands are among them.
fn all_parse(name: &str, script: &str, wanted: &[&str]) {
    let commands = commands(script);
    for words in &commands {
        let parsed = vpreflight::cli::command().try_get_matches_from(words);
        assert!(parsed.is_ok(), "{name}: {}\n{}", words.join(" "), parsed.unwrap_err());
        for word in words {
            assert!(!word.contains("PASSWORD"), "{name}: a password stands on a command line: {words:?}");
        }
    }
    for subcommand in wanted {
        let there = commands.iter().any(|words| words.get(1).is_some_and(|word| word == subcommand));
        assert!(there, "{name} has no 'vpreflight {subcommand}'");
    }
}

/// Texts of a list, or one text, as a script.
fn script(value: &Value) -> String {
    match value {
        Value::Sequence(lines) => {
            lines.iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n")
        }
        other => other.as_str().expect("a script").to_owned(),
    }
}

#[test]
fn the_github_workflow_checks_uploads_and_hands_the_password_over_in_the_environment() {
    let workflow = yaml("github-actions.yml");
    assert_eq!(workflow["permissions"]["contents"], "read", "no rights by default");
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let run: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    all_parse("github-actions.yml", &run.join("\n"), &["check", "decisions", "diff"]);
    let check = steps.iter().find(|step| step["name"] == "Check").unwrap();
    assert_eq!(check["env"]["GOVC_PASSWORD"], "${{ secrets.GOVC_PASSWORD }}");
    // An expression within a script would be put in as text, whatever it holds.
    assert!(run.iter().all(|run| !run.contains("${{")), "{run:?}");
    let upload = steps.iter().find(|step| {
        step["uses"].as_str().is_some_and(|uses| uses.starts_with("github/codeql-action/upload-sarif@"))
    });
    let sarif = upload.unwrap()["with"]["sarif_file"].as_str().unwrap();
    assert!(check["run"].as_str().unwrap().contains(&format!("--format sarif={sarif}")));
    for flag in ["--decisions ", "--baseline ", "--fail-on-stale"] {
        assert!(check["run"].as_str().unwrap().contains(flag), "{flag}");
    }
}

#[test]
fn the_gitlab_pipeline_checks_and_hands_over_its_junit_report() {
    let pipeline = yaml("gitlab-ci.yml");
    let stages = pipeline["stages"].as_sequence().unwrap();
    let mut scripts = Vec::new();
    for job in ["decisions", "preflight"] {
        assert!(stages.contains(&pipeline[job]["stage"]), "{job}");
        scripts.push(script(&pipeline[job]["script"]));
    }
    scripts.push(script(&pipeline["preflight"]["after_script"]));
    all_parse("gitlab-ci.yml", &scripts.join("\n"), &["check", "decisions", "diff", "config"]);
    let junit = pipeline["preflight"]["artifacts"]["reports"]["junit"].as_str().unwrap();
    let check = script(&pipeline["preflight"]["script"]);
    for flag in [&format!("--format junit={junit}"), "--decisions ", "--baseline "] {
        assert!(check.contains(flag), "{flag}");
    }
    let text = example("gitlab-ci.yml");
    assert!(
        !text.lines().any(|line| !line.trim_start().starts_with(['#', '-']) && line.contains("PASSWORD:"))
    );
}

/// A Jenkinsfile without its texts and comments, and the texts.
fn groovy(source: &str) -> (String, Vec<String>) {
    let (mut code, mut texts) = (String::new(), Vec::new());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let quote = ["'''", "'", "\"\"\"", "\""].into_iter().find(|quote| rest.starts_with(quote));
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(quote) = quote {
            let body = &rest[quote.len()..];
            let end = body.find(quote).unwrap_or_else(|| panic!("a text stays open: {body}"));
            texts.push(body[..end].to_owned());
            rest = &body[end + quote.len()..];
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (code, texts)
}

#[test]
fn the_jenkinsfile_is_balanced_and_keeps_its_credentials() {
    let source = example("Jenkinsfile");
    let (code, texts) = groovy(&source);
    let mut open = Vec::new();
    for c in code.chars() {
        match c {
            '{' | '(' | '[' => open.push(c),
            '}' | ')' | ']' => {
                let wanted =
                    [('{', '}'), ('(', ')'), ('[', ']')].into_iter().find(|(_, end)| *end == c).unwrap().0;
                assert_eq!(open.pop(), Some(wanted), "{c}");
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for word in ["pipeline", "agent", "stages", "steps", "post", "withCredentials"] {
        assert!(code.contains(word), "{word}");
    }
    for stage in ["Lint", "Check"] {
        assert!(source.contains(&format!("stage('{stage}')")), "{stage}");
    }
    let scripts: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| text.contains("vpreflight ")).collect();
    all_parse("Jenkinsfile", &scripts.join("\n"), &["check", "decisions", "diff"]);
    let check = scripts.iter().find(|text| text.contains("vpreflight check")).unwrap();
    assert!(check.contains("--password-stdin") && check.contains("set +x"), "{check}");
    // Groovy puts values into texts in double quotes, and Jenkins then shows them.
    assert!(!source.contains("\"\"\"") && !source.contains("${PREFLIGHT_PASSWORD}"));
    let written = |format: &str| {
        let at = check.find(format).unwrap() + format.len();
        check[at..].split_whitespace().next().unwrap().to_owned()
    };
    for format in ["--format junit=", "--format sarif="] {
        assert!(texts.contains(&written(format)), "{format} is written and not read");
    }
}

#[test]
fn words_of_a_shell_line() {
    assert_eq!(shell_words(r#"a --b "c d" 'e' || f"#), ["a", "--b", "c d", "e"]);
    assert_eq!(
        commands("# vpreflight no\nx | vpreflight check --demo; y"),
        [["vpreflight", "check", "--demo"]]
    );
}
