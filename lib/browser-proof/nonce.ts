import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { keyedHashes } from '../kernel/seal'
import type { ProofRefusal } from './refusals'

/** Time in base 36, random part, signature: all of it may stand in an attribute. */
const NONCE = /^([0-9a-z]{1,10})\.([\w-]{22})\.([\w-]{43})$/

const signatures = ({ env }: CoreContext, browser: string | null, unsigned: string): Buffer[] =>
  keyedHashes(env, 'browser-proof', `${unsigned}\0${browser ?? ''}`)

/**
 * Makes the nonce of a sign-up form, which the browser signs into its proof. `browser`: the mark that the browser carries, if any; the nonce is
 * no other browser's then.
 */
export function newProofNonce(ctx: CoreContext, browser: string | null): string {
  const unsigned = `${ctx.now().getTime().toString(36)}.${randomBytes(16).toString('base64url')}`
  return `${unsigned}.${signatures(ctx, browser, unsigned)[0]?.toString('base64url')}`
}

/** Why a nonce is not one that this browser was given within the last quarter of an hour; null: it is. */
export function nonceRefusal(ctx: CoreContext, browser: string | null, nonce: string): ProofRefusal | null {
  const [, time = '', random, signature = ''] = NONCE.exec(nonce) ?? []
  const given = Buffer.from(signature, 'base64url')
  const isOurs = signatures(ctx, browser, `${time}.${random}`).some(
    (own) => own.length === given.length && timingSafeEqual(own, given),
  )
  if (!isOurs) return 'other_nonce'
  return ctx.now().getTime() - Number.parseInt(time, 36) < LIFETIMES.proofNonce ? null : 'old_nonce'
}
