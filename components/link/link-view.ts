import type { FormState } from '@/components/form/answer'

/** The state of a mailed link that can no longer be used; `none`: the page's address has no link in it. */
export type DeadLink = 'expired' | 'used' | 'invalid' | 'none'

/** `done`: it was used on this page. `kept`: the person answered that all is well. */
export type LinkViewOf<Start extends string> = Start | DeadLink | 'done' | 'kept'

const DEAD: Record<string, DeadLink> = {
  token_expired: 'expired',
  token_used: 'used',
  invalid_token: 'invalid',
}

/** The view after the last request. A refusal that does not concern the link keeps the present one. */
export function linkView<Start extends string>(
  start: Start,
  { answer, refusal, values }: FormState,
): LinkViewOf<Start> {
  if (answer) return values.answer === 'me' ? 'kept' : 'done'
  return (refusal && DEAD[refusal.code]) ?? start
}
