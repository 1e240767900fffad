import { DEVICE_COOKIE, SESSION_COOKIE } from '../lib/http/cookies'
import { MAX_BODY_BYTES } from '../lib/http/request/read-json'
import type { Problem } from '../lib/http/response/problem'
import { APPLICATION } from '../lib/kernel/brand'
import { HEADERS, type HeaderObject } from './headers'
import type { Components } from './json-schema'
import { type Operation, operationObject } from './operation'
import { problemExamples } from './problem-examples'
import { type Access, CHAPTERS, type RouteDocument } from './route-document'

/** An OpenAPI 3.1 document, as far as we use it. */
export type OpenApi = {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string }
  servers: { url: string; description: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Components
    headers: Record<string, HeaderObject>
    examples: Record<string, { value: Problem }>
    securitySchemes: Record<string, Record<string, string>>
  }
}

/** Rules common to all routes, in Markdown. */
const INTRODUCTION = `JSON in, JSON out, UTF-8.

**Refusals** are problem documents (RFC 9457, \`application/problem+json\`): \`title\` is fixed English, \`code\` the stable word
to program against, \`detail\` a sentence for people, \`errors\` the fields at fault, \`retryAfter\` the seconds of the header
\`Retry-After\`.

**Language.** \`detail\` is French or English: the cookie \`locale\` decides (\`fr\`, \`en\`), else \`Accept-Language\`, else French.
\`Content-Language\` names it. An account's e-mails keep the language of its registration; nothing else depends on it.

**The session** is the cookie \`${SESSION_COOKIE}\` (HttpOnly, SameSite=Lax, Secure over https, 7 days). A second cookie, \`${DEVICE_COOKIE}\` (over https \`__Host-Http-${DEVICE_COOKIE}\`),
marks a browser that signed in before; it signs nobody in.

**Bodies** are objects of exactly the properties shown, at most ${MAX_BODY_BYTES / 1024} KiB, sent as \`application/json\`.

**Plain forms.** Routes that a page has a form for take \`application/x-www-form-urlencoded\` of the same properties too, from a
page of ours, and answer it 303 to the page. Such a form is always posted; for PATCH and DELETE its field \`method\` names the
method. A form is ours when \`Sec-Fetch-Site\` is \`same-origin\`; without that header, when
\`Origin\` is ours; without both, when it carries the mark that its page gave this browser. Any other form meets 403
\`cross_site_request\`, and any other media type 415.

**Browsers of other sites are refused**: a POST, PATCH or DELETE whose \`Sec-Fetch-Site\` is not \`same-origin\`, or without that header whose
\`Origin\` is not ours, is answered 403 \`cross_site_request\`. There is no CORS.

**Other methods.** HEAD answers as GET does, without a body, and never changes anything. OPTIONS answers 204 with \`Allow\`.
Every other method is answered 405 \`method_not_allowed\` with \`Allow\`; every other address below \`/api\`, 404 \`not_found\`.
An undecodable path or unknown method is refused without a body.

**Rate limits** are counted per network, account or address; the server multiplies the numbers shown by
\`RATE_LIMIT_SCALE\`. Beyond a limit: 429 with \`Retry-After\`.

**Answers grow**: a client must ignore properties it does not know.`

const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'The session of a registration or sign-in. It ends with its row: the next request is refused.',
  },
  operatorSession: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'The session of an operator; any other is refused with 403. It ends sooner: 24 hours after signing in, or an hour ' +
      'after the last request of a person, which a GET is not.',
  },
  cronSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The value of `CRON_SECRET`. Where it is not configured, the address does not exist (404).',
  },
  metricsToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The value of `METRICS_TOKEN`. Where it is not configured, every token is refused (401).',
  },
} satisfies Record<Access, Record<string, string>>

/** Examples of the refusals that an operation names: what every route meets alike is described in words. */
function examplesUsedBy(paths: unknown): OpenApi['components']['examples'] {
  const written = JSON.stringify(paths)
  const isUsed = (code: string) => written.includes(`"#/components/examples/${code}"`)
  return Object.fromEntries(Object.entries(problemExamples()).filter(([code]) => isUsed(code)))
}

/** The API as OpenAPI 3.1, from the documents beside the routes. */
export function openApi(routes: Record<string, RouteDocument>): OpenApi {
  const components: Components = {}
  const paths = Object.entries(routes).map(([path, route]) => [
    path,
    Object.fromEntries(
      Object.entries(route).map(([method, operation]) => [
        method.toLowerCase(),
        operationObject(method, operation, components),
      ]),
    ),
  ])
  return {
    openapi: '3.1.1',
    info: { title: APPLICATION, version: '1', description: INTRODUCTION },
    servers: [{ url: '/', description: 'The origin that served this document.' }],
    tags: Object.entries(CHAPTERS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths),
    components: {
      schemas: components,
      headers: HEADERS,
      examples: examplesUsedBy(paths),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}
