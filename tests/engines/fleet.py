"""A local Dask cluster judges 200 saved inventories with examples/fleet/fleet.py, of which one is damaged, and DuckDB answers
the documented questions.

  fleet.py PROGRAM FOLDER
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import uuid

import duckdb

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples/fleet"
OWN = "5f0c2a4e-6d1b-4c58-9f37-1b2f6a90d3e7"
SITES = [("tokyo", 80), ("osaka", 60), ("nagoya", 40), ("sapporo", 20)]
DAMAGED = 42
HOSTILE = "LMS-HA'; DROP TABLE \"x\" $(id) `id` \\ \n<b>"


def site_of(number):
    for site, count in SITES:
        if number < count:
            return site
        number -= count


def inventory(number, ha_off, unread=False):
    """One small vCenter. HA is off in some, and cannot be read in others."""
    made = (ROOT / "rules/base.json").read_text().replace(OWN, str(uuid.uuid5(uuid.NAMESPACE_DNS, f"vc{number}")))
    made = json.loads(made)
    made["collection"]["server"] = f"vc{number:03}.{site_of(number)}.example"
    cluster = made["clusters"][0]
    if number == 3:
        cluster["name"] = HOSTILE
    if ha_off:
        cluster["configurationEx"]["das"]["enabled"] = False
    if unread:
        del cluster["configurationEx"]
        cluster["unreadable"] = {"configurationEx": {"kind": "denied", "detail": "NoPermission: System.Read"}}
    return json.dumps(made)


def judged(program, folder, name, inventories):
    """A run over inventories, each a text or None for a damaged one."""
    saved = folder / name
    saved.mkdir()
    rows = ["source,site"]
    for number, text in inventories.items():
        file = saved / f"vc{number:03}.json"
        file.write_text(text)
        # The later run reads the same sources.
        link = folder / f"vc{number:03}.json"
        link.unlink(missing_ok=True)
        link.symlink_to(file)
        rows.append(f"{link},{site_of(number)}")
    (folder / "fleet.csv").write_text("\n".join(rows) + "\n")
    subprocess.run([sys.executable, EXAMPLES / "fleet.py", "--list", folder / "fleet.csv", "--into", folder / "results",
                    "--program", program, "--local", "2", "--run", name], cwd=folder, check=True)


def answers(folder, query):
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{folder}'")
    connection.execute((EXAMPLES / "queries/views.sql").read_text())
    found = connection.execute((EXAMPLES / "queries" / query).read_text())
    names = [column[0] for column in found.description]
    return [dict(zip(names, row)) for row in found.fetchall()]


def same(what, there, wanted):
    if there != wanted:
        sys.exit(f"{what}: {there} instead of {wanted}")


def main():
    program, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    # A week ago HA was off elsewhere, and the one that is damaged now could be read.
    then = {number: inventory(number, ha_off=number % 10 == 5 or number == DAMAGED)
            for number in range(200) if number % 10 in (3, 5) or number == DAMAGED}
    judged(program, folder, "2026-11-22T09-00-00Z", then)
    now = {number: inventory(number, ha_off=number % 10 == 3, unread=number % 10 == 7) for number in range(200)}
    now[DAMAGED] = now[DAMAGED][:-2000]
    judged(program, folder, "2026-11-30T09-00-00Z", now)

    by_site = {row["site"]: row for row in answers(folder, "readiness-by-site.sql")}
    for site, count in SITES:
        row = by_site[site]
        damaged = 1 if site == site_of(DAMAGED) else 0
        same(site, (row["vcenters"], row["not_ready"], row["cannot_tell"], row["ready"]),
             (count, count // 10, count // 10 + damaged, count - count // 5 - damaged))

    rules = {(row["rule"], row["outcome"]): row for row in answers(folder, "findings-by-rule.sql")}
    off = rules["ha-enabled", "fail"]
    same("HA is off", (off["vcenters"], off["places"]), (20, 20))

    changed = [row for row in answers(folder, "changed-since-last-week.sql")
               if row["rule"] == "ha-enabled" and row["outcome"] == "fail"]
    same("changes of HA", collections.Counter(row["change"] for row in changed),
         {"new": 20, "fixed": 20, "not judged any more": 1})
    gone = next(row for row in changed if row["change"] == "not judged any more")
    same("not judged any more", pathlib.Path(gone["source"]).name, f"vc{DAMAGED:03}.json")
    names = {row["object_name"] for row in changed if row["source"].endswith("vc003.json")}
    same("a hostile name", names, {HOSTILE})

    lacking = answers(folder, "not-judged.sql")
    unread = [row for row in lacking if row["what"] == "not read"]
    same("not read", [pathlib.Path(row["source"]).name for row in unread], [f"vc{DAMAGED:03}.json"])
    if not re.search(r"vc042\.json", unread[0]["reason"]):
        sys.exit(f"the reason does not name the file: {unread[0]['reason']}")
    undecided = {pathlib.Path(row["source"]).name for row in lacking if row["what"] == "not judged" and row["rule"] == "ha-enabled"}
    same("not judged", undecided, {f"vc{number:03}.json" for number in range(200) if number % 10 == 7})

    asked = subprocess.run([sys.executable, EXAMPLES / "ask.py", EXAMPLES / "queries/readiness-by-site.sql"], cwd=folder,
                           check=True, capture_output=True, text=True).stdout
    if not all(site in asked for site, _ in SITES):
        sys.exit(f"ask.py prints {asked}")

    documented = (ROOT / "docs/engines.md").read_text()
    for query in sorted(path.name for path in (EXAMPLES / "queries").iterdir()):
        if query not in documented:
            sys.exit(f"docs/engines.md does not name {query}")
    print("200 inventories were judged, and the four questions are answered")


main()
