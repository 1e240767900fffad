import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { markFor } from '../../../lib/http/form/mark'
import { openOutcome } from '../../../lib/http/form/outcome'
import { MAX_BODY_BYTES } from '../../../lib/http/request/read-json'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { apiRequest, sessionOf } from '../../support/api'
import { anOperator } from '../../support/operators'
import { aRegisteredUser, createWorld, freshEmail, PASSWORD, type World } from '../../support/world'

const ORIGIN = 'https://auth.huntaze.test'
const TYPE = 'application/x-www-form-urlencoded'
const OURS = { 'sec-fetch-site': 'same-origin' }

let world: World
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_SCALE: '100' } })
  world.serve()
})
afterAll(() => world.close())

type Fields = Record<string, string> | [string, string][] | string

const encoded = (fields: Fields): string =>
  typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()

/** Posts a plain form, as a browser without JavaScript does. */
const post = (path: ApiPath, fields: Fields, headers: Record<string, string> = OURS): Promise<Response> =>
  API_ROUTES[path].POST(
    apiRequest('POST', path, { body: encoded(fields), headers: { 'content-type': TYPE, ...headers } }),
  )

const cookieLine = (response: Response): string =>
  response.headers.getSetCookie().find((line) => line.startsWith('form-outcome=')) ?? ''

const cookieValue = (response: Response): string =>
  cookieLine(response).slice('form-outcome='.length).split(';')[0] ?? ''

const openedBy = (session: string, path: string, ...values: string[]) => {
  const cookies = [`auth-token=${session}`, ...values.map((value) => `form-outcome=${value}`)]
  return openOutcome(world.ctx, path, new Headers({ cookie: cookies.slice(session ? 0 : 1).join('; ') }))
}

const opened = (path: string, ...values: string[]) => openedBy('', path, ...values)

/** The outcome that the page is told, where the answer leads there, in the browser that holds `session`. */
const outcomeOf = (response: Response, session = '') => {
  const location = response.headers.get('location') ?? ''
  return openedBy(session, location.split('?', 1)[0] ?? '', cookieValue(response))
}

