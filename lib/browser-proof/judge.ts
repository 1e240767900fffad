import { SECOND } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { domainOf, type EmailAddress } from '../kernel/email-address'
import { nonceRefusal } from './nonce'
import type { ProofRefusal } from './refusals'
import { examine, isByIssuer } from './verify'

/** Milliseconds from the beginning of a sign-up in which its proof must be judged: a person waits (specification 4.9: never slower than 3 s). */
const DEADLINE = 2.5 * SECOND

/** A proof that a browser brought, and the mark that the browser carries. */
export type BroughtProof = { token: string; browser: string | null }

/** A proof that is good if its nonce is still unused, or why it is not. */
export type JudgedProof = { nonce: string } | { refusal: ProofRefusal }

/** The time that a sign-up which begins now has for its proof. */
export const proofDeadline = (): AbortSignal => AbortSignal.timeout(DEADLINE)

/**
 * Judges the proof of an address. The issuer is asked for its keys only where it may vouch for the address and everything else is right. Never throws.
 * `deadline`: ends the wait. Undefined: no proof came, or the feature is off.
 */
export async function judgeProof(
  ctx: Context,
  {
    address,
    proof,
    deadline,
  }: { address: EmailAddress; proof: BroughtProof | undefined; deadline: AbortSignal },
): Promise<JudgedProof | undefined> {
  const { emailProof, appUrl } = ctx.env
  if (!emailProof || !proof) return undefined
  const domain = domainOf(address)
  const issuer = emailProof.issuers.get(domain)
  const examined = examine(proof.token, {
    address,
    issuer,
    audience: appUrl,
    nonceRefusal: (nonce) => nonceRefusal(ctx, proof.browser, nonce),
    now: ctx.now(),
  })
  if ('refusal' in examined) return examined
  if (issuer === undefined) return { refusal: 'unknown_issuer' }
  const answer = await ctx.issuerKeys({ domain, issuer, kid: examined.kid }, deadline)
  if ('refusal' in answer) return answer
  return isByIssuer(examined.word, answer.keys) ? { nonce: examined.nonce } : { refusal: 'signature' }
}
