import { mintLink } from '../../lib/link/mint'
import { grantOperator } from '../../lib/operate/roles'
import { call } from './api'
import type { Init, Scene } from './api-requests'
import { anOperator } from './operators'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser } from './world'

const aPerson = ({ world }: Scene): Promise<TestUser> => aRegisteredUser(world, freshEmail())

const as = ({ jwt }: Pick<TestUser, 'jwt'>): Init => ({ headers: { cookie: `auth-token=${jwt}` } })

const NEW_PASSWORD = 'une phrase toute neuve et bien longue'

/** As `TAKEN_REQUESTS`, for the operations on one's own account. */
export const ACCOUNT_REQUESTS: Record<string, (scene: Scene) => Promise<Init>> = {
  'GET /api/account': async (scene) => as(await aPerson(scene)),
  'PATCH /api/account': async (scene) => ({ ...as(await aPerson(scene)), json: { name: 'Jeanne Dupont' } }),
  'DELETE /api/account': async (scene) => {
    const person = await aPerson(scene)
    return { ...as(person), json: { email: person.email } }
  },
  'POST /api/account/password': async (scene) => ({
    ...as(await aPerson(scene)),
    json: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
  }),
  'GET /api/account/sessions': async (scene) => as(await aPerson(scene)),
  'DELETE /api/account/sessions': async (scene) => as(await aPerson(scene)),
  'DELETE /api/account/sessions/{id}': async (scene) => as(await aPerson(scene)),
  'GET /api/account/events': async (scene) => as(await aPerson(scene)),
  'GET /api/account/export': async (scene) => as(await aPerson(scene)),
}

const remove = (person: TestUser, password?: string) =>
  call('DELETE', '/api/account', { ...as(person), json: { email: person.email, password } })

const changePassword = (person: TestUser) =>
  call('POST', '/api/account/password', {
    ...as(person),
    json: { currentPassword: 'not the passphrase', newPassword: NEW_PASSWORD },
  })

type Twice = (ask: () => Promise<Response>) => Promise<Response>

/** Requests for answers that need a state of their own. `twice`: where one is the limit; `busy`: while nobody can hash. */
export const accountAnswers = (
  scene: Scene,
  { twice, busy }: { twice: Twice; busy: Twice },
): Record<string, () => Promise<Response>> => ({
  'DELETE /api/account 409 undo_open': async () => {
    const person = await aPerson(scene)
    await mintLink(scene.world.ctx, 'undo_email_change', { id: person.user.id, email: freshEmail() })
    return remove(person)
  },
  'DELETE /api/account 409 last_operator': async () => {
    const operator = await anOperator(scene.world)
    await scene.world.pool.query(`update users set role = 'member' where id <> $1`, [operator.user.id])
    const answer = await remove(operator)
    await grantOperator(scene.world.ctx, operator.email)
    return answer
  },
  'DELETE /api/account 429 rate_limited': async () => {
    const person = await aPerson(scene)
    return twice(() => remove(person, 'not the passphrase'))
  },
  'DELETE /api/account 503 too_busy': async () => {
    const person = await aPerson(scene)
    return busy(() => remove(person, PASSWORD))
  },
  'PATCH /api/account 429 rate_limited': async () => {
    const person = await aPerson(scene)
    return twice(() => call('PATCH', '/api/account', { ...as(person), json: { name: 'Jeanne Dupont' } }))
  },
  'POST /api/account/password 401 invalid_credentials': async () => changePassword(await aPerson(scene)),
  'POST /api/account/password 429 rate_limited': async () => {
    const person = await aPerson(scene)
    return twice(() => changePassword(person))
  },
  'GET /api/account/events 400 invalid_input': async () =>
    call('GET', '/api/account/events', { ...as(await aPerson(scene)), query: '?before=x' }),
  'GET /api/account/export 403 cross_site_request': async () => {
    const { headers } = as(await aPerson(scene))
    return call('GET', '/api/account/export', { headers: { ...headers, 'sec-purpose': 'prefetch' } })
  },
  'GET /api/account/export 429 rate_limited': async () => {
    const person = await aPerson(scene)
    return twice(() => call('GET', '/api/account/export', as(person)))
  },
})
