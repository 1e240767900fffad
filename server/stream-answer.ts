import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/**
 * Writes an answer as fast as the client reads it. Whatever makes it is told when the client leaves; where it fails, the connection
 * breaks off.
 * @throws what making the answer threw
 */
export async function streamAnswer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  if (!incoming.complete) outgoing.setHeader('Connection', 'close')
  incoming.resume()
  await pipeline(Readable.fromWeb(body), outgoing).catch((error) => {
    if (!isGone(error)) throw error
  })
}
