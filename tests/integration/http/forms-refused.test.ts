import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '../../../app/api/routes'
import { markFor } from '../../../lib/http/form/mark'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { apiRequest } from '../../support/api'
import { anybody, cookieValue, FORM_TYPE, OURS, openedBy, outcomeOf, post } from '../../support/plain-forms'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const ORIGIN = 'https://auth.huntaze.test'
const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

/** With another first character: bits of a last one may stand for nothing. */
const altered = (mark: string): string => (mark.startsWith('A') ? 'B' : 'A') + mark.slice(1)

const opened = (path: string, ...values: string[]) => openedBy(world.ctx, '', path, ...values)

describe('what is no form of ours', () => {
  const id = randomBytes(16).toString('base64url')
  const cookie = `__Host-Http-form-browser=${id}`
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
    [
      'a text browser with another’s cookie',
      { cookie: `__Host-Http-form-browser=${'a'.repeat(22)}` },
      mark,
      false,
    ],
    ['a text browser with two cookies', { cookie: `${cookie}; ${cookie}` }, mark, false],
    ['a text browser with a mark of its own making', { cookie }, () => 'AAAA', false],
    ['a text browser with an altered mark', { cookie }, () => altered(mark()), false],
  ])('%s', async (_name, headers, makeMark, isOurs) => {
    const answer = await post(
      '/api/auth/login',
      { ...anybody(), ...(makeMark && { mark: makeMark() }) },
      headers,
    )
    if (isOurs)
      return expect([answer.status, outcomeOf(world.ctx, answer)?.refusal?.code]).toEqual([
        303,
        'invalid_credentials',
      ])
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    expect(await answer.json()).toMatchObject({ code: 'cross_site_request' })
  })

  it('is a warning where another site posted it, and none where a text browser’s page is too old', async () => {
    const logged = async (headers: Record<string, string>) => {
      const before = world.logged.length
      await post('/api/auth/login', anybody(), headers)
      const line = world.logged.slice(before).find((line) => line.includes('cross_site_refused'))
      return JSON.parse(line ?? '{}').level
    }
    expect(await logged({ 'sec-fetch-site': 'cross-site' })).toBe('warn')
    expect(await logged({ origin: 'https://evil.test' })).toBe('warn')
    expect(await logged({ cookie })).toBe('info')
  })

  it('a mark that is older than a day', async () => {
    const old = mark()
    const sent = async () => (await post('/api/auth/login', { ...anybody(), mark: old }, { cookie })).status
    world.ctx.now.advance(DAY - 1)
    expect(await sent()).toBe(303)
    world.ctx.now.advance(1)
    expect(await sent()).toBe(403)
  })

  it.each([
    'multipart/form-data; boundary=x',
    'text/plain',
    `${FORM_TYPE}; charset=iso-8859-1`,
    `${FORM_TYPE}x`,
  ])('%s stays unsupported', async (type) => {
    const answer = await post('/api/auth/login', anybody(), { ...OURS, 'content-type': type })
    expect(answer.status).toBe(415)
    expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type' })
  })

  it.each(['multipart/form-data; boundary=x', 'text/plain', `${FORM_TYPE}; charset=iso-8859-1`])(
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
    expect(JSON.stringify(outcomeOf(world.ctx, answer))).not.toContain('mot-de-passe')
  })

  // ASVS 11.2.5
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
    expect(openedBy(world.ctx, jwt, '/dashboard', value)).toMatchObject({ values: { email: 'nowhere' } })
    expect(openedBy(world.ctx, other.jwt, '/dashboard', value)).toBeUndefined()
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
