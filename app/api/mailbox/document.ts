import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { simulateInput } from './input'

export const document: RouteDocument = {
  POST: {
    id: 'simulateReport',
    chapter: 'Operation',
    summary: 'Simulates a provider’s report on a message in the local mailbox',
    description: 'Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`); otherwise 404.',
    body: { schema: simulateInput, example: { outboxId: 7, report: 'hard_bounce' } },
    answers: { 200: { description: 'Applied.', schema: success, example: { success: true } } },
    refusals: codes<'not_found'>()(['not_found']),
  },
}
