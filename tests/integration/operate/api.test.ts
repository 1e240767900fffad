import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { MINUTE, SECOND } from '../../../lib/kernel/clock'
import { ACTS } from '../../../lib/operate/acts'
import { revokeOperator } from '../../../lib/operate/roles'
import { peekSession } from '../../../lib/session/read'
import { apiRequest, call, sessionOf } from '../../support/api'
import { anOperator, eventsOf } from '../../support/operators'
import { aRegisteredUser, aVerifiedUser, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const ACT = '/api/monitoring/users'
const headers = (jwt: string) => ({ cookie: `auth-token=${jwt}` })
const post = (jwt: string, json: unknown) => call('POST', ACT, { json, headers: headers(jwt) })
const codeOf = async (response: Response) => [response.status, (await response.json()).code]

/** A body of which all but the last byte has arrived. */
function slowBody(text: string): { body: ReadableStream<Uint8Array>; finish(): void } {
  const bytes = new TextEncoder().encode(text)
  let finish = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, -1))
      finish = () => {
        controller.enqueue(bytes.slice(-1))
        controller.close()
      }
    },
  })
  return { body, finish }
}

/** Every address that is for operators alone, with the methods it has. */
const GUARDED = (Object.keys(API_ROUTES) as ApiPath[])
  .filter((path) => path.startsWith('/api/monitoring'))
  .map((path) => [path] as const)

