import { and, asc, gt, lte, sql } from 'drizzle-orm'
import { recordEvent } from '../audit/record'
import { events } from '../audit/schema'
import type { CoreContext } from '../kernel/context'
import type { Origin } from '../session/client/trace'

/** Events recorded from `from` on, and before `to`. */
export type EventRange = { from: Date; to: Date }

/** Events read by one statement. */
const PAGE = 1_000

/** Ids of the range: the first is greater than `after`, the last is `last`. */
type Ids = { after: number; last: number }

const columns = {
  id: events.id,
  createdAt: events.createdAt,
  type: events.type,
  userId: events.userId,
  actorId: events.actorId,
  detail: events.detail,
  session: events.session,
  browser: events.browser,
  system: events.system,
  country: events.country,
  network: events.network,
  result: events.result,
}

/**
 * Begins an export and records it: lines of NDJSON, in the order of ids, a page at a time. It ends with the newest event that is
 * committed now.
 * @param check asked before each page; the export breaks off with what it throws
 */
export async function exportEvents(
  ctx: CoreContext,
  range: EventRange,
  look: { actorId: number; origin: Origin | null },
  check: () => Promise<void>,
): Promise<AsyncGenerator<string, void>> {
  const ids = await idsOf(ctx, range)
  const detail = `${range.from.toISOString()}/${range.to.toISOString()}`
  await recordEvent(ctx, { type: 'events_exported', userId: look.actorId, detail, ...look })
  return linesOf(ctx, range, ids, check)
}

async function* linesOf(
  ctx: CoreContext,
  { from, to }: EventRange,
  ids: Ids,
  check: () => Promise<void>,
): AsyncGenerator<string, void> {
  for (let { after, last } = ids; after < last; ) {
    await check()
    const page = await readPage(ctx, { after, last })
    const lines = page.filter(({ createdAt: at }) => at >= from && at < to).map(lineOf)
    after = page.at(-1)?.id ?? last
    if (lines.length > 0) yield lines.join('')
  }
}

/**
 * Ids grow nearly as times do, and only nearly: transactions overlap, and clocks were wrong. So the range's ends are looked up
 * once, and its pages are read by id alone: the work of a page depends on no statistics.
 */
async function idsOf({ db }: CoreContext, { from, to }: EventRange): Promise<Ids> {
  // `+ 0`: by the index of times, and not by walking all ids until one is in the range.
  const { rows } = await db.execute<{ first: string | null; last: string | null }>(sql`
    select min(${events.id} + 0) as first, max(${events.id} + 0) as last from ${events}
    where ${events.createdAt} >= ${from} and ${events.createdAt} < ${to}`)
  const [found] = rows
  return { after: Number(found?.first ?? 1) - 1, last: Number(found?.last ?? 0) }
}

/** One statement outside a transaction: a client that reads slowly holds no connection meanwhile. */
const readPage = ({ db }: CoreContext, { after, last }: Ids) =>
  db
    .select(columns)
    .from(events)
    .where(and(gt(events.id, after), lte(events.id, last)))
    .orderBy(asc(events.id))
    .limit(PAGE)

type Row = Awaited<ReturnType<typeof readPage>>[number]

const lineOf = ({ id, createdAt, network, ...event }: Row): string =>
  `${JSON.stringify({ id, at: createdAt.toISOString(), ...event, network: network?.toString('hex') ?? null })}\n`
