import { endpoint } from '@/app/api/endpoint'
import { type OwnEvent, readOwnEvents } from '@/lib/audit/read'
import { withSession } from '@/lib/http/guard/session'
import { json } from '@/lib/http/response/json'
import { parseInput } from '@/lib/kernel/parse-input'
import { eventsInput } from './input'

const shown = ({ id, type, at, browser, system }: OwnEvent) => ({ id, type, at, browser, system })

/** `GET /api/account/events?before=…`: what happened to the account, 50 events at a time (specification 4.3). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/account/events', {
  GET: withSession(async ({ ctx, url }, { user }) => {
    const input = parseInput(eventsInput, Object.fromEntries(url.searchParams))
    if (!input.ok) return input
    const { events, next } = await readOwnEvents(ctx, user.id, input.value.before)
    return json(200, { events: events.map(shown), next })
  }),
})
