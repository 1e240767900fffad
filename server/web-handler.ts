import type { IncomingMessage, ServerResponse } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import type { ApiRequest } from '../lib/http/api-request'
import type { RouteHandler } from '../lib/http/endpoint'
import { endAnswer } from './end-answer'

const BODILESS = new Set(['GET', 'HEAD'])

function header({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

/** Read from the client only as far as the handler reads, and never ended by it: an answer has to follow. */
const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> =>
  ReadableStream.from(incoming.iterator({ destroyOnReturn: false }))

/** @param origin what the path is taken to be under: an address in a request line decides nothing */
const toRequest = (incoming: IncomingMessage, origin: string): ApiRequest => ({
  method: incoming.method ?? 'GET',
  url: origin + incoming.url,
  headers: {
    get: (name) => header(incoming, name),
    has: (name) => header(incoming, name) !== null,
  },
  body: BODILESS.has(incoming.method ?? 'GET') ? null : (bodyOf(incoming) as ApiRequest['body']),
})

/** Answers a Node.js request with an API handler. */
export async function serveWithHandler(
  handler: RouteHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
): Promise<void> {
  const request = toRequest(incoming, origin)
  const { status, headers, body } = await handler.answer(request)
  // What the handler left of the body is nobody's to read from here on. Read or broken already, there is none left.
  request.body?.cancel().catch(() => {})
  outgoing.statusCode = status
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value)
  endAnswer(incoming, outgoing, body ?? '')
}
