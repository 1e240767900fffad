import { z } from 'zod'
import type { exportData } from '@/lib/auth/account/export-data'
import type { requireProof } from '@/lib/http/guard/fresh-proof'
import type { requireSession } from '@/lib/http/guard/session'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

const table = z.strictObject({
  about: z.string().describe('For people, in their language.'),
  kept: z.string().describe('How long a row is kept, likewise.'),
  rows: z.array(z.record(z.string(), z.unknown())).describe('The person’s rows, by columns.'),
  withheld: z.record(z.string(), z.string()).describe('Columns that are left out, each with the reason.'),
})

export const document: RouteDocument = {
  GET: {
    id: 'exportData',
    chapter: 'Own account',
    summary: 'Exports everything that is stored about the signed-in person',
    description:
      'A file of every row about the person, without secrets, and how long each table keeps its rows. Needs a fresh proof; a browser ' +
      'that comes without one by a link is sent to give it (303).',
    access: ['session'],
    answers: {
      200: {
        description: 'The file.',
        schema: z.strictObject({
          exportedAt: z.iso.datetime(),
          about: z.string().describe('For people, in their language.'),
          tables: z.record(z.string(), table).describe('By the table’s name.'),
          limits: z.string().describe('Likewise: about counters, whose rows nobody can find.'),
        }),
        example: {
          exportedAt: '2026-03-01T12:00:00.000Z',
          about:
            'Everything our tables hold about you, but secrets. Moments are in universal time (ISO 8601).',
          tables: {
            users: {
              about: 'Your account.',
              kept: 'as long as the account',
              rows: [{ id: JEAN.id, email: JEAN.email, name: JEAN.name }],
              withheld: { passwordHash: 'a secret: whoever had it could act in your place' },
            },
          },
          limits: 'Counters against misuse hold your address and your network as hashes.',
        },
        headers: { 'Content-Disposition': '`attachment`, with a name that ends in the date of the export.' },
      },
    },
    refusals: codes<
      | RefusalOf<typeof requireSession | typeof exportData>
      | Extract<RefusalOf<typeof requireProof>, 'proof_needed'>
      | 'cross_site_request'
    >()(['unauthenticated', 'proof_needed', 'cross_site_request', 'rate_limited']),
    limits: ['exportByAccount'],
  },
}
