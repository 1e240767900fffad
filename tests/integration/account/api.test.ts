import { beforeEach, describe, expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, HOUR, MINUTE } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { call, sessionOf } from '../../support/api'
import { login } from '../../support/entries'
import { letterTo } from '../../support/mail'
import { anOperator, eventsOf } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' }, isServed: true })
let person: TestUser
beforeEach(async () => {
  person = await aVerifiedUser(world, freshEmail())
})

const as = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })

const another = async (userAgent: string | null = FIREFOX) =>
  expectOk(await login(world.ctx, { email: person.email, password: PASSWORD }, aVisitor({ userAgent })))
    .session.jwt

const isSignedIn = async (jwt: string) => (await call('GET', '/api/auth/me', as(jwt))).status === 200

const listOf = async (jwt: string) =>
  (await (await call('GET', '/api/account/sessions', as(jwt))).json()).sessions

describe('without a session', () => {
  // ASVS 8.2.1, 8.3.1
  it.each([
    ['GET', '/api/account'],
    ['PATCH', '/api/account'],
    ['DELETE', '/api/account'],
    ['POST', '/api/account/password'],
    ['GET', '/api/account/sessions'],
    ['DELETE', '/api/account/sessions'],
    ['DELETE', '/api/account/sessions/{id}'],
    ['GET', '/api/account/events'],
  ] as const)('%s %s answers 401', async (method, path) => {
    const response = await call(method, path, method === 'GET' ? {} : { json: {} })
    expect([response.status, (await response.json()).code]).toEqual([401, 'unauthenticated'])
  })
})

describe('the account', () => {
  it('is read with what became of its mail', async () => {
    const pending = await mintLink(world.ctx, 'change_email', { id: person.user.id, email: freshEmail() })
    expect(pending.token).toHaveLength(64)
    const response = await call('GET', '/api/account', as(person.jwt))
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      user: person.user,
      locale: 'fr',
      passwordChangedAt: null,
      pendingEmail: expect.stringContaining('@'),
      messages: [
        { kind: 'welcome', state: 'sent' },
        { kind: 'verification', state: 'sent' },
      ],
    })
  })

  it('changes name and language; the language is this browser’s from then on', async () => {
    const response = await call('PATCH', '/api/account', {
      ...as(person.jwt),
      json: { name: '  Jeanne   Dupont ', locale: 'en' },
    })
    expect(await response.json()).toEqual({ user: { ...person.user, name: 'Jeanne Dupont' } })
    expect(response.headers.getSetCookie()[0]).toMatch(/^locale=en; /)
    const { locale, user } = await (await call('GET', '/api/account', as(person.jwt))).json()
    expect([locale, user.name]).toEqual(['en', 'Jeanne Dupont'])
    const { rows } = await world.pool.query(
      `select detail, session is not null as "hasSession" from events where user_id = $1 and type = 'profile_changed'`,
      [person.user.id],
    )
    expect(rows).toEqual([{ detail: 'name locale', hasSession: true }])
  })

  it('changes one alone, and records no change that is none', async () => {
    const change = (json: object) => call('PATCH', '/api/account', { ...as(person.jwt), json })
    const named = await change({ name: 'Jean Dupont' })
    expect([named.status, named.headers.getSetCookie()]).toEqual([200, []])
    expect(await eventsOf(world, person.user.id)).not.toContain('profile_changed')
  })

  it.each([
    [{}, [['name', 'name_required']]],
    [{ name: '' }, [['name', 'name_required']]],
    [{ name: 'voir https://exemple.fr' }, [['name', 'name_invalid']]],
    [{ locale: 'de' }, [['locale', 'unknown_value']]],
    [{ name: 'Jean', email: 'a@example.com' }, [['email', 'unknown_field']]],
  ])('refuses %j', async (json, faults) => {
    const response = await call('PATCH', '/api/account', { ...as(person.jwt), json })
    const { code, errors = [] } = await response.json()
    expect([response.status, code]).toEqual([400, 'invalid_input'])
    expect(errors.map(({ field, code: fault }: Record<string, string>) => [field, fault])).toEqual(faults)
  })
})