const anybody = () => ({ email: freshEmail(), password: 'pas la bonne phrase du tout' })

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
    expect(outcomeOf(answer)).toEqual({
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
    const { token } = await aRegisteredUser(world, freshEmail())
    const wrong = 'f'.repeat(64)
    const refused = await post('/api/auth/verify-email', { token: wrong })
    expect(refused.headers.get('location')).toBe(`/auth/verify-email?token=${wrong}`)
    expect(JSON.stringify(outcomeOf(refused))).not.toContain('ffff')
    const verified = await post('/api/auth/verify-email', { token })
    expect(verified.headers.get('location')).toBe('/auth/verify-email')
    expect(outcomeOf(verified)).toMatchObject({ action: '/api/auth/verify-email', answer: { success: true } })
  })

  it('alone verifies by POST: JSON is refused, as scanners of mail send it', async () => {
    const { token } = await aRegisteredUser(world, freshEmail())
    const json = await API_ROUTES['/api/auth/verify-email'].POST(
      apiRequest('POST', '/api/auth/verify-email', { body: JSON.stringify({ token }), headers: OURS }),
    )
    expect([json.status, json.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect((await post('/api/auth/verify-email', { token }, {})).status).toBe(403)
    const verified = await post('/api/auth/verify-email', { token })
    expect(outcomeOf(verified)).toMatchObject({ answer: { success: true } })
  })

  it('asks for a new link from the dashboard, and from an old link’s page', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    const home = await post('/api/auth/verify-email/resend', {}, { ...OURS, cookie: `auth-token=${jwt}` })
    expect(home.headers.get('location')).toBe('/dashboard')
    expect(outcomeOf(home, jwt)).toMatchObject({ answer: { retryAfter: expect.any(Number) } })
    const { token } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    const old = await post('/api/auth/verify-email/resend', { token })
    expect(old.headers.get('location')).toBe(`/auth/verify-email?token=${token}`)
    expect(outcomeOf(old)).toMatchObject({ answer: { retryAfter: expect.any(Number) } })
  })

  it('deletes an account that was not theirs', async () => {
    const { token } = await aRegisteredUser(world, freshEmail())
    const answer = await post('/api/auth/verify-email/not-me', { token })
    expect(answer.headers.get('location')).toBe('/auth/verify-email')
    expect(outcomeOf(answer)).toMatchObject({
      action: '/api/auth/verify-email/not-me',
      answer: { success: true },
    })
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
    expect(outcomeOf(again, jwt)).toBeUndefined()
    expect(outcomeOf(again, session)).toMatchObject({
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
    expect(outcomeOf(report)).toMatchObject({
      refusal: { code: 'not_found' },
      values: { report: 'delivery' },
    })
    const astray = await post('/api/mailbox/open', { id: 'x', as: 'get', page: '/dashboard' })
    expect(astray.headers.get('location')).toBe('/mailbox')
    expect(outcomeOf(astray)).toMatchObject({ refusal: { fields: [{ field: 'id', code: 'wrong_type' }] } })
  })

  it('without a session leads to its page, which asks to sign in', async () => {
    const answer = await post('/api/auth/change-email', { email: freshEmail() })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(outcomeOf(answer)).toMatchObject({ refusal: { code: 'unauthenticated' } })
  })

  it('with an old action of React’s in it is refused by its fields, as any form that ours is not', async () => {
    const answer = await post('/api/auth/login', { ...anybody(), $ACTION_REF_1: '' })
    expect(outcomeOf(answer)).toMatchObject({ refusal: { fields: [{ field: '', code: 'unknown_field' }] } })
  })

  it('names an unknown field, and takes none twice', async () => {
    const unknown = await post('/api/auth/login', { ...anybody(), role: 'admin' })
    expect(outcomeOf(unknown)?.refusal?.fields).toEqual([{ field: 'role', code: 'unknown_field' }])
    const twice = await post('/api/auth/login', [...Object.entries(anybody()), ['email', 'a@b.fr']])
    expect(outcomeOf(twice)).toMatchObject({
      refusal: { fields: [{ field: 'email', code: 'wrong_type' }] },
      values: { email: '' },
    })
    const polluted = await post('/api/auth/login', `__proto__=x&${encoded(anybody())}`)
    expect(outcomeOf(polluted)?.refusal?.fields).toEqual([{ field: '', code: 'unknown_field' }])
  })

  it.each([
    ['bytes that are no UTF-8', 'email=a%FFb&password=x', 'invalid_json'],
    ['a broken escape', 'email=%zz&password=x', 'invalid_json'],
    ['too much', `email=${'x'.repeat(MAX_BODY_BYTES)}`, 'body_too_large'],
    ['nothing', '', 'invalid_input'],
  ])('of %s is refused on its page', async (_name, body, code) => {
    const answer = await post('/api/auth/login', body)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
    expect(outcomeOf(answer)?.refusal?.code).toBe(code)
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
      expect(outcomeOf(answer)?.refusal?.code).toMatch(/invalid_input|body_too_large/)
    }
    const cut = await post('/api/auth/register', { name: 'x'.repeat(300), email: 'y', password: 'x' })
    expect(outcomeOf(cut)?.values).toEqual({ name: 'x'.repeat(254), email: 'y' })
  })
})

