"""The manifests for Kubernetes: held to its schemas, to what a careful cluster demands, and run as they stand against a
simulated vCenter, with the mounts made of their own ConfigMaps and Secrets.

  manifests.py PROGRAM FOLDER URL ACCOUNT PASSWORD CA-FILE
"""

import json
import pathlib
import re
import subprocess
import sys

import kubernetes_validate
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASES = ["1.33", "1.37"]
INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']"


def demands(name, pod, container):
    own, shared = container["securityContext"], pod["securityContext"]
    held = {
        "not root": shared["runAsNonRoot"] and shared["runAsUser"] > 0,
        "a profile of system calls": shared["seccompProfile"]["type"] == "RuntimeDefault",
        "a root that is only read": own["readOnlyRootFilesystem"] is True,
        "no way to more rights": own["allowPrivilegeEscalation"] is False and own["capabilities"] == {"drop": ["ALL"]},
        "resources": {"cpu", "memory"} <= set(container["resources"]["requests"]) and "memory" in container["resources"]["limits"],
        "no account of the cluster": pod["automountServiceAccountToken"] is False,
        "no secret in a variable": not any("secretKeyRef" in str(one) for one in container["env"]),
        "a release of the image": re.fullmatch(r".*:\d+\.\d+\.\d+", container["image"]) is not None,
        "a name for the failure policy": container["name"] == "vpreflight",
    }
    for demand, holds in held.items():
        if not holds:
            sys.exit(f"{name}: {demand}")


def run(program, folder, documents, pod, container, index, server):
    """What the container of an index does, its mounts being folders here."""
    url, account, password, ca = server
    kinds = {(one["kind"], one["metadata"]["name"]): one for one in documents}
    args = [arg.replace("$(INDEX)", index) for arg in container["args"]]
    for mount in container["volumeMounts"]:
        volume = next(one for one in pod["volumes"] if one["name"] == mount["name"])
        there = folder / mount["name"]
        there.mkdir(parents=True)
        if "configMap" in volume:
            data = kinds["ConfigMap", volume["configMap"]["name"]]["data"]
            for name, text in data.items():
                text = re.sub(r'server = ".*"', f'server = "{url}"', text)
                text = re.sub(r'username = ".*"', f'username = "{account}"', text)
                text = re.sub(r"-----BEGIN.*END CERTIFICATE-----\n", pathlib.Path(ca).read_text(), text, flags=re.S)
                (there / name).write_text(text)
        if "secret" in volume:
            for name in kinds["Secret", volume["secret"]["secretName"]]["stringData"]:
                (there / name).write_text(password)
        args = [arg.replace(mount["mountPath"] + "/", f"{there}/") for arg in args]
    done = subprocess.run([program, *args], cwd=folder, env={"TZ": "UTC"}, capture_output=True, text=True)
    if done.returncode != 0 or password in done.stdout + done.stderr:
        sys.exit(f"{args}: {done}")
    return folder / "reports"


def main():
    program, folder, *server = sys.argv[1:]
    program, folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder).resolve()
    for file, kind in [("cronjob.yml", "CronJob"), ("indexed-job.yml", "Job")]:
        documents = list(yaml.safe_load_all((ROOT / "examples/fleet/kubernetes" / file).read_text()))
        for document in documents:
            for release in RELEASES:
                kubernetes_validate.validate(document, release, strict=True)
        job = next(one for one in documents if one["kind"] == kind)["spec"]
        spec = job["jobTemplate"]["spec"] if kind == "CronJob" else job
        pod = spec["template"]["spec"]
        container, = pod["containers"]
        demands(file, pod, container)
        if kind == "CronJob":
            reports = run(program, folder / kind, documents, pod, container, "", server)
            verdict = json.loads((reports / "report.json").read_text())["verdict"]
            if f'vpreflight_verdict{{verdict="{verdict}"}} 1' not in (reports / "vpreflight.prom").read_text():
                sys.exit(f"{file}: the numbers do not say {verdict}")
            continue
        named = next(one for one in container["env"] if one["name"] == "INDEX")
        if named["valueFrom"]["fieldRef"]["fieldPath"] != INDEX:
            sys.exit(f"{file}: {named}")
        data = next(one for one in documents if one["kind"] == "ConfigMap")["data"]
        secrets = next(one for one in documents if one["kind"] == "Secret")["stringData"]
        indexes = [str(at) for at in range(spec["completions"])]
        if sorted(secrets) != indexes or sorted(name[:-5] for name in data if name.endswith(".toml")) != indexes:
            sys.exit(f"{file}: each index needs its settings and its password")
        # The last one, whose account is another; the middle one trusts a thumbprint of its own.
        reports = run(program, folder / kind, documents, pod, container, indexes[-1], server)
        json.loads((reports / f"{indexes[-1]}.json").read_text())
        lines = (reports / f"{indexes[-1]}.jsonl").read_text().splitlines()
        if json.loads(lines[0])["type"] != "run":
            sys.exit(f"{file}: {lines[0]}")
    try:
        kubernetes_validate.validate({**job_of("Job"), "completion": 3}, RELEASES[0], strict=True)
    except kubernetes_validate.ValidationError:
        return
    sys.exit("the schemas take what does not exist")


def job_of(kind):
    documents = yaml.safe_load_all((ROOT / "examples/fleet/kubernetes/indexed-job.yml").read_text())
    return next(one for one in documents if one["kind"] == kind)


main()
