import { simulatedIssuer } from '../../browser-proof/simulator/issuer'
import { fail } from '../../kernel/result'
import type { ApiHandler } from '../api-call'
import { type GuardedHandler, guarded } from './guarded'

/** Anybody may call: the answer is the same for all, or the input is what is judged (a password, a new account). */
export const anyone = (handler: ApiHandler): GuardedHandler => guarded('anyone', handler)

/**
 * Anybody may call; the request brings a proof that the flow itself checks: a mailed token, a signature, or the session
 * where a token would do as well.
 */
export const withProofInside = (handler: ApiHandler): GuardedHandler => guarded('proof_inside', handler)

/**
 * A provider's page sends the browser here, with a POST too: the one request from another site that is let in. The flow checks its
 * proof: a `state` that is good once, and the cookie of the browser that began.
 */
export const fromProvider = (handler: ApiHandler): GuardedHandler => guarded('provider', handler)

/**
 * A browser comes by itself with a proof of its session's key. Not held against other sites: a refusal would make the browser forget the
 * key for good, and no other site can send the proof.
 */
export const withDeviceKey = (handler: ApiHandler): GuardedHandler => guarded('device_key', handler)

/** Exists only beside the local mailbox; 404 `not_found` under any other transport. */
export const withLocalMailbox = (handler: ApiHandler): GuardedHandler =>
  guarded('local_mailbox', async (call) =>
    call.ctx.env.email.transport === 'mailbox' ? handler(call) : fail('not_found'),
  )

/** Exists only where the local mailbox simulates an issuer of proofs; else 404. Browsers ask it for pages of any site. */
export const withLocalIssuer = (handler: ApiHandler): GuardedHandler =>
  guarded('local_issuer', async (call) => (simulatedIssuer(call.ctx.env) ? handler(call) : fail('not_found')))
