//! What is written keeps what was there: devices, links, modes; and a place that cannot be written is told
//! before anything is read.

use std::fs::{self, Permissions};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::common::{Vcsim, run, words};

/// Somebody without rights, where the tests run as root.
const NOBODY: u32 = 65534;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A command under this umask.
fn under(umask: &str, program: &Path, flags: &[String]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(program).args(flags);
    command.env_clear().env("TZ", "UTC").stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Everything that writes a report or a file beside it, to `file`.
fn writers(file: &Path) -> Vec<(Vec<String>, i32)> {
    let file = text(file);
    let add = [
        "decisions",
        "add",
        "waiver",
        &file,
        "--rule",
        "vm-no-local-cdrom",
        "--object",
        "*",
        "--reason",
        "r",
        "--owner",
        "o",
        "--expires",
        "2099-01-31",
    ];
    let commands: &[(&[&str], i32)] = &[
        (&["check", "--demo", "-o", &file], 1),
        (&["check", "--demo", "--format", &format!("json={file}")], 1),
        (&add, 0),
        (&["init", "--force", "--config", &file], 0),
    ];
    commands.iter().map(|(flags, code)| (words(flags), *code)).collect()
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_vpreflight"))
}

#[test]
fn a_new_file_has_the_mode_that_the_umask_leaves_and_another_keeps_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("made");
    for (flags, code) in writers(&file) {
        for (umask, wanted) in [("022", 0o644), ("027", 0o640), ("077", 0o600), ("002", 0o664)] {
            let _ = fs::remove_file(&file);
            let output = under(umask, &program(), &flags).output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{flags:?}: {}", said(&output));
            assert_eq!(mode(&file), wanted, "{flags:?} under {umask}");
        }
        for kept in [0o600, 0o660, 0o604] {
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(kept)).unwrap();
            let output = under("022", &program(), &flags).output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{flags:?}: {}", said(&output));
            assert_eq!(mode(&file), kept, "{flags:?}");
            assert!(fs::metadata(&file).unwrap().len() > 0, "{flags:?}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
    let pages = folder.path().join("pages");
    assert!(under("027", &program(), &words(&["man", &text(&pages)])).status().unwrap().success());
    assert_eq!(mode(&pages.join("vpreflight.1")), 0o640);
}

#[test]
fn links_are_followed_even_to_what_is_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    let (link, real) = (folder.path().join("latest"), folder.path().join("kept/first"));
    symlink("second", folder.path().join("kept/third")).unwrap();
    symlink("kept/first", &link).unwrap();
    for (flags, code) in writers(&link) {
        let _ = fs::remove_file(&real);
        for _ in 0..2 {
            assert_eq!(run(&flags, &[]).code, code, "{flags:?}");
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "{flags:?}");
            assert!(fs::metadata(&real).unwrap().len() > 0, "{flags:?}");
        }
    }
    symlink("loop", folder.path().join("loop")).unwrap();
    let circle = run(&words(&["check", "--demo", "-o", &text(&folder.path().join("loop"))]), &[]);
    assert!(circle.code == 2 && circle.stderr.contains("too many links"), "{}", circle.stderr);
}

#[test]
fn an_inventory_goes_to_devices_pipes_and_links_and_is_for_its_owner() {
    let server = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let collect = |file: &Path| {
        let mut flags = words(&["collect", "-o", &text(file)]);
        flags.extend(server.connection());
        under("022", &program(), &flags)
    };
    let done = |file: &Path| {
        let output = collect(file).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    };
    done(Path::new("/dev/null"));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());

    let file = folder.path().join("inventory.json");
    assert!(!done(&file).contains("mode"), "nothing to say");
    assert_eq!(mode(&file), 0o600);
    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    assert!(done(&file).contains("keeps its mode: others than its owner can read it"));
    assert_eq!(mode(&file), 0o644);

    let link = folder.path().join("latest.json");
    symlink("other.json", &link).unwrap();
    done(&link);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&folder.path().join("other.json")), 0o600);

    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    done(&pipe);
    assert!(reader.join().unwrap().starts_with("{\"format\":"));
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());

    // What a shell has opened is written to, behind what is there.
    let log = folder.path().join("log");
    fs::write(&log, "before\n").unwrap();
    let appended = fs::OpenOptions::new().append(true).open(&log).unwrap();
    assert!(collect(Path::new("/dev/stdout")).stdout(appended).status().unwrap().success());
    assert!(fs::read_to_string(&log).unwrap().starts_with("before\n{\"format\":"));

    let full = collect(Path::new("/dev/full")).output().unwrap();
    assert_eq!(full.status.code(), Some(2), "{}", said(&full));
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "s3cret\n").unwrap();
    let nobody = ["--server", "https://127.0.0.1:1/sdk", "-u", "u", "--insecure", "--password-file"];
    let secret = text(&secret);
    let nobody = [&nobody[..], &[&secret]].concat();
    let ways: [(&str, &[&str]); 4] = [
        ("collect", &["-o", "{}"]),
        ("check", &["-o", "{}"]),
        ("check", &["--format", "json={}"]),
        ("check", &["--format", "table", "--format", "json={}"]),
    ];
    let (nowhere, folder) = (text(&folder.path().join("no-folder/file")), text(folder.path()));
    for (command, flags) in ways {
        // Nobody listens there: whoever asks the server first ends with another code.
        for (place, code) in [("/dev/null", 4), (&*nowhere, 2), (&*folder, 2)] {
            let flags: Vec<String> = flags.iter().map(|flag| flag.replace("{}", place)).collect();
            let all = [words(&[command]), flags, words(&nobody)].concat();
            let run = run(&all, &[]);
            assert_eq!(run.code, code, "{all:?}: {}", run.stderr);
            assert!(code == 4 || run.stderr.contains(place), "{}", run.stderr);
        }
    }
}

#[test]
fn a_file_in_a_folder_that_takes_no_other_is_written_in_place_and_write_protection_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let open = |path: &Path, bits| fs::set_permissions(path, Permissions::from_mode(bits)).unwrap();
    open(folder.path(), 0o755);
    let mut binary = program();
    if root {
        // Nobody else may be able to reach the one that was built.
        binary = folder.path().join("program");
        fs::copy(program(), &binary).unwrap();
    }
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    let file = closed.join("made");
    fs::write(&file, "").unwrap();
    open(&file, 0o666);
    open(&closed, 0o555);
    let as_nobody = |flags: &[String]| {
        let mut command = under("022", &binary, flags);
        command.current_dir("/");
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().unwrap()
    };
    for (flags, code) in writers(&file) {
        fs::write(&file, "# old\n".repeat(100_000)).unwrap();
        let output = as_nobody(&flags);
        assert_eq!(output.status.code(), Some(code), "{flags:?}: {}", said(&output));
        assert!(said(&output).contains("was written in place"), "{}", said(&output));
        let whole = fs::read_to_string(&file).unwrap();
        // Entries are added; anything else is new from its beginning to its end.
        assert_eq!(whole.starts_with("# old"), flags[0] == "decisions", "{flags:?}");
        assert!(!whole.trim_end().ends_with("# old"), "{flags:?}");
    }
    open(&file, 0o444);
    let before = fs::read(&file).unwrap();
    for place in [&file, &closed.join("new")] {
        let output = as_nobody(&words(&["check", "--demo", "-o", &text(place)]));
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("cannot write"), "{}", said(&output));
    }
    // Its own file in a folder that takes others: protected all the same.
    open(&closed, 0o777);
    let output = as_nobody(&words(&["check", "--demo", "-o", &text(&file)]));
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read(&file).unwrap(), before);
}
