import { endpoint } from '@/app/api/endpoint'
import { simulateMailedReport } from '@/lib/email/transport/mailbox/mailed/simulate'
import { withLocalMailbox } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'
import { SIMULATOR_FORM } from '../form'
import { mailedInput } from '../input'

/** `POST /api/mailbox/mailed`: a mail server's report about a message. Exists only beside the local mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/mailbox/mailed',
  {
    POST: withLocalMailbox(async (call) => {
      const input = await readInput(call, mailedInput)
      if (!input.ok) return input
      const outcome = await simulateMailedReport(call.ctx, input.value)
      return outcome === 'recorded' ? json(200, { success: true }) : fail('not_found')
    }),
  },
  SIMULATOR_FORM,
)
