# Sourced by every script: goes to the project's root and gives the words the scripts share.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
python=$root/.venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0
unset PYTHONDONTWRITEBYTECODE  # the portal runs as many processes: what one has compiled serves the others

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

# Ends with a sentence unless files can be made and written in the folder, which is made if it is missing.
require_room() {
  local folder=$1 room=$1/.demo.room other="Name another folder: DATA_DIR=/path ${0##*/}"
  mkdir -p "$folder" 2>/dev/null || fail "The folder $folder cannot be made: what is above it is read-only or full. $other"
  (: >"$room") 2>/dev/null || fail "Nothing can be written in the folder $folder: it is read-only, or not yours. $other"
  if ! head -c 1048576 /dev/zero 2>/dev/null >"$room"; then
    rm -f "$room"
    fail "The disk of the folder $folder is full. Make room on it. $other"
  fi
  rm -f "$room"
}

# Waits until no other run holds the lock of the folder, and holds it until release_lock or the end of this run.
hold_lock() {
  exec 8>"$1/.demo.lock"
  command -v flock >/dev/null || return 0
  if ! flock --nonblock 8; then
    say "Another run prepares the folder $1; waiting for it."
    flock 8
  fi
}

release_lock() { exec 8>&-; }
