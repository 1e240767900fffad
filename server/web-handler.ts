import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { RouteHandler } from '../lib/http/endpoint'

const BODILESS = new Set(['GET', 'HEAD'])

function toRequest(incoming: IncomingMessage, origin: string): Request {
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const body = BODILESS.has(method) ? undefined : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>)
  return new Request(new URL(incoming.url ?? '/', origin), {
    method,
    headers,
    body,
    duplex: 'half',
  } as RequestInit)
}

/** Answers a Node.js request with a web-standard handler. */
export async function serveWithHandler(
  handler: RouteHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
): Promise<void> {
  const response = await handler(toRequest(incoming, origin))
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('Set-Cookie', cookies)
  // A body that nobody read would stand before the next request on this connection: it is the last one then.
  if (!incoming.complete) outgoing.shouldKeepAlive = false
  outgoing.end(response.body === null ? undefined : Buffer.from(await response.arrayBuffer()), () => {
    if (!incoming.complete) incoming.resume()
  })
}
