import type { IncomingMessage, ServerResponse } from 'node:http'
import { withNote } from '../lib/db/states/noted'
import { reportState } from '../lib/db/states/report'
import { SECOND } from '../lib/kernel/clock'
import type { Log } from '../lib/kernel/log'
import { failedPage } from './failed-page'

/** Headers that describe the body that is replaced. */
const OF_BODY = ['Content-Encoding', 'Content-Length', 'ETag', 'Transfer-Encoding']

/** Next.js writes the address of a redirect as its text, and names no type (OWASP ASVS 4.1.1). */
const REDIRECT_TYPE = 'text/plain; charset=utf-8'

/**
 * Renders a page. A page that fails because of the database's state answers 503 with `Retry-After`, as the API does, and
 * says so without a script. Next.js answers every exception with 500, which monitors and search engines take for a fault of
 * ours, and with a document that is blank until its script has run.
 */
export function withPageStatus<T>(
  log: Log,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  render: () => T,
): T {
  const note: { failure?: unknown } = {}
  const replace = replaceable(outgoing, () => outgoing.statusCode === 500 && note.failure !== undefined)
  const writeHead = outgoing.writeHead as (status: number, ...more: unknown[]) => ServerResponse
  const mended: typeof writeHead = (status, ...more) => {
    if (status >= 300 && status < 400 && status !== 304 && !outgoing.hasHeader('Content-Type'))
      outgoing.setHeader('Content-Type', REDIRECT_TYPE)
    const state = status === 500 && note.failure ? reportState(log, note.failure) : undefined
    if (!state) return writeHead.call(outgoing, status, ...more)
    outgoing.statusCode = 503
    outgoing.setHeader('Retry-After', state.retryAfter / SECOND)
    if (!isDocument(outgoing)) return writeHead.call(outgoing, 503, ...more)
    replace(failedPage(new Headers(incoming.headers as Record<string, string>)))
    return writeHead.call(outgoing, 503)
  }
  outgoing.writeHead = mended as ServerResponse['writeHead']
  return withNote(note, render)
}

const isDocument = (outgoing: ServerResponse): boolean =>
  String(outgoing.getHeader('Content-Type') ?? '').startsWith('text/html')

/**
 * Lets a body be replaced when its head is written: the renderer's own, compressed or not, is dropped. Prepared before the
 * renderer starts, because its compression remembers `write` and `end` as they are then.
 * @param isFailing whether the head, not yet written, would be that of a failed page
 */
function replaceable(outgoing: ServerResponse, isFailing: () => boolean) {
  let replacement: string | undefined
  const write = outgoing.write as (...given: unknown[]) => boolean
  const end = outgoing.end as (...given: unknown[]) => ServerResponse
  // Node.js writes a head that nobody wrote along with the first part of the body, and then it is too late.
  const head = () => {
    if (!outgoing.headersSent && isFailing()) outgoing.writeHead(outgoing.statusCode)
  }
  outgoing.write = ((...given: unknown[]) => {
    head()
    return replacement === undefined ? write.apply(outgoing, given) : true
  }) as ServerResponse['write']
  outgoing.end = ((...given: unknown[]) => {
    head()
    if (replacement === undefined) return end.apply(outgoing, given)
    return end.call(outgoing, outgoing.req.method === 'HEAD' ? undefined : replacement)
  }) as ServerResponse['end']
  return ({ locale, html }: ReturnType<typeof failedPage>): void => {
    replacement = html
    for (const name of OF_BODY) outgoing.removeHeader(name)
    outgoing.setHeader('Content-Type', 'text/html; charset=utf-8')
    outgoing.setHeader('Content-Language', locale)
    outgoing.setHeader('Content-Length', Buffer.byteLength(html))
  }
}
