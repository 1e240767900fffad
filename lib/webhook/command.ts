import { recordEvent } from '../audit/record'
import type { EventType } from '../audit/types'
import { transaction } from '../db/transaction'
import type { DataContext, InTransaction } from '../kernel/context'
import type { Env } from '../kernel/env/env'
import { readAddress } from './address'
import { addEndpoint } from './endpoint/add'
import { removeEndpoint, rotateSecret } from './endpoint/change'
import { type Endpoint, listEndpoints, MAX_ENDPOINTS } from './endpoint/endpoint'
import { WEBHOOK_EVENTS, WEBHOOK_FILTERS } from './event-types'
import { replayRange } from './replay'

type Configured = DataContext & { env: Pick<Env, 'authSecrets' | 'webhooks'> }

/** The answer of a command. */
type Said = { text: string } | { refusal: string }

const NO_NUMBER = { refusal: 'give the number of one endpoint: webhook:list shows them' }

const unknown = (id: number): Said => ({ refusal: `there is no endpoint ${id}: webhook:list shows them` })

/** The number of an endpoint; null: it is none. */
const idIn = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)

const REFUSALS = {
  too_many: `there are ${MAX_ENDPOINTS} endpoints already: remove one first`,
  unnamed: 'some accounts have no opaque name yet: run npm run db:init:safe first',
} as const

/** Records a command on the server, with the endpoint that it changed, in the transaction of the change. */
const record = (t: InTransaction<DataContext>, type: EventType, detail: string): Promise<void> =>
  recordEvent(t, { type, userId: null, detail, origin: null })

/** `npm run webhook:add -- URL [--events user.*,session.ended]` */
export async function addWebhook(
  ctx: Configured,
  address: string,
  { events = '*' }: { events?: string },
): Promise<Said> {
  const read = readAddress(ctx.env, address)
  if ('fault' in read) return { refusal: read.fault }
  const filters = events.split(',').map((one) => one.trim())
  const stranger = filters.find((one) => !WEBHOOK_FILTERS.includes(one))
  if (stranger !== undefined)
    return {
      refusal: `--events takes *, user.*, session.*, mail.* and ${WEBHOOK_EVENTS.join(', ')}, comma-separated`,
    }
  const added = await transaction(ctx, async (t) => {
    const made = await addEndpoint(t, { url: read.url.href, events: filters })
    if (typeof made !== 'string') await record(t, 'webhook_added', `endpoint ${made.id}`)
    return made
  })
  if (typeof added === 'string') return { refusal: REFUSALS[added] }
  return {
    text: `endpoint ${added.id} is told ${filters.join(', ')}. Its secret, shown this once:\n${added.secret}`,
  }
}

function describe({ id, url, events, offAt, offReason, previousUntil }: Endpoint, now: Date): string {
  const off = offAt
    ? `off since ${offAt.toISOString()} (${offReason === 'gone' ? 'it answered 410' : 'by an operator'})`
    : 'on'
  const isRotating = previousUntil !== null && previousUntil > now
  const rotating = isRotating ? `, two secrets until ${previousUntil.toISOString()}` : ''
  return `${id}  ${url}  ${events.join(',')}  ${off}${rotating}`
}

/** `npm run webhook:list` */
export async function listWebhooks(ctx: Configured): Promise<Said> {
  const endpoints = await listEndpoints(ctx)
  if (endpoints.length === 0) return { text: 'there is no endpoint' }
  return { text: endpoints.map((endpoint) => describe(endpoint, ctx.now())).join('\n') }
}

/** `npm run webhook:remove -- ID` */
export async function removeWebhook(ctx: Configured, argument: string): Promise<Said> {
  const id = idIn(argument)
  if (id === null) return NO_NUMBER
  const isRemoved = await transaction(ctx, async (t) => {
    const wasThere = await removeEndpoint(t, id)
    if (wasThere) await record(t, 'webhook_removed', `endpoint ${id}`)
    return wasThere
  })
  return isRemoved ? { text: `endpoint ${id} is removed, with all that waited for it` } : unknown(id)
}

/** `npm run webhook:rotate -- ID` */
export async function rotateWebhook(ctx: Configured, argument: string): Promise<Said> {
  const id = idIn(argument)
  if (id === null) return NO_NUMBER
  const secret = await transaction(ctx, async (t) => {
    const fresh = await rotateSecret(t, id)
    if (fresh !== null) await record(t, 'webhook_secret_changed', `endpoint ${id}`)
    return fresh
  })
  if (secret === null) return unknown(id)
  return {
    text: `endpoint ${id} has a new secret; the one before is good for a day. The new one, shown this once:\n${secret}`,
  }
}

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/** A moment with its offset, or a day, which begins at midnight UTC. */
function momentIn(text: string | undefined): Date | null {
  const moment = text !== undefined && MOMENT.test(text) ? new Date(text) : null
  return moment && !Number.isNaN(moment.getTime()) ? moment : null
}

/** `npm run webhook:replay -- ID --from … --to …` */
export async function replayWebhook(
  ctx: Configured,
  argument: string,
  options: { from?: string; to?: string },
): Promise<Said> {
  const [id, from, to] = [idIn(argument), momentIn(options.from), momentIn(options.to)]
  if (id === null) return NO_NUMBER
  if (from === null || to === null || to <= from)
    return { refusal: 'give --from and --to, in this order, as 2026-11-30 or 2026-11-30T08:00:00Z' }
  const endpoint = (await listEndpoints(ctx)).find((one) => one.id === id)
  if (!endpoint) return unknown(id)
  if (endpoint.offAt) return { refusal: `endpoint ${id} is off: switch it on at /monitoring/webhooks first` }
  const count = await transaction(ctx, async (t) => {
    const replayed = await replayRange(t, endpoint, { from, to })
    await record(t, 'webhook_replayed', `endpoint ${id}: ${replayed}`)
    return replayed
  })
  return { text: `endpoint ${id} is told again of ${count} event(s)` }
}
