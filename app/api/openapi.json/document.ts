import { z } from 'zod'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  GET: {
    id: 'openApi',
    chapter: 'Operation',
    summary: 'Returns this document',
    description:
      'The same as `docs/openapi.json` of the running release, for generators of clients and tools that check requests.',
    standsAlone: true,
    refusals: codes<never>()([]),
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        schema: z.looseObject({ openapi: z.literal('3.1.1') }),
        example: { openapi: '3.1.1' },
        headers: {
          'Cache-Control': '`public, max-age=3600`: it holds no secret and changes with a deployment.',
        },
      },
    },
  },
}
