import { z } from 'zod'
import type { judgePassword } from '@/lib/auth/judge-password'
import { FIELD_CODES } from '@/lib/kernel/errors'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { judgeInput } from '../input'

const verdict = z
  .enum(['strong', ...FIELD_CODES])
  .describe('`strong`, or the code that this password would be refused with.')

export const document: RouteDocument = {
  POST: {
    id: 'judgePassword',
    chapter: 'Accounts',
    summary: 'Judges a new password before it is sent',
    description:
      'For forms, after a pause in typing. The same judge decides again when the password is chosen. Nothing is stored or logged.',
    body: {
      schema: judgeInput,
      example: { password: 'une phrase de passe assez longue', name: JEAN.name, email: JEAN.email },
    },
    answers: {
      200: {
        description: 'The verdict.',
        schema: z.strictObject({ verdict, detail: z.string().describe('For people, in their language.') }),
        example: { verdict: 'strong', detail: 'This password is good.' },
      },
    },
    refusals: codes<RefusalOf<typeof judgePassword>>()(['rate_limited']),
    limits: ['judgeByNetwork'],
  },
}
