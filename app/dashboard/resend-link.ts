'use server'

import { submitForm } from '@/app/form-action'
import type { ResendState } from './resend-state'

/** Asks for a new link, for a browser without JavaScript. */
export async function resendLink(): Promise<ResendState> {
  const outcome = await submitForm('/api/auth/verify-email/resend', {})
  return outcome.ok ? { isSent: true } : { refusal: outcome.problem }
}
