import { eq } from 'drizzle-orm'
import { expect, it, onTestFinished, vi } from 'vitest'
import { setDisabled } from '../../../lib/account/change'
import { openDatabase } from '../../../lib/db/client'
import { endPresentedSession } from '../../../lib/session/end'
import { peekSession } from '../../../lib/session/read'
import { sessions } from '../../../lib/session/schema'
import { holdableAnswers } from '../../support/held-answers'
import { statementsSent } from '../../support/statements'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const aUser = () => aRegisteredUser(world, freshEmail())

/** The same world over a way on which the database's answers can be kept back. */
async function overHeldAnswers() {
  const answers = await holdableAnswers(String(world.ctx.env.databaseUrl))
  const { db, pool } = openDatabase(answers.url, world.ctx.log)
  onTestFinished(async () => {
    answers.release()
    await pool.end()
    await answers.close()
  })
  return { ctx: { ...world.ctx, db }, answers }
}

const databaseTime = async () => (await world.pool.query('select clock_timestamp()::text as at')).rows[0].at

/** Whether a statement that reads sessions began after `asked`, and has done its work. */
const hasReadSince = async (asked: string) =>
  (
    await world.pool.query(
      `select from pg_stat_activity where datname = current_database() and state = 'idle'
        and query like '%unnest%' and query_start > $1`,
      [asked],
    )
  ).rowCount === 1

it('a session that ends between another check and its own is refused, though both come at one time', async () => {
  const { jwt } = await aUser()
  const { ctx, answers } = await overHeldAnswers()
  expect(await peekSession(ctx, jwt)).not.toBeNull()
  answers.hold()
  const asked = await databaseTime()
  const before = peekSession(ctx, jwt)
  await vi.waitUntil(() => hasReadSince(asked), { timeout: 10_000, interval: 5 })
  await endPresentedSession(world.ctx, jwt)
  const after = peekSession(ctx, jwt)
  answers.release()
  expect(await after).toBeNull()
  expect(await before).not.toBeNull()
})

it('checks that come at one time share a statement, and each gets its own answer', async () => {
  const people = [await aUser(), await aUser(), await aUser(), await aUser()]
  const [ended, disabled] = people
  await endPresentedSession(world.ctx, ended?.jwt ?? null)
  await setDisabled(world.ctx, disabled?.user.id ?? 0, world.ctx.now())
  const jwts = [...people, ...people].map(({ jwt }) => jwt)
  let read: (number | undefined)[] = []
  const sent = await statementsSent(async () => {
    const found = await Promise.all(jwts.map((jwt) => peekSession(world.ctx, jwt)))
    read = found.map((session) => session?.user.id)
  })
  const ids = [undefined, undefined, people[2]?.user.id, people[3]?.user.id]
  expect(read).toEqual([...ids, ...ids])
  expect(sent.filter((text) => text.includes('unnest'))).toHaveLength(2)
})

it('a row of another JWT, another account or a past time is nobody’s session', async () => {
  const { user, jwt } = await aUser()
  const other = await aUser()
  const { ctx } = world
  const [row] = await ctx.db.select().from(sessions).where(eq(sessions.userId, user.id))
  if (!row) throw new Error('no session')
  for (const set of [{ tokenHash: Buffer.alloc(32) }, { userId: other.user.id }, { expiresAt: ctx.now() }]) {
    await ctx.db.update(sessions).set(set).where(eq(sessions.id, row.id))
    expect(await peekSession(ctx, jwt)).toBeNull()
    await ctx.db.update(sessions).set(row).where(eq(sessions.id, row.id))
  }
  expect(await peekSession(ctx, jwt)).not.toBeNull()
})

it('a moment that cannot be read is a fault, and not "never"', async () => {
  const fresh = await aWorld()
  const { user, jwt } = await aRegisteredUser(fresh, freshEmail())
  await fresh.pool.query(`update sessions set created_at = 'infinity' where user_id = $1`, [user.id])
  await expect(peekSession(fresh.ctx, jwt)).rejects.toThrow('a moment that is none')
})
