import { z } from 'zod'
import type { VerificationStatus } from '@/lib/auth/read-verification-status'
import type { requireSession } from '@/lib/http/session-guard'
import type { RefusalOf } from '@/lib/kernel/result'
import { retryAfter } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

const state = z
  .enum(['queued', 'sending', 'sent', 'delayed', 'delivered', 'bounced', 'complained', 'failed'])
  .describe('`failed` is final: it is not tried again.')

const status = z.strictObject({
  emailVerified: z.boolean(),
  message: z
    .strictObject({ state, bounce: z.enum(['hard', 'soft']).optional(), at: z.iso.datetime() })
    .nullable()
    .describe('The newest verification e-mail; null once verified.'),
  suppressed: z.boolean().describe('The address gets no more mail from us: it has to be corrected.'),
  retryAfter,
}) satisfies z.ZodType<VerificationStatus>

export const document: RouteDocument = {
  GET: {
    id: 'verificationStatus',
    chapter: 'Verification',
    summary: 'Where the verification e-mail is',
    access: ['session'],
    answers: {
      200: {
        description: 'What is known of it.',
        schema: status,
        example: {
          emailVerified: false,
          message: { state: 'delivered', at: '2026-01-31T09:00:07.000Z' },
          suppressed: false,
          retryAfter: 42,
        },
      },
    },
    refusals: codes<RefusalOf<typeof requireSession>>()(['unauthenticated']),
  },
}
