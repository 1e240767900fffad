import { sql } from 'drizzle-orm'
import { DAY, shift } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'
import { plainFigure } from '../alarm/judge'
import { readAccounts } from '../count/tallies'
import type { GaugeName, Readings } from '../gauge/gauges'
import type { Latest, Trends } from './database'
import type { Panel, UsersFigure } from './report'
import { seriesOf, type Window } from './span'

export const USER_GAUGES = ['total', 'verified', 'pending', 'active', 'disabled'] satisfies GaugeName[]

type Standing = Record<Exclude<UsersFigure, 'active'>, number>

/** Whoever has not verified is pending; disabled accounts are among the verified and the pending. */
async function readStanding(ctx: DataContext): Promise<Standing> {
  const { users, users_verified: verified, users_disabled: disabled } = await readAccounts(ctx)
  return { total: users, verified, pending: users - verified, disabled }
}

/**
 * Accounts seen in the last 24 hours, counted in the index of `last_seen_at`: with hundreds of thousands of them that
 * takes longer than somebody who looks at a dashboard should wait, so it is counted once a minute for everybody.
 */
export async function sampleUsers(ctx: DataContext): Promise<Readings> {
  const { rows } = await ctx.db.execute<{ active: number }>(
    sql`select count(*)::int as active from users where last_seen_at > ${shift(ctx.now(), -DAY)}`,
  )
  return { ...(await readStanding(ctx)), active: rows[0]?.active ?? null }
}

export async function readUsersPanel(
  ctx: DataContext,
  latest: Latest,
  trends: Trends,
  window: Window,
): Promise<Panel<UsersFigure>> {
  const { total, verified, pending, disabled } = await readStanding(ctx)
  const active = latest.get('active')?.value ?? null
  const figure = (value: number) => plainFigure(value, 'count', 'totals')
  const trend = (name: UsersFigure) => seriesOf(window, trends.get(name) ?? new Map())
  return {
    figures: {
      total: figure(total),
      verified: figure(verified),
      pending: figure(pending),
      disabled: figure(disabled),
      active: plainFigure(active, 'count', 'last_seen', active === null ? { why: 'not_sampled' } : {}),
    },
    trends: {
      total: trend('total'),
      verified: trend('verified'),
      pending: trend('pending'),
      active: trend('active'),
      disabled: trend('disabled'),
    },
  }
}
