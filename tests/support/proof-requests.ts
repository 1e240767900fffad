import { verifyEmail } from '../../lib/auth/verify-email'
import { verifyWithCode } from '../../lib/auth/verify-with-code'
import { DAY } from '../../lib/kernel/clock'
import { call } from './api'
import type { Scene } from './api-requests'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from './world'

const UNKNOWN = '0'.repeat(64)
const WRONG_CODE = 'ZZZZ-ZZZZ'

const prove = (token: string, password = PASSWORD) =>
  call('POST', '/api/auth/verify-email', { json: { token, password } })

const typeCode = ({ jwt }: TestUser, code = WRONG_CODE) =>
  call('POST', '/api/auth/verify-email/code', {
    headers: { cookie: `auth-token=${jwt}` },
    json: { code },
  })

type Twice = (ask: () => Promise<Response>) => Promise<Response>

/** Requests for answers about a proof of the mailbox that need a state of their own. `twice`: where one is the limit. */
export const proofAnswers = (
  { world }: Scene,
  { twice }: { twice: Twice },
): Record<string, () => Promise<Response>> => {
  const aPerson = () => aRegisteredUser(world, freshEmail())
  return {
    'POST /api/auth/verify-email 400 invalid_token': () => prove(UNKNOWN),
    'POST /api/auth/verify-email 400 token_used': async () => {
      const { token } = await aPerson()
      expectOk(await verifyEmail(world.ctx, token, aVisitor()))
      return prove(token)
    },
    'POST /api/auth/verify-email 400 token_expired': async () => {
      const { token } = await aPerson()
      world.ctx.now.advance(DAY)
      return prove(token)
    },
    'POST /api/auth/verify-email 401 invalid_credentials': async () =>
      prove((await aPerson()).token, 'wrong'),
    'POST /api/auth/verify-email 403 account_disabled': async () => {
      const { token, user } = await aPerson()
      await world.pool.query('update users set disabled_at = now() where id = $1', [user.id])
      return prove(token)
    },
    'POST /api/auth/verify-email 429 rate_limited': () => twice(() => prove(UNKNOWN)),
    'POST /api/auth/verify-email/code 400 invalid_code': async () => typeCode(await aPerson()),
    'POST /api/auth/verify-email/code 400 code_dead': async () => {
      const person = await aPerson()
      const session = { handle: '8c5e9a52-0f4b-4f43-8f8e-0d3b1a9f4e11', user: person.user }
      for (let time = 0; time < 5; time += 1)
        await verifyWithCode(world.ctx, { session, code: WRONG_CODE }, aVisitor())
      return typeCode(person)
    },
    'POST /api/auth/verify-email/code 409 already_verified': async () =>
      typeCode(await aVerifiedUser(world, freshEmail())),
  }
}
