import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'health',
    chapter: 'Operation',
    summary: 'Tells whether the process answers',
    standsAlone: true,
    refusals: codes<never>()([]),
    answers: {
      200: {
        description: 'It answers.',
        schema: z.strictObject({ status: z.literal('ok') }),
        example: { status: 'ok' },
      },
    },
  },
}
