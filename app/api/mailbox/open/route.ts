import { endpoint } from '@/app/api/endpoint'
import { openAsScanner } from '@/dev/mailbox-simulator/open-as-scanner'
import { withLocalMailbox } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'
import { SIMULATOR_FORM } from '../form'
import { openingInput } from '../input'

/** `POST /api/mailbox/open`: opens a message's link as a mail scanner would. Exists only beside the local mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/mailbox/open',
  {
    POST: withLocalMailbox(async (call) => {
      const { ctx } = call
      const input = await readInput(call, openingInput)
      if (!input.ok) return input
      const report = await openAsScanner(ctx, input.value.id, input.value.as)
      return report ? json(200, report) : fail('not_found')
    }),
  },
  SIMULATOR_FORM,
)
