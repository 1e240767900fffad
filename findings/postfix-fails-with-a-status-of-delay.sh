#!/usr/bin/env bash
# Postfix 3.7.11 and a message that it gives up after the next server has always said 450 4.2.1.
#
# Guess: a report with `Action: failed` has a status of class 5, or 4.4.7 (delivery time expired), the one registered for giving up.
# True: it repeats the last reply: `Action: failed` with `Status: 4.2.1`. A reader that takes class 4 for "still trying" waits for ever.
# Source: RFC 3463, section 3.5 (X.4.7); RFC 3464, sections 2.3.3 and 2.3.4 (action and status are separate fields).
. "$(dirname "$0")/tools/beside.sh"
unpack postfix=3.7.11-0+deb12u1
port="$(free_port)" next="$(free_port)"
next_server "$next" '450 4.2.1 try later'
cat >"$work/main.cf" <<C
compatibility_level = 3.6
maillog_file = /var/log/postfix.log
myhostname = mx.a.test
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
mydestination =
smtpd_peername_lookup = no
relayhost = [127.0.0.1]:$next
maximal_queue_lifetime = 0
C
sed -E "s/^smtp +inet/127.0.0.1:$port inet/; s/^([^ #]+ +[a-z-]+ +[^ ]+ +[^ ]+ +)y/\1n/" "$root/usr/share/postfix/master.cf.dist" >"$work/master.cf"
start inside 'postfix:901 postdrop:902' '
  unset LD_LIBRARY_PATH
  cp /work/main.cf /work/master.cf /usr/share/postfix/dynamicmaps.cf /etc/postfix/
  chown postfix /var/lib/postfix
  chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue && chmod 2555 /usr/sbin/postdrop /usr/sbin/postqueue
  exec postfix start-fg'
listening "$port"
submit "$port" sender@a.test busy@b.test >/dev/null
report="$(bounce)"
seen 'given up' "$report" 'Action: failed'
seen 'with a status that says "later"' "$report" 'Status: 4\.2\.1'
