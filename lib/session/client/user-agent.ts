import Bowser from 'bowser'

/** Characters that are read: the longest real header that we know has some 450, and the time grows with them. */
const MAX_LENGTH = 512

/** Apps that show pages themselves, and browsers that bowser does not tell from the one whose engine they use. */
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/\bInstagram \d/, 'Instagram'],
  [/\bBarcelona \d/, 'Threads'],
  [/\bFBAN\/Messenger|\bFB_IAB\/(Orca|MESSENGER)/, 'Messenger'],
  [/\bFBA[NV]\/|\bFB_IAB\//, 'Facebook'],
  [/\bmusical_ly|\btrill_\d/, 'TikTok'],
  [/\bSnapchat\/\d/, 'Snapchat'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\[Pinterest\//, 'Pinterest'],
  [/\bTwitter for |\bTwitterAndroid\b/, 'X'],
  [/\bDuckDuckGo\/\d|\bDdg\/\d/, 'DuckDuckGo'],
  [/\bOP[TX]\/\d/, 'Opera'],
]

/** bowser's name, and ours. Other names are dropped: where it knows none, bowser answers with a part of the header. */
const BROWSERS: ReadonlyMap<string | undefined, string> = new Map([
  ['Chrome', 'Chrome'],
  ['Chromium', 'Chromium'],
  ['Firefox', 'Firefox'],
  ['Google Search', 'Google'],
  ['Microsoft Edge', 'Edge'],
  ['Miui', 'Mi Browser'],
  ['Opera', 'Opera'],
  ['Safari', 'Safari'],
  ['Samsung Internet for Android', 'Samsung Internet'],
  ['UC Browser', 'UC Browser'],
  ['Vivaldi', 'Vivaldi'],
  ['Yandex Browser', 'Yandex Browser'],
])

const SYSTEMS: ReadonlyMap<string | undefined, string> = new Map([
  ['Android', 'Android'],
  ['Chrome OS', 'ChromeOS'],
  ['HarmonyOS', 'HarmonyOS'],
  ['iOS', 'iOS'],
  ['Linux', 'Linux'],
  ['macOS', 'macOS'],
  ['Windows', 'Windows'],
])

/** Tokens of apps that exist on iPhone and iPad alone. */
const TOUCHED = /\b(CriOS|FxiOS|EdgiOS|GSA|OPT|OPX|Mobile)\//

/** A page inside an app that does not say which: the engine's name would be taken for a browser that is not there. */
const NAMELESS_APP = /; wv\)|AppleWebKit\/(?!.*(Safari|iOS)\/)/

const APPLE = ['iOS', 'iPadOS', 'macOS']

function systemOf(header: string, name: string | undefined): string | null {
  const system = SYSTEMS.get(name) ?? null
  // An iPad asks for the pages of a Mac; Safari there leaves no trace of it.
  if (/iPad/.test(header) || (/Macintosh/.test(header) && TOUCHED.test(header))) return 'iPadOS'
  if (system === 'Linux' && /SamsungBrowser/.test(header)) return 'Android'
  return system
}

function browserOf(header: string, name: string | undefined, system: string | null): string | null {
  const token = TOKENS.find(([pattern]) => pattern.test(header))
  if (token) return token[1]
  const browser = BROWSERS.get(name) ?? null
  if (NAMELESS_APP.test(header) && (browser === 'Chrome' || browser === 'Safari')) return null
  // WebKit elsewhere (GNOME Web, consoles) calls itself Safari.
  return browser === 'Safari' && !(system && APPLE.includes(system)) ? null : browser
}

/**
 * Names browser and system from a `User-Agent` header: names of this file or null, so that nothing of the header itself
 * is stored or shown. A program that names itself a robot has neither. Under a millisecond for any header.
 */
export function readUserAgent(userAgent: string | null): { browser: string | null; system: string | null } {
  const header = userAgent?.slice(0, MAX_LENGTH)
  if (!header) return { browser: null, system: null }
  const { browser, os, platform } = Bowser.parse(header)
  if (platform.type === 'bot') return { browser: null, system: null }
  const system = systemOf(header, os.name)
  return { browser: browserOf(header, browser.name, system), system }
}
