import { z } from 'zod'
import type { Readiness } from '@/lib/monitor/ready'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

const parts = z
  .strictObject({
    database: z.enum(['ok', 'unreachable']),
    migrations: z
      .enum(['ok', 'missing', 'unknown'])
      .describe(
        '`missing`: the database lacks some that this version needs; `npm run db:init:safe` applies them. ' +
          '`unknown`: there is nothing to compare, which alone is no reason for a 503.',
      ),
    worker: z
      .enum(['ok', 'starting', 'silent'])
      .describe('`silent`: nothing heard for two minutes from what sends the mail.'),
  })
  .meta({ id: 'Parts', description: 'What a server needs to do its work.' }) satisfies z.ZodType<
  Readiness['parts']
>

const schema = <Status extends string>(status: Status) => z.strictObject({ status: z.literal(status), parts })

export const document: RouteDocument = {
  GET: {
    id: 'ready',
    chapter: 'Operation',
    summary: 'Whether requests may be sent to this process',
    description: 'For load balancers. It names the part that is missing, and nothing of it.',
    standsAlone: true,
    refusals: codes<never>()([]),
    answers: {
      200: {
        description: 'They may.',
        schema: schema('ready'),
        example: { status: 'ready', parts: { database: 'ok', migrations: 'ok', worker: 'ok' } },
      },
      503: {
        description: 'Not now: ask again in some seconds.',
        schema: schema('not_ready'),
        example: {
          status: 'not_ready',
          parts: { database: 'ok', migrations: 'missing', worker: 'starting' },
        },
      },
    },
  },
}
