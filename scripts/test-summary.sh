#!/usr/bin/env bash
# The closing lines of every test runner in a log, and one line with their sum.
set -euo pipefail
awk '
  # Adds the number that stands before each word: "3 passed; 1 failed", "1 failed | 3 passed (4)".
  function add(line, word, at) {
    if (match(line, "[0-9]+ " word)) total[word] += substr(line, RSTART, RLENGTH) + 0
  }
  /^test result: / || /^ *Tests +[0-9]+ (passed|failed)/ || /^[0-9]+ passed, [0-9]+ failed/ {
    print
    add($0, "passed"); add($0, "failed")
  }
  END { printf "%d passed, %d failed\n", total["passed"], total["failed"] }
' "$1"
