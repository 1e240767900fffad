import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'health',
    chapter: 'Operation',
    summary: 'Whether this process answers',
    standsAlone: true,
    refusals: codes<never>()([]),
    answers: {
      200: {
        description: 'It does.',
        schema: z.strictObject({ status: z.literal('ok') }),
        example: { status: 'ok' },
      },
    },
  },
}
