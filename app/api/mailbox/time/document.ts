import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { timeInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'passTime',
    chapter: 'Operation',
    summary: 'Lets time pass for one person, for tests',
    description:
      'Moves every moment that is stored about the person, and about the limits that count them, into the past: sessions, links and proofs run ' +
      'out as if they had waited. Clocks stay right, other people are not touched, events and mail keep their moments, and a limit of one known ' +
      'browser goes on. Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`); otherwise 404.',
    body: { schema: timeInput, example: { email: 'jean@example.com', seconds: 86_400 } },
    answers: { 200: { description: 'It has passed.', schema: success, example: { success: true } } },
    refusals: codes<'not_found'>()(['not_found']),
  },
}
