"""Plants the mutants into a copy of the sources and builds it once; what was built is written down."""

import json, os, pathlib, re, shutil, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
WORK = pathlib.Path(os.environ.get("MUTATION_DIR", ROOT / "target" / "mutation"))
TREE = WORK / "tree"
PLAIN = WORK / "plain"
# All tests are part of one program: half of a run would be building else.
TESTS = """
pub mod mutants;
#[cfg(test)]
extern crate self as vpreflight;
#[cfg(test)]
mod mutants_cases;
#[cfg(test)]
#[path = "../tests/consequences/answers.rs"]
mod consequences;
""" + "".join(f"""
#[cfg(test)]
#[path = "../tests/{name}.rs"]
mod {name};
""" for name in ("left_out", "placing"))
BUILT = WORK / "built.json"
BUILD = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, **options)


def sources(only):
    """Files that mutants are planted in: neither tests nor what only they use."""
    found = []
    for room in ("facts", "evaluate"):
        for path in sorted((ROOT / "src" / room).rglob("*.rs")):
            name = str(path.relative_to(ROOT))
            parts = path.relative_to(ROOT / "src").with_suffix("").parts
            if "tests" not in parts and "testing" not in parts and (not only or only in name):
                found.append(name)
    return found


def copy():
    """The tree as it stands in the repository's working copy."""
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT, capture_output=True, text=True)
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    names = [name for name in names if not name.startswith(("tests/vcsim", "tests/browser"))]
    shutil.rmtree(TREE, ignore_errors=True)
    for name in names:
        target = TREE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    shutil.copy2(HERE / "switch.rs", TREE / "src" / "mutants.rs")
    shutil.copy2(HERE / "cases.rs", TREE / "src" / "mutants_cases.rs")
    shutil.rmtree(PLAIN, ignore_errors=True)
    shutil.copytree(TREE / "src", PLAIN / "src")
    with open(TREE / "src" / "lib.rs", "a") as lib:
        lib.write(TESTS)
    with open(TREE / "Cargo.toml", "a") as manifest:
        manifest.write("\n[workspace]\n")


def commit():
    """The commit of the working copy, and whether anything differs from it."""
    ask = lambda *of: run("git", *of, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return ask("rev-parse", "--short", "HEAD") + (" with changes" if ask("status", "--porcelain") else "")


def plant(files, left_out):
    """Writes the mutants; their rows by number: key, line, kind, text."""
    lists = WORK / "left-out"
    lists.write_text("\n".join(sorted(left_out)))
    planter = WORK / "planter" / "release" / "mutants"
    done = run(planter, PLAIN, TREE, lists, *files, capture_output=True, text=True)
    rows = {}
    for line in done.stdout.splitlines():
        number, key, at, kind, text = line.split("\t", 4)
        rows[int(number)] = {"key": key, "file": key.split(":")[0], "line": int(at), "kind": kind, "text": text}
    return rows


def cargo(*arguments):
    """Builds with the dependencies that are there already; only the planted crate is optimized."""
    command = ["cargo", *arguments, "--locked", "--message-format=json",
               "--config", "profile.dev.package.vpreflight.opt-level=1",
               "--config", "profile.dev.package.vpreflight.debug=false"]
    return subprocess.run(command, cwd=TREE, env={**os.environ, "CARGO_TARGET_DIR": str(BUILD)},
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def executable(output):
    """The one program that a build made."""
    made = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    [program] = [one["executable"] for one in made if one.get("reason") == "compiler-artifact" and one.get("executable")]
    return program


def refused(output):
    """Numbers of the mutants in whose places the compiler found an error; texts of other errors."""
    numbers, others = set(), []
    for line in output.splitlines():
        message = json.loads(line).get("message") if line.startswith("{") else None
        if not isinstance(message, dict) or message.get("level") != "error":
            continue
        found = set()
        for span in message["spans"]:
            path = TREE / span["file_name"]
            if path.is_file():
                text = path.read_bytes()[span["byte_start"]:span["byte_end"]].decode(errors="replace")
                found |= {int(n) for n in re.findall(r"mutants::\w+\((\d+)", text)}
                if not found and span["is_primary"]:
                    lines = "\n".join(row["text"] for row in span["text"])
                    found |= {int(n) for n in re.findall(r"mutants::\w+\((\d+)", lines)}
        numbers |= found
        if not found and message["spans"]:
            others.append(message["rendered"])
    return numbers, others


def build(files):
    """Plants and builds; places where the types allow no switch are left out."""
    run("cargo", "build", "--quiet", "--release", "--locked", "--manifest-path", HERE / "Cargo.toml",
        "--target-dir", WORK / "planter")
    built = {"commit": commit()}
    copy()
    # What an earlier run learnt; the key of a place that has changed since fits nothing.
    lists = WORK / "left-out"
    left_out = set(lists.read_text().splitlines()) if lists.is_file() else set()
    for _ in range(12):
        rows = plant(files, left_out)
        print(f"{len(rows)} mutants in {len(files)} files; building", flush=True)
        done = cargo("test", "--no-run", "--lib")
        if done.returncode == 0:
            break
        numbers, others = refused(done.stdout)
        if not numbers:
            sys.exit("the planted sources do not build:\n" + "\n".join(others[:5]))
        left_out |= {rows[number]["key"] for number in numbers if number in rows}
    else:
        sys.exit("the planted sources do not build")
    # Out of the way of the next build.
    built["program"] = str(shutil.copy2(executable(done.stdout), WORK / "run"))
    built["rows"] = rows
    return built


def keep(built):
    """Writes down what was built and measured, for a run that goes on with it."""
    BUILT.write_text(json.dumps(built))


def kept():
    """What the last run built and measured."""
    if not BUILT.is_file():
        sys.exit("no run to go on with")
    built = json.loads(BUILT.read_text())
    for of in ("rows", "known"):
        built[of] = {int(number): value for number, value in built.get(of, {}).items()}
    return built
