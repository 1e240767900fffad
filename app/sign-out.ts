'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'
import type { FormState } from '@/components/form/answer'

/** Sign-out of a browser without JavaScript. */
export async function signOut(): Promise<FormState> {
  const outcome = await submitForm('/api/auth/logout', {})
  if (outcome.ok) redirect('/login')
  return { refusal: outcome.problem, values: {} }
}
