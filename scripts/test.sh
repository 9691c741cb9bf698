#!/usr/bin/env bash
# Every test there is. ARPENT_DATA points at a folder of real public data; tests that need it say so and skip without.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo test --locked
cargo build --locked
npm --prefix web run check
npm --prefix web test
target="${CARGO_TARGET_DIR:-target}"
ARPENT_BIN="$(realpath "$target/debug/arpent")" npm --prefix web run e2e
