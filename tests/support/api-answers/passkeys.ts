import { call } from '../api'
import { sessionOf } from '../authenticator'
import { aPasskeyUser, asked, type WithPasskey } from '../passkeys'
import { VirtualAuthenticator } from '../virtual-authenticator'
import { aVerifiedUser, freshEmail, PASSWORD, type TestUser, type World } from '../world'

type Init = NonNullable<Parameters<typeof call>[2]>
type Answers = Record<string, () => Promise<Response>>
type Twice = (ask: () => Promise<Response>) => Promise<Response>

const as = ({ jwt }: Pick<TestUser, 'jwt'>): Init => ({ headers: { cookie: `auth-token=${jwt}` } })
const person = (world: World) => aVerifiedUser(world, freshEmail())
const NOBODYS = '1f0c2a6e-6f0a-4f5e-9a54-2c6f1d6b1e11'

async function enrolment(world: World): Promise<Init> {
  const somebody = await person(world)
  const options = await call('POST', '/api/account/passkeys/options', as(somebody))
  const response = new VirtualAuthenticator().enrol(await options.json())
  return { ...as(somebody), json: { response } }
}

const responseOf = async (world: World, { authenticator }: WithPasskey) =>
  authenticator.use(await asked(world))

/** Requests that the routes of passkeys take. */
export const PASSKEY_REQUESTS: Record<string, (scene: { world: World }) => Promise<Init>> = {
  'POST /api/account/passkeys/options': async ({ world }) => as(await person(world)),
  'GET /api/account/passkeys': async ({ world }) => as(await aPasskeyUser(world)),
  'POST /api/account/passkeys': async ({ world }) => enrolment(world),
  'PATCH /api/account/passkeys/{id}': async ({ world }) => {
    const owner = await aPasskeyUser(world)
    return { ...as(owner), params: { id: owner.passkeyId }, json: { name: 'Mon téléphone' } }
  },
  'DELETE /api/account/passkeys/{id}': async ({ world }) => {
    const owner = await aPasskeyUser(world)
    return { ...as(owner), params: { id: owner.passkeyId } }
  },
  'DELETE /api/account/passkey-offer': async ({ world }) => as(await person(world)),
  'POST /api/auth/passkey/options': async () => ({}),
  'POST /api/auth/passkey': async ({ world }) => ({
    json: { response: await responseOf(world, await aPasskeyUser(world)) },
  }),
}

/** How their other answers are met. `twice`: where one is the limit; `busy`: while nobody can hash. */
export function passkeyAnswers(world: World, { twice, busy }: { twice: Twice; busy: Twice }): Answers {
  const sendWrong = async (path: '/api/account/passkeys/options' | '/api/account/passkeys', init: Init) =>
    call('POST', path, { ...init, json: { ...(init.json as object), password: 'not the passphrase' } })
  const send = (response: unknown) => call('POST', '/api/auth/passkey', { json: { response } })
  return {
    'POST /api/account/passkeys/options 429 rate_limited': async () => {
      const init = as(await person(world))
      return twice(() => sendWrong('/api/account/passkeys/options', init))
    },
    'POST /api/account/passkeys/options 503 too_busy': async () => {
      const init = { ...as(await person(world)), json: { password: PASSWORD } }
      return busy(() => call('POST', '/api/account/passkeys/options', init))
    },
    'POST /api/account/passkeys 429 rate_limited': async () => {
      const init = await enrolment(world)
      return twice(() => sendWrong('/api/account/passkeys', init))
    },
    'POST /api/account/passkeys 503 too_busy': async () => {
      const init = await enrolment(world)
      const json = { ...(init.json as object), password: PASSWORD }
      return busy(() => call('POST', '/api/account/passkeys', { ...init, json }))
    },
    'PATCH /api/account/passkeys/{id} 404 not_found': async () =>
      call('PATCH', '/api/account/passkeys/{id}', {
        ...as(await person(world)),
        params: { id: NOBODYS },
        json: { name: 'Mon téléphone' },
      }),
    'PATCH /api/account/passkeys/{id} 429 rate_limited': async () => {
      const owner = await aPasskeyUser(world)
      const init = { ...as(owner), params: { id: owner.passkeyId }, json: { name: 'Mon téléphone' } }
      return twice(() => call('PATCH', '/api/account/passkeys/{id}', init))
    },
    'DELETE /api/account/passkeys/{id} 404 not_found': async () =>
      call('DELETE', '/api/account/passkeys/{id}', {
        ...as(await aPasskeyUser(world)),
        params: { id: NOBODYS },
      }),
    'DELETE /api/account/passkeys/{id} 409 last_way_in': async () => {
      const owner = await aPasskeyUser(world)
      await world.pool.query('update users set password_hash = null where id = $1', [owner.user.id])
      return call('DELETE', '/api/account/passkeys/{id}', { ...as(owner), params: { id: owner.passkeyId } })
    },
    'DELETE /api/account/passkeys/{id} 429 rate_limited': async () => {
      const owner = await aPasskeyUser(world)
      const init = { ...as(owner), params: { id: owner.passkeyId }, json: { password: 'not the passphrase' } }
      return twice(() => call('DELETE', '/api/account/passkeys/{id}', init))
    },
    'DELETE /api/account/passkeys/{id} 503 too_busy': async () => {
      const owner = await aPasskeyUser(world)
      const init = { ...as(owner), params: { id: owner.passkeyId }, json: { password: PASSWORD } }
      return busy(() => call('DELETE', '/api/account/passkeys/{id}', init))
    },
    'POST /api/auth/passkey/options 429 rate_limited': () =>
      twice(() => call('POST', '/api/auth/passkey/options')),
    'POST /api/auth/passkey 401 invalid_passkey': async () =>
      send(new VirtualAuthenticator().use(await asked(world))),
    'POST /api/auth/passkey 403 account_disabled': async () => {
      const owner = await aPasskeyUser(world)
      await world.pool.query('update users set disabled_at = now() where id = $1', [owner.user.id])
      return send(await responseOf(world, owner))
    },
    'POST /api/auth/passkey 429 rate_limited': async () => {
      const response = new VirtualAuthenticator().use(await asked(world))
      return twice(() => send(response))
    },
    'POST /api/auth/confirm 401 invalid_passkey': async () => {
      const owner = await aPasskeyUser(world)
      const { handle } = await sessionOf(world, owner.jwt)
      const passkey = new VirtualAuthenticator().use(await asked(world, handle))
      return call('POST', '/api/auth/confirm', { ...as(owner), json: { passkey } })
    },
  }
}
