import type { Refusal } from '@/components/form/answer'
import type { LinkView } from '@/lib/auth/inspect-link'

/** The link's state when the server wrote the page. */
export type Start = LinkView['state']

/** The requests of this page; each is one form. */
export type Intent = 'verify' | 'not-me' | 'renew'

/** Outcome of the last request; empty before the first. */
export type FlowState = { done?: Intent; retryAfter?: number; refusal?: Refusal }

type View = Start | 'verified' | 'deleted' | 'renewed' | 'paused'

const DONE: Record<Intent, View> = { verify: 'verified', 'not-me': 'deleted', renew: 'renewed' }

const REFUSED: Record<string, View> = {
  token_expired: 'expired',
  token_used: 'used',
  already_verified: 'used',
  invalid_token: 'invalid',
}

/** Narrows a form's field to an intent. */
export const isIntent = (value: unknown): value is Intent =>
  typeof value === 'string' && Object.hasOwn(DONE, value)

/** The message to show. A refusal that does not concern the link keeps the present one. */
export function viewOf(start: Start, { done, refusal }: FlowState): View {
  if (done) return DONE[done]
  if (!refusal) return start
  return REFUSED[refusal.code] ?? (start === 'own' ? 'paused' : start)
}
