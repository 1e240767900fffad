/** A request as somebody writes it by hand: request line without its version, headers, body. */
export type OddRequest = { line: string; headers: string[]; body: string }

const PATHS = [
  '/',
  '/login',
  '/nowhere',
  '/dashboard',
  '/mailbox',
  '/monitoring/users/1',
  '/auth/verify-email',
  '/icon.svg',
  '/robots.txt',
  '/api/nowhere',
  '/api/health',
  '/login.rsc',
  '/login.segments/_tree.segment.rsc',
  '/_error',
  '/_not-found',
  '/_global-error',
  '/500',
  '/_next',
  '/_next/static/x.js',
  '/_next/image?url=/icon.svg&w=16&q=75',
  '/_next/data/x/login.json',
]

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

const ODD_PATHS = [
  '//',
  '/\\',
  '/%00',
  '/%',
  '/%c0%af',
  '/login%2f',
  '/..%2f..%2fetc/passwd',
  '/login?%',
  '/login?lang=en&%',
  '/login?next=%ff',
  '/login?lang=fr&lang=en',
  '/login?_rsc=x&_rsc=y',
  '/?__proto__=1',
  '/?__nextDataReq=1',
  '/monitoring/users/1?nxtPid=2',
  `/?${'a=b&'.repeat(3000)}`,
  `/${'x'.repeat(7000)}`,
  '/.env',
  '/wp-login.php',
  '/é',
  '/[id]',
  '/auth/verify-email?token=%00',
  '/auth/verify-email?token=a&token=b',
  '/_next/static/%2e%2e/x',
]

const STATES = [
  '',
  'x',
  '%7Bgarbage',
  '%',
  'null',
  '%5B%5D',
  '%5B%22%22%5D',
  encodeURIComponent('["",{"children":["x",{}]},null,"zzz"]'),
  encodeURIComponent('["",{"children":[["id","1","z",null],{}]}]'),
  encodeURIComponent('["",{},null,null,null,"",1]'),
  encodeURIComponent('['.repeat(3000)),
]

const HEADERS = [
  'Next-Router-Prefetch: x',
  'Next-Router-Segment-Prefetch: %',
  'Next-Url: //x',
  'X-Nextjs-Data: 1',
  'X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy',
  'X-Middleware-Override-Headers: host',
  'X-Invoke-Path: /_error',
  'X-Invoke-Status: 500',
  'X-Invoke-Error: {}',
  'X-Matched-Path: /x',
  'X-Prerender-Revalidate: x',
  'X-Forwarded-Host: evil.test',
  'X-Forwarded-Proto: x',
  'Next-Resume: 1',
  `Accept-Language: ${'x'.repeat(5000)}`,
  'Cookie: __prerender_bypass=x; __next_preview_data=x',
  'Cookie: auth-token=%; locale=%',
  'Cookie: ÿ',
  'Range: bytes=5-1',
  'Expect: 200-ok',
]

/** As a browser chooses one: Node.js trips over a boundary that its own fields hold. */
const BOUNDARY = '----WebKitFormBoundaryZ9yX8wV7uT6sR5qP'

const TYPES = [
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary="',
  `multipart/form-data; boundary=${'y'.repeat(300)}`,
  `multipart/form-data;charset=utf-8; boundary=${BOUNDARY}`,
  `multipart/form-data, multipart/form-data; boundary=${BOUNDARY}`,
  `multipart/form-datax; boundary=${BOUNDARY}`,
  `multipart/mixed; boundary=${BOUNDARY}`,
  `MULTIPART/FORM-DATA; boundary=${BOUNDARY}`,
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  ';',
  'ÿ',
]

const ORIGINS = ['null', '', 'x', 'http://', 'https://evil.test', 'file://', 'http://localhost:99999', 'ÿ']

/** A body of `multipart/form-data` with that boundary. */
const form = (fields: Record<string, string>): string => {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${BOUNDARY}--\r\n`
}

/** Forms as React would have posted them, but for one thing. */
function oddForms(action: string): string[] {
  const described = { $ACTION_REF_1: '', '$ACTION_1:0': `{"id":"${action}","bound":"$@1"}`, $ACTION_KEY: 'k' }
  return [
    '',
    'x',
    'x'.repeat(20_000),
    `--${BOUNDARY}\r\n\r\n\r\n--${BOUNDARY}--\r\n`,
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nzz`,
    form({}),
    form({ [`$ACTION_ID_${action}`]: '' }),
    form({ $ACTION_REF_1: '' }),
    form({ $ACTION_REF_1: '', '$ACTION_1:0': 'no JSON' }),
    form({ $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"zz","bound":"$@1"}' }),
    form({ $ACTION_REF_1: '', '$ACTION_1:0': `{"id":"${action}","bound":null}` }),
    form({ ...described, $ACTION_REF_2: '', '$ACTION_2:0': `{"id":"${action}","bound":"$@1"}` }),
    form(described),
    ...['', '[', 'null', '{}', '[]', '[1,2]', '["$1:x:y"]', '["$B1"]', '["$K1"]', '["$F1"]', '["$Q1"]'].map(
      (state) => form({ ...described, '$ACTION_1:1': state }),
    ),
    ...[
      '[null]',
      '[{}]',
      '[{"refusal":{"errors":5},"values":7}]',
      '["$undefined"]',
      '[{"__proto__":{}}]',
    ].map((state) => form({ ...described, '$ACTION_1:1': state, intent: 'none' })),
  ]
}

/** Requests that every public server gets, and those of an attacker who knows Next.js and React. */
export function* oddRequests(origin: string, action: string): Generator<OddRequest> {
  const own = `Origin: ${origin}`
  const multipart = `Content-Type: multipart/form-data; boundary=${BOUNDARY}`
  const known = `Next-Action: ${action}`
  const unknown = `Next-Action: 40${'0'.repeat(40)}`
  for (const path of PATHS) {
    for (const method of METHODS) yield { line: `${method} ${path}`, headers: [], body: '' }
    for (const headers of [[multipart], ['Content-Type: multipart/form-data'], [unknown, 'Origin: x']])
      yield { line: `POST ${path}`, headers, body: 'garbage' }
    yield { line: `GET ${path}`, headers: ['RSC: 1', 'Next-Router-State-Tree: %7B'], body: '' }
  }
  for (const path of ODD_PATHS)
    for (const method of ['GET', 'POST']) yield { line: `${method} ${path}`, headers: ['RSC: 1'], body: '' }
  for (const state of STATES)
    for (const path of ['/nowhere', '/login', '/login.rsc'])
      yield { line: `GET ${path}`, headers: ['RSC: 1', `Next-Router-State-Tree: ${state}`], body: '' }
  for (const header of HEADERS)
    for (const line of ['GET /login', 'GET /nowhere', 'POST /login'])
      yield { line, headers: [header, 'RSC: 1'], body: '' }
  for (const type of TYPES)
    for (const more of [[], [own, known], [own, unknown]])
      for (const body of ['', '[', '["$F1"]', form({ a: 'b' })])
        yield { line: 'POST /login', headers: [`Content-Type: ${type}`, ...more], body }
  for (const foreign of ORIGINS)
    for (const more of [[multipart], [known], [known, 'Sec-Fetch-Site: same-origin']])
      yield { line: 'POST /login', headers: [`Origin: ${foreign}`, ...more], body: '[]' }
  for (const body of oddForms(action))
    for (const more of [[], [own], [own, known]])
      for (const path of ['/login', '/auth/verify-email?token=x'])
        yield { line: `POST ${path}`, headers: [multipart, ...more], body }
}
