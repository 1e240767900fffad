import { openAsScanner } from '@/dev/mailbox-simulator/open-as-scanner'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/request/read-json'
import { fail } from '@/lib/kernel/result'
import { openingInput } from '../input'

/** `POST /api/mailbox/open`: opens a message's link as a mail scanner would. Exists only beside the local mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/mailbox/open', {
  async POST({ ctx, request }) {
    if (ctx.env.email.transport !== 'mailbox') return fail('not_found')
    const input = await readInput(request, openingInput)
    if (!input.ok) return input
    const report = await openAsScanner(ctx, input.value.id, input.value.as)
    return report ? json(200, report) : fail('not_found')
  },
})