describe('the sessions', () => {
  // ASVS 7.4.2, 7.5.2
  it('are listed, the one used last first, by names that open nothing', async () => {
    world.ctx.now.advance(MINUTE)
    const laptop = await another()
    const list = await listOf(laptop)
    expect(list).toMatchObject([
      { current: true, browser: 'Firefox', system: 'Windows', country: 'FR' },
      { current: false, browser: null, system: null },
    ])
    const { rows } = await world.pool.query('select id, token_hash from sessions where user_id = $1', [
      person.user.id,
    ])
    for (const { id, token_hash: hash } of rows)
      expect(JSON.stringify(list)).not.toMatch(new RegExp(`${id}|${hash.toString('hex')}`))
  })

  // ASVS 7.4.1, 7.5.2
  it('end one by one, each refused on the very next request', async () => {
    const laptop = await another()
    const phone = await another()
    const other = (await listOf(person.jwt)).find(({ current }: { current: boolean }) => !current)
    const end = () =>
      call('DELETE', '/api/account/sessions/{id}', { ...as(person.jwt), params: { id: other.id } })
    expect(await (await end()).json()).toEqual({ ended: 1 })
    expect([await isSignedIn(laptop), await isSignedIn(phone)].filter(Boolean)).toHaveLength(1)
    expect(await isSignedIn(person.jwt)).toBe(true)
    expect(await (await end()).json()).toEqual({ ended: 0 })
    expect(await eventsOf(world, person.user.id)).toContain('session_ended')
  })

  it('end all but this one', async () => {
    const laptop = await another()
    const phone = await another()
    const response = await call('DELETE', '/api/account/sessions', as(person.jwt))
    expect(await response.json()).toEqual({ ended: 2 })
    expect(await Promise.all([laptop, phone, person.jwt].map(isSignedIn))).toEqual([false, false, true])
    expect((await eventsOf(world, person.user.id)).at(-1)).toBe('others_ended')
    expect(await (await call('DELETE', '/api/account/sessions', as(person.jwt))).json()).toEqual({ ended: 0 })
  })

  it('end with this one, which signs out', async () => {
    const [own] = await listOf(person.jwt)
    const response = await call('DELETE', '/api/account/sessions/{id}', {
      ...as(person.jwt),
      params: { id: own.id.toUpperCase() },
    })
    expect(await response.json()).toEqual({ ended: 1 })
    expect(response.headers.getSetCookie()[0]).toMatch(/^auth-token=; .*Max-Age=0/)
    expect(response.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(await isSignedIn(person.jwt)).toBe(false)
    expect((await eventsOf(world, person.user.id)).at(-1)).toBe('signed_out')
  })

  // ASVS 8.2.2, 8.3.1
  it('of other people stay, and nothing tells whether there was one', async () => {
    const stranger = await aVerifiedUser(world, freshEmail())
    const [theirs] = await listOf(stranger.jwt)
    const answers = await Promise.all(
      [theirs.id, '00000000-0000-4000-8000-000000000000', 'none', "'"].map(async (id) => {
        const response = await call('DELETE', '/api/account/sessions/{id}', {
          ...as(person.jwt),
          params: { id },
        })
        return [response.status, await response.text()]
      }),
    )
    expect(new Set(answers.map(String))).toEqual(new Set(['200,{"ended":0}']))
    expect(await isSignedIn(stranger.jwt)).toBe(true)
  })

  it('of an operator are listed until they are past their own limits', async () => {
    const operator = await anOperator(world)
    expect(await listOf(operator.jwt)).toHaveLength(1)
    world.ctx.now.advance(HOUR)
    person = operator
    const fresh = await another()
    expect(await listOf(fresh)).toMatchObject([{ current: true }])
    world.ctx.now.advance(-HOUR)
  })
})

describe('the events', () => {
  const page = async (query = '') =>
    (await call('GET', '/api/account/events', { ...as(person.jwt), query })).json()

  // ASVS 16.2.1
  it('tell what happened, newest first, and nothing of how operators looked', async () => {
    const operator = await anOperator(world)
    await world.pool.query(
      `insert into events (type, user_id, actor_id, created_at) values
       ('person_viewed', $1, $2, now()), ('verified_by_hand', $1, $2, now())`,
      [person.user.id, operator.user.id],
    )
    const { events, next } = await page()
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'verified_by_hand',
      'email_verified',
      'registered',
    ])
    expect(Object.keys(events[0])).toEqual(['id', 'type', 'at', 'browser', 'system'])
    expect(next).toBeNull()
  })

  it('come fifty at a time, each once', async () => {
    await world.pool.query(
      `insert into events (type, user_id, actor_id, created_at)
       select 'signed_in', $1, $1, now() from generate_series(1, 120)`,
      [person.user.id],
    )
    const seen: number[] = []
    let next: number | null = null
    do {
      const answer: { events: { id: number }[]; next: number | null } = await page(
        next ? `?before=${next}` : '',
      )
      expect(answer.events.length).toBeLessThanOrEqual(50)
      seen.push(...answer.events.map(({ id }) => id))
      next = answer.next
    } while (next !== null)
    expect(seen).toHaveLength(122)
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one))
  })

  it.each(['?before=', '?before=0', '?before=x', '?before=1e3', '?after=3'])('refuse %s', async (query) => {
    const response = await call('GET', '/api/account/events', { ...as(person.jwt), query })
    expect(response.status).toBe(400)
  })
})

