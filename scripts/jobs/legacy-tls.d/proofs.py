"""The proofs of scripts/jobs/legacy-tls: proofs.py WITH WITHOUT VCSIM, the binary with an OpenSSL of its own, the one
without, and the simulated vCenter."""

import contextlib, json, os, pathlib, select, shutil, socket, ssl, subprocess, sys, tempfile, threading, urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from simulator import Simulator

WITH, WITHOUT, VCSIM = (os.path.abspath(path) for path in sys.argv[1:4])
FLAG = "--tls-legacy"
READY, USAGE, NO_INVENTORY = 0, 2, 4
OLDEST = ["-tls", "1.0", "-rsa", "1024", "-rsa-key-exchange"]
failed = []


def proof(name, holds, run=None):
    print(f"{'ok  ' if holds else 'FAIL'} {name}", flush=True)
    if not holds:
        failed.append(name)
        if run:
            print(f"     exit {run.returncode}: {run.stderr.strip()[:1500]}", flush=True)


class Server(Simulator):
    """A simulated vCenter, restricted to old TLS by flags of the simulator."""

    def __init__(self, *flags, scenario="api-4.0"):
        super().__init__(VCSIM, scenario, *flags)

    def told(self, what):
        address = self.at["minutes"].removesuffix("/minutes") + "/" + what
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return json.load(opener.open(address))

    def check(self, *flags, program=WITH, env=None, url=None, form="json", lang="en"):
        return self.run("check", "--format", form, "--lang", lang, *flags, program=program, env=env, url=url)

    def run(self, *flags, program=WITH, env=None, url=None):
        words = [program, *flags, "--server", url or self.at["url"], "--username", self.at["username"],
                 "--password-stdin"]
        return subprocess.run(words, input=self.at["password"] + "\n", text=True, capture_output=True, env=env or {})

    def by_ca(self):
        return ["--tls-ca-certs", self.at["ca_file"]]


def report(run):
    try:
        return json.loads(run.stdout)
    except ValueError:
        return {"source": {}, "vcenter": {}, "prerequisites": []}


