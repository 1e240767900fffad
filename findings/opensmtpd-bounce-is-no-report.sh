#!/usr/bin/env bash
# OpenSMTPD 6.8.0p2 and a recipient that the next server refuses with 550 5.1.1.
#
# Guess: a server that announces DSN writes its bounces as the DSN document says: multipart/report with report-type=delivery-status, the
#   status of the next server in it, and Auto-Submitted above.
# True: it is multipart/mixed with a message/delivery-status inside, without Auto-Submitted; the status is 5.0.0, there is no
#   Diagnostic-Code, and the reply of the next server stands in the text for people alone.
# Source: RFC 3464, section 2 (the content type); RFC 3834, section 5 (Auto-Submitted); RFC 3461, section 6.3.
. "$(dirname "$0")/tools/beside.sh"
unpack opensmtpd=6.8.0p2-4+b4
port="$(free_port)" next="$(free_port)"
next_server "$next" '550 5.1.1 no such user'
cat >"$work/smtpd.conf" <<C
listen on 127.0.0.1 port $port hostname mx.a.test
action "next" relay host smtp://127.0.0.1:$next
match from any for any action "next"
C
start inside 'opensmtpd:901 opensmtpq:902' '
  unset LD_LIBRARY_PATH
  echo mx.a.test >/etc/mailname
  echo "postmaster: root" >/etc/aliases
  mkdir -p /var/lib/opensmtpd/empty /var/spool/smtpd && chmod 0711 /var/spool/smtpd
  exec smtpd -d -f /work/smtpd.conf'
listening "$port"
submit "$port" sender@a.test gone@b.test >/dev/null
report="$(bounce)"
seen 'the type' "$report" 'Content-Type: multipart/mixed'
seen 'the part for programs is there' "$report" 'Content-Type: message/delivery-status'
seen 'a status of its own' "$report" 'Status: 5\.0\.0'
seen 'the reply, for people' "$report" '550 5\.1\.1 no such user'
seen 'no Diagnostic-Code, no Auto-Submitted' "$(grep -ciE '^(diagnostic-code|auto-submitted):' <<<"$report" || true)" '^0$'