describe('the password', () => {
  // ASVS 7.2.4, 7.4.3
  it('changes: a new cookie and mark, the old cookie and all others refused', async () => {
    const laptop = await another()
    const newPassword = 'une phrase toute neuve et bien longue'
    const response = await call('POST', '/api/account/password', {
      ...as(person.jwt),
      json: { currentPassword: PASSWORD, newPassword },
    })
    expect([response.status, await response.json()]).toEqual([200, { user: person.user }])
    expect(response.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual([
      'auth-token',
      '__Host-Http-auth-device',
    ])
    const renewed = sessionOf(response)
    expect(await Promise.all([laptop, person.jwt, renewed].map(isSignedIn))).toEqual([false, false, true])
    const { passwordChangedAt } = await (await call('GET', '/api/account', as(renewed))).json()
    expect(passwordChangedAt).toBe(world.ctx.now().toISOString())
  })

  // ASVS 6.2.3
  it('does not change without the present one', async () => {
    const response = await call('POST', '/api/account/password', {
      ...as(person.jwt),
      json: { currentPassword: 'pas le bon', newPassword: 'une phrase toute neuve et bien longue' },
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      code: 'invalid_credentials',
      errors: [{ field: 'currentPassword', code: 'password_wrong' }],
    })
    expect(await isSignedIn(person.jwt)).toBe(true)
  })
})

describe('deleting the account', () => {
  const remove = (json: object, jwt = person.jwt) => call('DELETE', '/api/account', { ...as(jwt), json })

  it('signs this browser out of everything, and frees the address', async () => {
    const laptop = await another()
    const response = await remove({ email: ` ${person.email.toUpperCase()} ` })
    expect([response.status, await response.json()]).toEqual([200, { success: true }])
    expect(response.headers.getSetCookie().map((line) => /^([\w-]+)=; .*Max-Age=0/.exec(line)?.[1])).toEqual([
      'auth-token',
      'auth-device',
      '__Host-Http-auth-device',
    ])
    expect(response.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(await Promise.all([laptop, person.jwt].map(isSignedIn))).toEqual([false, false])
    await deliverDue(world.ctx)
    expect(letterTo(world.ctx.mail, person.email, /^Votre compte a été supprimé$/)).toBeDefined()
    const again = await call('POST', '/api/auth/register', {
      json: { name: 'Jean Dupont', email: person.email, password: PASSWORD },
    })
    expect(again.status).toBe(201)
  })

  // ASVS 7.5.3
  it('needs the right address, typed', async () => {
    const response = await remove({ email: freshEmail() })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'email', code: 'email_mismatch' }],
    })
    expect((await remove({})).status).toBe(400)
    expect(await isSignedIn(person.jwt)).toBe(true)
  })

  // ASVS 7.5.1
  it('needs a fresh proof, which the request may bring', async () => {
    world.ctx.now.advance(11 * MINUTE)
    const stale = await remove({ email: person.email })
    expect([stale.status, (await stale.json()).code]).toEqual([403, 'proof_needed'])
    expect((await remove({ email: person.email, password: PASSWORD })).status).toBe(200)
  })

  it('waits while a former address can be restored', async () => {
    await mintLink(world.ctx, 'undo_email_change', { id: person.user.id, email: freshEmail() })
    const response = await remove({ email: person.email })
    expect([response.status, (await response.json()).code]).toEqual([409, 'undo_open'])
    world.ctx.now.advance(7 * DAY)
    const later = await another()
    expect((await remove({ email: person.email }, later)).status).toBe(200)
  })
})
