import { simulateInput } from '@/lib/auth/input'
import { simulateReport } from '@/lib/email/simulate'
import { endpoint, json } from '@/lib/http/endpoint'
import { readInput } from '@/lib/http/read-json'
import { fail } from '@/lib/result'

/** `POST /api/mailbox`: the local mailbox as a simulator of what a provider reports. Exists only beside that mailbox. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/mailbox', {
  async POST({ ctx, request }) {
    if (ctx.env.email.transport !== 'mailbox') return fail('not_found')
    const input = await readInput(request, simulateInput)
    if (!input.ok) return input
    const reception = await simulateReport(ctx, input.value.outboxId, input.value.report)
    return reception === 'applied' ? json(200, { success: true }) : fail('not_found')
  },
})
