import { z } from 'zod'
import type { loseFactor } from '@/lib/auth/lose-factor'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { nothingInput } from '../../../account/input'

const moment = z.iso.datetime()

export const document: RouteDocument = {
  POST: {
    id: 'loseSecondStep',
    chapter: 'Accounts',
    summary: 'Begins the wait of somebody who lost the second step',
    description:
      'For a sign-in that was answered 202 (cookie `auth-step`). After seven days the password alone signs in, for a week. The owner is ' +
      'mailed at once, and stops it by “this was not me”, by signing in with the second step, or from a session. Asking again changes ' +
      'nothing. Operators are refused (403 `forbidden`): their way back is a command on the server.',
    body: { schema: nothingInput, mayBeMissing: true, example: {} },
    answers: {
      202: {
        description: 'The wait runs.',
        schema: z.strictObject({
          dueAt: moment.describe('From then on the second step is not asked.'),
          until: moment.describe('Until then it is not; later, it is asked again.'),
        }),
        example: { dueAt: '2026-03-08T12:00:00.000Z', until: '2026-03-15T12:00:00.000Z' },
      },
    },
    refusals: codes<RefusalOf<typeof loseFactor>>()(['step_over', 'forbidden']),
  },
}
