import { sql } from 'drizzle-orm'
import type { Queryable } from '../db/client'
import { durationQuantile } from './duration-buckets'
import type { FunnelCounts, Report } from './report'
import type { Window } from './span'
import { SIGNUP_KINDS, type SignupKind } from './tallies'

/** Domains that are named; all others, and those of so few people that a domain tells who they are, are `other`. */
const DOMAINS = 10
const FEWEST_PEOPLE = 5
const OTHER = 'other'

type Row = { kind: SignupKind; domain: string | null; bucket: number; amount: number }

async function readSignups(db: Queryable, window: Window): Promise<Row[]> {
  const kinds = [...SIGNUP_KINDS]
  const { rows } = await db.execute<Row>(sql`
    with counted as materialized (
      select kind, domain, bucket, sum(amount) as amount from (
        select kind, domain, bucket, amount from tallies
        where step = ${window.step} and kind in ${kinds} and at >= ${window.from} and at <= ${window.to}
        union all select kind, domain, bucket, amount from tally_marks
        where kind in ${kinds} and at >= ${window.from} and at <= ${window.to}
      ) c group by 1, 2, 3
    ),
    top as (
      select domain from counted where kind = 'signup' and amount >= ${FEWEST_PEOPLE}
      order by amount desc, domain limit ${DOMAINS}
    )
    select kind, top.domain, bucket, sum(amount)::float8 as amount
    from counted left join top using (domain) group by 1, 2, 3`)
  return rows
}

function countsOf(rows: Row[]): FunnelCounts {
  const sum = (wanted: SignupKind) =>
    rows.reduce((total, { kind, amount }) => (kind === wanted ? total + amount : total), 0)
  const durations = new Map<number, number>()
  for (const { kind, bucket, amount } of rows)
    if (kind === 'signup_verified') durations.set(bucket, (durations.get(bucket) ?? 0) + amount)
  return {
    registered: sum('signup'),
    sent: sum('signup_mailed'),
    delivered: sum('signup_delivered'),
    verified: sum('signup_verified'),
    medianSeconds: durationQuantile(durations, 0.5),
    p95Seconds: durationQuantile(durations, 0.95),
  }
}

/** How far the people came who signed up in the window, in all and by the domain of their address. */
export async function readFunnel(db: Queryable, window: Window): Promise<Report['funnel']> {
  const rows = await readSignups(db, window)
  const names = [...new Set(rows.map(({ domain }) => domain ?? OTHER))]
  const domains = names.map((name) => ({
    domain: name,
    ...countsOf(rows.filter(({ domain }) => (domain ?? OTHER) === name)),
  }))
  const place = ({ domain, registered }: (typeof domains)[number]) => (domain === OTHER ? -1 : registered)
  return { ...countsOf(rows), domains: domains.sort((one, other) => place(other) - place(one)) }
}
