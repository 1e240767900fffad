import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { mailedInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'simulateMailedReport',
    chapter: 'Operation',
    summary: 'Has a mail server report about a message in the local mailbox',
    description:
      'The report is written as that server writes it, and read as those of real servers are. 404 also where the message has had 50 reports, which is all that are kept. Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`); otherwise 404.',
    body: { schema: mailedInput, example: { id: 7, server: 'postfix', fate: 'full' } },
    answers: { 200: { description: 'Read.', schema: success, example: { success: true } } },
    refusals: codes<'not_found'>()(['not_found']),
  },
}
