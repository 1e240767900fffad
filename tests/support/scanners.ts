/** A mailed link, taken apart. Paths are request targets: they go over the wire as they stand here. */
export type MailedLink = {
  /** The page the mail links to, token and all. */
  page: string
  /** The address that the page's script calls; it stands in no mail. */
  api: string
  token: string
}

/** One way in which somebody who is not the person opens the link. */
export type Opening = {
  name: string
  method?: string
  target: (link: MailedLink) => string
  headers?: Record<string, string>
  body?: (link: MailedLink) => string
  /** The session of another account comes along. */
  asSomebodyElse?: true
  /** So many at the same time. */
  times?: number
  /** `offer`: the opener finds the page with its button; a person would get in. */
  finds: 'offer' | 'nothing'
}

const page = ({ page: path }: MailedLink): string => path
const api = ({ api: path }: MailedLink): string => path

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'

/** User-Agent headers of programs that preview and scan links. */
const AGENTS: Record<string, string> = {
  Slack: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  WhatsApp: 'WhatsApp/2.23.20.0 A',
  Facebook: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  iMessage:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
  Teams: 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  Telegram: 'TelegramBot (like TwitterBot)',
  Discord: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  LinkedIn: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  Outlook: 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)',
  'Outlook SafeLinks': `${CHROME} Edg/126.0.0.0`,
  Proofpoint: CHROME,
  Mimecast: CHROME,
  Barracuda: `${CHROME} Barracuda Sentinel (EE)`,
  'Google image proxy':
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  Yahoo: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  curl: 'curl/8.5.0',
  'a program without a name': '',
}