@contextlib.contextmanager
def connect_proxy(certificate=None):
    """A proxy that only opens tunnels, and what it was asked for. With a certificate it is spoken to over TLS."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen = []
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(certificate)

    def pump(one, other):
        # One thread for both ways: a connection over TLS is none of two threads.
        while True:
            waiting = [end for end in (one, other) if isinstance(end, ssl.SSLSocket) and end.pending()]
            for end in waiting or select.select([one, other], [], [])[0]:
                data = end.recv(65536)
                if not data:
                    return
                (other if end is one else one).sendall(data)

    def serve(client):
        with contextlib.suppress(OSError):
            if context:
                client = context.wrap_socket(client, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                if not (data := client.recv(4096)):
                    return
                head += data
            seen.append(head.decode())
            host, port = head.split()[1].decode().rsplit(":", 1)
            with socket.create_connection((host, int(port))) as server, client:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                pump(client, server)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"{listener.getsockname()[0]}:{listener.getsockname()[1]}", seen
    listener.close()


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, capture_output=True, text=True).stdout


def binary():
    kind = subprocess.run(["file", "-L", WITH], text=True, capture_output=True)
    libraries = subprocess.run(["ldd", WITH], text=True, capture_output=True)
    listed = libraries.stdout + libraries.stderr
    size = os.path.getsize(WITH) / 1e6
    static = any(word in kind.stdout + listed for word in ("statically linked", "static-pie", "not a dynamic"))
    print(f"     the binary has {size:.1f} MB and is {'static' if static else 'that of this system'}")
    proof("no library of the system speaks TLS for the binary", "ssl" not in listed and "crypto" not in listed)


def servers():
    for name, flags in [
        ("TLS 1.0", ["-tls", "1.0"]),
        ("TLS 1.1", ["-tls", "1.1"]),
        ("RSA key exchange only", ["-tls", "1.2", "-rsa", "2048", "-rsa-key-exchange"]),
        ("RSA of 1024 bits", ["-tls", "1.2", "-rsa", "1024"]),
        ("TLS 1.0, RSA key exchange, 1024 bits, SHA-1", OLDEST),
        ("a key of P-521", ["-tls", "1.2", "-p521"]),
    ]:
        with Server(*flags) as server:
            known = server.file("known_hosts", f"{server.name} {server.at['sha1']}\n")
            for way, trust in [
                ("certificate authority", server.by_ca()),
                ("SHA-1 thumbprint", ["--thumbprint", server.at["sha1"]]),
                ("SHA-256 thumbprint", ["--thumbprint", server.at["sha256"]]),
                ("known-hosts file", ["--tls-known-hosts", known]),
                ("--insecure", ["--insecure"]),
            ]:
                run = server.check(FLAG, *trust)
                proof(f"{name}: read, by {way}", run.returncode == READY and report(run)["source"].get("tls_legacy"), run)
            before = server.told("requests")
            wrong = "AA:" * 31 + "AA"
            other = server.file("other_hosts", f"{server.name} {wrong}\n")
            for way, trust in [
                ("another thumbprint", ["--thumbprint", wrong]),
                ("another line in a known-hosts file", ["--tls-known-hosts", other]),
                ("no word on its certificate", []),
            ]:
                run = server.check(FLAG, *trust)
                told = server.at["sha256"] in run.stderr and server.at["sha1"] in run.stderr
                untouched = server.told("requests") == before
                proof(f"{name}: {way} is refused with both thumbprints, before any request",
                      run.returncode == NO_INVENTORY and told and untouched, run)
            # With a trusted certificate: what is left is what the server speaks.
            run = server.check("--thumbprint", server.at["sha1"])
            proof(f"{name}: without the flag it is named, before any request",
                  run.returncode == NO_INVENTORY and FLAG in run.stderr and server.told("requests") == before, run)


def names():
    # The certificate is that of 127.0.0.1 and localhost.
    with Server(*OLDEST, "-listen", "127.0.0.2:0") as server:
        run = server.check(FLAG, *server.by_ca())
        proof("a certificate of another name is refused, whoever signed it, before any request",
              run.returncode == NO_INVENTORY and "another name" in run.stderr and server.told("requests") == 0, run)
        run = server.check(FLAG, "--thumbprint", server.at["sha1"])
        proof("its thumbprint is enough", run.returncode == READY, run)


def certificates():
    """Certificates as they were made then: of X.509 version 1, signed with MD5, by an authority of that kind, too."""
    with tempfile.TemporaryDirectory() as folder:
        def made(name, version, issuer=None, host="localhost"):
            """A file with a certificate and its key."""
            key, request, shown, both = (os.path.join(folder, name + end) for end in (".key", ".csr", ".crt", ".pem"))
            openssl("req", "-new", "-newkey", "rsa:1024", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={host}")
            by = ["-CA", issuer, "-CAkey", issuer, "-set_serial", "7"] if issuer else ["-signkey", key]
            extensions = os.path.join(folder, name + ".ext")
            pathlib.Path(extensions).write_text(f"subjectAltName = DNS:{host}\n")
            more = ["-extfile", extensions] if version == 3 else []
            openssl("x509", "-req", "-in", request, "-md5", "-days", "2", "-out", shown, *by, *more)
            text = openssl("x509", "-in", shown, "-noout", "-text")
            proof(f"{name}: it is of version {version}, signed with MD5",
                  f"Version: {version} " in text and "Signature Algorithm: md5With" in text)
            pathlib.Path(both).write_text(pathlib.Path(shown).read_text() + pathlib.Path(key).read_text())
            return both

        authority = made("an authority", 1, host="authority")
        for name, shown, trusted in [
            ("version 1, self-signed", made("version 1, self-signed", 1), None),
            ("MD5, self-signed", made("MD5, self-signed", 3), None),
            ("version 1, by an authority", made("version 1, by an authority", 1, authority), authority),
            ("MD5, by an authority", made("MD5, by an authority", 3, authority), authority),
        ]:
            for kind, flags in [("TLS 1.0", ["-tls", "1.0", "-rsa-key-exchange"]), ("TLS 1.2", ["-tls", "1.2"])]:
                with Server(*flags, "-certificate", shown) as server:
                    named = f"https://localhost:{server.name.rsplit(':', 1)[1]}/sdk"
                    # Whoever trusts a file trusts the certificate in it, beside whatever else is there.
                    ways = [
                        ("SHA-1 thumbprint", ["--thumbprint", server.at["sha1"]], None),
                        ("SHA-256 thumbprint", ["--thumbprint", server.at["sha256"]], None),
                        ("its own file" if trusted is None else "certificate authority",
                         ["--tls-ca-certs", trusted or shown], named),
                    ]
                    for way, trust, url in ways:
                        run = server.check(FLAG, *trust, url=url)
                        proof(f"certificate ({name}), {kind}: read, by {way}", run.returncode == READY, run)
                    before = server.told("requests")
                    run = server.check(FLAG)
                    proof(f"certificate ({name}), {kind}: refused with its thumbprint where nothing vouches for it",
                          run.returncode == NO_INVENTORY and server.at["sha1"] in run.stderr
                          and server.told("requests") == before, run)
                    run = server.check(*ways[2][1], url=named)
                    proof(f"certificate ({name}), {kind}: without the flag it is named, before any request",
                          run.returncode == NO_INVENTORY and FLAG in run.stderr and server.told("requests") == before, run)


def nobody():
    """A server that encrypts without showing who it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
    listener = socket.create_server(("127.0.0.1", 0))
    port, agreed = listener.getsockname()[1], []

    def serve():
        with contextlib.suppress(OSError):
            while True:
                with contextlib.suppress(ssl.SSLError):
                    agreed.append(context.wrap_socket(listener.accept()[0], server_side=True).cipher())

    threading.Thread(target=serve, daemon=True).start()
    with Server(*OLDEST) as server:
        for trust in (["--insecure"], ["--thumbprint", server.at["sha1"]]):
            run = server.check(FLAG, *trust, url=f"https://127.0.0.1:{port}/sdk")
            proof(f"a server without a certificate is not spoken with ({trust[0]})",
                  run.returncode == NO_INVENTORY and "no encrypted connection" in run.stderr and not agreed, run)
    # The trap is one: a client that takes such servers comes through.
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode, client.maximum_version = False, ssl.CERT_NONE, ssl.TLSVersion.TLSv1_2
    client.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", port)) as plain, client.wrap_socket(plain) as encrypted:
        proof("though such a server is there", "AECDH" in encrypted.cipher()[0])


