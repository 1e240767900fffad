#!/usr/bin/env bash
# html2text of Python (2020.1.16), which writes Markdown, html2text of C++ (1.3.2a), w3m 0.5.3, and an address longer than a line.
#
# Guess: a converter breaks lines at white space, and leaves a word without any, such as an address, longer than the line.
# True: all three break inside the address: both html2text behind a hyphen of its path, w3m behind the question mark. Python's does so within
#   the target of a Markdown link, which is no link any more: a target has no line end.
# Source: CommonMark 0.31, section 6.3 (link destination); RFC 3986, appendix C (addresses in text that is broken into lines).
. "$(dirname "$0")/tools/beside.sh"
unpack html2text=1.3.2a-28 python3-html2text=2020.1.16-2 w3m=0.5.3+git20230121-2
token="$(printf '0123456789abcdef%.0s' 1 2 3 4)"
link="https://www.example.com/sign-up/verify-email?token=$token"
echo "<p>Hello, please click <a href=\"$link\">here</a> or copy: $link</p>" >"$work/page.html"
markdown="$(PYTHONPATH="$root/usr/lib/python3/dist-packages" /usr/bin/python3 -m html2text "$work/page.html")"
plain="$("$root/usr/bin/html2text" -utf8 "$work/page.html")"
drawn="$("$root/usr/bin/w3m" -dump -T text/html -cols 80 "$work/page.html")"
seen 'Markdown: a line end in the target' "$markdown" $'\\[here\\]\\(https://www.example.com/sign-up/verify-\nemail\\?token='
seen 'plain text: behind the hyphen' "$plain" $'verify-\nemail\\?token='
seen 'w3m: behind the question mark' "$drawn" $'verify-email\\?\ntoken='
