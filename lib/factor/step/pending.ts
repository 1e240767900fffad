import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { type Account, accountColumns } from '../../account/account'
import { users } from '../../account/schema'
import { shift } from '../../kernel/clock'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { sha256 } from '../../kernel/seal'
import { type StepMethod, stepMethods } from './asked'
import { type FIRST_STEPS, signInSteps } from './schema'

/** Wrong codes that end a step (specification 4.5). */
const TRIES = 5

/** A sign-in that waits for its second step. `token`: the browser's cookie. */
export type PendingStep = { token: string; methods: StepMethod[] }

export type FirstStep = (typeof FIRST_STEPS)[number]

/** Begins the second step of a locked account whose first step went well. */
export async function beginStep(t: InTransaction, account: Account, first: FirstStep): Promise<PendingStep> {
  const token = randomBytes(32).toString('base64url')
  const createdAt = t.now()
  await t.db.insert(signInSteps).values({
    tokenHash: sha256(token),
    userId: account.id,
    first,
    deviceEpoch: account.deviceEpoch,
    createdAt,
    expiresAt: shift(createdAt, LIFETIMES.signInStep),
  })
  return { token, methods: stepMethods(t.env, account) }
}

/** A step that waits, and its account as it is now. */
export type FoundStep = { account: Account; methods: StepMethod[] }

/** The step that a cookie names, and its account; null where it is over, or the password was replaced meanwhile. */
export async function findStep(ctx: CoreContext, token: string | null): Promise<FoundStep | null> {
  if (token === null) return null
  const [row] = await ctx.db
    .select({ step: signInSteps, account: accountColumns })
    .from(signInSteps)
    .innerJoin(users, eq(users.id, signInSteps.userId))
    .where(eq(signInSteps.tokenHash, sha256(token)))
  if (!row || row.step.expiresAt <= ctx.now() || row.step.deviceEpoch !== row.account.deviceEpoch) return null
  return { account: row.account, methods: stepMethods(ctx.env, row.account) }
}

/** Ends a step, once. @returns false where it was over already */
export async function endStep({ db }: InTransaction, token: string): Promise<boolean> {
  const ended = await db
    .delete(signInSteps)
    .where(eq(signInSteps.tokenHash, sha256(token)))
    .returning({ userId: signInSteps.userId })
  return ended.length > 0
}

/** Counts a wrong code of a locked account; the fifth ends the step. @returns whether it is over */
export async function countWrongCode(t: InTransaction, token: string): Promise<boolean> {
  const [row] = await t.db
    .update(signInSteps)
    .set({ tries: sql`${signInSteps.tries} + 1` })
    .where(eq(signInSteps.tokenHash, sha256(token)))
    .returning({ tries: signInSteps.tries })
  if (row && row.tries < TRIES) return false
  await endStep(t, token)
  return true
}