def whole():
    with Server(*OLDEST) as server, Server() as plain:
        run, usual = server.check(FLAG, *server.by_ca()), plain.check(*plain.by_ca())
        outcomes = lambda run: [(one["id"], one["outcome"]["is"]) for one in report(run)["prerequisites"]]
        proof("vCenter 4.0: the whole check says of each rule what it says over TLS of today",
              run.returncode == usual.returncode and len(outcomes(run)) > 50 and outcomes(run) == outcomes(usual), run)
        proof("vCenter 4.0: it is 4.0 that was read", report(run)["vcenter"].get("api_version") == "4.0", run)
        minutes = server.told("minutes")
        proof("vCenter 4.0: one login, one logout, nothing that 4.0 does not know or a reader must not ask",
              minutes["calls"]["Login"] == minutes["calls"]["Logout"] == 1 and not minutes["violations"], run)
        proof("the warning stands on standard error", "WARNING" in run.stderr and FLAG in run.stderr, run)
        for lang in ("en", "ja"):
            run = server.check(FLAG, *server.by_ca(), form="table", lang=lang)
            proof(f"the report tells of the flag ({lang})", FLAG in run.stdout, run)
        save = os.path.join(server.files.name, "saved.json")
        run = server.run("collect", "--output", save, FLAG, *server.by_ca())
        again = subprocess.run([WITH, "check", "--lang", "en", "--inventory", save], text=True,
                               capture_output=True, env={})
        proof("so does the report of what was collected", run.returncode == READY and FLAG in again.stdout, again)
        run = server.check(*server.by_ca(), env={"VPREFLIGHT_TLS_LEGACY": "1"})
        proof("the environment variable does what the flag does", run.returncode == READY, run)
        config = server.file("vpreflight.toml", "[vcenter]\ntls-legacy = true\n")
        run = server.check("--config", config, *server.by_ca())
        proof("so does the key of the configuration", run.returncode == READY, run)


