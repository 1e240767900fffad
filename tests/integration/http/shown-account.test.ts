import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiPath } from '../../../app/api/routes'
import { peekSession } from '../../../lib/session/read'
import { nameShown } from '../../../lib/session/shown'
import { call, sessionOf } from '../../support/api'
import { anOperator } from '../../support/operators'
import { OURS, outcomeOf, post } from '../../support/plain-forms'
import { aRegisteredUser, freshEmail, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

let shown: TestUser
let present: TestUser

beforeEach(async () => {
  ;[shown, present] = [await aRegisteredUser(world, freshEmail()), await aRegisteredUser(world, freshEmail())]
})

const nameOf = ({ user }: TestUser) => nameShown(world.ctx, user)
const cookieOf = ({ jwt }: { jwt: string }) => ({ cookie: `auth-token=${jwt}` })
const OTHER = { code: 'changed_meanwhile', errors: [{ field: 'account', code: 'other_account' }] }

/** Acts of a person on the own account, each with its body. */
const ACTS: [ApiPath, () => Record<string, unknown>][] = [
  ['/api/auth/verify-email/resend', () => ({})],
  ['/api/auth/change-email', () => ({ email: freshEmail() })],
  ['/api/auth/logout', () => ({})],
]

/** Everything that an act of a person could change. */
const standing = async () =>
  (
    await world.pool.query(
      `select (select json_agg(json_build_array(id, email, email_verified) order by id) from users) as users,
              (select json_agg(id order by id) from sessions) as sessions,
              (select json_agg(id order by id) from email_messages) as mail,
              (select count(*) from events) as events,
              (select json_agg(to_json(r)::text order by to_json(r)::text) from rate_limits r) as limits`,
    )
  ).rows

describe.each(ACTS)('POST %s', (path, body) => {
  it('is not done where another account than the page’s is signed in by now', async () => {
    const before = await standing()
    const answer = await call('POST', path, {
      json: { ...body(), account: nameOf(shown) },
      headers: cookieOf(present),
    })
    expect([answer.status, await answer.json()]).toMatchObject([409, OTHER])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await standing()).toEqual(before)
  })

  it('neither as a plain form, and the page says why', async () => {
    const before = await standing()
    const fields = { ...(body() as Record<string, string>), account: nameOf(shown), page: '/dashboard' }
    const answer = await post(path, fields, { ...OURS, ...cookieOf(present) })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(outcomeOf(world.ctx, answer, present.jwt)?.refusal).toMatchObject({
      code: 'changed_meanwhile',
      fields: [{ field: 'account', code: 'other_account' }],
    })
    expect(await standing()).toEqual(before)
  })

  it('is done for the account that the page shows, and where no page says one', async () => {
    world.ctx.now.advance(120_000)
    for (const account of [nameOf(shown), undefined]) {
      const person = account ? shown : present
      const answer = await call('POST', path, { json: { ...body(), account }, headers: cookieOf(person) })
      expect(answer.ok, await answer.clone().text()).toBe(true)
    }
  })

  it('is not done for a name that nobody gave out', async () => {
    const before = await standing()
    const answer = await call('POST', path, {
      json: { ...body(), account: String(present.user.id) },
      headers: cookieOf(present),
    })
    expect([answer.status, await answer.json()]).toMatchObject([409, OTHER])
    expect(await standing()).toEqual(before)
  })
})

describe('an address that was corrected in another tab', () => {
  it('is not the one that an older page’s acts are about; signing out is', async () => {
    const name = nameOf(shown)
    const moved = await call('POST', '/api/auth/change-email', {
      json: { email: freshEmail() },
      headers: cookieOf(shown),
    })
    const session = cookieOf({ jwt: sessionOf(moved) })
    world.ctx.now.advance(120_000)
    for (const [path, body] of ACTS.slice(0, 2)) {
      const answer = await call('POST', path, { json: { ...body(), account: name }, headers: session })
      expect([answer.status, await answer.json()]).toMatchObject([
        409,
        { code: 'changed_meanwhile', errors: [{ field: 'account', code: 'address_changed' }] },
      ])
    }
    const status = await call('GET', '/api/auth/verify-email/status', {
      query: `?account=${name}`,
      headers: session,
    })
    expect(status.status).toBe(409)
    const out = await call('POST', '/api/auth/logout', { json: { account: name }, headers: session })
    expect(out.status).toBe(200)
  })
})

describe.each(['/api/auth/verify-email/status', '/api/auth/me'] as const)('GET %s', (path) => {
  const ask = (account: string, person: TestUser) =>
    call('GET', path, {
      query: `?account=${account}`,
      headers: cookieOf(person),
    })

  it('tells the page of one account nothing of another', async () => {
    expect((await ask(nameOf(present), present)).status).toBe(200)
    const answer = await ask(nameOf(shown), present)
    expect([answer.status, await answer.json()]).toMatchObject([409, OTHER])
  })
})

describe('signing out', () => {
  it('twice is fine, also with a name', async () => {
    const out = () =>
      call('POST', '/api/auth/logout', { json: { account: nameOf(shown) }, headers: cookieOf(shown) })
    expect([(await out()).status, (await out()).status]).toEqual([200, 200])
  })

  it.each(['', '[]', '{', '"x"', '{"account":7}', '{"more":true}'])(
    'needs no body: %j is as none',
    async (body) => {
      const answer = await call('POST', '/api/auth/logout', {
        body,
        headers: { ...cookieOf(shown), 'content-type': 'application/json' },
      })
      expect(answer.status).toBe(200)
      expect(await peekSession(world.ctx, shown.jwt)).toBeNull()
    },
  )
})

describe('an operator’s act', () => {
  it('is not another operator’s, who signed in since in the same browser', async () => {
    const [first, second] = [await anOperator(world), await anOperator(world)]
    const act = (account: string) =>
      call('POST', '/api/monitoring/users', {
        json: { act: 'end_sessions', userId: shown.user.id, account },
        headers: cookieOf(second),
      })
    const answer = await act(nameShown(world.ctx, first.user))
    expect([answer.status, await answer.json()]).toMatchObject([409, OTHER])
    expect(await peekSession(world.ctx, shown.jwt)).not.toBeNull()
    expect((await act(nameShown(world.ctx, second.user))).status).toBe(200)
  })
})
