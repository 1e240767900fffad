'use server'

import { submitForm } from '@/app/form-action'
import { readFields } from '@/components/form/read-fields'
import { requestOf, type Simulation, simulationOf } from './simulation'

/** The simulator's buttons, for a browser without JavaScript. */
export async function simulate(_previous: Simulation, data: FormData): Promise<Simulation> {
  const fields = readFields(data, ['id', 'outboxId', 'report', 'as'])
  const { path, body } = requestOf({ ...fields, id: Number(fields.id), outboxId: Number(fields.outboxId) })
  const outcome = await submitForm(path, body)
  return outcome.ok ? simulationOf(fields, outcome.body) : { refusal: outcome.problem }
}
