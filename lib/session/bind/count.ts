import { sql } from 'drizzle-orm'
import type { Context, Database } from '../../kernel/context'
import { bindingCounts } from './schema'

/**
 * Counted outcomes of bindings: keys registered, requests without their proof by the verdict on them, and proofs that were refused.
 * `refused_wrong` is a refresh with a signature of another key; `refused_registration` any registration that bound nothing.
 */
export const BINDING_OUTCOMES = [
  'registered',
  'refused_missing',
  'refused_unchecked',
  'bounced',
  'refused_wrong',
  'refused_registration',
] as const

export type BindingOutcome = (typeof BINDING_OUTCOMES)[number]

/** Counts that are not stored yet, by day and outcome; `isWriting`: a statement is under way and takes them along after it. */
type Waiting = { counts: Map<string, number>; isWriting: boolean }

const waitingOf = new WeakMap<Database, Waiting>()

function waitingIn(db: Database): Waiting {
  const waiting = waitingOf.get(db) ?? { counts: new Map(), isWriting: false }
  waitingOf.set(db, waiting)
  return waiting
}

/** Counts an outcome, after the answer. However many there are, one statement at a time writes them. */
export function countBinding(ctx: Context, outcome: BindingOutcome): void {
  const waiting = waitingIn(ctx.db)
  const key = `${ctx.now().toISOString().slice(0, 10)} ${outcome}`
  waiting.counts.set(key, (waiting.counts.get(key) ?? 0) + 1)
  if (waiting.isWriting) return
  waiting.isWriting = true
  ctx.background.run('binding_counted', () =>
    store(ctx, waiting).finally(() => {
      waiting.isWriting = false
    }),
  )
}

async function store({ db }: Context, waiting: Waiting): Promise<void> {
  while (waiting.counts.size > 0) {
    const taken = [...waiting.counts]
    waiting.counts.clear()
    const rows = taken.map(([key, amount]) => {
      const [day = '', outcome = ''] = key.split(' ')
      return sql`(${`${day}T00:00:00Z`}::timestamptz, ${outcome}, ${amount}::bigint)`
    })
    await db.execute(sql`
      insert into ${bindingCounts} as c (day, outcome, amount) values ${sql.join(rows, sql`, `)}
      on conflict (day, outcome) do update set amount = c.amount + excluded.amount`)
  }
}
