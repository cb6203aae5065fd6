#!/usr/bin/env python3
"""Tries what scripts/dist made: tries.py DIST VCSIM [GLOB...], as root.

Each file is installed into an empty root or unpacked into an empty folder, as people do it; then the program that came
of it judges the example and the simulated vCenter, over TLS of today and of 2009. Prints a line for each try, with the
time from the empty folder to the first verdict, and ends with 1 when one fails.
"""

import hashlib, json, os, pathlib, platform, shutil, subprocess, sys, tempfile, time, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from simulator import Simulator

DIST, VCSIM = pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])
MOST_MB = 12
OLDEST = ["-tls", "1.0", "-rsa", "1024", "-rsa-key-exchange"]
READY, NOT_READY = 0, 1
failed = []


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, **more)


def untar(file, folder):
    folder.mkdir(exist_ok=True)
    run("tar", "-xpf", file, "-C", folder, "--numeric-owner")


class Installed:
    """A program that can be run: words before its own, and where a file is put so that it can read it."""

    def __init__(self, words, place, seen_as, env=None):
        self.words, self.place, self.seen_as, self.env = words, place, seen_as, env

    def __call__(self, *words, given=""):
        return subprocess.run([*map(str, self.words), *words], input=given, text=True, encoding="utf-8",
                              capture_output=True, env=self.env or {"PATH": "/usr/bin:/bin", "TZ": "UTC"})

    def file(self, source):
        shutil.copy(source, self.place / "given.pem")
        (self.place / "given.pem").chmod(0o644)
        return f"{self.seen_as}given.pem"


def emulated(name, root):
    """What runs a program of another processor; inside of a root it has to lie there."""
    if "aarch64" not in name and "arm64" not in name or platform.machine() == "aarch64":
        return []
    qemu = shutil.which("qemu-aarch64-static")
    if root is None:
        return [qemu]
    shutil.copy(qemu, root / "qemu")
    return ["/qemu"]


def archive(file, folder):
    untar(file, folder)
    (top,) = folder.iterdir()
    assert {"LICENSE", "README.md", "man", "completions", "docs", "vpreflight"} <= {one.name for one in top.iterdir()}
    return Installed([*emulated(file.name, None), top / "vpreflight"], top, f"{top}/")


def zipped(file, folder):
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    env = {name: os.environ[name] for name in ("HOME", "WINEPREFIX") if name in os.environ}
    env |= {"PATH": "/usr/bin:/bin", "WINEDEBUG": "-all", "TZ": "UTC"}
    wine = shutil.which("wine64") or shutil.which("wine") or "/usr/lib/wine/wine64"
    return Installed([wine, top / "vpreflight.exe"], top, f"Z:{top}/", env)


def in_root(file, root, *user):
    for folder in ("tmp", "work"):
        (root / folder).mkdir(exist_ok=True)
    return Installed([shutil.which("chroot"), *user, root, *emulated(file.name, root), "/usr/bin/vpreflight"], root / "work", "/work/")


def packaged(root):
    """Package managers put what they should where it should be."""
    for name in ("man/man1/vpreflight.1.gz", "man/man1/vpreflight-check.1.gz", "doc/vpreflight/README.md",
                 "bash-completion/completions/vpreflight", "fish/vendor_completions.d/vpreflight.fish"):
        assert (root / "usr/share" / name).stat().st_size > 100, name
    assert list(root.glob("usr/share/zsh/*/_vpreflight"))


def deb(file, root):
    for name in ("info", "updates"):
        (root / "var/lib/dpkg" / name).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    (root / "var/lib/dpkg/available").touch()
    run("dpkg", "--root", root, "--force-architecture", "--install", file)
    packaged(root)
    return in_root(file, root)


def rpm(file, root):
    run("rpm", "--root", root, "--initdb")
    run("rpm", "--root", root, "--ignorearch", "--install", file)
    packaged(root)
    return in_root(file, root)


def container(file, folder):
    """As a container engine unpacks and starts it; each blob is what its digest says."""
    layout, root = folder / "layout", folder / "root"
    untar(file, layout)

    def blob(part):
        path = layout / "blobs/sha256" / part["digest"].removeprefix("sha256:")
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == path.name and len(content) == part["size"]
        return path

    (entry,) = json.loads((layout / "index.json").read_text())["manifests"]
    manifest = json.loads(blob(entry).read_text())
    config = json.loads(blob(manifest["config"]).read_text())
    (old,) = json.loads((layout / "manifest.json").read_text())
    assert old["Config"].endswith(blob(manifest["config"]).name)
    for layer in manifest["layers"]:
        untar(blob(layer), root)
    user, entrypoint = config["config"]["User"], config["config"]["Entrypoint"]
    assert user.split(":")[0] != "0" and entrypoint == ["/usr/bin/vpreflight"]
    assert (root / "etc/ssl/certs/ca-certificates.crt").read_text().count("BEGIN CERTIFICATE") > 50
    return in_root(file, root, f"--userspec={user}")


KINDS = {".tar.gz": archive, ".zip": zipped, ".deb": deb, ".rpm": rpm, ".tar": container}


def seconds(since):
    return f"{time.monotonic() - since:.1f} s"


def tried(file, install, verdict):
    """All that is tried of one file, as words that name what fails."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
        begun = time.monotonic()
        program = install(file, folder)
        demo = program("check", "--demo", "--lang", "en", "--width", "80")
        first = seconds(begun)
        if demo.returncode != NOT_READY or not demo.stdout.startswith("NOT READY"):
            return f"the example: exit {demo.returncode}, {demo.stderr or demo.stdout[:300]}", first
        if verdict.setdefault("demo", demo.stdout) != demo.stdout:
            return "the example: not what the others say", first
        for name, scenario, flags, more in (("TLS of today", "healthy", [], []),
                                            ("TLS of 2009", "api-4.0", OLDEST, ["--tls-legacy"])):
            with Simulator(VCSIM, scenario, *flags) as server:
                read = program("check", "--lang", "en", "--server", server.at["url"], "--username",
                               server.at["username"], "--password-stdin", "--tls-ca-certs",
                               program.file(server.at["ca_file"]), *more, given=server.at["password"] + "\n")
            if read.returncode != READY or not read.stdout.startswith("READY"):
                return f"{name}: exit {read.returncode}, {read.stderr or read.stdout[:300]}", first
        return None, first


def main():
    patterns = sys.argv[3:] or ["*"]
    files = sorted({file for pattern in patterns for file in DIST.glob(pattern)})
    verdict, count = {}, 0
    for file in files:
        install = next((how for end, how in KINDS.items() if file.name.endswith(end)), None)
        if install is None:
            continue
        count += 1
        size = file.stat().st_size / 1e6
        try:
            wrong, first = tried(file, install, verdict)
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            wrong, first = f"{error!r} {getattr(error, 'stderr', b'')!r}", "-"
        if wrong is None and size > MOST_MB:
            wrong = f"it has more than {MOST_MB} MB"
        print(f"{'ok  ' if wrong is None else 'FAIL'} {file.name}: {size:.1f} MB, first verdict after {first}"
              + (f"; {wrong}" if wrong else ""), flush=True)
        if wrong:
            failed.append(file.name)
    print(f"{count - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed or count == 0 else 0)


if __name__ == "__main__":
    main()
