import { describe, expect, it } from 'vitest'
import { DAY } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { login } from '../../support/entries'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

// ASVS 6.3.2
it('a database that was just made has no account, and takes no usual one', async () => {
  for (const table of ['users', 'sessions', 'email_suppressions']) {
    expect((await world.pool.query(`select count(*)::int as rows from ${table}`)).rows).toEqual([{ rows: 0 }])
  }
  for (const name of ['admin', 'root', 'test', 'demo', 'huntaze']) {
    for (const password of ['admin', 'password', 'changeme', 'huntaze', name, '']) {
      const email = toEmailAddress(`${name}@huntaze.com`)
      expect(await login(world.ctx, { email, password }, aVisitor())).toMatchObject({
        error: { code: 'invalid_credentials' },
      })
    }
  }
})

// ASVS 6.4.2
it('no table keeps a hint, a question, or an answer to one', async () => {
  const { rows } = await world.pool.query(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
  )
  const names: string[] = rows.map(({ name }) => name)
  expect(names).toContain('users.password_hash')
  expect(names.filter((name) => /hint|question|answer|birth|maiden|pet/i.test(name))).toEqual([])
})

describe('a password', () => {
  // ASVS 6.2.10
  it('is as good after two years as on its first day', async () => {
    const { email } = await aVerifiedUser(world, freshEmail())
    world.ctx.now.advance(2 * 365 * DAY)
    const { user } = expectOk(await login(world.ctx, { email, password: PASSWORD }, aVisitor()))
    expect(user).toEqual({ id: expect.any(Number), name: 'Jean Dupont', email, emailVerified: true })
  })
})
