import { findAccount } from '../../account/find'
import type { Context, Visitor } from '../../kernel/context'
import { noteRefusal } from '../client/refusals'
import { type BindingOutcome, countBinding } from './count'
import type { Verdict } from './state'

/** Verdicts on a request without its proof, each with what is counted. */
const COUNTED: Record<Exclude<Verdict, 'let_in'>, BindingOutcome> = {
  refuse: 'refused_missing',
  unavailable: 'refused_unchecked',
  bounce: 'bounced',
}

/** A request that was not let in, because its session's key was not proven. */
type Unproven = { verdict: Exclude<Verdict, 'let_in'>; userId: number }

/**
 * Tells operators of a request without the proof of its session's key: counts it, and writes a line of the log. A refusal is an event of
 * the account as well: a key was lost, or the session was copied.
 */
export function noteUnproven(ctx: Context, { verdict, userId }: Unproven, visitor: Visitor): void {
  countBinding(ctx, COUNTED[verdict])
  if (verdict === 'bounce') return
  ctx.log.warn('device_proof_missing', { userId, detail: verdict })
  if (verdict === 'refuse') noteEvent(ctx, userId, 'missing', visitor)
}

/** Tells operators of a refresh that another key signed: somebody has the binding's name, or the browser lost the key. */
export function noteWrongProof(ctx: Context, userId: number, visitor: Visitor): void {
  countBinding(ctx, 'refused_wrong')
  ctx.log.warn('device_proof_wrong', { userId })
  noteEvent(ctx, userId, 'wrong', visitor)
}

/** The author is unknown: the owner's browser, or a thief's. */
function noteEvent(
  ctx: Context,
  userId: number,
  detail: string,
  { network, userAgent, locale, keySigns }: Visitor,
) {
  const visitor = { network, userAgent, locale, keySigns: { ...keySigns }, jwt: null }
  ctx.background.run('device_refused', async () => {
    const account = await findAccount(ctx, userId)
    if (account) noteRefusal(ctx, { type: 'device_refused', account, detail }, visitor)
  })
}
