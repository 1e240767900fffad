import { z } from 'zod'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { messagesInput, simulateInput } from './input'

const message = z.strictObject({
  id: z.int().positive(),
  outboxId: z
    .int()
    .positive()
    .nullable()
    .describe('Its row in the outbox, which a report names. Null: it has none.'),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  at: z.iso.datetime(),
})

export const document: RouteDocument = {
  GET: {
    id: 'listMailbox',
    chapter: 'Operation',
    summary: 'Lists the messages of the local mailbox, for tests',
    description:
      'The newest first, 50 at most. Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`); otherwise 404.',
    query: messagesInput,
    answers: {
      200: {
        description: 'The messages.',
        schema: z.strictObject({ messages: z.array(message) }),
        example: {
          messages: [
            {
              id: 7,
              outboxId: 7,
              to: 'jean@example.com',
              subject: 'Vérifiez votre email',
              text: 'Bienvenue Jean ! 👋',
              html: '<p>Bienvenue Jean ! 👋</p>',
              at: '2026-03-01T12:00:00.000Z',
            },
          ],
        },
      },
    },
    refusals: codes<'not_found' | 'invalid_input'>()(['not_found', 'invalid_input']),
  },
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
