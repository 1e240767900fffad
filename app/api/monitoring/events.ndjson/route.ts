import { endpoint } from '@/app/api/endpoint'
import type { ApiCall } from '@/lib/http/api-call'
import { withOperator } from '@/lib/http/guard/operator'
import { streamed } from '@/lib/http/response/stream'
import { parseInput } from '@/lib/kernel/parse-input'
import { type EventRange, exportEvents } from '@/lib/operate/export-events'
import { operatorOrigin } from '@/lib/operate/origin'
import { recogniseSession } from '@/lib/session/read'
import { exportInput } from './input'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const headersFor = ({ from, to }: EventRange): Record<string, string> => ({
  'Content-Type': 'application/x-ndjson',
  'Content-Disposition': `attachment; filename="events-${dayOf(from)}-${dayOf(to)}.ndjson"`,
})

const rangeOf = ({ url }: ApiCall) => parseInput(exportInput, Object.fromEntries(url.searchParams))

/** The operator may be stopped, or lose the role, while the answer is on its way. The key of the session was proven before it. */
async function checkOperator({ ctx }: ApiCall, jwt: string | null): Promise<void> {
  const session = await recogniseSession(ctx, jwt)
  if (session?.role !== 'operator') throw new Error('the operator’s session ended during an export')
}

/**
 * `GET /api/monitoring/events.ndjson?from=&to=`: the events of all accounts, a line each (specification 4.4). HEAD exports nothing, and so
 * records nothing.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/monitoring/events.ndjson', {
  HEAD: withOperator(async (call) => {
    const range = rangeOf(call)
    return range.ok ? new Response(null, { headers: headersFor(range.value) }) : range
  }),
  GET: withOperator(async (call, { user, handle }) => {
    const range = rangeOf(call)
    if (!range.ok) return range
    const { ctx, visitor } = call
    const { jwt } = visitor
    const look = { actorId: user.id, origin: await operatorOrigin(ctx, { id: user.id, handle, visitor }) }
    const lines = await exportEvents(ctx, range.value, look, () => checkOperator(call, jwt))
    return streamed(lines, headersFor(range.value))
  }),
})
