#!/usr/bin/env bash
# Random and mutated bytes at every parser. CASES a property, 20,000 unless told.
set -euo pipefail
cd "$(dirname "$0")/../.."
PROPTEST_CASES="${CASES:-20000}" exec cargo test --locked -- fuzz:: --nocapture
