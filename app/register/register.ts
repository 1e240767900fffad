'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'
import type { FormState } from '@/components/form/answer'
import { readFields } from '@/components/form/read-fields'

/** Registration of a browser without JavaScript: the dashboard it ends on says to check the e-mail. */
export async function register(_previous: FormState, data: FormData): Promise<FormState> {
  const values = readFields(data, ['name', 'email'])
  const outcome = await submitForm('/api/auth/register', { ...values, ...readFields(data, ['password']) })
  if (outcome.ok) redirect('/dashboard')
  return { refusal: outcome.problem, values }
}
