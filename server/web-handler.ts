import type { IncomingMessage, ServerResponse } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import type { RouteHandler } from '../lib/http/api-call'
import { countedStatus } from '../lib/http/response/counted-status'
import { textOf } from '../lib/http/response/json'
import { isStreamed } from '../lib/http/response/stream'
import { countAnswerAs } from './count-answer'
import { endAnswer } from './end-answer'
import { streamAnswer } from './stream-answer'

const BODILESS = new Set(['GET', 'HEAD'])

const headersOf = ({ headers }: IncomingMessage): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  )

/** Read from the client only as far as the handler reads, and never ended by it: an answer has to follow. */
const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> =>
  ReadableStream.from(incoming.iterator({ destroyOnReturn: false }))

/** @param origin what the path is taken to be under: an address in a request line decides nothing */
function toRequest(incoming: IncomingMessage, origin: string): Request {
  const method = incoming.method ?? 'GET'
  const headers = headersOf(incoming)
  const url = origin + incoming.url
  if (BODILESS.has(method)) return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: bodyOf(incoming), duplex: 'half' } as RequestInit)
}

async function contentOf(response: Response): Promise<string | Buffer> {
  if (response.body === null) return ''
  return textOf(response) ?? Buffer.from(await response.arrayBuffer())
}

/** Answers a Node.js request with a web-standard handler. */
export async function serveWithHandler(
  handler: RouteHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
): Promise<void> {
  const request = toRequest(incoming, origin)
  const response = await handler(request)
  // Nobody reads the rest of the body from here on. Where it was read or broken already, there is none.
  request.body?.cancel().catch(() => {})
  outgoing.statusCode = response.status
  countAnswerAs(outgoing, countedStatus(response))
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('Set-Cookie', cookies)
  if (response.body !== null && isStreamed(response))
    return streamAnswer(incoming, outgoing, response.body as ReadableStream<Uint8Array>)
  endAnswer(incoming, outgoing, await contentOf(response))
}
