# Sourced by each finding: a temporary folder, pinned packages beside the system, and a comparison that must hold.
set -euo pipefail
tools="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
root="$work/root"
pids=()

tidy() {
  local code=$?
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
  exit "$code"
}
trap tidy EXIT

# unpack NAME=VERSION …: Debian's packages in exactly these versions, and those they need and the system lacks.
unpack() {
  mkdir -p "$work/packages" "$root"
  local names="$*" more
  more="$(LC_ALL=C apt-get install --simulate --no-install-recommends "$@" 2>/dev/null | sed -n 's/^Inst \([^ ]*\) .*/\1/p')"
  for name in $more; do
    case " $names " in *" $name="*) ;; *) names="$names $name" ;; esac
  done
  (cd "$work/packages" && apt-get -qq download $names 2>/dev/null) || { echo "not to be had in this version: $*" >&2; exit 1; }
  for file in "$work/packages"/*.deb; do dpkg -x "$file" "$root"; done
  chmod 755 "$work"
  export LD_LIBRARY_PATH="$(find "$root" -name '*.so*' -not -path '*/modules/*' -printf '%h\n' | sort -u | paste -sd:)"
  echo "packages: $*"
}

# npm_packages NAME@VERSION …: packages of npm in exactly these versions, below $work.
npm_packages() {
  (cd "$work" && npm init --yes >/dev/null && npm install --ignore-scripts --no-audit --no-fund --save-exact --silent "$@")
  echo "packages: $*"
}

free_port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }

# start COMMAND …: in the foreground of its own, ended with the finding.
start() { "$@" >"$work/log" 2>&1 & pids+=($!); }

# listening PORT: waits until something answers there.
listening() {
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  echo "nothing listens on $1" >&2
  cat "$work/log" >&2
  exit 1
}

# origin PORT [ANSWER]: a server that writes each request to $work/requests and gives one answer, \r\n written so.
origin() {
  node "$tools/origin.mjs" "$1" "$work/requests" "${2:-HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok}" &
  pids+=($!)
  listening "$1"
  : >"$work/requests"
}

# say PORT TEXT: sends TEXT as it is, and prints what comes back within a second; control characters are shown as \r, \n.
say() { node "$tools/say.mjs" "$1" "$2"; }

# seen WHAT TEXT PATTERN: states what was seen; ends the finding when it is no longer so.
seen() {
  if [[ "$2" =~ $3 ]]; then
    echo "still so: $1"
    echo "  seen: ${BASH_REMATCH[0]}"
  else
    echo "CHANGED: $1" >&2
    echo "  now: $2" >&2
    exit 1
  fi
}