describe("the operators' addresses", () => {
  it('are there', () => {
    expect(GUARDED.flat()).toContain(ACT)
  })

  // ASVS 8.2.1, 8.3.1
  it.each(GUARDED)('%s is closed to everybody else, whatever they send', async (path) => {
    const member = await aVerifiedUser(world, freshEmail())
    const former = await anOperator(world)
    await anOperator(world)
    await revokeOperator(world.ctx, former.email)
    const allowed = (await call('OPTIONS', path)).headers.get('allow') ?? ''
    for (const method of ['GET', 'POST'] as const) {
      if (!allowed.includes(method)) continue
      const json = method === 'POST' ? { act: 'disable', userId: member.user.id } : undefined
      const ask = (jwt?: string) => call(method, path, { json, headers: jwt ? headers(jwt) : {} })
      expect(await codeOf(await ask())).toEqual([401, 'unauthenticated'])
      expect(await codeOf(await ask('not-a-session'))).toEqual([401, 'unauthenticated'])
      expect(await codeOf(await ask(former.jwt))).toEqual([401, 'unauthenticated'])
      expect(await codeOf(await ask(member.jwt))).toEqual([403, 'forbidden'])
    }
    expect(await peekSession(world.ctx, member.jwt)).not.toBeNull()
  })

  it('refuse a member before they look at the body', async () => {
    const member = await aVerifiedUser(world, freshEmail())
    const response = await call('POST', ACT, { body: 'not json', headers: headers(member.jwt) })
    expect(await codeOf(response)).toEqual([403, 'forbidden'])
  })

  it('refuse other sites', async () => {
    const [operator, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    const response = await call('POST', ACT, {
      json: { act: 'disable', userId: person.user.id },
      headers: { ...headers(operator.jwt), 'sec-fetch-site': 'cross-site' },
    })
    expect(await codeOf(response)).toEqual([403, 'cross_site_request'])
    expect(await peekSession(world.ctx, person.jwt)).not.toBeNull()
  })
})

describe('an act over HTTP', () => {
  let operator: TestUser
  let person: TestUser
  beforeEach(async () => {
    operator = await anOperator(world)
    person = await aRegisteredUser(world, freshEmail())
  })

  it('is done, with the number as JSON has it or as a form does', async () => {
    const { id } = person.user
    const disabled = await post(operator.jwt, { act: 'disable', userId: id })
    expect([disabled.status, await disabled.json()]).toEqual([200, { success: true }])
    expect(disabled.headers.getSetCookie()).toEqual([])
    expect((await post(operator.jwt, { act: 'enable', userId: String(id) })).status).toBe(200)
    expect((await eventsOf(world, id)).slice(-2)).toEqual([
      `account_disabled by ${operator.user.id}`,
      `account_enabled by ${operator.user.id}`,
    ])
  })

  it.each([
    ['an unknown act', { act: 'delete', userId: 1 }],
    ['no account', { act: 'disable' }],
    ['a number that is none', { act: 'disable', userId: '1 or 1=1' }],
    ['zero', { act: 'disable', userId: 0 }],
    ['a number beyond all', { act: 'disable', userId: '9'.repeat(16) }],
    ['a session that is none', { act: 'end_session', userId: 1, sessionId: '\0'.repeat(36) }],
    ['the id in a session’s JWT', { act: 'end_session', userId: 1, sessionId: 'a'.repeat(22) }],
    ['an act on an address that is not said', { act: 'verify', userId: 1 }],
    ['more than is asked', { act: 'disable', userId: 1, role: 'operator' }],
  ])('is refused with %s', async (_what, json) => {
    expect(await codeOf(await post(operator.jwt, json))).toEqual([400, 'invalid_input'])
  })

  it('on an address is refused in words once the account has another', async () => {
    const { user, email, jwt } = person
    const changed = await call('POST', '/api/auth/change-email', {
      json: { email: freshEmail() },
      headers: headers(jwt),
    })
    expect(changed.status).toBe(200)
    const response = await post(operator.jwt, { act: 'verify', userId: user.id, email })
    expect([response.status, await response.json()]).toMatchObject([
      409,
      { code: 'changed_meanwhile', detail: expect.stringMatching(/rien n’a été fait/) },
    ])
    expect((await eventsOf(world, user.id)).at(-1)).toBe('email_changed')
  })

  // ASVS 8.3.2, 8.4.2
  it.each(ACTS)('%s is not done where the role was taken while its body was on its way', async (name) => {
    await anOperator(world)
    const session = await peekSession(world.ctx, person.jwt)
    const wish = { act: name, userId: person.user.id, email: person.email, sessionId: session?.handle }
    const { body, finish } = slowBody(JSON.stringify(wish))
    const request = apiRequest('POST', ACT, { body, headers: headers(operator.jwt) })
    const answer = API_ROUTES[ACT].POST(request)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await revokeOperator(world.ctx, operator.email)).toBe('revoked')
    finish()
    expect(await codeOf(await answer)).toEqual([401, 'unauthenticated'])
    expect(await eventsOf(world, person.user.id)).toEqual(['registered'])
  })

  it('finds no account that is not there', async () => {
    const answer = await post(operator.jwt, { act: 'disable', userId: 999_999_999 })
    expect(await codeOf(answer)).toEqual([404, 'not_found'])
  })

  // ASVS 8.4.2
  describe('asks for the password', () => {
    const verify = (jwt: string, password?: string) =>
      post(jwt, { act: 'verify', userId: person.user.id, email: person.email, password })

    it('when it was given more than ten minutes ago, to the second', async () => {
      world.ctx.now.advance(10 * MINUTE - SECOND)
      expect((await post(operator.jwt, { act: 'disable', userId: person.user.id })).status).toBe(200)
      world.ctx.now.advance(SECOND)
      expect((await post(operator.jwt, { act: 'enable', userId: person.user.id })).status).toBe(200)
      world.ctx.now.advance(SECOND)
      const late = await verify(operator.jwt)
      expect(late.status).toBe(403)
      expect(await late.json()).toMatchObject({
        code: 'password_needed',
        errors: [{ field: 'password', code: 'password_confirm', detail: expect.any(String) }],
      })
      expect(await eventsOf(world, person.user.id)).not.toContain(`verified_by_hand by ${operator.user.id}`)
    })

    // ASVS 7.2.4
    it('and does it with the right one, in a session with a new JWT that ends when the old one would', async () => {
      world.ctx.now.advance(11 * MINUTE)
      const { rows: before } = await world.pool.query(
        'select expires_at, created_at from sessions where user_id = $1 order by created_at desc limit 1',
        [operator.user.id],
      )
      const done = await verify(operator.jwt, PASSWORD)
      expect(done.status).toBe(200)
      const renewed = sessionOf(done)
      expect(await peekSession(world.ctx, operator.jwt)).toBeNull()
      expect(await peekSession(world.ctx, renewed)).toMatchObject({ passwordAt: world.ctx.now() })
      const { rows: after } = await world.pool.query(
        'select expires_at, created_at from sessions where user_id = $1 order by created_at desc limit 1',
        [operator.user.id],
      )
      expect(after).toEqual(before)
      expect(await eventsOf(world, operator.user.id)).toContain('password_confirmed')
      world.ctx.now.advance(10 * MINUTE)
      expect((await post(renewed, { act: 'disable', userId: person.user.id })).status).toBe(200)
    })

    it('and keeps the new session even where the act is refused', async () => {
      world.ctx.now.advance(11 * MINUTE)
      const refused = await post(operator.jwt, {
        act: 'enable',
        userId: person.user.id,
        password: PASSWORD,
      })
      expect(await codeOf(refused.clone())).toEqual([409, 'nothing_to_do'])
      expect(await peekSession(world.ctx, sessionOf(refused))).not.toBeNull()
    })

    it.each([
      ['an exception', 500, 'XX000'],
      ['a database that goes away', 503, '57P01'],
    ])('and keeps the new session even where the act meets %s', async (_what, status, code) => {
      world.ctx.now.advance(11 * MINUTE)
      await world.pool.query(
        `create or replace function no_act() returns trigger language plpgsql as
           $$ begin raise exception 'no' using errcode = '${code}'; end $$;
         create trigger no_act before update on users for each row execute function no_act()`,
      )
      try {
        const failed = await verify(operator.jwt, PASSWORD)
        expect(failed.status).toBe(status)
        const renewed = sessionOf(failed)
        expect(await peekSession(world.ctx, renewed)).not.toBeNull()
        expect(await peekSession(world.ctx, operator.jwt)).toBeNull()
      } finally {
        await world.pool.query('drop function no_act() cascade')
      }
    })

    it('and does nothing with a wrong one, though it was given lately', async () => {
      const wrong = await verify(operator.jwt, 'not the passphrase')
      expect(wrong.status).toBe(403)
      expect(await wrong.json()).toMatchObject({
        code: 'password_needed',
        errors: [{ field: 'password', code: 'password_wrong' }],
      })
      expect(await peekSession(world.ctx, operator.jwt)).not.toBeNull()
      expect((await peekSession(world.ctx, person.jwt))?.user.emailVerified).toBe(false)
    })

    it('not more often than at sign-in', async () => {
      // Registered first, so that it runs last: once the other world has closed.
      onTestFinished(() => world.serve())
      const strict = await aWorld()
      strict.serve()
      const guessed = await anOperator(strict)
      const guess = (password: string) =>
        post(guessed.jwt, { act: 'end_sessions', userId: guessed.user.id, password })
      for (let index = 0; index < 10; index += 1) expect((await guess('not the passphrase')).status).toBe(403)
      expect((await guess(PASSWORD)).status).toBe(429)
      strict.ctx.now.advance(15 * MINUTE)
      expect((await guess(PASSWORD)).status).toBe(200)
    })
  })

  it('ends the very session that asks, when that is what is wanted', async () => {
    const session = await peekSession(world.ctx, operator.jwt)
    const done = await post(operator.jwt, {
      act: 'end_session',
      userId: operator.user.id,
      sessionId: session?.handle,
    })
    expect(done.status).toBe(200)
    expect(await codeOf(await post(operator.jwt, { act: 'enable', userId: 1 }))).toEqual([
      401,
      'unauthenticated',
    ])
  })
})

describe('signing in to a disabled account', () => {
  it('says so in words after the right password alone', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
    const signIn = (password: string, email = person.email) =>
      call('POST', '/api/auth/login', { json: { email, password } })
    const right = await signIn(PASSWORD)
    expect(right.status).toBe(403)
    expect(await right.json()).toMatchObject({
      code: 'account_disabled',
      title: 'Account disabled',
      detail: expect.stringMatching(/désactivé/),
    })
    const [wrong, unknown] = [await signIn('no passphrase'), await signIn('no passphrase', freshEmail())]
    expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()])
  })
})
