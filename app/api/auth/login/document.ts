import { z } from 'zod'
import type { login } from '@/lib/auth/login'
import type { RefusalOf } from '@/lib/kernel/result'
import { JEAN, SECOND_STEP_ANSWER, SIGN_IN_HEADERS, SIGN_IN_LIMITS, user } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'
import { loginInput } from '../input'

export const document: RouteDocument = {
  POST: {
    id: 'login',
    chapter: 'Accounts',
    summary: 'Signs in',
    description:
      'An unknown address and a wrong password get the same 401 after the same time. The browser’s earlier session ends. ' +
      'A disabled account is refused with 403, but only after the right password. ' +
      'Failures count per account, and per network once they are spread over ten accounts or more: then the right password is ' +
      'refused with 429 too, except in a browser or from a network that the account was signed in to from before. A browser ' +
      'that carries `auth-device` has a budget of its own. A network that is over its limits gets a challenge with its 429, and ' +
      'goes on by work; the limits of an account stand as they are.',
    body: {
      schema: loginInput,
      example: { email: JEAN.email, password: 'une phrase de passe assez longue' },
    },
    answers: {
      200: {
        description: 'Signed in.',
        schema: z.strictObject({ user }),
        example: { user: JEAN },
        headers: SIGN_IN_HEADERS,
      },
      202: SECOND_STEP_ANSWER,
    },
    refusals: codes<RefusalOf<typeof login> | 'too_busy'>()([
      'invalid_credentials',
      'account_disabled',
      'rate_limited',
      'too_busy',
    ]),
    limits: [
      ...SIGN_IN_LIMITS,
      'loginByWork',
      'loginFailuresByNetwork',
      'loginFailuresByWork',
      'loginFailedAccountsByNetwork',
    ],
  },
}
