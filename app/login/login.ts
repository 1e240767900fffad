'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'
import type { FormState } from '@/components/form/answer'
import { readFields } from '@/components/form/read-fields'
import { redirectTarget } from '@/lib/http/redirect-target'

/** Sign-in of a browser without JavaScript. */
export async function login(_previous: FormState, data: FormData): Promise<FormState> {
  const { email, password } = readFields(data, ['email', 'password'])
  const outcome = await submitForm('/api/auth/login', { email, password })
  if (outcome.ok) redirect(redirectTarget(data.get('next')))
  return { refusal: outcome.problem, values: { email } }
}
