#!/usr/bin/env bash
# Random and mutated bytes at every parser: MINUTES a target (one unless told), as many targets at once as there are cores.
# A target that is still running when its time is up has withstood; one that ends before has found something.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(cargo test --locked --no-run 2>&1 | sed -n 's/.*Executable tests\/main.rs (\(.*\))/\1/p')
seconds=$(awk "BEGIN { print int(60 * ${MINUTES:-1}) }")
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

run() { # binary, seconds, logs, target
    code=0
    PROPTEST_CASES=4000000000 timeout "$2" "$1" --exact "$4" --nocapture >"$3/${4//:/_}" 2>&1 || code=$?
    [ "$code" = 124 ] && echo "$4 withstood $2 s" && return
    tail -n 60 "$3/${4//:/_}"
    echo "$4 fell"
    return 1
}
export -f run
"$binary" --list | sed -n 's/^\(fuzz::.*\): test$/\1/p' |
    xargs -P "$(nproc)" -I{} bash -c 'run "$@"' _ "$binary" "$seconds" "$logs" {}
