# Sourced by each finding: a temporary folder, pinned packages beside the system, and a comparison that must hold.
set -euo pipefail
tools="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
root="$work/root"
pids=()

tidy() {
  local code=$?
  if [ ${#pids[@]} -gt 0 ]; then
    kill "${pids[@]}" 2>/dev/null || true
    sleep 1
    # The first process of a namespace hears no SIGTERM.
    kill -KILL "${pids[@]}" 2>/dev/null || true
  fi
  wait 2>/dev/null || true
  rm -rf "$work"
  exit "$code"
}
trap tidy EXIT

# unpack NAME=VERSION …: Debian's packages in exactly these versions, and those they need and the system lacks.
unpack() {
  mkdir -p "$work/packages" "$root"
  local names="$*" more
  more="$({ LC_ALL=C apt-get install --simulate --no-install-recommends "$@" 2>/dev/null || true; } | sed -n 's/^Inst \([^ ]*\) .*/\1/p')"
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

# start_postgres: PostgreSQL 15 on an empty cluster, whose programs are in $bin and find it by themselves.
start_postgres() {
  unpack postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1
  bin="$root/usr/lib/postgresql/15/bin"
  mkdir "$work/pg"
  local as=''
  [ "$(id -u)" != 0 ] || { chown 65534 "$work/pg"; as='setpriv --reuid 65534 --clear-groups'; }
  cd "$work/pg"
  $as "$bin/initdb" -D data -U postgres -A trust --no-sync >/dev/null
  start $as "$bin/postgres" -D "$work/pg/data" -k "$work/pg" -c listen_addresses= -c fsync=off
  export PGHOST="$work/pg" PGUSER=postgres
  for _ in $(seq 100); do "$bin/psql" -qc 'select 1' postgres >/dev/null 2>&1 && break || sleep 0.1; done
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

# inside ACCOUNTS COMMAND: runs a shell command where the unpacked packages, and accounts (NAME:ID, each with a group), are at their usual
# places, in namespaces of mounts and processes; what it writes ends with it. /work is the temporary folder. Needs root.
inside() {
  [ "$(id -u)" = 0 ] || { echo 'needs root: a mail server changes its account' >&2; exit 1; }
  exec unshare --mount --pid --fork --kill-child sh -c '
    set -e
    mount --make-rprivate /
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/package /mnt/changes /mnt/upper /mnt/root
    cp -a "$1/root/." /mnt/package
    for name in bin sbin lib; do
      [ ! -d "/mnt/package/$name" ] || { mkdir -p "/mnt/package/usr/$name"; cp -a "/mnt/package/$name/." "/mnt/package/usr/$name"; rm -r "/mnt/package/$name"; }
    done
    mount -t overlay overlay -o lowerdir=/mnt/package:/,upperdir=/mnt/changes,workdir=/mnt/upper /mnt/root
    mount --rbind /dev /mnt/root/dev
    mount -t proc proc /mnt/root/proc
    mount -t tmpfs tmpfs /mnt/root/run
    mkdir -p /mnt/root/work
    mount --bind "$1" /mnt/root/work
    for account in $2; do
      echo "${account%:*}:x:${account#*:}:${account#*:}::/nonexistent:/usr/sbin/nologin" >>/mnt/root/etc/passwd
      echo "${account%:*}:x:${account#*:}:" >>/mnt/root/etc/group
    done
    exec chroot /mnt/root sh -c "$3"' sh "$work" "$1" "$2"
}

# next_server PORT REPLY: a mail server that answers RCPT with REPLY (unless to the sender, who is taken), and writes what it takes to
# $work/mail.
next_server() {
  node "$tools/next-server.mjs" "$1" "$2" "$work/mail" &
  pids+=($!)
  listening "$1"
}

# submit PORT FROM TO: hands a short message to the server there.
submit() { node "$tools/submit.mjs" "$@"; }

# bounce: waits for the report that comes back, and prints it on one line each.
bounce() {
  for _ in $(seq 200); do
    [ ! -s "$work/mail" ] || { cat "$work/mail"; return; }
    sleep 0.1
  done
  echo 'no report came'
}
