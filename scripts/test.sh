#!/usr/bin/env bash
# Every test, cheapest first. The first failure stops; the last lines repeat what each runner closed
# with, and their sum.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/postgres.sh

export CARGO_TERM_COLOR=never NO_COLOR=1
log=$(mktemp -t huifang-test.XXXXXX)
finish() {
  local status=$?
  postgres_stop
  scripts/test-summary.sh "$log"
  rm -f "$log"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Runs one step under a heading and says how long it took. The step runs in this shell, so that what
# it exports stays; `wait` lets the copy of its output end before the next heading.
step() {
  local title=$1 began=$SECONDS status=0 copy
  shift
  printf '\n== %s\n' "$title"
  exec {copy}> >(tee -a "$log")
  local copier=$!
  "$@" >&"$copy" 2>&1 {copy}>&- || status=$?
  exec {copy}>&-
  wait "$copier"
  if [ "$status" -ne 0 ]; then
    printf '== %s: failed after %s s\n' "$title" "$((SECONDS - began))"
    exit 1
  fi
  printf '== %s: %s s\n' "$title" "$((SECONDS - began))"
}

# Whether the committed description of the API is the one the program gives.
api_snapshot() {
  target/debug/huifang openapi | diff -u openapi.json - \
    || { echo "openapi.json is not what the program describes: run 'make contracts', review it"; false; }
}

# Whether the committed front-end types are made from the committed description.
front_end_types() {
  local made status=0
  made=$(mktemp -t huifang-types.XXXXXX)
  web/node_modules/.bin/openapi-typescript openapi.json --output "$made" \
    && diff -u web/src/lib/api/schema.d.ts "$made" || status=1
  rm -f "$made"
  if [ "$status" -ne 0 ]; then
    echo "the front-end types are not those of openapi.json: run 'make contracts'"
    return 1
  fi
  npm --prefix web run typecheck
}

step "tools" scripts/check-tools.sh
step "packages the tests need" \
  scripts/install-test-tools.sh git postgresql chromium fonts-noto-cjk espeak-ng
step "format" cargo fmt --check
step "lints" cargo clippy --all-targets -- -D warnings
step "rules of the house" cargo test --test tidy
step "unit tests and golden tables" cargo test --lib --test golden
step "fuzz, a few cases" cargo test --test fuzz
step "private PostgreSQL" postgres_start fast
step "integration on both databases" cargo test --test it
step "simulation" cargo test --test sim
step "program for the browser" cargo build
step "API description" api_snapshot
step "front-end packages" make --no-print-directory web/node_modules/.package-lock.json
step "front-end types" front_end_types
step "front-end lint" npm --prefix web run lint
step "front-end tests" npm --prefix web run test
step "front-end build" make --no-print-directory ui
step "browser" scripts/e2e.sh
