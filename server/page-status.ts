import type { ServerResponse } from 'node:http'
import { withNote } from '../lib/db/states/noted'
import { reportState } from '../lib/db/states/report'
import { SECOND } from '../lib/kernel/clock'
import type { Log } from '../lib/kernel/log'

/**
 * Renders a page. A page that fails because of the database's state answers 503 with `Retry-After`, as the API does.
 * Next.js answers every exception with 500, which monitors and search engines take for a fault of ours.
 */
export function withPageStatus<T>(log: Log, outgoing: ServerResponse, render: () => T): T {
  const note: { failure?: unknown } = {}
  const writeHead = outgoing.writeHead as (status: number, ...more: unknown[]) => ServerResponse
  const mended: typeof writeHead = (status, ...more) => {
    const state = status === 500 && note.failure ? reportState(log, note.failure) : undefined
    if (!state) return writeHead.call(outgoing, status, ...more)
    outgoing.statusCode = 503
    outgoing.setHeader('Retry-After', state.retryAfter / SECOND)
    return writeHead.call(outgoing, 503, ...more)
  }
  outgoing.writeHead = mended as ServerResponse['writeHead']
  return withNote(note, render)
}
