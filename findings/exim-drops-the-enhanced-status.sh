#!/usr/bin/env bash
# Exim 4.96 and a recipient that the next server refuses with 550 5.1.1.
#
# Guess: the report repeats the status of the next server, 5.1.1 (no such mailbox), as the field is meant for.
# True: Status is 5.0.0, whatever the next server said; its 5.1.1 stands in Diagnostic-Code alone. A reader of Status cannot tell a wrong
#   address from a refused sender.
# Source: RFC 3464, section 2.3.4 (the status as reported, where one was); RFC 3463.
. "$(dirname "$0")/tools/beside.sh"
unpack exim4-daemon-light=4.96-15+deb12u11 exim4-base=4.96-15+deb12u11
port="$(free_port)" next="$(free_port)"
next_server "$next" '550 5.1.1 no such user'
cat >"$work/exim.conf" <<C
primary_hostname = mx.a.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = $port
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
log_file_path = /run/exim-%slog
acl_smtp_rcpt = all
begin acl
all:
  accept
begin routers
next:
  driver = manualroute
  route_list = * 127.0.0.1 byname
  self = send
  transport = next
begin transports
next:
  driver = smtp
  port = $next
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,1h,1m
C
start inside 'Debian-exim:901' '
  unset LD_LIBRARY_PATH
  mkdir -p /etc/exim4 /var/spool/exim4/input /var/spool/exim4/db /var/spool/exim4/msglog
  cp /work/exim.conf /etc/exim4/
  chown -R Debian-exim:Debian-exim /var/spool/exim4 /run
  exec exim4 -bdf -q1m -C /etc/exim4/exim.conf'
listening "$port"
submit "$port" sender@a.test gone@b.test >/dev/null
report="$(bounce)"
seen 'a report for programs' "$report" 'multipart/report'
seen 'the status' "$report" 'Status: 5\.0\.0'
seen 'the reply beside it' "$report" 'Diagnostic-Code: smtp; 550 5\.1\.1 no such user'
