#!/usr/bin/env python3
"""Judges many vCenters, or saved inventories, on a Dask cluster, and keeps what was found as Parquet.

  fleet.py --list fleet.csv --into results --scheduler tcp://scheduler:8786
  fleet.py --list fleet.csv --into results --local 2

fleet.csv has a line for each: source,site. A source is a server, or a file on a path that the workers see, too. Each task runs
the program for a handful of them and gives back its JSON Lines; nothing of an inventory leaves the worker but what the lines
say. A source that could not be read or judged is a row 'cannot-tell' with the reason: none is left out.

A server needs an account. It comes from the environment of the workers (GOVC_USERNAME, GOVC_PASSWORD, GOVC_TLS_CA_CERTS), or
from files there by --arguments '--password-file /run/secrets/vc'. It is never sent by this script.

Written are results/run=TIME/vcenters.parquet and results/run=TIME/results.parquet; the queries beside this file read them.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import shlex
import subprocess
import sys

import pyarrow
import pyarrow.parquet
from dask.distributed import Client, LocalCluster, as_completed

# Results that say something about an object; those that hold are counted by rule only.
TOLD = {"fail", "unknown", "warn", "manual", "waived", "attested", "not-asked"}

VCENTERS = pyarrow.schema([
    ("site", pyarrow.string()), ("source", pyarrow.string()), ("instance_uuid", pyarrow.string()),
    ("server", pyarrow.string()), ("read_at", pyarrow.string()), ("verdict", pyarrow.string()),
    ("exit_code", pyarrow.int32()), ("open_questions", pyarrow.int32()), ("error", pyarrow.string()),
    ("took_s", pyarrow.float64()), ("cpu_s", pyarrow.float64()), ("memory_mb", pyarrow.float64()),
])
RESULTS = pyarrow.schema([
    ("site", pyarrow.string()), ("source", pyarrow.string()), ("instance_uuid", pyarrow.string()),
    ("rule", pyarrow.string()), ("severity", pyarrow.string()), ("outcome", pyarrow.string()),
    ("finding", pyarrow.string()), ("object_kind", pyarrow.string()), ("object_id", pyarrow.string()),
    ("object_name", pyarrow.string()), ("element", pyarrow.string()), ("cluster", pyarrow.string()),
    ("count", pyarrow.int64()), ("message", pyarrow.string()), ("fingerprint", pyarrow.string()),
])


def judge(program, arguments, batch, limit_s):
    """Rows about a batch of sources. Runs on a worker."""
    found = ran(program, arguments, [source for source, _ in batch], limit_s)
    if found is None or isinstance(found, str):
        if len(batch) > 1:
            # One of them may be to blame: each by itself.
            rows = [judge(program, arguments, [one], limit_s) for one in batch]
            return [row for vcenters, _ in rows for row in vcenters], [row for _, results in rows for row in results]
        (source, site), = batch
        return [unjudged(source, site, found or "it was not run")], []
    sites = dict(batch)
    vcenters, results = [], []
    for line in found["lines"]:
        source = line.get("read_from", batch[0][0])
        site = sites.get(source, "")
        if line["type"] == "unread":
            vcenters.append(unjudged(source, site, line["error"]))
        elif line["type"] == "run":
            vcenters.append({
                "site": site, "source": source, "instance_uuid": line["vcenter"]["instance_uuid"],
                "server": line["source"]["server"], "read_at": line["source"]["at"], "verdict": line["verdict"],
                "exit_code": line["exit_code"], "open_questions": line.get("open_questions", 0)})
        elif line["type"] == "result" and line["outcome"] in TOLD:
            # Of a single source the line does not say whose it is.
            uuid = line.get("instance_uuid") or vcenters[-1]["instance_uuid"]
            results.append({
                "site": site, "source": source, "instance_uuid": uuid, "element": line.get("element"),
                "object_kind": line.get("object", {}).get("kind"), "object_id": line.get("object", {}).get("id"),
                "object_name": line.get("object", {}).get("name"),
                **{name: line.get(name) for name in
                   ("rule", "severity", "outcome", "finding", "cluster", "count", "message", "fingerprint")}})
    told = {row["source"] for row in vcenters}
    vcenters += [unjudged(source, site, "the program did not say anything about it")
                 for source, site in batch if source not in told]
    for row in vcenters:
        # What a run took is shared out evenly.
        row.update(took_s=found["took_s"] / len(batch), cpu_s=found["cpu_s"] / len(batch),
                   memory_mb=found["memory_mb"])
    return vcenters, results


def ran(program, arguments, sources, limit_s):
    """What a run says and takes; why there is none, in words."""
    import resource
    import tempfile
    import time

    flag = {source: "--inventory" if os.path.exists(source) or "/" in source else "--server" for source in sources}
    if len(set(flag.values())) > 1:
        return "files and servers do not go together"
    named = [word for source in sources for word in (flag[source], source)]
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                [program, "check", *named, "--format", "jsonl", "--lang", "en", "--quiet", *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, timeout=limit_s)
        except subprocess.TimeoutExpired:
            return f"it was not done after {limit_s} s"
        except OSError as error:
            return f"{program} cannot be started: {error.strerror}"
        said.seek(0)
        errors = said.read().decode(errors="replace").strip()
    # 0, 1 and 3 are verdicts, and 4 of several tells why each could not be read.
    if done.returncode not in (0, 1, 3, 4) or not done.stdout:
        return errors[-2000:] or f"it ended with code {done.returncode}"
    try:
        lines = [json.loads(line) for line in done.stdout.splitlines()]
    except ValueError as error:
        return f"what it said is no JSON: {error}"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The largest of the children so far.
    return {"lines": lines, "took_s": time.monotonic() - begun, "cpu_s": cpu, "memory_mb": after.ru_maxrss / 1024}


def unjudged(source, site, error):
    """The row of a source of which nothing is known."""
    return {"site": site, "source": source, "verdict": "cannot-tell", "exit_code": 4, "open_questions": 0, "error": error}


def read_list(file):
    with open(file, encoding="utf-8", newline="") as text:
        rows = [(row["source"].strip(), (row.get("site") or "").strip()) for row in csv.DictReader(text)]
    rows = [row for row in rows if row[0]]
    if len({source for source, _ in rows}) < len(rows):
        sys.exit(f"{file}: a source stands twice")
    if any(source.startswith("-") for source, _ in rows):
        sys.exit(f"{file}: a source begins with '-'")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", required=True, help="CSV with the columns source and site")
    parser.add_argument("--into", required=True, help="folder of the results")
    parser.add_argument("--program", default="vpreflight", help="the program, as the workers find it")
    parser.add_argument("--arguments", default="", help="more arguments of 'vpreflight check'")
    parser.add_argument("--batch", type=int, default=10, help="sources of one task")
    parser.add_argument("--limit", type=int, default=3600, help="seconds that one task may take")
    parser.add_argument("--run", help="name of this run; default: the time, UTC")
    parser.add_argument("--scheduler", help="address of the Dask scheduler")
    parser.add_argument("--local", type=int, help="a cluster of so many processes on this machine instead")
    args = parser.parse_args()
    fleet = read_list(args.list)
    # A task takes files or servers.
    kinds = [[row for row in fleet if ("/" in row[0]) == is_file] for is_file in (True, False)]
    batches = [kind[at:at + args.batch] for kind in kinds for at in range(0, len(kind), args.batch)]
    name = args.run or datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H-%M-%SZ")
    into = pathlib.Path(args.into) / f"run={name}"
    into.mkdir(parents=True)
    cluster = None
    if not args.scheduler:
        # One thread each: the program has its own.
        cluster = LocalCluster(n_workers=args.local or 1, threads_per_worker=1, dashboard_address=None)
    verdicts = {}
    files = [into / "vcenters.parquet", into / "results.parquet"]
    drafts = [file.with_suffix(".draft") for file in files]
    with Client(args.scheduler or cluster) as client:
        arguments = shlex.split(args.arguments)

        def submitted(batch):
            return client.submit(judge, args.program, arguments, batch, args.limit, pure=False)

        futures = {submitted(batch): batch for batch in batches}
        with pyarrow.parquet.ParquetWriter(drafts[0], VCENTERS) as vcenters, \
                pyarrow.parquet.ParquetWriter(drafts[1], RESULTS) as results:
            def keep(found):
                for writer, rows, schema in ((vcenters, found[0], VCENTERS), (results, found[1], RESULTS)):
                    if rows:
                        writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
                for row in found[0]:
                    verdicts[row["verdict"]] = verdicts.get(row["verdict"], 0) + 1

            suspects = []
            for future in as_completed(list(futures)):
                batch = futures.pop(future)
                try:
                    keep(future.result())
                except Exception:  # Its worker was lost again and again, by what it did or what ran beside it.
                    suspects += batch
                future.release()
            # One at a time, so that none is blamed for another.
            for one in suspects:
                future = submitted([one])
                try:
                    keep(future.result())
                except Exception as error:
                    keep(([unjudged(*one, f"its worker was lost: {error}")], []))
    if cluster:
        cluster.close()
    for draft, file in zip(drafts, files):
        draft.rename(file)
    if sum(verdicts.values()) != len(fleet):
        sys.exit(f"{sum(verdicts.values())} rows about {len(fleet)} sources")
    print(f"{into}: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))


if __name__ == "__main__":
    main()
