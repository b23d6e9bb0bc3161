#!/usr/bin/env bash
# Says in a sentence what is missing to build the program and its pages.
set -euo pipefail

node_wanted=20.19

if ! command -v cargo >/dev/null; then
  echo "Rust is missing: install the stable toolchain with rustup, then run this again." >&2
  exit 1
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "Node.js is missing: install Node.js $node_wanted or newer with npm, then run this again." >&2
  exit 1
fi
node_found=$(node --version)
node_found=${node_found#v}
oldest=$(printf '%s\n%s\n' "$node_wanted" "$node_found" | sort --version-sort | head -n 1)
if [ "$oldest" != "$node_wanted" ]; then
  echo "Node.js $node_found is too old: the pages are built with $node_wanted or newer." >&2
  exit 1
fi
