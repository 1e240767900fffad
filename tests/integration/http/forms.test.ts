import { describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES } from '../../../lib/http/request/read-json'
import { DAY } from '../../../lib/kernel/clock'
import { sessionOf } from '../../support/api'
import { anOperator } from '../../support/operators'
import { anybody, cookieLine, encoded, OURS, outcomeOf, post } from '../../support/plain-forms'
import { aRegisteredUser, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

describe('a plain form', () => {
  it('that succeeds leads where the page’s script would go, with the same cookies', async () => {
    const email = freshEmail()
    const registered = await post('/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })
    expect([registered.status, registered.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(await registered.text()).toBe('')
    expect(registered.headers.has('content-type')).toBe(false)
    expect(cookieLine(registered)).toBe('')
    const jwt = sessionOf(registered)
    const session = { ...OURS, cookie: `auth-token=${jwt}` }

    const corrected = await post('/api/auth/change-email', { email: freshEmail() }, session)
    expect([corrected.status, corrected.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(sessionOf(corrected)).not.toBe('')

    const out = await post(
      '/api/auth/logout',
      { page: '/dashboard' },
      { ...OURS, cookie: `auth-token=${sessionOf(corrected)}` },
    )
    expect([out.status, out.headers.get('location')]).toEqual([303, '/login'])
    expect(out.headers.getSetCookie()[0]).toContain('auth-token=; Path=/; Max-Age=0')
  })

  it.each([
    ['/monitoring/users', '/monitoring/users'],
    ['', '/dashboard'],
    ['//evil.test', '/dashboard'],
    ['https://evil.test', '/dashboard'],
    ['/\\evil.test', '/dashboard'],
  ])('signs in and leads to next=%j as %s', async (next, target) => {
    const { email } = await aRegisteredUser(world, freshEmail())
    const answer = await post('/api/auth/login', { email, password: PASSWORD, next })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, target])
    expect(sessionOf(answer)).not.toBe('')
  })

  it('that is refused leads back to its page with the faults and what was typed, the password excepted', async () => {
    const typed = { name: 'Jean', email: 'pas.une.adresse@x', password: 'password1' }
    const answer = await post('/api/auth/register', typed)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/register'])
    expect(outcomeOf(world.ctx, answer)).toEqual({
      action: '/api/auth/register',
      refusal: {
        code: 'invalid_input',
        fields: [
          { field: 'email', code: 'email_invalid' },
          { field: 'password', code: expect.stringMatching(/^password_/) },
        ],
      },
      values: { name: 'Jean', email: 'pas.une.adresse@x' },
    })
    expect(cookieLine(answer)).toMatch(
      /^form-outcome=[\w-]+; Path=\/register; Max-Age=300; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it('about a link keeps its token out of the cookie', async () => {
    const { token, jwt } = await aRegisteredUser(world, freshEmail())
    const wrong = 'f'.repeat(64)
    const refused = await post('/api/auth/verify-email', { token: wrong })
    expect(refused.headers.get('location')).toBe(`/auth/verify-email?token=${wrong}`)
    expect(JSON.stringify(outcomeOf(world.ctx, refused))).not.toContain('ffff')
    const own = { ...OURS, cookie: `auth-token=${jwt}` }
    const verified = await post('/api/auth/verify-email', { token }, own)
    expect(verified.headers.get('location')).toBe('/auth/verify-email')
    expect(outcomeOf(world.ctx, verified, jwt)).toMatchObject({
      action: '/api/auth/verify-email',
      answer: { success: true },
    })
  })

  it('asks for a new link from the dashboard, and from an old link’s page', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    const home = await post('/api/auth/verify-email/resend', {}, { ...OURS, cookie: `auth-token=${jwt}` })
    expect(home.headers.get('location')).toBe('/dashboard')
    expect(outcomeOf(world.ctx, home, jwt)).toMatchObject({ answer: { retryAfter: expect.any(Number) } })
    const { token } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    const old = await post('/api/auth/verify-email/resend', { token })
    expect(old.headers.get('location')).toBe(`/auth/verify-email?token=${token}`)
    expect(outcomeOf(world.ctx, old)).toMatchObject({ answer: { retryAfter: expect.any(Number) } })
  })

  it('takes numbers as text, and tells an operator’s forms apart', async () => {
    const { jwt } = await anOperator(world)
    const { user } = await aRegisteredUser(world, freshEmail())
    let session = jwt
    const act = async (fields: Record<string, string>) => {
      const cookie = `auth-token=${session}`
      const answer = await post(
        '/api/monitoring/users',
        { userId: String(user.id), ...fields },
        { ...OURS, cookie },
      )
      // The password renews the session.
      session = sessionOf(answer) || session
      return answer
    }
    const done = await act({ act: 'end_sessions', password: PASSWORD })
    expect(done.headers.get('location')).toBe(`/monitoring/users/${user.id}?done=end_sessions`)
    const again = await act({ act: 'enable', password: PASSWORD })
    expect(again.headers.get('location')).toBe(`/monitoring/users/${user.id}`)
    expect(outcomeOf(world.ctx, again, jwt)).toBeUndefined()
    expect(outcomeOf(world.ctx, again, session)).toMatchObject({
      refusal: { code: 'nothing_to_do' },
      values: { act: 'enable' },
    })
    const wild = await act({ act: 'enable', userId: '../../evil' })
    expect(wild.headers.get('location')).toBe('/monitoring/users')

    const report = await post('/api/mailbox', {
      outboxId: '999999',
      report: 'delivery',
      page: '/mailbox?id=7',
    })
    expect(report.headers.get('location')).toBe('/mailbox?id=7')
    expect(outcomeOf(world.ctx, report)).toMatchObject({
      refusal: { code: 'not_found' },
      values: { report: 'delivery' },
    })
    const astray = await post('/api/mailbox/open', { id: 'x', as: 'get', page: '/dashboard' })
    expect(astray.headers.get('location')).toBe('/mailbox')
    expect(outcomeOf(world.ctx, astray)).toMatchObject({
      refusal: { fields: [{ field: 'id', code: 'wrong_type' }] },
    })
  })

  it('without a session leads to its page, which asks to sign in', async () => {
    const answer = await post('/api/auth/change-email', { email: freshEmail() })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(outcomeOf(world.ctx, answer)).toMatchObject({ refusal: { code: 'unauthenticated' } })
  })

  it('with an old action of React’s in it is refused by its fields, as any form that ours is not', async () => {
    const answer = await post('/api/auth/login', { ...anybody(), $ACTION_REF_1: '' })
    expect(outcomeOf(world.ctx, answer)).toMatchObject({
      refusal: { fields: [{ field: '', code: 'unknown_field' }] },
    })
  })

  // ASVS 15.3.7
  it('names an unknown field, and takes none twice', async () => {
    const unknown = await post('/api/auth/login', { ...anybody(), role: 'admin' })
    expect(outcomeOf(world.ctx, unknown)?.refusal?.fields).toEqual([{ field: 'role', code: 'unknown_field' }])
    const twice = await post('/api/auth/login', [...Object.entries(anybody()), ['email', 'a@b.fr']])
    expect(outcomeOf(world.ctx, twice)).toMatchObject({
      refusal: { fields: [{ field: 'email', code: 'wrong_type' }] },
      values: { email: '' },
    })
    const polluted = await post('/api/auth/login', `__proto__=x&${encoded(anybody())}`)
    expect(outcomeOf(world.ctx, polluted)?.refusal?.fields).toEqual([{ field: '', code: 'unknown_field' }])
  })

  it.each([
    ['bytes that are no UTF-8', 'email=a%FFb&password=x', 'invalid_json'],
    ['a broken escape', 'email=%zz&password=x', 'invalid_json'],
    ['too much', `email=${'x'.repeat(MAX_BODY_BYTES)}`, 'body_too_large'],
    ['nothing', '', 'invalid_input'],
  ])('of %s is refused on its page', async (_name, body, code) => {
    const answer = await post('/api/auth/login', body)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
    expect(outcomeOf(world.ctx, answer)?.refusal?.code).toBe(code)
  })

  it.each([
    ['one field', () => 'a'],
    ['fields', (index: number) => `a${index}`],
  ])('of thousands of %s is answered at once', async (_name, nameOf) => {
    const body = Array.from({ length: 8000 }, (_, index) => nameOf(index)).join('&')
    const started = performance.now()
    await post('/api/auth/login', body.slice(0, MAX_BODY_BYTES))
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('is logged with the API’s own status', async () => {
    await post('/api/auth/login', anybody())
    expect(JSON.parse(world.logged.at(-1) ?? '')).toMatchObject({ route: '/api/auth/login', status: 401 })
  })

  it('may take values of any length: the cookie fits a browser', async () => {
    for (const name of ['x'.repeat(15_000), '\u0001'.repeat(4000), '€'.repeat(1600)]) {
      const answer = await post('/api/auth/register', { name, email: name.slice(0, 300), password: 'x' })
      expect(cookieLine(answer).length).toBeLessThan(4096)
      expect(outcomeOf(world.ctx, answer)?.refusal?.code).toMatch(/invalid_input|body_too_large/)
    }
    const cut = await post('/api/auth/register', { name: 'x'.repeat(300), email: 'y', password: 'x' })
    expect(outcomeOf(world.ctx, cut)?.values).toEqual({ name: 'x'.repeat(254), email: 'y' })
  })
})
