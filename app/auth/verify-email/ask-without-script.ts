'use server'

import { submitForm, submitVerification } from '@/app/form-action'
import { readFields } from '@/components/form/read-fields'
import { type FlowState, type Intent, isIntent } from './flow-state'

const ASK: Record<Intent, (token: string) => ReturnType<typeof submitForm>> = {
  verify: submitVerification,
  'not-me': (token) => submitForm('/api/auth/verify-email/not-me', { token }),
  renew: (token) => submitForm('/api/auth/verify-email/resend', { token }),
}

const secondsOf = (body: unknown): number | undefined =>
  typeof body === 'object' && body !== null && 'retryAfter' in body && typeof body.retryAfter === 'number'
    ? body.retryAfter
    : undefined

/** The three requests of this page, for a browser without JavaScript. */
export async function askWithoutScript(_previous: FlowState, data: FormData): Promise<FlowState> {
  const { intent, token } = readFields(data, ['intent', 'token'])
  if (!isIntent(intent)) return {}
  const outcome = await ASK[intent](token)
  return outcome.ok ? { done: intent, retryAfter: secondsOf(outcome.body) } : { refusal: outcome.problem }
}
