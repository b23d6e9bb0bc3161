#!/usr/bin/env bash
# Installs the named Debian packages that are not there yet: `install-test-tools.sh postgresql …`.
# Elsewhere than on Debian as root it says what is missing and fails.
set -euo pipefail

# Whether the thing itself is there, however it was installed.
present() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb ;;
    chromium) command -v chromium ;;
    fonts-noto-cjk) command -v fc-list && [ -n "$(fc-list :lang=zh-cn)" ] ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

missing=()
for package in "$@"; do
  present "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests need what Debian calls: ${missing[*]}" >&2
  echo "Install it, or run this as root on Debian, where it is installed by itself." >&2
  exit 1
fi
[[ " ${missing[*]} " == *" fonts-noto-cjk "* ]] && missing+=(fontconfig)
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  exit 1
fi
