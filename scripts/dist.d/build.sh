# Sourced by those who need the program as it is shipped: optimised, with --tls-legacy, needing nothing of the system.

targets=(linux-x86_64 linux-aarch64 windows-x86_64)

triple_of() {
    case "$1" in
    linux-*) echo "${1#linux-}-unknown-linux-musl" ;;
    windows-*) echo "${1#windows-}-pc-windows-gnu" ;;
    esac
}

# program_of TARGET: where its program is when it has been built.
program_of() {
    local end=""
    [[ $1 != windows-* ]] || end=.exe
    echo "${CARGO_TARGET_DIR:-target}/$(triple_of "$1")/dist/vpreflight$end"
}

# build TARGET: the same sources give the same bytes, wherever they lie.
build() (
    triple="$(triple_of "$1")"
    need_dist
    need_target "$triple"
    cargo_home="${CARGO_HOME:-$HOME/.cargo}"
    flags=("--remap-path-prefix=$PWD=." "--remap-path-prefix=$cargo_home=cargo")
    export CFLAGS="-ffile-prefix-map=$PWD=. -ffile-prefix-map=$cargo_home=cargo" how=zigbuild
    if [[ $1 = windows-* ]]; then
        need_package x86_64-w64-mingw32-gcc "compiles for Windows" gcc-mingw-w64-x86-64
        export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc how=build
        flags+=(-Clink-arg=-Wl,--no-insert-timestamp)
    fi
    SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
    export SOURCE_DATE_EPOCH
    CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f'; echo "${flags[*]}")" \
        cargo "$how" --locked --profile dist --features legacy-tls --target "$triple" >&2
)
