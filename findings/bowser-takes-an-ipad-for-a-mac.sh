#!/usr/bin/env bash
# bowser 2.15.1 and browsers of 2025 on iOS and iPadOS.
#
# Guess: a browser that exists on iOS alone says so: `CriOS` and `OPX` in a User-Agent are iOS, as `FxiOS` is, and each has its own name.
# True: an iPad asks for desktop pages as a Macintosh by default. There Firefox is recognized as iOS, Chrome is macOS; Opera GX on iOS
#   (`OPX`, beside `OPT` of Opera Touch, which is known) is Safari, and so is DuckDuckGo on iOS, which is itself on the Mac.
# Source: WebKit, "Desktop-class browsing" of iPadOS 13; Chromium's documentation of its User-Agent on iOS (`CriOS`); RFC 9110, section 10.1.5.
. "$(dirname "$0")/tools/beside.sh"
npm_packages bowser@2.15.1
cat >"$work/ask.mjs" <<'J'
import Bowser from 'bowser'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6'
const asked = {
  firefox: `${MAC} FxiOS/145.0 Safari/605.1.15`,
  chrome: `${MAC} CriOS/142.0.7444.46 Version/16.5 Safari/605.1.15`,
  gx: `${IPHONE} Mobile/15E148 Safari/604.1 OPX/2.9.1`,
  touch: `${IPHONE} Mobile/15E148 Safari/604.1 OPT/5.3.1`,
  duckMac: `${MAC} Version/18.6 Safari/605.1.15 Ddg/18.6`,
  duckPhone: `${IPHONE} Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`,
}
for (const [name, header] of Object.entries(asked)) {
  const { browser, os } = Bowser.parse(header)
  console.log(name, browser.name, 'on', os.name)
}
J
said="$(cd "$work" && node ask.mjs)"
seen 'Firefox in desktop mode is iOS' "$said" 'firefox Firefox on iOS'
seen 'Chrome in desktop mode is macOS' "$said" 'chrome Chrome on macOS'
seen 'Opera Touch is Opera' "$said" 'touch Opera.* on iOS'
seen 'Opera GX is Safari' "$said" 'gx Safari on iOS'
seen 'DuckDuckGo on the Mac is itself' "$said" 'duckMac DuckDuckGo on macOS'
seen 'DuckDuckGo on the phone is Safari' "$said" 'duckPhone Safari on iOS'
