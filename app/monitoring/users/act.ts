'use server'

import { redirect } from 'next/navigation'
import { submitForm } from '@/app/form-action'
import type { FormState } from '@/components/form/answer'
import { readFields } from '@/components/form/read-fields'
import { donePath } from './done-path'

const NAMES = ['act', 'userId', 'email', 'sessionId', 'password'] as const

/** An act on an account, for a browser without JavaScript. */
export async function actWithoutScript(_previous: FormState, data: FormData): Promise<FormState> {
  const given = NAMES.filter((name) => data.has(name))
  const fields = readFields(data, given)
  const outcome = await submitForm('/api/monitoring/users', fields)
  if (outcome.ok) redirect(donePath(fields))
  return { refusal: outcome.problem, values: {} }
}
