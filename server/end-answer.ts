import type { IncomingMessage, ServerResponse } from 'node:http'
import { SECOND } from '../lib/kernel/clock'

/** How long a refused client may go on sending before its connection is closed under it. */
const LINGER = 2 * SECOND

/**
 * Ends an answer that may have come before the request's end. The rest of such a request is thrown away unread and
 * its connection is not used again. Closing it at once would reset it, and a client that is still sending would see
 * the reset instead of the answer (RFC 9112 9.6).
 */
export function endAnswer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  content: string | Buffer = '',
): void {
  if (incoming.complete) {
    // The rest of the body, still in the parser, would block the connection's next request.
    incoming.resume()
    outgoing.end(content)
    return
  }
  outgoing.setHeader('Connection', 'close')
  // 204 has no length (RFC 9110 8.6).
  if (outgoing.statusCode !== 204) outgoing.setHeader('Content-Length', Buffer.byteLength(content))
  outgoing.flushHeaders()
  outgoing.write(content)
  const end = () => outgoing.end()
  const timer = setTimeout(end, LINGER)
  incoming.once('end', end).once('close', () => {
    clearTimeout(timer)
    end()
  })
  incoming.resume()
}
