# Sourced by every script: goes to the project's root and gives the words the scripts share.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
python=$root/.venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0

say() { printf '%s\n' "$@"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Prints the first Python on this machine that is new enough. PYTHON=… names another one.
find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
    [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is no Python 3.11 or newer."
  done
  fail "Python 3.11 or newer is needed and was not found. On Debian and Ubuntu: apt-get install python3." \
    "If it has another name here, say so: PYTHON=/path/to/python3 script/setup"
}
