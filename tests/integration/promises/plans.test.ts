import { expect, it } from 'vitest'
import { register } from '../../../lib/auth/register'
import { peekSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { fillDatabase } from '../../support/filled-database'
import { aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

/** PostgreSQL plans a named statement anew this often before it decides whether a plan for any values does as well. */
const TRIED = 5

/** A statement that is planned for its values each time costs several times its execution. */
it('each named statement of a check, a sign-in and a sign-up keeps its plan', async () => {
  const world = await aWorld({ poolSize: 1, env: { RATE_LIMIT_SCALE: '1000' } })
  const { ctx } = world
  // In empty tables every plan costs the same.
  await fillDatabase(world.pool, { users: 5000, sessions: 10_000, messages: 5000, days: 1 })
  const signUp = async (email = freshEmail()) =>
    expectOk(await register(ctx, { name: 'Jean', email, password: PASSWORD }, aVisitor()))
  const { user, deviceMark } = await signUp()
  for (let round = 0; round < 2 * TRIED; round += 1) {
    await signUp()
    const { session } = expectOk(
      await login(ctx, { email: user.email, password: PASSWORD, deviceMark }, aVisitor()),
    )
    await peekSession(ctx, session.jwt)
    await login(ctx, { email: user.email, password: 'not the passphrase' }, aVisitor())
  }
  await ctx.background.settled()
  const { rows } = await world.pool.query<{ name: string; planned: number; kept: number }>(
    'select name, custom_plans::int as planned, generic_plans::int as kept from pg_prepared_statements',
  )
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'read_sessions',
      'admit_sign_in',
      'settle_sign_in',
      'judge_guess',
      'mail_first_link',
    ]),
  )
  expect(rows.filter(({ planned, kept }) => planned > TRIED || kept === 0)).toEqual([])
})
