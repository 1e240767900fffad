'use server'

import { submitForm } from '@/app/form-action'
import type { Refusal } from '@/components/form/answer'
import { readFields } from '@/components/form/read-fields'

/** How the last simulated report ended; empty before the first one. */
export type Simulation = { report?: string; refusal?: Refusal }

/** Reports of a message, for a browser without JavaScript. The form has texts alone, the API wants a number. */
export async function simulate(_previous: Simulation, data: FormData): Promise<Simulation> {
  const { outboxId, report } = readFields(data, ['outboxId', 'report'])
  const outcome = await submitForm('/api/mailbox', { outboxId: Number(outboxId), report })
  return outcome.ok ? { report } : { refusal: outcome.problem }
}
