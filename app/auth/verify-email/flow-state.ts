import type { Refusal } from '@/components/form/answer'
import type { LinkView } from '@/lib/auth/inspect-link'

/** What the server found when the page was asked for. */
export type Start = LinkView['state']

/** What a person can ask for here; each is one form. */
export type Intent = 'verify' | 'not-me' | 'renew'

/** How the last request ended; empty before the first one. */
export type FlowState = { done?: Intent; retryAfter?: number; refusal?: Refusal }

type View = Start | 'verified' | 'deleted' | 'renewed' | 'paused'

const DONE: Record<Intent, View> = { verify: 'verified', 'not-me': 'deleted', renew: 'renewed' }

const REFUSED: Record<string, View> = {
  token_expired: 'expired',
  token_used: 'used',
  already_verified: 'used',
  invalid_token: 'invalid',
}

/** Whether what a form sent names one of them. */
export const isIntent = (value: unknown): value is Intent =>
  typeof value === 'string' && Object.hasOwn(DONE, value)

/** Which message the page shows. A refusal that is about the moment, not the link, leaves the person where they were. */
export function viewOf(start: Start, { done, refusal }: FlowState): View {
  if (done) return DONE[done]
  if (!refusal) return start
  return REFUSED[refusal.code] ?? (start === 'own' ? 'paused' : start)
}
