import { endpoint } from '@/app/api/endpoint'
import { simulateReport } from '@/lib/email/transport/mailbox/simulate'
import { withLocalMailbox } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'
import { SIMULATOR_FORM } from './form'
import { simulateInput } from './input'

/** `POST /api/mailbox`: the local mailbox as a simulator of what a provider reports. Exists only beside that mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/mailbox',
  {
    POST: withLocalMailbox(async (call) => {
      const { ctx } = call
      const input = await readInput(call, simulateInput)
      if (!input.ok) return input
      const reception = await simulateReport(ctx, input.value.outboxId, input.value.report)
      return reception === 'applied' ? json(200, { success: true }) : fail('not_found')
    }),
  },
  SIMULATOR_FORM,
)