def today():
    with Server(scenario="healthy") as server:
        run = server.check(*server.by_ca())
        proof("the same binary without the flag reads a vCenter of today, and says nothing of it",
              run.returncode == READY and "tls_legacy" not in report(run)["source"] and FLAG not in run.stderr, run)
        run = server.check(FLAG, *server.by_ca())
        proof("a vCenter of today is read with the flag, too", run.returncode == READY, run)
    with Server(*OLDEST, scenario="gzip") as server:
        run = server.check(FLAG, *server.by_ca())
        proof("packed answers are unpacked", run.returncode == READY and server.told("minutes")["compressed"] > 0, run)


def ways():
    with Server(*OLDEST) as server, connect_proxy() as (proxy, seen):
        env = {"HTTPS_PROXY": f"http://user:secret@{proxy}"}
        run = server.check(FLAG, *server.by_ca(), env=env)
        tunnelled = bool(seen) and all(head.startswith(f"CONNECT {server.name} ") for head in seen)
        proof("through a proxy, by CONNECT, with its credentials",
              run.returncode == READY and tunnelled and "proxy-authorization" in seen[0].lower(), run)
        before = len(seen)
        run = server.check(FLAG, "--no-proxy", *server.by_ca(), env=env)
        proof("--no-proxy passes it by", run.returncode == READY and len(seen) == before, run)
        run = server.check(FLAG, *server.by_ca(), env={**env, "NO_PROXY": "127.0.0.1"})
        proof("so does NO_PROXY", run.returncode == READY and len(seen) == before, run)
        with socket.create_server(("127.0.0.1", 0)) as free:
            dead = f"127.0.0.1:{free.getsockname()[1]}"
        run = server.check(FLAG, env={"HTTPS_PROXY": f"http://user:secret@{dead}"})
        proof("a dead proxy is named, its password is not",
              run.returncode == NO_INVENTORY and dead in run.stderr and "secret" not in run.stderr, run)
        run = server.check(FLAG, url=f"https://{dead}/sdk")
        proof("nobody listens: said as over rustls", run.returncode == NO_INVENTORY and "cannot reach" in run.stderr
              and run.stderr.splitlines()[1:] == server.check(url=f"https://{dead}/sdk").stderr.splitlines(), run)
        run = server.check(FLAG, url="https://vcenter.invalid/sdk")
        proof("no such name: said as over rustls", "resolved" in run.stderr
              and run.stderr.splitlines()[1:] == server.check(url="https://vcenter.invalid/sdk").stderr.splitlines(), run)
        plain = server.at["minutes"].replace("http://", "https://")
        run = server.check(FLAG, "--insecure", url=plain)
        proof("a port without TLS: no encrypted connection", "no encrypted connection" in run.stderr, run)
    for scenario, words in [("stalled", "took too long"), ("cut", "cut off")]:
        with Server(*OLDEST, scenario=scenario) as server:
            run = server.check(FLAG, *server.by_ca(), "--call-timeout", "2")
            minutes = server.told("minutes")["calls"]
            proof(f"{scenario}: told, and logged out",
                  run.returncode == NO_INVENTORY and words in run.stderr and minutes.get("Logout") == 1, run)


