import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'health',
    chapter: 'Operation',
    summary: 'Tells whether the process answers',
    description:
      'For a supervisor that restarts a process when it hangs. The database plays no part, because a restart would not mend it; ' +
      '`/api/health/ready` asks it.',
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
