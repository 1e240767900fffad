import { sql } from 'drizzle-orm'
import { users } from '../../account/schema'
import { DAY, SECOND, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { type BoundShare, readBindingCounts, readOperatorsBound } from '../../session/bind/read-counts'
import { readStanding } from '../count/accounts'
import { floorTo } from '../panel/span'
import type { Sampled } from './gauges'

/**
 * Accounts, and those seen in the last 24 hours: counted in the index of `last_seen_at`, which takes too long for a page
 * beside hundreds of thousands of them, so once a minute for everybody.
 */
export async function sampleUsers(ctx: DataContext): Promise<Sampled<'users'>> {
  const { rows } = await ctx.db.execute<{ active: number }>(
    sql`select count(*)::int as active from ${users} where last_seen_at > ${shift(ctx.now(), -DAY)}`,
  )
  return { ...(await readStanding(ctx)), active: rows[0]?.active ?? null, ...(await sampleBindings(ctx)) }
}

const percentOf = ({ open, bound }: BoundShare): number | null => (open === 0 ? null : (100 * bound) / open)

/** Outcomes that are requests or proofs that were not accepted. */
const REFUSALS = ['refused_missing', 'refused_unchecked', 'refused_wrong'] as const

async function sampleBindings(ctx: DataContext) {
  const counts = await readBindingCounts(ctx, floorTo(ctx.now(), DAY / SECOND))
  return {
    boundOperators: percentOf(await readOperatorsBound(ctx)),
    refusedProofs: REFUSALS.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0),
  }
}
