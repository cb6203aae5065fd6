"""Whatever becomes of the program or of a worker, each source has its row.

  refused.py PROGRAM FOLDER
"""

import os
import pathlib
import subprocess
import sys

import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples/fleet"))
import fleet  # noqa: E402

BATCH = [("./a.json", "x"), ("./b.json", "y")]
# What a program does, how many seconds it has, and what is said of each source.
PROGRAMS = {
    "silent": ("#!/bin/sh\nexit 5\n", 60, "code 5"),
    "babbles": ("#!/bin/sh\necho '{'\n", 60, "no JSON"),
    "hangs": ("#!/bin/sh\nexec sleep 600\n", 1, "not done after 1 s"),
    "forgets": ("#!/bin/sh\necho '{\"type\": \"fleet\"}'\n", 60, "did not say anything"),
    "missing": (None, 60, "cannot be started"),
}
# Ends its worker for one source; the other is judged.
KILLS = """#!/bin/sh
case "$*" in *a.json*) kill -9 $PPID;; esac
echo '{"type": "run", "verdict": "ready", "exit_code": 0, "vcenter": {"instance_uuid": "1"}, "source": {"server": "b", "at": ""}}'
"""


def script(folder, name, text):
    program = folder / name
    if text:
        program.write_text(text)
        program.chmod(0o755)
    return str(program)


def run(folder, listed, *more):
    (folder / "fleet.csv").write_text(listed)
    command = [sys.executable, ROOT / "examples/fleet/fleet.py", "--list", folder / "fleet.csv", "--into", folder, *more]
    # Fewer attempts than usual: the test is to end soon.
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)


def main():
    folder = pathlib.Path(sys.argv[2]).resolve()
    for name, (text, limit, reason) in PROGRAMS.items():
        rows, results = fleet.judge(script(folder, name, text), [], BATCH, limit)
        told = [(row["source"], row["site"], row["verdict"]) for row in rows]
        if told != [(source, site, "cannot-tell") for source, site in BATCH] or results:
            sys.exit(f"{name}: {rows}")
        if not all(reason in row["error"] for row in rows):
            sys.exit(f"{name}: {rows}")
    done = run(folder, "source,site\n./a.json,x\n./b.json,y\n", "--program", script(folder, "kills", KILLS), "--local", "2",
               "--run", "lost")
    if done.returncode != 0:
        sys.exit(done.stderr)
    rows = pyarrow.parquet.read_table(folder / "run=lost/vcenters.parquet").to_pylist()
    told = sorted((row["source"], row["verdict"]) for row in rows)
    if told != [("./a.json", "cannot-tell"), ("./b.json", "ready")]:
        sys.exit(f"a lost worker: {rows}")
    for wrong in ["source,site\na,x\na,y\n", "source,site\n--rules=/x,y\n"]:
        done = run(folder, wrong)
        if done.returncode != 1 or "fleet.csv" not in done.stderr:
            sys.exit(f"{wrong!r}: {done}")


main()
