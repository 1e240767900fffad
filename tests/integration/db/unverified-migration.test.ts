import { describe, expect, it } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { DAY } from '../../../lib/kernel/clock'
import { expireAccounts } from '../../../lib/monitor/expire-accounts'
import { TAGS } from '../../support/migrations'
import { olderDatabase } from '../../support/older-database'
import { queryOnce } from '../../support/with-client'
import { createWorld } from '../../support/world'

/** Migrations before the one that brought the rule. */
const BEFORE = TAGS.indexOf('0012_whole_account')

type Row = { email: string; age: number }

describe('accounts that are older than the rule for never-verified ones', () => {
  it('age from the migration, however long ago they signed up', async () => {
    const database = await olderDatabase(BEFORE)
    await queryOnce(
      database.url,
      `insert into users (email, name, password_hash, created_at)
       values ('old@example.com', 'Jean', '-', now() - interval '400 days')`,
    )
    await migrate(database.url)
    const ages = await queryOnce<Row>(
      database.url,
      'select email, extract(epoch from now() - unverified_since)::float8 as age from users',
    )
    expect(ages).toEqual([{ email: 'old@example.com', age: expect.closeTo(0, -2) }])

    const world = await createWorld({ database })
    try {
      const present = { ...world.ctx, now: () => new Date() }
      expect(await expireAccounts(present, 30 * DAY)).toBe(0)
      const later = { ...world.ctx, now: () => new Date(Date.now() + 30 * DAY) }
      expect(await expireAccounts(later, 30 * DAY)).toBe(1)
    } finally {
      await world.close()
    }
  })
})
