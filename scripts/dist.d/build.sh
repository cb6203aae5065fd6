# Sourced by those who need the program as it is shipped: optimised, with --tls-legacy, needing nothing of the system.

targets=(linux-x86_64 linux-aarch64 windows-x86_64)

triple_of() {
    case "$1" in
    linux-*) echo "${1#linux-}-unknown-linux-musl" ;;
    windows-*) echo "${1#windows-}-pc-windows-gnu" ;;
    esac
}

# OpenSSL writes the folder it is built in into the program, so that is the same for every clone.
build_dir=/var/tmp/vpreflight-dist

# program_of TARGET: where its program is when it has been built.
program_of() {
    local end=""
    [[ $1 != windows-* ]] || end=.exe
    echo "$build_dir/$(triple_of "$1")/dist/vpreflight$end"
}

# build TARGET: the same sources give the same bytes, wherever they lie.
build() (
    triple="$(triple_of "$1")"
    need_dist
    need_target "$triple"
    cargo_home="${CARGO_HOME:-$HOME/.cargo}"
    flags=("--remap-path-prefix=$PWD=." "--remap-path-prefix=$cargo_home=cargo")
    export CFLAGS="-ffile-prefix-map=$cargo_home=cargo" how=zigbuild CARGO_TARGET_DIR="$build_dir"
    mkdir -p -m 700 "$build_dir"
    [ -O "$build_dir" ] || { echo "$build_dir belongs to somebody else; remove it and try again." >&2; exit 2; }
    if [[ $1 = windows-* ]]; then
        need_package x86_64-w64-mingw32-gcc "compiles for Windows" gcc-mingw-w64-x86-64
        export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc how=build
        flags+=(-Clink-arg=-Wl,--no-insert-timestamp)
    fi
    SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
    export SOURCE_DATE_EPOCH
    CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f'; echo "${flags[*]}")" \
        cargo "$how" --locked --profile dist --features legacy-tls --target "$triple" >&2
    if grep -qaF "$PWD" "$(program_of "$1")"; then
        echo "$(program_of "$1") names $PWD: it would be another program in another folder." >&2
        exit 1
    fi
)
