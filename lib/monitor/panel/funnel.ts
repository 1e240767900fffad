import { type SQL, sql } from 'drizzle-orm'
import type { DataContext } from '../../kernel/context'
import { durationQuantile } from '../count/duration-buckets'
import { tallies, tallyMarks } from '../count/schema'
import { PEOPLE_KINDS, SIGNUP_KINDS, type SignupKind } from '../count/tallies'
import type { FunnelCounts, Report } from './report'
import { STEPS, type Window } from './span'

/** Most domains that are named. All others are `other`, and so is a domain of so few people that it identifies them. */
const DOMAINS = 10
const FEWEST_PEOPLE = 5
const OTHER = 'other'
/**
 * Largest domains of each point that may be named; over the whole span, twice as many. Tens of thousands of domains
 * may have one person each, and adding up all of them would take a second.
 */
const CANDIDATES = 30

type Row = { kind: SignupKind; domain: string | null; bucket: number; amount: number }

/** Ranks by hour in a span of minutes, else by day: in one minute every domain may have one person. */
const candidateStep = ({ step }: Window): number => (step < STEPS.hour ? STEPS.hour : STEPS.day)

/**
 * Domains that may be named. Marks that are not folded yet count with their totals, so that folding changes no rank.
 */
function candidatesOf(window: Window): SQL {
  const seconds = candidateStep(window)
  const point = (time: SQL) => sql`date_bin(make_interval(secs => ${seconds}), ${time}, 'epoch')`
  return sql`
    points as (
      select generate_series(${point(sql`${window.from}::timestamptz`)}, ${window.to}, make_interval(secs => ${seconds})) as at
    ),
    fresh_points as (
      select at, domain, amount from (
        select at, domain, amount, row_number() over (partition by at order by amount desc, domain desc) as place from (
          select ${point(sql`at`)} as at, domain, sum(amount) as amount from fresh where kind = 'signup' group by 1, 2
        ) summed
      ) ranked where place <= ${CANDIDATES}
    ),
    largest as (
      select points.at, t.domain, t.amount from points cross join lateral (
        select domain, amount from ${tallies}
        where step = ${seconds} and step >= 3600 and kind = 'signup' and domain <> '' and at = points.at
        order by amount desc, domain desc limit ${CANDIDATES}
      ) t
    ),
    ranked as (
      select domain, amount, row_number() over (partition by at order by amount desc, domain desc) as place from (
        select l.* from largest l left join fresh_points f using (at, domain) where f.domain is null
        union all
        select f.at, f.domain, f.amount + coalesce((
          select amount from ${tallies} t
          where t.step = ${seconds} and t.kind = 'signup' and t.at = f.at and t.domain = f.domain and t.bucket = 0
        ), 0) from fresh_points f
      ) summed
    ),
    candidates as materialized (
      select domain from ranked where place <= ${CANDIDATES}
      group by domain order by sum(amount) desc, domain desc limit ${2 * CANDIDATES}
    )`
}

/** Sign-ups of each named domain, and of everybody (domain null). */
async function readSignups({ db }: DataContext, window: Window): Promise<Row[]> {
  const inWindow = sql`at >= ${window.from} and at <= ${window.to}`
  const kinds = [...SIGNUP_KINDS]
  const { rows } = await db.execute<Row>(sql`
    with fresh as materialized (
      select kind, at, domain, bucket, sum(amount) as amount from ${tallyMarks}
      where kind in ${kinds} and ${inWindow} group by 1, 2, 3, 4
    ),
    ${candidatesOf(window)},
    named as materialized (
      select domain from (
        select c.domain, folded.amount from candidates c cross join lateral (
          select sum(amount) as amount from ${tallies}
          where step = ${window.step} and kind = 'signup' and domain = c.domain and domain <> '' and ${inWindow}
        ) folded
        union all
        select domain, amount from fresh join candidates using (domain) where kind = 'signup'
      ) counted group by domain having sum(amount) >= ${FEWEST_PEOPLE} order by sum(amount) desc, domain limit ${DOMAINS}
    )
    select wanted.kind, n.domain, folded.bucket, folded.amount
    from named n
    cross join unnest(${`{${kinds.join(',')}}`}::text[]) as wanted (kind)
    cross join lateral (
      select bucket, sum(amount)::float8 as amount from ${tallies}
      where step = ${window.step} and kind = wanted.kind and domain = n.domain and domain <> '' and ${inWindow} group by 1
    ) folded
    union all
    select kind, domain, bucket, sum(amount)::float8 from fresh join named using (domain) group by 1, 2, 3
    union all
    select kind, null, bucket, sum(amount)::float8 from (
      select replace(kind, 'people', 'signup') as kind, bucket, amount from ${tallies}
      where step = ${window.step} and kind in ${PEOPLE_KINDS} and ${inWindow}
      union all select kind, bucket, amount from fresh
    ) everybody group by 1, 3`)
  return rows
}

/** Everybody except the people of the named domains. */
const othersOf = (everybody: Row[], named: Row[]): Row[] =>
  everybody.map((row) => {
    const same = named.filter(({ kind, bucket }) => kind === row.kind && bucket === row.bucket)
    return { ...row, amount: row.amount - same.reduce((total, { amount }) => total + amount, 0) }
  })

function countsOf(rows: Row[]): FunnelCounts & { delivered: number } {
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

/** The stages reached by the people who signed up in the window, in all and by mail domain. */
export async function readFunnel(ctx: DataContext, window: Window): Promise<Report['funnel']> {
  const rows = await readSignups(ctx, window)
  const everybody = rows.filter(({ domain }) => domain === null)
  const named = rows.filter(({ domain }) => domain !== null)
  const domains = [...new Set(named.map(({ domain }) => domain ?? ''))]
    .map((name) => ({ domain: name, ...countsOf(named.filter(({ domain }) => domain === name)) }))
    .sort((one, other) => other.registered - one.registered)
  const others = { domain: OTHER, ...countsOf(othersOf(everybody, named)) }
  const hasOthers = others.registered + others.sent + others.delivered + others.verified > 0
  return { ...countsOf(everybody), domains: hasOthers ? [...domains, others] : domains }
}

/** The same where nobody reports deliveries: how many arrived is not known. */
export const withoutDeliveries = ({ domains, ...everybody }: Report['funnel']): Report['funnel'] => ({
  ...everybody,
  delivered: null,
  domains: domains.map((domain) => ({ ...domain, delivered: null })),
})