/** How browsers, and Next.js, say that no person asked for this. */
const AHEAD: Record<string, Record<string, string>> = {
  prefetch: { 'Sec-Purpose': 'prefetch' },
  prerender: { 'Sec-Purpose': 'prefetch;prerender' },
  'prefetch through a proxy': { 'Sec-Purpose': 'prefetch;anonymous-client-ip' },
  // Recorded from Chromium 156.0.8078.108. Both look like an address that was typed: same-origin, cookies, `none`.
  'a speculative prefetch of Chromium': {
    'Sec-Purpose': 'prefetch',
    'Sec-Speculation-Tags': 'null',
    'Sec-Fetch-Site': 'none',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Upgrade-Insecure-Requests': '1',
    'User-Agent': CHROME,
  },
  'a prerender of Chromium': {
    'Sec-Purpose': 'prefetch;prerender',
    'Sec-Speculation-Tags': 'null',
    'Sec-Fetch-Site': 'none',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    'Upgrade-Insecure-Requests': '1',
    'User-Agent': CHROME,
  },
  'a script on a prerendered page of Chromium': {
    'Sec-Purpose': 'prefetch;prerender',
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Dest': 'empty',
    'User-Agent': CHROME,
  },
  'a link that another site prefetches in Chromium': {
    'Sec-Purpose': 'prefetch',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'no-cors',
    'Sec-Fetch-Dest': 'empty',
    'Sec-Fetch-Storage-Access': 'none',
    'User-Agent': CHROME,
  },
  'an older prefetch': { Purpose: 'prefetch' },
  'an older Firefox': { 'X-Moz': 'prefetch' },
  'a preview in Safari': { 'X-Purpose': 'preview' },
  'Next.js prefetching': { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Url': '/' },
}

/** A foreign page, or the scanner's own, with the link in it. */
const EMBEDDED: Record<string, Record<string, string>> = {
  'a frame of another site': {
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'iframe',
  },
  'an image of another site': {
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'no-cors',
    'Sec-Fetch-Dest': 'image',
  },
  'the redirect of a link checker': {
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    Referer: 'https://eur01.safelinks.protection.outlook.com/',
  },
}

/** Distorted forms of `?token=…`. All of these still name one token, and let its person in. */
const BENT: Record<string, (token: string) => string> = {
  'encoded once more': (token) => `token%3D${token}`,
  'encoded twice more': (token) => `token%253D${token}`,
  'in capitals': (token) => `TOKEN=${token.toUpperCase()}`,
  'with digits encoded': (token) => `token=%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
  'out of unread HTML': (token) => `utm_source=mail&amp;token=${token}`,
  'out of unread quoted-printable': (token) => `token=3D${token}`,
  'with tracking before it': (token) => `utm_source=newsletter&utm_medium=email&token=${token}`,
  'with tracking behind it': (token) =>
    `token=${token}&utm_source=mail&fbclid=IwAR0x&mc_eid=${token.slice(0, 10)}`,
  'with tracking behind it, encoded': (token) => `token=${token}%26utm_source%3Dmail`,
  'with an encoded fragment': (token) => `token=${token}%23top`,
  'with = behind it': (token) => `token=${token}=`,
  'with a full stop behind it': (token) => `token=${token}.`,
  'with > behind it': (token) => `token=${token}>`,
  'with an encoded > behind it': (token) => `token=${token}%3E`,
  'with ) behind it': (token) => `token=${token})`,
  'with a quote behind it': (token) => `token=${token}%22`,
  'with words behind it': (token) => `token=${token}%20Bienvenue`,
  'wrapped by a line break': (token) => `token=${token.slice(0, 40)}%0A${token.slice(40)}`,
  'wrapped by a line break and a space': (token) => `token=${token.slice(0, 40)}%0D%0A%20${token.slice(40)}`,
  'wrapped by a space': (token) => `token=${token.slice(0, 40)}%20${token.slice(40)}`,
  'wrapped as quoted-printable': (token) => `token=${token.slice(0, 40)}%3D%0D%0A${token.slice(40)}`,
  'with an invisible mark': (token) => `token=${token.slice(0, 40)}%E2%80%8B${token.slice(40)}`,
  'named twice': (token) => `token=${token}&token=${token}`,
  'inside another address': (token) =>
    `url=${encodeURIComponent(`https://huntaze.com/auth/verify-email?token=${token}`)}&data=05%7C02`,
}

/** The path, bent. All of these lead to the address as it should be. */
const BENT_PATHS: Record<string, string> = {
  'the ? encoded': '/auth/verify-email%3Ftoken=',
  'the ? and the = encoded': '/auth/verify-email%3Ftoken%3D',
  'the ? encoded twice': '/auth/verify-email%253Ftoken%253D',
  'an & for the ?': '/auth/verify-email&token=',
  'a path in capitals': '/AUTH/VERIFY-EMAIL?TOKEN=',
  'a > behind the path': '/auth/verify-email%3E?token=',
  'a full stop behind the path': '/auth/verify-email.?token=',
  'a path wrapped as quoted-printable': '/auth/verify-=%0D%0Aemail?token=3D',
  'an invisible mark in the path': '/auth/verify-%C2%ADemail?token=',
  'a slash at the end': '/auth/verify-email/?token=',
  'a slash doubled within': '/auth//verify-email?token=',
  'a slash doubled in front': '//auth/verify-email?token=',
}

/** Distorted forms that no longer name one token: refused, and the real token stays valid. */
const BROKEN: Record<string, (token: string) => string> = {
  'cut off': (token) => `token=${token.slice(0, 63)}`,
  'with a digit too many': (token) => `token=${token}0`,
  'with two tokens': (token) => `token=${token}&token=${'0'.repeat(64)}`,
  'without a name': (token) => token,
  'as a fragment of another parameter': (token) => `redirect=${token}`,
}

/** One opening for each entry of a table. */
const each = <T>(table: Record<string, T>, opening: (entry: T, name: string) => Opening): Opening[] =>
  Object.entries(table).map(([name, entry]) => opening(entry, name))

const SIMPLE: Opening[] = [
  { name: 'HEAD of the page', method: 'HEAD', target: page, finds: 'nothing' },
  { name: 'HEAD of the API', method: 'HEAD', target: api, finds: 'nothing' },
  { name: 'OPTIONS of the page', method: 'OPTIONS', target: page, finds: 'nothing' },
  { name: 'OPTIONS of the API', method: 'OPTIONS', target: api, finds: 'nothing' },
  { name: 'POST of the API', method: 'POST', target: api, finds: 'nothing' },
  {
    name: 'POST of the API with the token as JSON',
    method: 'POST',
    target: () => '/api/auth/verify-email',
    headers: { 'Content-Type': 'application/json' },
    body: ({ token }) => JSON.stringify({ token }),
    finds: 'nothing',
  },
  { name: 'GET of the page', target: page, finds: 'offer' },
  {
    name: 'GET of the page, a part of it',
    target: page,
    headers: { Range: 'bytes=0-32768' },
    finds: 'offer',
  },
  { name: 'POST of the page', method: 'POST', target: page, finds: 'nothing' },
  {
    name: 'POST of the page with the fields of its form',
    method: 'POST',
    target: page,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: ({ token }) => `intent=verify&token=${token}`,
    finds: 'nothing',
  },
  {
    name: 'POST of the form itself',
    method: 'POST',
    target: () => '/api/auth/verify-email',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: ({ token }) => `token=${token}`,
    finds: 'nothing',
  },
  { name: 'two GETs of the page at the same moment', target: page, times: 2, finds: 'offer' },
  { name: 'twenty GETs of the page at the same moment', target: page, times: 20, finds: 'offer' },
  {
    name: 'twenty HEADs of the API at the same moment',
    method: 'HEAD',
    target: api,
    times: 20,
    finds: 'nothing',
  },
]

const inAnotherBrowser = (opening: Opening): Opening => ({
  ...opening,
  name: `in the browser of somebody else: ${opening.name}`,
  asSomebodyElse: true,
})

/** Not an offer: Next.js' own prefetch is answered with data for its router. */
const ahead = (headers: Record<string, string>, name: string): Opening => ({
  name: `page, ${name}`,
  target: page,
  headers,
  finds: 'RSC' in headers ? 'nothing' : 'offer',
})

const refused = (headers: Record<string, string>, name: string): Opening => ({
  name: `API, ${name}`,
  target: api,
  headers,
  finds: 'nothing',
})

const SOMEBODY_ELSE: Opening[] = [
  { name: 'GET of the page', target: page, finds: 'offer' },
  { name: 'HEAD of the API', method: 'HEAD', target: api, finds: 'nothing' },
  ...each(AHEAD, ahead),
  ...each(EMBEDDED, refused),
]

/**
 * How mail scanners, previews and mail programs open a link, by plain HTTP. For each of them the promise is: no token
 * burnt, nobody verified, no session opened.
 */
export const OPENINGS: Opening[] = [
  ...SIMPLE,
  ...each(AGENTS, (agent, name) => ({
    name: `GET by ${name}`,
    target: page,
    headers: { 'User-Agent': agent },
    finds: 'offer',
  })),
  ...each(AHEAD, ahead),
  ...each(AHEAD, refused),
  ...each(EMBEDDED, (headers, name) => ({ name: `page, ${name}`, target: page, headers, finds: 'offer' })),
  ...each(EMBEDDED, refused),
  ...each(BENT, (bend, name) => ({
    name: `link ${name}`,
    target: ({ token }) => `/auth/verify-email?${bend(token)}`,
    finds: 'offer',
  })),
  ...each(BENT_PATHS, (path, name) => ({
    name: `link with ${name}`,
    target: ({ token }) => path + token,
    finds: 'offer',
  })),
  ...each(BROKEN, (spoil, name) => ({
    name: `link ${name}`,
    target: ({ token }) => `/auth/verify-email?${spoil(token)}`,
    finds: 'nothing',
  })),
  ...each(BROKEN, (spoil, name) => ({
    name: `API, link ${name}`,
    target: ({ token }) => `/api/auth/verify-email?${spoil(token)}`,
    finds: 'nothing',
  })),
  ...SOMEBODY_ELSE.map(inAnotherBrowser),
]
