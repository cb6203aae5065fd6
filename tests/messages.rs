//! What the program says on standard error, in English and in Japanese: the same runs fail with the same codes, the
//! same values and no English sentence left.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Run, Vcsim, run_in};

/// A folder with files that are wrong in some way.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("text.json", "no inventory"),
        ("other.json", r#"{"a": 1}"#),
        ("newer.json", r#"{"format": 99, "collection": {}}"#),
        ("damaged.json", r#"{"format": 1, "collection": 7}"#),
        ("cut/0001-HostSystem-host-1.xml", "<ObjectContent><obj type='HostSystem'>host-1"),
        ("part/0001-Folder-group-d1.xml", "<ObjectContent><obj type='Folder'>group-d1</obj></ObjectContent>"),
        ("foreign/0001-Folder-group-d1.xml", "<project/>"),
        ("empty/0001-Folder-group-d1.xml", ""),
        ("vms.xml", "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"/>"),
        ("list.csv", "Name,State\n"),
        ("syntax.toml", "[vcenter\n"),
        (
            "keys.toml",
            "[vcenter]\nservr = \"vc\"\npassword = \"x\"\ntimeout = \"soon\"\n[report]\nlang = \"de\"\n",
        ),
        ("values.toml", "[report]\nformat = \"jsn\"\nzone = \"Asia/Tokio\"\n[rule.hosts-min-too]\n"),
        ("rule.toml", "[rule.hosts-min-two]\nparams = { hots = 3, hosts = \"many\" }\n"),
        (
            "decisions.toml",
            "[[waiver]]\nrule = \"hosts-min-too\"\nexpires = \"soon\"\n[[waver]]\n[[attestation]]\nrule = 3\n",
        ),
        ("no-password", "\n"),
        ("authority.pem", "no certificate"),
        ("there.toml", ""),
        ("cases/nothing", ""),
        (
            "rules/my-rule.toml",
            "id = \"My rule\"\nsubject = \"clster\"\narea = \"ha\"\ngates = [\"nope\"]\n[[finding]]\nname = \"a\"\n\
             level = \"warn\"\nwhen = \"cluster.hots.size() == 0\"\nmessage = { en = \"{x}\", ja = \"{y}\" }\n",
        ),
        (
            "expressions/my-rule.toml",
            "id = \"my-rule\"\nsubject = \"cluster\"\narea = \"ha\"\nseverity = \"advisory\"\n\
             title = { en = \"a\", ja = \"あ\" }\nfix = { en = \"a\", ja = \"あ\" }\n\
             [[finding]]\nname = \"a\"\nlevel = \"warn\"\nwhen = \"cluster.hots.size() == 0\"\n\
             message = { en = \"a\", ja = \"あ\" }\n\
             [[finding]]\nname = \"b\"\nlevel = \"warn\"\nwhen = \"has(cluster.hosts)\"\n\
             message = { en = \"a\", ja = \"あ\" }\n\
             [[finding]]\nname = \"c\"\nlevel = \"warn\"\nwhen = \"cluster.hosts == 1\"\n\
             message = { en = \"a\", ja = \"あ\" }\n",
        ),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs that fail, or warn: the command line, and what is quoted of parsers, who speak English only.
const RUNS: &[(&str, &[&str])] = &[
    // Refused by clap.
    ("check --demo --widht 80", &[]),
    ("check --demo extra", &[]),
    ("chek", &[]),
    ("check --demo --width 3", &[]),
    ("check --demo --width wide", &[]),
    ("check --demo --fail-on never", &[]),
    ("check --demo --inventory x", &[]),
    ("check --demo --all --all", &[]),
    ("check --strict yes --demo", &[]),
    ("check --demo --width=", &[]),
    ("check --demo --vm=", &[]),
    ("whatif --demo", &[]),
    ("whatif --demo --roll --lose-each", &[]),
    ("plan --demo --by nobody", &[]),
    ("plan --demo --format junit", &[]),
    ("doctor --format csv", &[]),
    ("doctor --server 127.0.0.1:1 --username u --password-file no-password", &[]),
    ("doctor --server 127.0.0.1:1 --username u --format json --format table", &[]),
    ("decisions answer text.json decisions.toml", &[]),
    ("plan --demo --snippets govc --format json", &[]),
    ("check --demo --events-since yesterday", &[]),
    ("check --demo --zone Asia/Tokio", &[]),
    ("check --demo --zone +9", &[]),
    ("check --demo --installed-at 2026-02-30", &[]),
    ("check --demo --format jsn", &[]),
    ("check --demo --format json=", &[]),
    ("check --probe --probe-url ftp://x/", &[]),
    ("check --timeout 0", &[]),
    ("decisions lint d.toml --today 1.2.2026", &[]),
    // Arguments that do not go together.
    ("check --demo --confirmed-by Sato", &[]),
    ("check --demo --format checksheet=sheet.pdf", &[]),
    ("check --demo --format checksheet --confirmed-by=", &[]),
    ("check --inventory x.json --inventory y.json --format junit", &[]),
    ("check --inventory x.json --inventory y.json --vm a", &[]),
    ("check --inventory nowhere.json --inventory nowhere2.json", &[]),
    ("plan --inventory x.json --inventory y.json", &[]),
    ("anonymize nowhere.json", &[]),
    ("anonymize base.json --key-file nowhere", &[]),
    ("anonymize text.json --map text.json", &[]),
    ("anonymize - --key-file -", &[]),
    ("anonymize a.json -o m.json --map m.json", &[]),
    ("collect -o a.json --map m.json", &[]),
    ("convert report.json --timings", &[]),
    ("convert nowhere.json", &[]),
    ("decisions init nowhere.json", &[]),
    ("decisions init nowhere.json -o there.toml", &[]),
    ("check", &[]),
    ("check --server ftp://vc", &[]),
    ("check --server https//vc", &[]),
    ("check --server u/x@vc", &[]),
    ("check --server user@", &[]),
    ("check --server u:secret@vc", &[]),
    ("check --server vc", &[]),
    ("check --server vc -u u", &[]),
    ("check --server vc -u u --password-file missing", &[]),
    ("check --server vc -u u --password-file no-password", &[]),
    ("check --server vc -u u --password-stdin", &[]),
    ("check --demo --probe", &[]),
    ("check --demo --ask-hosts", &[]),
    ("check --demo --profile fulll", &[]),
    ("check --demo --output missing/report.json", &[]),
    ("check --demo --output report.xyz", &[]),
    ("check --demo --output .", &[]),
    ("check --demo --format json --format html", &[]),
    ("check --demo --format json=a --output b", &[]),
    ("check --demo --format json=a --format html=a", &[]),
    ("check --demo --format json --only fail", &[]),
    ("rules explain hosts-min-too", &[]),
    ("rules test cases", &[]),
    ("rules test missing", &[]),
    ("decisions lint", &[]),
    ("decisions lint missing.toml", &[]),
    (
        "decisions add waiver new.toml --rule hosts-min-two --object * --reason r --owner o --expires 2020-01-31",
        &[],
    ),
    (
        "decisions add waiver new.toml --rule hosts-min-too --object * --reason r --owner o --expires 2999-01-31",
        &[],
    ),
    ("init --config there.toml", &[]),
    // Files.
    ("check --inventory cases", &[]),
    ("check --inventory cut", &[]),
    ("check --inventory part", &[]),
    ("check --inventory foreign", &[]),
    ("check --inventory empty", &[]),
    ("check --inventory vms.xml", &[]),
    ("check --inventory list.csv", &[]),
    ("check --inventory missing.json", &[]),
    ("check --inventory text.json", &[]),
    ("check --inventory other.json", &[]),
    ("check --inventory newer.json", &[]),
    ("check --inventory damaged.json", &["expected struct Collection"]),
    ("check --demo --baseline missing.json", &[]),
    ("check --demo --baseline text.json", &[]),
    ("check --demo --baseline other.json", &[]),
    ("diff text.json other.json", &[]),
    ("check --config missing.toml", &[]),
    ("check --config syntax.toml", &["unclosed table, expected `]`"]),
    ("check --config keys.toml", &[]),
    ("check --config values.toml", &[]),
    ("check --config rule.toml", &[]),
    ("check --demo --decisions missing.toml", &[]),
    ("check --demo --decisions decisions.toml", &[]),
    ("check --demo --rules missing", &[]),
    ("check --demo --rules rules", &[]),
    ("check --demo --rules expressions", &[]),
    // What is named and is not there.
    ("check --demo --cluster LMSS", &[]),
    ("check --demo --datacenter Osaka", &[]),
    ("check --demo --vm nobody", &[]),
    ("check --demo --lms-vm nobody", &[]),
    ("whatif --demo --lose esx09.tokyo.example", &[]),
    ("whatif --demo --lose-group nobody", &[]),
    // Servers.
    ("check --server http://127.0.0.1:1 -u u --password-stdin", &[]),
    ("check --server 127.0.0.1:1 -u u --password-file authority.pem", &[]),
    ("check --server 127.0.0.1:1 -u u --password-file authority.pem --tls-ca-certs missing.pem", &[]),
    ("check --server 127.0.0.1:1 -u u --password-file authority.pem --tls-ca-certs authority.pem", &[]),
    ("check --server 127.0.0.1:1 -u u --password-file authority.pem --thumbprint 12", &[]),
    ("check --server 127.0.0.1:1 -u u --password-file authority.pem --insecure", &[]),
    ("collect --server 127.0.0.1:1 -u u --password-file authority.pem -o lms.json", &[]),
    // What is said beside a report.
    ("check --demo --exit-zero -o report.md", &[]),
    ("check --demo -o report.md", &[]),
];

fn is_japanese(text: &str) -> bool {
    text.chars().any(|char| matches!(char, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// What stands between quotes in an English text; an apostrophe within a word is none.
fn quoted(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let joins =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|char| char.is_alphanumeric());
    let (mut found, mut open) = (BTreeSet::new(), None);
    for (at, _) in chars.iter().enumerate().filter(|(_, char)| **char == '\'') {
        match open {
            None if !joins(at.checked_sub(1)) => open = Some(at + 1),
            Some(from) if !joins(Some(at + 1)) => {
                found.insert(chars[from..at].iter().collect());
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Numbers of two digits and more.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|char: char| !char.is_ascii_digit()).filter(|digits| digits.len() > 1).collect()
}

/// Three English words in a row, outside of lines of the user's own files and of the usage.
fn english(text: &str, allowed: &[&str]) -> Option<String> {
    let told = text.lines().filter(|line| !line.starts_with("    ") && !line.starts_with("使用法:"));
    let text = allowed.iter().fold(told.collect::<Vec<_>>().join("\n"), |text, own| text.replace(own, ""));
    let words: Vec<&str> = text.split([' ', '\n']).collect();
    let plain = |word: &&str| word.len() > 1 && word.chars().all(|char| char.is_ascii_lowercase());
    words.windows(3).find(|three| three.iter().all(plain)).map(|three| three.join(" "))
}

/// What is wrong with a run in Japanese beside that in English.
fn differs(en: &Run, ja: &Run, quotes: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    if en.code != ja.code {
        wrong.push(format!("exit {} and {}", en.code, ja.code));
    }
    if !is_japanese(ja.stderr.lines().next().unwrap_or_default()) {
        wrong.push("the first line is no Japanese".to_owned());
    }
    wrong.extend(english(&ja.stderr, quotes).map(|words| format!("English: {words}")));
    let lost = quoted(&en.stderr).into_iter().filter(|value| !ja.stderr.contains(value.as_str()));
    wrong.extend(lost.map(|value| format!("'{value}' is lost")));
    wrong.extend(
        numbers(&en.stderr).difference(&numbers(&ja.stderr)).map(|number| format!("{number} is lost")),
    );
    if is_japanese(&en.stderr) && !en.stderr.contains("あ") {
        wrong.push("Japanese in the English".to_owned());
    }
    wrong
}

fn held(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_failure_is_told_in_the_language_of_the_flag_and_of_the_locale() {
    let folder = folder();
    let mut wrong = Vec::new();
    for (line, quotes) in RUNS {
        let flags: Vec<&str> = line.split(' ').collect();
        let en = run_in(folder.path(), &flags, &[]);
        let locale = run_in(folder.path(), &flags, &[("LANG", "ja_JP.UTF-8")]);
        let flagged = run_in(folder.path(), &[&flags[..], &["--lang", "ja"]].concat(), &[]);
        for (how, ja) in [("locale", &locale), ("--lang", &flagged)] {
            let said = differs(&en, ja, quotes);
            if !said.is_empty() {
                wrong.push(format!("{line} ({how}): {}\n{}\n{}", said.join("; "), en.stderr, ja.stderr));
            }
        }
    }
    held(&wrong);
}

/// A `--lang` that is none leaves the locale; help and reports for programs are no matter of it.
#[test]
fn before_a_language_is_known_the_locale_has_it() {
    let folder = folder();
    let japanese = [("LC_ALL", "ja_JP.UTF-8")];
    let run = |flags: &[&str], env: &[(&str, &str)]| run_in(folder.path(), flags, env);
    let wrong = run(&["check", "--demo", "--lang", "de"], &japanese);
    assert!(
        wrong.code == 2 && wrong.stderr.starts_with("エラー: ") && wrong.stderr.contains("de"),
        "{}",
        wrong.stderr
    );
    assert!(run(&["check", "--demo", "--lang", "de"], &[]).stderr.starts_with("error: "));
    assert!(run(&["check", "--lang=en"], &japanese).stderr.starts_with("vpreflight: no vCenter"));
    assert_eq!(run(&["--help"], &japanese).stdout, run(&["--help"], &[]).stdout);
    // The file has a say once it is read.
    fs::write(folder.path().join("vpreflight.toml"), "[report]\nlang = \"ja\"\n").unwrap();
    assert!(is_japanese(&run(&["check"], &[]).stderr));
}

#[test]
fn servers_that_refuse_are_told_in_both_languages() {
    let server = Vcsim::start("healthy");
    let wrong_password = server.files.path().join("wrong");
    fs::write(&wrong_password, "Wr0ng-Secret").unwrap();
    let connection = server.connection();
    let base: Vec<&str> = connection.iter().map(String::as_str).collect();
    let own = |more: &[&str]| {
        let flags = [&["check", "--format", "json"], &base[..], more].concat();
        let [en, ja] =
            ["en", "ja"].map(|lang| run_in(Path::new("."), &[&flags[..], &["--lang", lang]].concat(), &[]));
        for run in [&en, &ja] {
            run.keeps_secret(&server.at.password);
            run.keeps_secret("Wr0ng-Secret");
        }
        held(&differs(&en, &ja, &[]));
        (en, ja)
    };
    own(&["--cluster", "nobody"]);
    own(&["--thumbprint", &"00:".repeat(20)[..59]]);
    fs::write(server.password_file(), "Wr0ng-Secret").unwrap();
    let (_, ja) = own(&[]);
    assert!(ja.code == 4 && ja.stderr.contains("preflight@vsphere.local"), "{}", ja.stderr);
    let strangers: Vec<String> =
        ["check", "--server", &server.at.url, "-u", &server.at.username, "--password-file"]
            .map(str::to_owned)
            .into_iter()
            .chain([wrong_password.display().to_string()])
            .collect();
    let flags: Vec<&str> = strangers.iter().map(String::as_str).collect();
    let untrusted = |more: &[&str]| {
        let [en, ja] = [("LANG", "C"), ("LANG", "ja_JP.UTF-8")]
            .map(|env| run_in(Path::new("."), &[&flags[..], more].concat(), &[env]));
        held(&differs(&en, &ja, &[]));
        ja
    };
    assert!(untrusted(&[]).stderr.contains(&server.at.sha1));
    assert!(untrusted(&["--insecure"]).stderr.starts_with("vpreflight: 警告"));
}

/// The code of the program itself, without its tests.
fn sources() -> Vec<(PathBuf, String)> {
    let (mut folders, mut found) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                let source = fs::read_to_string(&path).unwrap();
                found.push((path, source.split("#[cfg(test)]\n").next().unwrap().to_owned()));
            }
        }
    }
    assert!(found.len() > 300, "{}", found.len());
    found
}

/// A message is a text in both languages by its type. The ways around that are for names and for what others say:
/// none of them has English of our own in it.
#[test]
fn no_message_of_our_own_goes_around_its_japanese() {
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        let name = path.display();
        for way in ["Text::same(\"", "Text::quoted(\"", "Text::same(format!(\""] {
            for (at, _) in source.match_indices(way) {
                let text = source[at + way.len()..].split('"').next().unwrap();
                let words =
                    text.split(' ').filter(|word| word.len() > 2 && word.chars().all(char::is_alphabetic));
                if words.count() > 1 {
                    wrong.push(format!("{name}: {text}"));
                }
            }
        }
        // Errors that no person is told, or that only repeat others.
        let inner = ["soap.rs", "hop.rs", "names.rs"].iter().any(|file| path.ends_with(file));
        if source.contains("#[error(") && !inner {
            wrong.push(format!("{name}: #[error] has English only: implement Told"));
        }
        let speaks = ["cli/say.rs", "cli/progress.rs"].iter().any(|file| path.ends_with(file));
        if source.contains("stderr()") && !speaks && !source.contains("use_stderr()") {
            wrong.push(format!("{name}: standard error is for cli/say.rs"));
        }
    }
    held(&wrong);
}
