import type { ApiPath } from '../../../app/api/routes'
import { grantOperator } from '../../../lib/operate/roles'
import { call } from '../api'
import { aProtectedUser, codeAt, firstStep, type Protected, wrongCode } from '../authenticator'
import { anOperator } from '../operators'
import { aVerifiedUser, freshEmail, PASSWORD, type TestUser, type World } from '../world'

type Init = NonNullable<Parameters<typeof call>[2]>
type Answers = Record<string, () => Promise<Response>>
type Twice = (ask: () => Promise<Response>) => Promise<Response>

const as = ({ jwt }: Pick<TestUser, 'jwt'>): Init => ({ headers: { cookie: `auth-token=${jwt}` } })
const stepping = (token: string): Init => ({ headers: { cookie: `auth-step=${token}` } })
const person = (world: World) => aVerifiedUser(world, freshEmail())

/** Requests that the routes of second steps take. */
export const STEP_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  'POST /api/auth/second-step': async ({ world }) => {
    const guarded = await aProtectedUser(world)
    const code = codeAt(guarded.secret, world.ctx.now())
    return { ...stepping(await firstStep(world, guarded)), json: { method: 'totp', code } }
  },
  'POST /api/auth/second-step/lost': async ({ world }) =>
    stepping(await firstStep(world, await aProtectedUser(world))),
  'POST /api/account/totp': async ({ world }) => as(await person(world)),
  'DELETE /api/account/totp': async ({ world }) => as(await aProtectedUser(world)),
  'POST /api/account/totp/confirm': async ({ world }) => {
    const somebody = await person(world)
    const setup = await call('POST', '/api/account/totp', as(somebody))
    const { secret } = await setup.json()
    return { ...as(somebody), json: { code: codeAt(secret, world.ctx.now()) } }
  },
  'POST /api/account/recovery-codes': async ({ world }) => as(await aProtectedUser(world)),
  'DELETE /api/account/factor-removal': async ({ world }) => {
    const guarded = await aProtectedUser(world)
    await call('POST', '/api/auth/second-step/lost', stepping(await firstStep(world, guarded)))
    return as(guarded)
  },
}

const wrongFor = (world: World, { secret }: Protected): string => wrongCode(secret, world.ctx.now())

/** How the answers of a starred act are met that come from its proof. */
function proofAnswers(
  world: World,
  { method, path }: { method: 'POST' | 'DELETE'; path: ApiPath },
  { twice, busy }: { twice: Twice; busy: Twice },
): Answers {
  return {
    [`${method} ${path} 429 rate_limited`]: async () => {
      const guarded = await aProtectedUser(world)
      const factorCode = wrongFor(world, guarded)
      return twice(() => call(method, path, { ...as(guarded), json: { factorCode } }))
    },
    [`${method} ${path} 503 too_busy`]: async () => {
      const somebody = await person(world)
      return busy(() => call(method, path, { ...as(somebody), json: { password: PASSWORD } }))
    },
  }
}

/** Answers that operators get who lack a factor. */
const lackingFactor = (paths: ['GET' | 'POST', ApiPath][], world: World, strictly: () => void): Answers =>
  Object.fromEntries(
    paths.map(([method, path]) => [
      `${method} ${path} 403 second_factor_needed`,
      async () => {
        const operator = await anOperator(world)
        strictly()
        return call(method, path, as(operator))
      },
    ]),
  )

/** How their other answers are met. `twice`: where one is the limit; `busy`: while nobody can hash. */
export function stepAnswers(
  world: World,
  { twice, busy, strictly }: { twice: Twice; busy: Twice; strictly: () => void },
): Answers {
  const give = (token: string, code: string) =>
    call('POST', '/api/auth/second-step', { ...stepping(token), json: { code } })
  const confirm = (guarded: Protected, json: object) =>
    call('POST', '/api/auth/confirm', { ...as(guarded), json })
  return {
    ...proofAnswers(world, { method: 'POST', path: '/api/account/totp' }, { twice, busy }),
    ...proofAnswers(world, { method: 'DELETE', path: '/api/account/totp' }, { twice, busy }),
    ...proofAnswers(world, { method: 'POST', path: '/api/account/recovery-codes' }, { twice, busy }),
    ...lackingFactor(
      [
        ['GET', '/api/metrics'],
        ['GET', '/api/monitoring'],
        ['GET', '/api/monitoring/events.ndjson'],
        ['POST', '/api/monitoring/users'],
        ['POST', '/api/monitoring/emails'],
        ['POST', '/api/monitoring/webhooks'],
      ],
      world,
      strictly,
    ),
    'POST /api/auth/login 202': async () => {
      const { email } = await aProtectedUser(world)
      return call('POST', '/api/auth/login', { json: { email, password: PASSWORD } })
    },
    'POST /api/auth/second-step 401 wrong_code': async () => {
      const guarded = await aProtectedUser(world)
      return give(await firstStep(world, guarded), wrongFor(world, guarded))
    },
    'POST /api/auth/second-step 401 step_over': () => give('none', '123456'),
    'POST /api/auth/second-step 403 account_disabled': async () => {
      const guarded = await aProtectedUser(world)
      const token = await firstStep(world, guarded)
      await world.pool.query('update users set disabled_at = now() where id = $1', [guarded.user.id])
      return give(token, codeAt(guarded.secret, world.ctx.now()))
    },
    'POST /api/auth/second-step 429 rate_limited': () => twice(() => give('none', '123456')),
    'POST /api/auth/second-step/lost 401 step_over': () =>
      call('POST', '/api/auth/second-step/lost', stepping('none')),
    'POST /api/auth/second-step/lost 403 forbidden': async () => {
      const guarded = await aProtectedUser(world)
      await grantOperator(world.ctx, guarded.email)
      return call('POST', '/api/auth/second-step/lost', stepping(await firstStep(world, guarded)))
    },
    'POST /api/auth/confirm 401 wrong_code': async () => {
      const guarded = await aProtectedUser(world)
      return confirm(guarded, { code: wrongFor(world, guarded) })
    },
    'POST /api/auth/confirm 403 proof_needed': async () =>
      confirm(await aProtectedUser(world), { password: PASSWORD }),
    'POST /api/account/totp 409 factor_on': async () =>
      call('POST', '/api/account/totp', as(await aProtectedUser(world))),
    'DELETE /api/account/totp 409 factor_off': async () =>
      call('DELETE', '/api/account/totp', as(await person(world))),
    'POST /api/account/recovery-codes 409 factor_off': async () =>
      call('POST', '/api/account/recovery-codes', as(await person(world))),
    'POST /api/account/totp/confirm 400 invalid_code': async () =>
      call('POST', '/api/account/totp/confirm', { ...as(await person(world)), json: { code: '123456' } }),
    'POST /api/account/totp/confirm 409 factor_on': async () =>
      call('POST', '/api/account/totp/confirm', {
        ...as(await aProtectedUser(world)),
        json: { code: '123456' },
      }),
    'POST /api/account/totp/confirm 429 rate_limited': async () => {
      const init = { ...as(await person(world)), json: { code: '123456' } }
      return twice(() => call('POST', '/api/account/totp/confirm', init))
    },
    'DELETE /api/account/factor-removal 409 nothing_to_do': async () =>
      call('DELETE', '/api/account/factor-removal', as(await person(world))),
  }
}
