import { describe, expect, it } from 'vitest'
import { API_ROUTES } from '../../../app/api/routes'
import { apiRequest, call, sessionOf } from '../../support/api'
import { codeFor } from '../../support/mail'
import { OURS, outcomeOf, post } from '../../support/plain-forms'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const PATH = '/api/auth/verify-email'
const NEW = 'encore une phrase bien longue'

const person = () => aRegisteredUser(world, freshEmail())
const as = ({ jwt }: Pick<TestUser, 'jwt'>) => ({ ...OURS, cookie: `auth-token=${jwt}` })

const isVerified = async ({ user }: TestUser): Promise<boolean> =>
  (await world.pool.query('select email_verified from users where id = $1', [user.id])).rows[0]
    ?.email_verified

const refusalOf = (answer: Response, jwt?: string) => outcomeOf(world.ctx, answer, jwt)?.refusal

describe('the link alone, as a form without JavaScript', () => {
  it('verifies in the browser with the session of that very account', async () => {
    const owner = await person()
    const answer = await post(PATH, { token: owner.token }, as(owner))
    expect(outcomeOf(world.ctx, answer, owner.jwt)).toMatchObject({ answer: { success: true } })
    expect(await isVerified(owner)).toBe(true)
  })

  // ASVS 6.4.3
  it('proves nothing in any other: signed out, signed in as somebody else, or after its session ended', async () => {
    const [owner, other] = [await person(), await person()]
    const ended = await person()
    await world.pool.query('delete from sessions where user_id = $1', [ended.user.id])
    for (const [link, headers, jwt] of [
      [owner, OURS, undefined],
      [owner, as(other), other.jwt],
      [ended, as(ended), ended.jwt],
    ] as const) {
      const answer = await post(PATH, { token: link.token }, headers)
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/auth/verify-email?token=${link.token}`,
      ])
      expect(refusalOf(answer, jwt)).toEqual({
        code: 'invalid_input',
        fields: [{ field: 'password', code: 'password_required' }],
      })
      expect(await isVerified(link)).toBe(false)
    }
  })
})

describe('the link with a password', () => {
  it.each([
    ['neither password', {}, [{ field: 'password', code: 'password_required' }]],
    ['both', { password: PASSWORD, newPassword: NEW }, [{ field: 'newPassword', code: 'unknown_field' }]],
    ['an empty one', { password: '' }, [{ field: 'password', code: 'password_required' }]],
    ['a weak new one', { newPassword: 'password1' }, [{ field: 'newPassword', code: 'password_common' }]],
    [
      'somebody else’s address',
      { newPassword: NEW, email: 'a@b.fr' },
      [{ field: 'email', code: 'email_mismatch' }],
    ],
  ])('as JSON with %s is 400', async (_what, more, errors) => {
    const owner = await person()
    const answer = await call('POST', PATH, { json: { token: owner.token, ...more } })
    expect(answer.status).toBe(400)
    const body = await answer.json()
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => ({ field, code }))).toEqual(
      errors,
    )
    expect(await isVerified(owner)).toBe(false)
  })

  it.each([
    ['the account’s', { password: PASSWORD }],
    ['a new one', { newPassword: NEW }],
  ])('as JSON: %s verifies and signs in', async (_which, proof) => {
    const owner = await person()
    const answer = await call('POST', PATH, { json: { token: owner.token, ...proof } })
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { success: true, message: 'Email verified!', user: { ...owner.user, emailVerified: true } },
    ])
    expect(answer.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual([
      'auth-token',
      '__Host-Http-auth-device',
    ])
    const me = await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${sessionOf(answer)}` } })
    expect(await me.json()).toMatchObject({ user: { email: owner.email, emailVerified: true } })
  })

  it('as a form: verifies, signs in, and tells the page', async () => {
    const owner = await person()
    const answer = await post(PATH, { token: owner.token, password: PASSWORD })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/auth/verify-email'])
    const session = sessionOf(answer)
    expect(outcomeOf(world.ctx, answer, session)).toMatchObject({ answer: { success: true } })
  })

  it('as a form, wrong: leads back, and shows no password', async () => {
    const owner = await person()
    const answer = await post(PATH, { token: owner.token, password: 'not the passphrase' })
    expect(answer.headers.get('location')).toBe(`/auth/verify-email?token=${owner.token}`)
    expect(outcomeOf(world.ctx, answer)).toEqual({
      action: PATH,
      refusal: { code: 'invalid_credentials', fields: [{ field: 'password', code: 'password_wrong' }] },
      values: { email: '' },
    })
  })

  it('of other sites is refused', async () => {
    const owner = await person()
    const answer = await API_ROUTES[PATH].POST(
      apiRequest('POST', PATH, {
        body: JSON.stringify({ token: owner.token, password: PASSWORD }),
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
      }),
    )
    expect(answer.status).toBe(403)
    expect(await isVerified(owner)).toBe(false)
  })
})

describe.each([
  ['a new password', PATH, { newPassword: NEW }],
  ['"this was not me"', `${PATH}/not-me`, {}],
] as const)('%s, as a form without JavaScript', (_what, path, fields) => {
  const exists = async ({ user }: TestUser) =>
    (await world.pool.query('select 1 from users where id = $1', [user.id])).rowCount === 1

  it.each([
    ['without the address', {}, 'email_required'],
    ['with an empty one', { email: '' }, 'email_required'],
    ['with one that a program fills in', { email: 'test@example.com' }, 'email_mismatch'],
  ])('%s does nothing', async (_how, more, code) => {
    const owner = await person()
    const answer = await post(path, { token: owner.token, ...fields, ...more })
    expect(answer.headers.get('location')).toBe(`/auth/verify-email?token=${owner.token}`)
    expect(refusalOf(answer)).toMatchObject({ code: 'invalid_input', fields: [{ field: 'email', code }] })
    expect([await exists(owner), await isVerified(owner)]).toEqual([true, false])
  })

  it('with the address in full, in any case, is done', async () => {
    const owner = await person()
    const answer = await post(path, { token: owner.token, ...fields, email: owner.email.toUpperCase() })
    expect(answer.headers.get('location')).toBe('/auth/verify-email')
    expect(await exists(owner)).toBe(path === PATH)
    if (path === PATH) expect(await isVerified(owner)).toBe(true)
  })
})

describe('the code, as a form without JavaScript', () => {
  it('leads back to the dashboard, right or wrong, and keeps nothing of it', async () => {
    const owner = await person()
    const wrong = await post(`${PATH}/code`, { code: 'zzzz-zzzz' }, as(owner))
    expect(wrong.headers.get('location')).toBe('/dashboard')
    expect(outcomeOf(world.ctx, wrong, owner.jwt)).toMatchObject({
      refusal: { code: 'invalid_code' },
      values: {},
    })
    const right = await post(`${PATH}/code`, { code: codeFor(world.ctx.mail, owner.email) }, as(owner))
    expect([right.status, right.headers.get('location')]).toEqual([303, '/dashboard'])
    expect(await isVerified(owner)).toBe(true)
  })
})
