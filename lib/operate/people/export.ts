import { and, asc, count, gt, isNull, sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import { recordEvent } from '../../audit/record'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import { unmarkedHash } from '../../password/foreign/stored'

/** People read by one statement. */
const PAGE = 1_000

/** `withheld`: disabled accounts, which the file cannot tell from others, and which would be open wherever it is imported. */
export type Exported = { written: number; withheld: number }

const readPage = ({ db }: InTransaction<DataContext>, after: number) =>
  db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      passwordHash: users.passwordHash,
      emailVerified: users.emailVerified,
      locale: users.locale,
      createdAt: users.createdAt,
    })
    .from(users)
    .where(and(gt(users.id, after), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .limit(PAGE)

type Row = Awaited<ReturnType<typeof readPage>>[number]

const lineOf = ({ id, passwordHash, ...person }: Row): string => {
  const hash = unmarkedHash(passwordHash)
  return `${JSON.stringify({ ...person, ...(hash === null ? {} : { passwordHash: hash }) })}\n`
}

/** The number of accounts that are open, and of those that are disabled. */
async function readCounts({ db }: DataContext): Promise<{ open: number; disabled: number }> {
  const [counts] = await db
    .select({
      open: sql<number>`count(*) filter (where ${isNull(users.disabledAt)})::int`,
      disabled: count(users.disabledAt),
    })
    .from(users)
  return counts ?? { open: 0, disabled: 0 }
}

/**
 * Writes every person as a line that an import takes, all as they are at one moment, a page at a time. Recorded before the first leaves.
 * @param write waits for whoever reads
 */
export async function exportPeople(
  ctx: DataContext,
  write: (lines: string) => Promise<void>,
): Promise<Exported> {
  const { open } = await readCounts(ctx)
  await recordEvent(ctx, { type: 'people_exported', userId: null, detail: String(open), origin: null })
  let hasBegun = false
  return transaction(
    ctx,
    async (t) => {
      // A transaction that runs again would write everybody again.
      if (hasBegun) throw new Error('an export broke off')
      // The reader may take longer than any transaction of a server.
      await t.db.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      const { disabled } = await readCounts(t)
      let written = 0
      for (let page = await readPage(t, 0); page.length > 0; page = await readPage(t, page.at(-1)?.id ?? 0)) {
        hasBegun = true
        await write(page.map(lineOf).join(''))
        written += page.length
      }
      return { written, withheld: disabled }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
