import { sql } from 'drizzle-orm'
import { PROOF_REFUSALS } from '../../browser-proof/refusals'
import type { DataContext } from '../../kernel/context'
import { durationQuantile } from '../count/duration-buckets'
import { tallies, tallyMarks } from '../count/schema'
import { PROOF_WAYS, type ProofWay, refusalKind, wayKind } from '../count/tallies'
import type { ProofReport } from './report'
import type { Window } from './span'

type Row = { kind: string; bucket: number; amount: number }

const KINDS = [...PROOF_WAYS.map(wayKind), ...PROOF_REFUSALS.map(refusalKind)]

async function readRows({ db }: DataContext, { from, to, step }: Window): Promise<Row[]> {
  const wanted = sql`kind in ${KINDS} and at >= ${from} and at <= ${to}`
  const { rows } = await db.execute<Row>(sql`
    select kind, bucket, sum(amount)::float8 as amount from (
      select kind, bucket, amount from ${tallies} where step = ${step} and ${wanted}
      union all select kind, bucket, amount from ${tallyMarks} where ${wanted}
    ) counted group by 1, 2`)
  return rows
}

const total = (rows: Row[]): number => rows.reduce((sum, { amount }) => sum + amount, 0)

function wayOf(way: ProofWay, rows: Row[]) {
  const own = rows.filter(({ kind }) => kind === wayKind(way))
  const durations = new Map(own.map(({ bucket, amount }) => [bucket, amount]))
  return { way, verified: total(own), medianSeconds: durationQuantile(durations, 0.5) }
}

/**
 * How the people who signed up in the window proved their addresses, and why proofs by browsers were refused. `verified`: all who did; those by no
 * known way (an operator, a new password) are `other`.
 */
export async function readProofs(ctx: DataContext, window: Window, verified: number): Promise<ProofReport> {
  const rows = await readRows(ctx, window)
  const ways = PROOF_WAYS.map((way) => wayOf(way, rows))
  const known = ways.reduce((sum, way) => sum + way.verified, 0)
  const refusals = PROOF_REFUSALS.map((reason) => ({
    reason,
    count: total(rows.filter(({ kind }) => kind === refusalKind(reason))),
  }))
  return {
    ways,
    other: Math.max(0, verified - known),
    refusals: refusals.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count),
  }
}
