'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'
import type { FormState } from '@/components/form/answer'
import { readFields } from '@/components/form/read-fields'

/** Corrects the account's address, for a browser without JavaScript. */
export async function correctAddress(_previous: FormState, data: FormData): Promise<FormState> {
  const { email } = readFields(data, ['email'])
  const outcome = await submitForm('/api/auth/change-email', { email })
  if (outcome.ok) redirect('/dashboard')
  return { refusal: outcome.problem, values: { email } }
}
