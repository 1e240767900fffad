import { z } from 'zod'
import type { Readiness } from '@/lib/monitor/ready'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

const parts = z
  .strictObject({
    database: z
      .enum(['ok', 'unreachable', 'read_only', 'rights_missing'])
      .describe(
        '`read_only`: the database answers but takes no writes, as during a fail-over. ' +
          '`rights_missing`: the role lacks a right that a sign-in needs; `npm run doctor` names the grants.',
      ),
    migrations: z
      .enum(['ok', 'missing', 'unknown'])
      .describe(
        '`missing`: the database lacks some that this version needs; `npm run db:init:safe` applies them. ' +
          '`unknown`: there is nothing to compare, which alone causes no 503.',
      ),
    worker: z
      .enum(['ok', 'starting', 'silent'])
      .describe('`silent`: the mail worker has not been heard for two minutes.'),
  })
  .meta({ id: 'Parts', description: 'Parts that a server needs.' }) satisfies z.ZodType<Readiness['parts']>

const schema = <Status extends string>(status: Status) => z.strictObject({ status: z.literal(status), parts })

export const document: RouteDocument = {
  GET: {
    id: 'ready',
    chapter: 'Operation',
    summary: 'Tells whether the process is ready',
    description: 'For load balancers. It names the part that is missing, without details.',
    standsAlone: true,
    refusals: codes<never>()([]),
    answers: {
      200: {
        description: 'Ready.',
        schema: schema('ready'),
        example: { status: 'ready', parts: { database: 'ok', migrations: 'ok', worker: 'ok' } },
      },
      503: {
        description: 'Not ready: ask again in some seconds.',
        schema: schema('not_ready'),
        example: {
          status: 'not_ready',
          parts: { database: 'ok', migrations: 'missing', worker: 'starting' },
        },
      },
    },
  },
}
