import type { requireOperatorCall } from '@/lib/http/guard/operator'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { report } from './answer'
import { EXAMPLE } from './example'
import { reportInput } from './input'

export const document: RouteDocument = {
  GET: {
    id: 'monitoring',
    chapter: 'Operators',
    summary: 'Returns the dashboard’s figures',
    description:
      'Database, mail, application, accounts, sign-ups and alarms. An unavailable figure is null and says why. The request does ' +
      'not keep an operator’s session alive.',
    access: ['operatorSession'],
    query: reportInput,
    answers: {
      200: {
        description: 'The report; the trends of the example are cut short.',
        schema: report,
        example: EXAMPLE,
      },
    },
    refusals: codes<RefusalOf<typeof requireOperatorCall> | 'invalid_input'>()([
      'invalid_input',
      'unauthenticated',
      'forbidden',
      'second_factor_needed',
    ]),
  },
}
