import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { PAGE_METHODS } from '../lib/http/refuse-page-request'
import { HSTS, STATIC_HEADERS } from '../lib/http/response/security-headers'
import type { Env } from '../lib/kernel/env/env'
import { isLoopback } from '../lib/kernel/network/loopback'
import { endAnswer } from './end-answer'
import { faultOfTarget } from './odd-request'

/** Methods of any route. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Methods of the API as a whole; each route names its own. */
const API_METHODS = 'GET, HEAD, POST, PATCH, DELETE, OPTIONS'

/** An answer without a body. */
type Bare = { status: number; allow?: string }

export const isApi = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/api/')

const isReading = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

/** Files that Next.js serves before our code runs. It answers 500 to any method but GET and HEAD. */
const isFile = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/_next/static/')

/**
 * The answer to a request that must not reach a handler or Next.js, which would answer 500 to many of these. Load balancers
 * send `OPTIONS` by default, to any path and without a `Host`.
 */
function bareAnswer(env: Env, incoming: IncomingMessage): Bare | undefined {
  const { method = '', url = '' } = incoming
  if (method === 'OPTIONS' && url === '*') return { status: 204, allow: [...METHODS].join(', ') }
  const allow = isApi(incoming) ? API_METHODS : PAGE_METHODS
  if (!METHODS.has(method)) return { status: 405, allow }
  const status = faultOfTarget(url)
  if (status) return { status }
  if (method === 'OPTIONS' && !isApi(incoming)) return { status: 204, allow }
  if (isForeignHost(env, incoming) || isStranger(env, incoming)) return { status: 421 }
  return isFile(incoming) && !isReading(incoming) ? { status: 405, allow } : undefined
}

/** The local mailbox shows working links: a website whose name is made to point to this host must not read them. */
function isForeignHost({ appUrl, email }: Env, { headers }: IncomingMessage): boolean {
  // The name that nearly everybody asks for is not worth parsing.
  if (email.transport !== 'mailbox' || appUrl === `http://${headers.host}`) return false
  const asked = `http://${headers.host ?? ''}`
  return !URL.canParse(asked) || !(isLoopback(new URL(asked)) || new URL(asked).host === new URL(appUrl).host)
}

/**
 * The same for another machine that says the name of this one: Next.js's own server listens on all interfaces, where ours
 * listens on this host alone. A socket of the file system has no address.
 */
const isStranger = ({ appUrl, email }: Env, { socket }: IncomingMessage): boolean =>
  email.transport === 'mailbox' && !THIS_HOST.test(socket.remoteAddress ?? '') && isLoopback(new URL(appUrl))

/** Also as IPv6 writes an IPv4 address (RFC 4291, section 2.5.5.2). */
const THIS_HOST = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)?$/i

/** Removes headers that Next.js fails on or builds addresses from; only the configured address is ours. */
function tidyHeaders({ appUrl }: Env, incoming: IncomingMessage): void {
  const { headers } = incoming
  // The API keeps it: it builds no address from the host, but must know the name that was asked for.
  if (!isApi(incoming)) headers.host = new URL(appUrl).host
  for (const name of UNTRUSTED) delete headers[name]
}

const UNTRUSTED = [
  'x-forwarded-host',
  // State of the page's router: Next.js answers 500 to an unreadable one, and sends the whole page without one.
  'next-router-state-tree',
  // Next.js has forwarded upgrades that it should not have forwarded.
  'upgrade',
]

/**
 * Answers a request that is not for a handler or a page, and makes the headers of all others safe to hand on.
 * @returns whether it was answered
 */
export function screen(env: Env, incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  if (env.appUrl.startsWith('https:')) outgoing.setHeader(HSTS.key, HSTS.value)
  // Next.js redirects a path with a slash too many before it looks at the headers of `next.config.ts`.
  if (!isApi(incoming)) for (const { key, value } of STATIC_HEADERS) outgoing.setHeader(key, value)
  // An offer of another protocol is ignored (RFC 9110 7.8). Node.js loses a request that came in one piece with it.
  if (incoming.headers.upgrade) outgoing.shouldKeepAlive = false
  const bare = bareAnswer(env, incoming)
  if (bare) answerBare(bare, incoming, outgoing)
  else tidyHeaders(env, incoming)
  return bare !== undefined
}

function answerBare({ status, allow }: Bare, incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.statusCode = status
  for (const { key, value } of STATIC_HEADERS) outgoing.setHeader(key, value)
  if (allow) outgoing.setHeader('Allow', allow)
  if (status >= 400) outgoing.setHeader('Connection', 'close')
  // One step later, so that the parser has seen the end of a request without a body, and its connection can stay open.
  queueMicrotask(() => endAnswer(incoming, outgoing))
}

/** Has a server ignore offers of other protocols, and refuse requests for a tunnel. */
export function openNoOtherProtocol(server: Server): void {
  // Node.js treats a request as an upgrade if there is a listener, and cuts a CONNECT if there is none.
  server.removeAllListeners('upgrade')
  if (server.listenerCount('connect') === 0) server.on('connect', (_request, socket) => socket.end(NO_TUNNEL))
}

const NO_TUNNEL = `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${PAGE_METHODS}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`
