#!/usr/bin/env bash
# Prometheus' promtool 2.42 and the strict OpenMetrics parser of python3-prometheus-client 0.16, on one counter with its help.
#
# Guess: a text that follows OpenMetrics is fine for both: promtool belongs to the program that made the format.
# True: no text with a typed counter passes both. In OpenMetrics the family has no `_total`, and promtool then misses the help of the
#   sample; with a help line for the sample's name promtool passes, and the strict parser reports a clash of names.
# Source: OpenMetrics 1.0, "Counter" (the sample's suffix is no part of the family's name); promtool reads the older text format.
. "$(dirname "$0")/tools/beside.sh"
unpack prometheus=2.42.0+ds-5+deb12u1 python3-prometheus-client=0.16.0-0.1
strict() { PYTHONPATH="$root/usr/lib/python3/dist-packages" /usr/bin/python3 -c "
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
try:
    print('read', [family.name for family in read(sys.stdin.read())])
except ValueError as error:
    print(error)"; }
promtool() { "$root/usr/bin/promtool" check metrics 2>&1 || true; }
after='# TYPE runs counter
runs_total 5
# EOF'
one="# HELP runs Runs.
$after"
two="# HELP runs_total Runs.
$one"
seen 'strict parser: the OpenMetrics text is right' "$(strict <<<"$one")" "^read \['runs'\]"
seen 'promtool: its help is missing' "$(promtool <<<"$one")" 'runs_total no help text'
seen 'promtool: content with a second help line' "$(promtool <<<"$two" | grep -c 'no help' || true)" '^0$'
seen 'strict parser: that line clashes' "$(strict <<<"$two")" 'Clashing name: runs_total'
