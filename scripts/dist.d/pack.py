#!/usr/bin/env python3
"""Packs a built program as people install it, the same bytes for the same sources.

  pack.py --version V --time SECONDS --target TARGET --program FILE --pages FOLDER --roots FILE --into FOLDER

For Linux: .tar.gz, .deb, .rpm and a container (OCI layout in a .tar that docker and podman load). For Windows: .zip.
`nfpm` makes .deb and .rpm. SECONDS is the time that all files get; PAGES has man/ and completions/.
"""

import argparse, gzip, hashlib, io, json, os, pathlib, subprocess, sys, tarfile, tempfile, time, zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = "vpreflight"
DESCRIPTION = "Checks whether a VMware cluster is ready for HA and vMotion"
# A user without a name or rights anywhere, as other images without a shell have it.
USER = 65532


class Tree:
    """Files by their names, with their modes; folders end with a slash."""

    def __init__(self):
        self.files = {}

    def add(self, name, content, mode=0o644):
        self.files[name] = (content, mode)

    def tar(self, at, owner=0):
        """An uncompressed archive, sorted; `owner` has the folders that anyone may write."""
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name, (content, mode) in sorted(self.files.items()):
                info = tarfile.TarInfo(name)
                info.mode, info.mtime = mode, at
                if name.endswith("/"):
                    info.type = tarfile.DIRTYPE
                    info.uid = info.gid = owner
                    tar.addfile(info)
                else:
                    info.size = len(content)
                    tar.addfile(info, io.BytesIO(content))
        return made.getvalue()


def squeeze(content):
    return gzip.compress(content, 9, mtime=0)


def documents():
    """What people read, by its place in the archive: links between these stay right."""
    named = ["LICENSE", "CHANGELOG.md", "SECURITY.md", *sorted(path.name for path in ROOT.glob("README*.md"))]
    files = [ROOT / name for name in named] + sorted((ROOT / "docs").iterdir())
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in files}


