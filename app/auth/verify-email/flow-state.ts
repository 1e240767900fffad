import type { EntryBody } from '@/components/factor/page-after'
import type { FormState } from '@/components/form/answer'
import type { LinkView } from '@/lib/auth/inspect-link'

/** The link's state when the server wrote the page; `none`: its address had no link in it. */
export type Start = LinkView['state'] | 'none'

/** `linked`: masked address of the link's account. `present`: address of the account that is signed in here. */
export type OtherAccount = { linked: string; present: string }

/** The requests of this page, each one form, by the API's path that takes it. */
export const ACTIONS = {
  verify: '/api/auth/verify-email',
  'not-me': '/api/auth/verify-email/not-me',
  renew: '/api/auth/verify-email/resend',
} as const

export type Intent = keyof typeof ACTIONS

/** `user`: the account that this browser was signed in to. */
export type FlowAnswer = EntryBody & { retryAfter?: number; user?: unknown }

/** Outcome of the last request. */
export type FlowState = FormState<FlowAnswer>

export type View = Start | 'verified' | 'deleted' | 'renewed' | 'paused'

const DONE: Record<string, View> = {
  [ACTIONS.verify]: 'verified',
  [ACTIONS['not-me']]: 'deleted',
  [ACTIONS.renew]: 'renewed',
}

const REFUSED: Record<string, View> = {
  token_expired: 'expired',
  token_used: 'used',
  already_verified: 'used',
  invalid_token: 'invalid',
}

/** The message to show. A refusal that does not concern the link keeps the present one. */
export function viewOf(start: Start, { action = '', answer, refusal }: FlowState): View {
  if (answer) return DONE[action] ?? start
  if (!refusal) return start
  return REFUSED[refusal.code] ?? (start === 'own' ? 'paused' : start)
}
