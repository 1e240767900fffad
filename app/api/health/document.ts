import { z } from 'zod'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'health',
    chapter: 'Operation',
    summary: 'Whether this process answers',
    standsAlone: true,
    answers: {
      200: {
        description: 'It does.',
        schema: z.strictObject({ status: z.literal('ok') }),
        example: { status: 'ok' },
      },
    },
  },
}