def encrypted_proxy():
    """A proxy that is spoken to over TLS itself: its certificate is decided about by what is trusted, as the server's."""
    with Server(*OLDEST) as server:
        files = server.files.name
        shown, key = os.path.join(files, "proxy.pem"), os.path.join(files, "proxy.key")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", shown, "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        both = server.file("both.pem", pathlib.Path(shown).read_text() + pathlib.Path(server.at["ca_file"]).read_text())
        with connect_proxy(server.file("shown.pem", pathlib.Path(shown).read_text() + pathlib.Path(key).read_text())) as (proxy, seen):
            env = {"HTTPS_PROXY": f"https://user:secret@{proxy}"}
            run = server.check(FLAG, "--tls-ca-certs", both, env=env)
            tunnelled = bool(seen) and all(head.startswith(f"CONNECT {server.name} ") for head in seen)
            proof("through a proxy over TLS, by CONNECT, with its credentials",
                  run.returncode == READY and tunnelled and "proxy-authorization" in seen[0].lower(), run)
            before, requests = len(seen), server.told("requests")
            run = server.check(FLAG, *server.by_ca(), env=env)
            proof("a proxy over TLS that nobody vouches for is refused, before its credentials are sent",
                  run.returncode == NO_INVENTORY and len(seen) == before and server.told("requests") == requests
                  and "secret" not in run.stderr, run)
            run = server.check(FLAG, "--thumbprint", server.at["sha1"], env=env)
            proof("nor does the server's thumbprint vouch for it", run.returncode == NO_INVENTORY and len(seen) == before, run)


def surroundings():
    """A file of OpenSSL does not undo the flag, and is told where it leaves nothing to speak with."""
    strict = """openssl_conf = start
        [start]
        ssl_conf = ssl
        providers = providers
        [ssl]
        system_default = strict
        [strict]
        MinProtocol = TLSv1.3
        MaxProtocol = TLSv1.3
        CipherString = HIGH:@SECLEVEL=5
        Ciphersuites = TLS_AES_256_GCM_SHA384
        SignatureAlgorithms = ed448
        Groups = P-521
        Options = -UnsafeLegacyServerConnect
        [providers]
        base = base
        [base]
        activate = 1
        """.replace("        ", "")
    with Server(*OLDEST) as server:
        for name, text in [("a strict openssl.cnf in OPENSSL_CONF", strict), ("a broken one", "[\n=\n")]:
            env = {"OPENSSL_CONF": server.file("openssl.cnf", text)}
            run = server.check(FLAG, *server.by_ca(), env=env)
            proof(f"{name} changes nothing", run.returncode == READY, run)
        fips = "openssl_conf = start\n[start]\nalg_section = evp\n[evp]\ndefault_properties = fips=yes\n"
        env = {"OPENSSL_CONF": server.file("openssl.cnf", fips)}
        run = server.check(FLAG, *server.by_ca(), env=env)
        proof("one that leaves FIPS only is named, and what to do", run.returncode == USAGE and "OPENSSL_CONF" in run.stderr, run)


def without():
    with Server(*OLDEST) as server:
        before = server.told("requests")
        run = server.check(FLAG, *server.by_ca(), program=WITHOUT)
        proof("a build without OpenSSL refuses the flag and says where to get one, before any request",
              run.returncode == USAGE and "features legacy-tls" in run.stderr and "release" in run.stderr
              and server.told("requests") == before, run)


if not shutil.which("openssl"):
    sys.exit("The command openssl is missing, which makes certificates of old kinds.")
for step in (binary, servers, names, certificates, nobody, whole, today, ways, encrypted_proxy, surroundings, without):
    step()
print(f"{len(failed)} of the proofs failed" if failed else "all proofs hold")
sys.exit(1 if failed else 0)
