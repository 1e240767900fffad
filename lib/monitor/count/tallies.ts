import { sql } from 'drizzle-orm'
import type { ProofRefusal } from '../../browser-proof/refusals'
import { transaction } from '../../db/transaction'
import type { DataContext, InTransaction } from '../../kernel/context'
import { tallies, tallyMarks } from './schema'

/** Numbers of accounts as they stand. */
export const ACCOUNT_KINDS = ['users', 'users_verified', 'users_disabled'] as const
/** Messages, by the minute of the event. A complaint is about a delivered message, as SES defines it. */
export const MAIL_KINDS = [
  'mail_sent',
  'mail_delivered',
  'mail_bounced_hard',
  'mail_bounced_soft',
  'mail_complaint',
] as const
/**
 * Soft bounces that a later report revised: the message arrived, or bounced for good. Counted at the minute of the soft
 * bounce, and subtracted from it. A kind of its own, because a counter (`GET /api/metrics`) never goes back.
 */
export const REVISED_KIND = 'mail_bounced_soft_revised'
/** People, by the minute of their sign-up and the domain of their address: how far they came. */
export const SIGNUP_KINDS = ['signup', 'signup_mailed', 'signup_delivered', 'signup_verified'] as const

/** The same people of all domains: adding up tens of thousands of domains takes too long for a dashboard. */
export const PEOPLE_KINDS = SIGNUP_KINDS.map((kind) => kind.replace('signup', 'people'))
/** Ways to prove the address of an account. `provider`: whoever people sign in through. */
export const PROOF_WAYS = ['link', 'code', 'browser', 'provider'] as const
export type ProofWay = (typeof PROOF_WAYS)[number]
/** People by the way they proved their address, by the minute of their sign-up, with the time it took. */
export const wayKind = (way: ProofWay): string => `people_by_${way}`
/** Proofs by browsers that were refused, by the minute of the sign-up that brought them. */
export const refusalKind = (refusal: ProofRefusal): string => `people_refused_${refusal}`
/** Minutes in which some instance lived. */
export const BEAT_KIND = 'beat'

export type AccountKind = (typeof ACCOUNT_KINDS)[number]
export type MailKind = (typeof MAIL_KINDS)[number]
export type SignupKind = (typeof SIGNUP_KINDS)[number]

/** Any number: keeps our advisory lock apart from others'. */
const FOLDING_LOCK = 727_276
const BATCH = 20_000

/**
 * Folds marks into tallies, in bounded batches, one process at a time. A reader adds both up in one statement, so it
 * never sees a mark twice or not at all.
 */
export async function foldMarks(ctx: DataContext): Promise<void> {
  let folded: number
  do folded = await transaction(ctx, foldBatch)
  while (folded === BATCH)
}

async function foldBatch({ db }: InTransaction<DataContext>): Promise<number> {
  const turn = await db.execute<{ ours: boolean }>(
    sql`select pg_try_advisory_xact_lock(${FOLDING_LOCK}) as ours`,
  )
  if (!turn.rows[0]?.ours) return 0
  const { rows } = await db.execute<{ taken: number }>(sql`
    with taken as (
      delete from ${tallyMarks} where id = any(array(select id from ${tallyMarks} order by id limit ${BATCH}))
      returning kind, at, domain, bucket, amount
    ),
    counted as (
      select * from taken
      union all select replace(kind, 'signup', 'people'), at, '', bucket, amount from taken where kind like 'signup%'
    ),
    steps as (
      select step.seconds, kind, domain, bucket, amount,
        date_bin(make_interval(secs => step.seconds), at, 'epoch') as at
      from counted cross join lateral (
        select seconds from (values (60, true), (900, true), (3600, true), (86400, kind like 'signup%' or kind like 'people%')) s (seconds, wanted)
        where wanted
      ) step
      where at is not null
      union all select 0, kind, '', bucket, amount, 'infinity' from taken
    ),
    stored as (
      insert into ${tallies} as t (step, kind, at, domain, bucket, amount)
      select seconds, kind, at, domain, bucket, sum(amount) from steps group by 1, 2, 3, 4, 5
      on conflict (step, kind, at, domain, bucket) do update set amount = t.amount + excluded.amount
    )
    select count(*)::int as taken from taken`)
  return rows[0]?.taken ?? 0
}

/** All that was ever counted of each kind, by class of durations where the kind has them. */
export async function readAllTime(
  { db }: DataContext,
  kinds: readonly string[],
): Promise<{ kind: string; bucket: number; amount: number }[]> {
  const { rows } = await db.execute<{ kind: string; bucket: number; amount: string }>(sql`
    select kind, bucket, sum(amount) as amount from (
      select kind, bucket, amount from ${tallies} where step = 0 and at = 'infinity' and kind in ${kinds}
      union all select kind, bucket, amount from ${tallyMarks} where kind in ${kinds}
    ) counted group by 1, 2 order by 1, 2`)
  return rows.map(({ amount, ...row }) => ({ ...row, amount: Number(amount) }))
}
