import { z } from 'zod'
import type { VerificationStatus } from '@/lib/auth/read-verification-status'
import type { requireSession } from '@/lib/http/guard/session'
import type { requireShown } from '@/lib/http/shown-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { retryAfter } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { accountInput } from '../../input'

const state = z
  .enum(['queued', 'sending', 'sent', 'delayed', 'delivered', 'bounced', 'complained', 'failed'])
  .describe('`failed` is final: there is no further attempt.')

const status = z.strictObject({
  emailVerified: z.boolean(),
  message: z
    .strictObject({
      state,
      bounce: z.enum(['hard', 'soft']).optional(),
      handedOn: z
        .literal(true)
        .optional()
        .describe('A next server, or a list, has it, and nobody reports any more.'),
      at: z.iso.datetime(),
    })
    .nullable()
    .describe('The newest verification e-mail; null once verified.'),
  suppressed: z.boolean().describe('The address gets no more mail: its owner has to correct it.'),
  retryAfter,
}) satisfies z.ZodType<VerificationStatus>

export const document: RouteDocument = {
  GET: {
    id: 'verificationStatus',
    chapter: 'Verification',
    summary: 'State of the verification e-mail',
    description:
      'For a page that waits: ask every few seconds, until `emailVerified` is true. Asking does not keep an operator’s idle ' +
      'session alive.',
    access: ['session'],
    query: accountInput,
    answers: {
      200: {
        description: 'The state.',
        schema: status,
        example: {
          emailVerified: false,
          message: { state: 'delivered', at: '2026-01-31T09:00:07.000Z' },
          suppressed: false,
          retryAfter: 42,
        },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession | typeof requireShown>>()([
      'unauthenticated',
      'changed_meanwhile',
    ]),
  },
}