def pages(folder):
    """Manual pages and completions, by their names below `folder`."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def archive(options, program):
    """A folder to unpack anywhere."""
    top = f"{NAME}-{options.version}-{options.target}"
    tree = Tree()
    tree.add(f"{top}/{program.name}", program.read_bytes(), 0o755)
    for name, content in (documents() | pages(options.pages)).items():
        tree.add(f"{top}/{name}", content)
    if not program.suffix:
        (options.into / f"{top}.tar.gz").write_bytes(squeeze(tree.tar(options.time)))
        return
    with zipfile.ZipFile(options.into / f"{top}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, (content, mode) in sorted(tree.files.items()):
            info = zipfile.ZipInfo(name, time.gmtime(options.time)[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, mode << 16
            zipped.writestr(info, content)


def placed(kind, program, options):
    """Where a package puts its files."""
    doc = f"/usr/share/doc/{NAME}"
    zsh = "vendor-completions" if kind == "deb" else "site-functions"
    places = {
        f"completions/{NAME}.bash": f"/usr/share/bash-completion/completions/{NAME}",
        f"completions/{NAME}.fish": f"/usr/share/fish/vendor_completions.d/{NAME}.fish",
        f"completions/_{NAME}": f"/usr/share/zsh/{zsh}/_{NAME}",
    }
    files = {f"/usr/bin/{NAME}": (program.read_bytes(), 0o755)}
    for name, content in documents().items():
        files[f"{doc}/{'copyright' if name == 'LICENSE' else name}"] = (content, 0o644)
    for name, content in pages(options.pages).items():
        if name.startswith("man/"):
            files[f"/usr/share/man/man1/{pathlib.Path(name).name}.gz"] = (squeeze(content), 0o644)
        elif name in places:
            files[places[name]] = (content, 0o644)
    return files


def package(options, program, kind):
    """A .deb or .rpm: files only, nothing runs when it is installed."""
    arch = {"linux-x86_64": "amd64", "linux-aarch64": "arm64"}[options.target]
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(options.time))
    with tempfile.TemporaryDirectory() as folder:
        contents = []
        for at, (name, (content, mode)) in enumerate(sorted(placed(kind, program, options).items())):
            source = pathlib.Path(folder) / str(at)
            source.write_bytes(content)
            info = {"mode": mode, "owner": "root", "group": "root", "mtime": stamp}
            contents.append({"src": str(source), "dst": name, "file_info": info})
        told = {
            "name": NAME, "arch": arch, "platform": "linux", "version": options.version, "release": "1",
            "section": "admin", "priority": "optional", "maintainer": NAME,
            "description": DESCRIPTION, "license": "Apache-2.0", "mtime": stamp,
            "contents": contents, "rpm": {"buildhost": "localhost", "compression": "xz"},
            "deb": {"compression": "xz"},
        }
        # JSON is YAML.
        config = pathlib.Path(folder) / "nfpm.yaml"
        config.write_text(json.dumps(told))
        subprocess.run(["nfpm", "package", "--config", str(config), "--packager", kind, "--target",
                        str(options.into)], check=True, stdout=sys.stderr,
                       env=os.environ | {"SOURCE_DATE_EPOCH": str(options.time)})


def container(options, program):
    """An image of nothing but the program, roots of trust and a folder for files of the user."""
    root = Tree()
    root.add(f"usr/bin/{NAME}", program.read_bytes(), 0o755)
    root.add("etc/ssl/certs/ca-certificates.crt", options.roots.read_bytes())
    root.add("etc/passwd", f"{NAME}:x:{USER}:{USER}::/work:/sbin/nologin\n".encode())
    root.add("etc/group", f"{NAME}:x:{USER}:\n".encode())
    for folder in ("usr/", "usr/bin/", "etc/", "etc/ssl/", "etc/ssl/certs/"):
        root.add(folder, b"", 0o755)
    for folder in ("tmp/", "work/"):
        root.add(folder, b"", 0o1777)
    plain = root.tar(options.time, USER)
    image = Tree()

    def blob(content, kind):
        digest = hashlib.sha256(content).hexdigest()
        image.add(f"blobs/sha256/{digest}", content)
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content)}

    def text(content):
        return json.dumps(content, separators=(",", ":"), sort_keys=True).encode()

    oci = "application/vnd.oci.image."
    layer = blob(squeeze(plain), f"{oci}layer.v1.tar+gzip")
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(options.time))
    config = blob(text({
        "architecture": {"linux-x86_64": "amd64", "linux-aarch64": "arm64"}[options.target],
        "os": "linux",
        "created": stamp,
        "config": {
            "User": f"{USER}:{USER}", "WorkingDir": "/work", "Entrypoint": [f"/usr/bin/{NAME}"],
            "Env": ["PATH=/usr/bin", "HOME=/work", "LANG=C.UTF-8"],
            "Labels": {
                "org.opencontainers.image.title": NAME,
                "org.opencontainers.image.description": DESCRIPTION,
                "org.opencontainers.image.version": options.version,
                "org.opencontainers.image.licenses": "Apache-2.0",
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(plain).hexdigest()}"]},
        "history": [{"created": stamp, "created_by": "scripts/dist"}],
    }), f"{oci}config.v1+json")
    manifest = blob(text({
        "schemaVersion": 2, "mediaType": f"{oci}manifest.v1+json", "config": config, "layers": [layer],
    }), f"{oci}manifest.v1+json")
    tag = f"{NAME}:{options.version}"
    manifest["annotations"] = {"io.containerd.image.name": f"docker.io/library/{tag}",
                               "org.opencontainers.image.ref.name": options.version}
    image.add("oci-layout", text({"imageLayoutVersion": "1.0.0"}))
    image.add("index.json", text({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
                                  "manifests": [manifest]}))
    # What docker before 25 loads; it names the same blobs.
    config, layer = (f"blobs/sha256/{part['digest'].removeprefix('sha256:')}" for part in (config, layer))
    image.add("manifest.json", text([{"Config": config, "RepoTags": [tag], "Layers": [layer]}]))
    for folder in ("blobs/", "blobs/sha256/"):
        image.add(folder, b"", 0o755)
    name = f"{NAME}-{options.version}-container-{options.target.removeprefix('linux-')}.tar"
    (options.into / name).write_bytes(image.tar(options.time))


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--version", required=True)
    reader.add_argument("--time", type=int, required=True)
    reader.add_argument("--target", required=True)
    for name in ("program", "pages", "roots", "into"):
        reader.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = reader.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    archive(options, options.program)
    if not options.program.suffix:
        package(options, options.program, "deb")
        package(options, options.program, "rpm")
        container(options, options.program)


if __name__ == "__main__":
    main()
