import { type AnyColumn, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { EXPORTED } from '../../lib/account/export/tables'
import { findAccountByEmail } from '../../lib/account/find'
import { transaction } from '../../lib/db/transaction'
import { SECOND } from '../../lib/kernel/clock'
import type { CoreContext, InTransaction, Visitor } from '../../lib/kernel/context'
import type { EmailAddress } from '../../lib/kernel/email-address'
import { fail, ok, type Result } from '../../lib/kernel/result'
import { familiarKey } from '../../lib/limit/familiar-network'
import { rateLimits } from '../../lib/limit/schema'
import { keysOf, type Subject } from '../../lib/limit/subject'
import { LIMITS, type LimitName } from '../../lib/limit/table'

type Person = { id: number; email: EmailAddress }

/**
 * Tables whose rows stay: what happened, which the database lets nobody change, and the queues, since a worker may hold a row under a
 * lease that would seem over.
 */
const LEFT_ALONE = new Set(['events', 'email_messages', 'email_events', 'webhook_events'])

const isMoment = (column: AnyColumn): boolean => column.getSQLType() === 'timestamp with time zone'

const earlier = (column: AnyColumn, milliseconds: number): SQL =>
  sql`${column} - make_interval(secs => ${milliseconds / SECOND})`

/** Moves every moment in the rows of a person into the past. The export's rules say which rows these are. */
async function moveRows({ db }: InTransaction, person: Person, milliseconds: number): Promise<void> {
  for (const { table, where } of EXPORTED) {
    if (LEFT_ALONE.has(getTableName(table))) continue
    const moments = Object.entries(getTableColumns(table)).filter(([, column]) => isMoment(column))
    if (moments.length === 0) continue
    const moved = moments.map(([key, column]) => [key, earlier(column, milliseconds)])
    await db.update(table).set(Object.fromEntries(moved)).where(where(person))
  }
}

/** Forms in which limits name a person or a network. */
const subjectsOf = ({ network }: Pick<Visitor, 'network'>, person?: Person): string[] =>
  person
    ? [person.email, String(person.id), `${person.email} ${network}`, `${network} ${person.email}`]
    : [network]

async function moveLimits(t: InTransaction, keys: Buffer[], milliseconds: number): Promise<void> {
  const isTheirs = sql`${rateLimits.key} = any(${sql.param(keys)}::bytea[])`
  await t.db
    .update(rateLimits)
    .set({ expiresAt: earlier(rateLimits.expiresAt, milliseconds) })
    .where(isTheirs)
}

const keysOfSubjects = (ctx: CoreContext, subjects: string[]): Buffer[] =>
  keysOf(
    ctx,
    (Object.keys(LIMITS) as LimitName[]).flatMap((name) =>
      subjects.map((subject): Subject => [name, subject]),
    ),
  )

/**
 * Lets time pass for one person, and nobody else: every moment in their rows, and in the limits that count them, moves into the past.
 * Clocks stay right, so that the database, browsers and other services go on agreeing, and tests can run beside each other. Without a
 * person, time passes for the limits of the visitor's network alone.
 *
 * Refuses with `not_found` an address that nobody has.
 */
export const passTime = (
  ctx: CoreContext,
  { email, milliseconds }: { email?: EmailAddress; milliseconds: number },
  visitor: Pick<Visitor, 'network'>,
): Promise<Result<null, 'not_found'>> =>
  transaction(ctx, async (t) => {
    if (email === undefined) {
      await moveLimits(t, keysOfSubjects(t, subjectsOf(visitor)), milliseconds)
      return ok(null)
    }
    const person = await findAccountByEmail(t, email)
    if (!person) return fail('not_found')
    await moveRows(t, person, milliseconds)
    const familiar = familiarKey(t, person.id, visitor.network)
    await moveLimits(t, [familiar, ...keysOfSubjects(t, subjectsOf(visitor, person))], milliseconds)
    return ok(null)
  })
