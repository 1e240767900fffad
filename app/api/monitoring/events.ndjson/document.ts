import { z } from 'zod'
import type { requireOperatorCall } from '@/lib/http/guard/operator'
import type { RefusalOf } from '@/lib/kernel/result'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { exportInput } from './input'

const LINE = {
  id: 42,
  at: '2026-03-01T12:00:00.000Z',
  type: 'signed_in',
  userId: 7,
  actorId: 7,
  detail: 'new_device',
  session: '5f0c2f0e-6c0c-4c55-8f5d-0d4f1c9c7e11',
  browser: 'Firefox',
  system: 'Windows',
  country: 'FR',
  network: '9f2c5d…',
  result: 'ok',
}

export const document: RouteDocument = {
  GET: {
    id: 'exportEvents',
    chapter: 'Operators',
    summary: 'Exports the events of all accounts as NDJSON',
    description:
      'One JSON object a line, in the order of `id`, made while the client reads: a reader of any speed gets any number of events. `at` ' +
      'is when it was recorded, in UTC; `userId` is the account it is about, and `actorId` the one that did it (null: nobody who ' +
      'was signed in, or a command on the server); `detail` holds machine words, counts or ids; `session` is the handle of the session ' +
      'that did it, which opens nothing; `browser`, `system` and `country` are null where they are not known; `network` is a hash in hex ' +
      'whose key lies in the account of `actorId`, else of `userId`: equal networks of one account are equal, and the deletion of the account erases ' +
      'the key; `result` is `ok` or `refused`. No line holds an address or a name. Events that commit while the export runs are not part of it, so ' +
      'let `to` lie some seconds back. An answer that breaks off is not whole. Each export is itself an event. `HEAD` gives the headers and ' +
      'exports nothing.',
    access: ['operatorSession'],
    query: exportInput,
    answers: {
      200: {
        description: 'The events; nothing where there are none.',
        type: 'application/x-ndjson',
        schema: z.string(),
        example: JSON.stringify(LINE),
        headers: { 'Content-Disposition': '`attachment`, with a name that says the days.' },
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
