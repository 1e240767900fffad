import { z } from 'zod'
import type { ScanReport } from '@/dev/mailbox-simulator/open-as-scanner'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { openingInput } from '../input'

const report = z.strictObject({
  outcome: z
    .enum(['untouched', 'verified', 'used', 'expired', 'invalid'])
    .describe('State of the link afterwards.'),
  steps: z.array(z.string()).describe('Every request and its answer, without the token.'),
}) satisfies z.ZodType<ScanReport>

export const document: RouteDocument = {
  POST: {
    id: 'openAsScanner',
    chapter: 'Operation',
    summary: 'Opens the link of a message in the local mailbox as a mail scanner would',
    description: 'Exists only with the local mailbox (`EMAIL_TRANSPORT=mailbox`); otherwise 404.',
    body: { schema: openingInput, example: { id: 7, as: 'head' } },
    answers: {
      200: {
        description: 'Opened.',
        schema: report,
        example: { outcome: 'untouched', steps: ['HEAD /auth/verify-email 200'] },
      },
    },
    refusals: codes<'not_found'>()(['not_found']),
  },
}
