#!/usr/bin/env bash
# Runs the browser test against a demonstration of its own. SHOTS_DIR keeps pictures of every page.
#
# The test-profile program listens on a free loopback port and writes into a temporary folder. The
# browser script finds the page in HUIFANG_TEST_URL, the sign-in in HUIFANG_TEST_LOGIN_NAME and
# HUIFANG_TEST_PASSWORD, the browser in HUIFANG_TEST_CHROMIUM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
start_secs_max=120

folder=$(mktemp -d -t huifang-e2e.XXXXXX)
program=
finish() {
  if [ -n "$program" ]; then
    kill "$program" 2>/dev/null || true
    wait "$program" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

printf '[server]\nlisten = "127.0.0.1:0"\n' >"$folder/huifang.toml"
mkfifo "$folder/printed"
target/debug/huifang demo --config "$folder/huifang.toml" --data-dir "$folder/data" \
  >"$folder/printed" 2>"$folder/log" &
program=$!
exec 3<"$folder/printed"

# The program prints `Address  http://…` and `Sign in  NAME / PASSWORD` once it listens.
url='' login_name='' password=''
while [ -z "$url" ] || [ -z "$password" ]; do
  if ! IFS= read -r -t "$start_secs_max" line <&3; then
    echo "the demonstration has not printed its address and sign-in; its log ends:" >&2
    tail -n 30 "$folder/log" >&2
    exit 1
  fi
  echo "$line"
  if [[ $line =~ ^[[:space:]]*Address[[:space:]]+(http://[^[:space:]]+) ]]; then
    url=${BASH_REMATCH[1]%/}
  elif [[ $line =~ ^[[:space:]]*Sign\ in[[:space:]]+([^[:space:]]+)\ /\ ([^[:space:]]+) ]]; then
    login_name=${BASH_REMATCH[1]} password=${BASH_REMATCH[2]}
  fi
done
# What it prints later must not fill the pipe.
cat <&3 >>"$folder/log" &

export HUIFANG_TEST_URL=$url HUIFANG_TEST_LOGIN_NAME=$login_name HUIFANG_TEST_PASSWORD=$password
HUIFANG_TEST_CHROMIUM=${HUIFANG_TEST_CHROMIUM:-$(command -v chromium)}
export HUIFANG_TEST_CHROMIUM
if ! node tests/e2e/run.mjs; then
  echo "the demonstration's log ends:" >&2
  tail -n 30 "$folder/log" >&2
  exit 1
fi
