import { sql } from 'drizzle-orm'
import { given, namedStatement } from '../db/statement/named'
import { COMMITS_SOON, commitsSoon } from '../db/statement/soon'
import { secondsUntil } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { fail, ok, type Result } from '../kernel/result'
import { countHit, limitSql, limitValues } from './hit'
import type { Subject } from './subject'
import type { LimitName } from './table'

/** The last limit that was counted: the one at `place`, from 1 on. */
type Counted = { place: number; hits: number; allowed: number; expiresAt: Date }

const cte = (place: number) => sql.identifier(`hit${place}`)

/** Counts each limit after the one before it, if that one was not used up. The rows are locked in the order of the limits. */
function countHits(count: number, { isSoon }: { isSoon: boolean }) {
  const places = Array.from({ length: count }, (_, index) => index + 1)
  const counts = places.map((place) => {
    const before = cte(place - 1)
    const from =
      place === 1 ? sql`` : sql`from ${before} where ${before}.hits <= ${limitSql(place - 1).allowed}`
    return sql`${cte(place)} as (${countHit(limitSql(place), from)})`
  })
  const results = places.map(
    (
      place,
    ) => sql`select ${given(`place${place}`, 'int')} as place, hits, ${limitSql(place).allowed} as allowed,
      expires_at as "expiresAt" ${isSoon ? sql`, ${COMMITS_SOON} as soon` : sql``} from ${cte(place)}`,
  )
  return sql`with ${sql.join(counts, sql`, `)} ${sql.join(results, sql` union all `)} order by place desc limit 1`
}

const makeStatement = (name: string, count: number, isSoon: boolean) =>
  namedStatement<Record<string, unknown>, Counted>(name, () => countHits(count, { isSoon }))

/** One for each number of limits. */
const statements = new Map<string, ReturnType<typeof makeStatement>>()

function statementFor(count: number, isSoon: boolean): ReturnType<typeof makeStatement> {
  const name = `${isSoon ? 'consume_soon' : 'consume'}_${count}`
  const statement = statements.get(name) ?? makeStatement(name, count, isSoon)
  statements.set(name, statement)
  return statement
}

async function count(ctx: CoreContext, subjects: Subject[], isSoon: boolean) {
  const now = ctx.now()
  const values = subjects.map((subject, index) => ({
    ...limitValues(ctx, index + 1, subject, now),
    [`place${index + 1}`]: index + 1,
  }))
  const all = Object.assign({ now, ...commitsSoon(ctx) }, ...values)
  const [last] = await statementFor(subjects.length, isSoon)(ctx, all)
  const limit = last && subjects[last.place - 1]?.[0]
  if (!limit) throw new Error('an upsert returned no row')
  return last.hits > last.allowed ? overLimit(ctx, limit, secondsUntil(last.expiresAt, now)) : ok(null)
}

/**
 * Counts one hit on each limit in turn, all in one statement, so that simultaneous hits in any number of processes are all counted.
 * Refuses at the first that is used up with `rate_limited` and the seconds until its window ends; the limits after it are not
 * counted.
 */
export const consume = (ctx: CoreContext, ...subjects: Subject[]): Promise<Result<null, 'rate_limited'>> =>
  count(ctx, subjects, false)

/** The same for work that nobody has done yet: the commit does not wait for the disk. Not in a transaction: it would not either. */
export const consumeSoon = (
  ctx: CoreContext,
  ...subjects: Subject[]
): Promise<Result<null, 'rate_limited'>> => count(ctx, subjects, true)

/** The refusal of whoever used a limit up. `wait`: seconds until its window ends. */
export function overLimit({ log }: CoreContext, limit: LimitName, wait: number) {
  log.warn('rate_limited', { limit })
  return fail('rate_limited', { retryAfter: Math.max(1, wait), limit })
}