describe('what is no form of ours', () => {
  const id = randomBytes(16).toString('base64url')
  const cookie = `form-browser=${id}`
  const mark = () => markFor(world.ctx, id)

  it.each<[string, Record<string, string>, (() => string) | undefined, boolean]>([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, undefined, true],
    [
      'our own page that hides its address',
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      undefined,
      true,
    ],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }, undefined, false],
    ['another site', { 'sec-fetch-site': 'cross-site' }, undefined, false],
    ['typed by nobody', { 'sec-fetch-site': 'none' }, undefined, false],
    [
      'another site that names our origin',
      { 'sec-fetch-site': 'cross-site', origin: ORIGIN },
      undefined,
      false,
    ],
    ['another site with a mark', { 'sec-fetch-site': 'cross-site', cookie }, mark, false],
    ['an older browser on our page', { origin: ORIGIN }, undefined, true],
    ['an older browser on another site', { origin: 'https://evil.test' }, undefined, false],
    ['an older browser on another site with a mark', { origin: 'https://evil.test', cookie }, mark, false],
    ['another port', { origin: `${ORIGIN}:8443` }, undefined, false],
    ['a sandboxed frame', { origin: 'null' }, undefined, false],
    ['nobody knows who', {}, undefined, false],
    ['a text browser with its mark', { cookie }, mark, true],
    ['a text browser without its cookie', {}, mark, false],
    ['a text browser with another’s cookie', { cookie: `form-browser=${'a'.repeat(22)}` }, mark, false],
    ['a text browser with two cookies', { cookie: `${cookie}; ${cookie}` }, mark, false],
    ['a text browser with a mark of its own making', { cookie }, () => 'AAAA', false],
    ['a text browser with an altered mark', { cookie }, () => `${mark().slice(0, -2)}xx`, false],
  ])('%s', async (_name, headers, makeMark, isOurs) => {
    const answer = await post(
      '/api/auth/login',
      { ...anybody(), ...(makeMark && { mark: makeMark() }) },
      headers,
    )
    if (isOurs)
      return expect([answer.status, outcomeOf(answer)?.refusal?.code]).toEqual([303, 'invalid_credentials'])
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    expect(await answer.json()).toMatchObject({ code: 'cross_site_request' })
  })

  it('a mark that is older than a day', async () => {
    const old = mark()
    const sent = async () => (await post('/api/auth/login', { ...anybody(), mark: old }, { cookie })).status
    world.ctx.now.advance(DAY - 1)
    expect(await sent()).toBe(303)
    world.ctx.now.advance(1)
    expect(await sent()).toBe(403)
  })

  it.each(['multipart/form-data; boundary=x', 'text/plain', `${TYPE}; charset=iso-8859-1`, `${TYPE}x`])(
    '%s stays unsupported',
    async (type) => {
      const answer = await post('/api/auth/login', anybody(), { ...OURS, 'content-type': type })
      expect(answer.status).toBe(415)
      expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type' })
    },
  )

  it.each(['multipart/form-data; boundary=x', 'text/plain', `${TYPE}; charset=iso-8859-1`])(
    '%s signs nobody out, though nobody reads it',
    async (type) => {
      const { jwt } = await aRegisteredUser(world, freshEmail())
      const cookie = `auth-token=${jwt}`
      const answer = await post('/api/auth/logout', 'a=b', { cookie, 'content-type': type })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([415, []])
      const me = await API_ROUTES['/api/auth/me'].GET(
        apiRequest('GET', '/api/auth/me', { headers: { cookie } }),
      )
      expect(me.status).toBe(200)
    },
  )

  it('a form where no page has one', async () => {
    const answer = await post('/api/email-events', 'a=b')
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'forbidden' })
  })
})

describe('the cookie that tells a page how its form ended', () => {
  const refused = () =>
    post('/api/auth/login', { email: 'jean@secret.example', password: 'mot-de-passe-secret' })

  it('shows nothing to whoever reads it, and never holds the password', async () => {
    const answer = await refused()
    const value = cookieValue(answer)
    const bytes = Buffer.from(value, 'base64url').toString('latin1')
    for (const secret of ['jean@secret', 'invalid_credentials', 'mot-de-passe']) {
      expect(value + bytes).not.toContain(secret)
    }
    expect(JSON.stringify(outcomeOf(answer))).not.toContain('mot-de-passe')
  })

  it('says nothing once altered, or to another page, beside one that does', async () => {
    const value = cookieValue(await refused())
    const altered = `${value.slice(0, -3)}${value.endsWith('AAA') ? 'BBB' : 'AAA'}`
    for (const wrong of [altered, '', 'x', value.slice(10), '%'])
      expect(opened('/login', wrong)).toBeUndefined()
    expect(opened('/register', value)).toBeUndefined()
    expect(opened('/login', altered, value)).toMatchObject({ action: '/api/auth/login' })
  })

  it('says nothing to another session, nor once signed out', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    const other = await aRegisteredUser(world, freshEmail())
    const session = { ...OURS, cookie: `auth-token=${jwt}` }
    const value = cookieValue(await post('/api/auth/change-email', { email: 'nowhere' }, session))
    expect(openedBy(jwt, '/dashboard', value)).toMatchObject({ values: { email: 'nowhere' } })
    expect(openedBy(other.jwt, '/dashboard', value)).toBeUndefined()
    expect(opened('/dashboard', value)).toBeUndefined()
  })

  it('says nothing after five minutes', async () => {
    const value = cookieValue(await refused())
    world.ctx.now.advance(5 * MINUTE - 1)
    expect(opened('/login', value)).toBeDefined()
    world.ctx.now.advance(1)
    expect(opened('/login', value)).toBeUndefined()
  })
})
