import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'health',
    chapter: 'Operation',
    summary: 'Tells whether the process answers',
    description:
      'For whatever restarts a process that hangs. It asks nothing of the database, which a restart would not bring back; ' +
      '`/api/health/ready` does.',
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
