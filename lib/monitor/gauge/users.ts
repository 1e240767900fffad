import { sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import { DAY, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { readStanding } from '../count/accounts'
import type { Sampled } from './gauges'

/**
 * Accounts, and those seen in the last 24 hours: counted in the index of `last_seen_at`, which takes too long for a page
 * beside hundreds of thousands of them, so once a minute for everybody.
 */
export async function sampleUsers(ctx: DataContext): Promise<Sampled<'users'>> {
  const { rows } = await ctx.db.execute<{ active: number }>(
    sql`select count(*)::int as active from ${users} where last_seen_at > ${shift(ctx.now(), -DAY)}`,
  )
  return { ...(await readStanding(ctx)), active: rows[0]?.active ?? null }
}
