import { Webhook } from 'standardwebhooks'
import { keep, memory, recall } from '../../studio/memory'
import { webhookSecret } from '../../studio/settings'

/** No token of a session is good for longer after it ended: five minutes, and one for clocks that differ. */
const TOKEN_LIFE = 6 * 60_000
/** Events are tried again for three days. */
const TRIED = 3 * 24 * 60 * 60_000

type Event = { type: string; data: { user: string; session?: string } }

/** The event of a call, or null for a stranger's. */
function verified(body: string, headers: Headers): Event | null {
  try {
    return new Webhook(webhookSecret()).verify(body, Object.fromEntries(headers)) as Event
  } catch {
    return null
  }
}

/** `POST /studio/events`: what Huntaze Auth tells. */
export async function POST(request: Request): Promise<Response> {
  // The text as it came: a parsed and rewritten body has another signature.
  const event = verified(await request.text(), request.headers)
  if (!event) return new Response(null, { status: 400 })
  const id = request.headers.get('webhook-id') ?? ''
  if (recall(memory.events, id)) return new Response(null, { status: 204 })
  if (event.type === 'session.ended' && event.data.session)
    keep(memory.ended, event.data.session, true, TOKEN_LIFE)
  if (event.type === 'user.deleted') memory.ideas.delete(event.data.user)
  keep(memory.events, id, true, TRIED)
  return new Response(null, { status: 204 })
}
