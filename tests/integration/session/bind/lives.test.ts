import { expect, it } from 'vitest'
import type { ApiPath } from '../../../../app/api/routes'
import { MINUTE } from '../../../../lib/kernel/clock'
import { perform } from '../../../../lib/operate/perform'
import { revokeOperator } from '../../../../lib/operate/roles'
import { call } from '../../../support/api'
import {
  type BoundBrowser,
  bind,
  challengeIn,
  cookieIn,
  cookiesOf,
  proofOf,
  refresh,
} from '../../../support/bound-browser'
import { mailedToken } from '../../../support/email-changes'
import { anOperator, type TestOperator } from '../../../support/operators'
import { freshEmail, PASSWORD } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })
const NEW_PASSWORD = 'une tout autre phrase de passe'

/** A person in two browsers. `jwt`: of the other one; `earlierNotice`: the link in the notice about that one. */
type Scene = { browser: BoundBrowser; person: TestOperator; earlierNotice: string }

async function aScene(): Promise<Scene> {
  const person = await anOperator(world)
  const earlierNotice = await mailedToken(world, 'not_me', person.email)
  const signedIn = await call('POST', '/api/auth/login', {
    json: { email: person.email, password: PASSWORD },
  })
  return { browser: await bind(signedIn), person, earlierNotice }
}

const here = ({ browser }: Scene) => cookiesOf(browser)
const elsewhere = ({ person }: Scene) => `auth-token=${person.jwt}`

/** A request that must succeed. */
async function done(
  method: 'POST' | 'DELETE',
  path: ApiPath,
  json: object,
  cookie?: string,
): Promise<Response> {
  const response = await call(method, path, { json, headers: { ...(cookie && { cookie }) } })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response
}

async function changeAddress(cookie: string): Promise<Response> {
  const email = freshEmail()
  await done('POST', '/api/account/email', { email }, cookie)
  const token = await mailedToken(world, 'change_email', email)
  return done('POST', '/api/account/email/confirm', { token }, cookie)
}

const changePassword = (cookie: string) =>
  done('POST', '/api/account/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }, cookie)

async function act(name: 'disable' | 'end_sessions', { person }: Scene): Promise<void> {
  const { actor } = await anOperator(world)
  const { ok } = await perform(world.ctx, actor, { act: name, userId: person.user.id })
  if (!ok) throw new Error(`${name} was refused`)
}

/** Each event of an account, and whether the binding of its session outlives it. */
const CASES: Record<string, { binding: 'kept' | 'ended'; happens(scene: Scene): Promise<unknown> }> = {
  'a new address, in the same browser': {
    binding: 'kept',
    happens: (scene) => changeAddress(here(scene)),
  },
  'a new password, in the same browser': {
    binding: 'kept',
    happens: (scene) => changePassword(here(scene)),
  },
  '“not me”, about another session': {
    binding: 'kept',
    happens: ({ earlierNotice: token }) => done('POST', '/api/auth/not-me', { token }),
  },
  'sign-out in another browser': {
    binding: 'kept',
    happens: (scene) => done('POST', '/api/auth/logout', {}, elsewhere(scene)),
  },
  'a new address, in another browser': {
    binding: 'ended',
    happens: (scene) => changeAddress(elsewhere(scene)),
  },
  'a new password, in another browser': {
    binding: 'ended',
    happens: (scene) => changePassword(elsewhere(scene)),
  },
  'a new password, by a mailed link': {
    binding: 'ended',
    async happens({ person: { email } }) {
      await done('POST', '/api/auth/forgot-password', { email })
      const token = await mailedToken(world, 'reset_password', email)
      return done('POST', '/api/auth/reset-password', { token, password: NEW_PASSWORD })
    },
  },
  '“not me”, about this session': {
    binding: 'ended',
    async happens({ person: { email } }) {
      return done('POST', '/api/auth/not-me', { token: await mailedToken(world, 'not_me', email) })
    },
  },
  'deletion of the account, in the same browser': {
    binding: 'ended',
    async happens(scene) {
      await anOperator(world)
      return done('DELETE', '/api/account', { email: scene.person.email }, here(scene))
    },
  },
  'deletion of the account, in another browser': {
    binding: 'ended',
    async happens(scene) {
      await anOperator(world)
      return done('DELETE', '/api/account', { email: scene.person.email }, elsewhere(scene))
    },
  },
  'an operator disables the account': { binding: 'ended', happens: (scene) => act('disable', scene) },
  'an operator ends its sessions': { binding: 'ended', happens: (scene) => act('end_sessions', scene) },
  'its role is revoked': {
    binding: 'ended',
    async happens({ person }) {
      await anOperator(world)
      expect(await revokeOperator(world.ctx, person.email)).toBe('revoked')
    },
  },
}

const me = async (cookie: string) => {
  const response = await call('GET', '/api/auth/me', { headers: { cookie } })
  return [response.status, (await response.json()).code]
}

const keysOf = async (dbscId: string): Promise<number | null> =>
  (await world.pool.query('select from session_keys where dbsc_id = $1', [dbscId])).rowCount

/** The session is let in with the short cookie alone, and its key renews that. */
async function expectKept({ browser }: Scene, jwt: string) {
  expect(await me(cookiesOf({ ...browser, jwt }))).toEqual([200, undefined])
  world.ctx.now.advance(MINUTE)
  expect(await me(`auth-token=${jwt}`)).toEqual([401, 'device_proof_missing'])
  const response = await refresh(browser.dbscId, proofOf(browser.key, { jti: browser.challenge }))
  expect([response.status, challengeIn(response)]).toEqual([204, expect.stringMatching(/^[\w-]{54}$/)])
}

/** Nothing is left of it, and the browser is told to forget it. */
async function expectEnded({ browser }: Scene) {
  expect(await keysOf(browser.dbscId)).toBe(0)
  expect(await me(cookiesOf(browser))).toEqual([401, 'unauthenticated'])
  const response = await refresh(browser.dbscId, proofOf(browser.key, { jti: browser.challenge }))
  expect([response.status, await response.json()]).toEqual([
    200,
    { session_identifier: browser.dbscId, continue: false },
  ])
  expect(response.headers.getSetCookie()).toEqual([])
}

it.each(Object.entries(CASES))('%s', async (_, { binding, happens }) => {
  const scene = await aScene()
  expect(await keysOf(scene.browser.dbscId)).toBe(1)
  const answer = await happens(scene)
  if (binding === 'ended') return expectEnded(scene)
  const renewed = answer instanceof Response ? cookieIn(answer, 'auth-token') : ''
  await expectKept(scene, renewed || scene.browser.jwt)
})
