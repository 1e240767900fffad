import { beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../../../lib/kernel/clock'
import { listSessions } from '../../../lib/session/client/list'
import { readSession } from '../../../lib/session/read'
import { sessionOf } from '../../support/api'
import { login } from '../../support/entries'
import { OURS, outcomeOf, post } from '../../support/plain-forms'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' }, isServed: true })
let person: TestUser
let own: Record<string, string>
beforeEach(async () => {
  person = await aVerifiedUser(world, freshEmail())
  own = { ...OURS, cookie: `auth-token=${person.jwt}` }
})

const placeOf = (answer: Response) => [answer.status, answer.headers.get('location')]

describe('a form of the account without JavaScript', () => {
  it('changes the name, and its page says so', async () => {
    const answer = await post('/api/account', { method: 'PATCH', name: 'Jeanne', locale: 'en' }, own)
    expect(placeOf(answer)).toEqual([303, '/account'])
    expect(outcomeOf(world.ctx, answer, person.jwt)).toMatchObject({ answer: { user: { name: 'Jeanne' } } })
    expect(answer.headers.getSetCookie().some((line) => line.startsWith('locale=en;'))).toBe(true)
  })

  it('changes the password, and holds none of the two afterwards', async () => {
    const fields = { currentPassword: PASSWORD, newPassword: 'une phrase toute neuve et bien longue' }
    const answer = await post('/api/account/password', fields, own)
    expect(placeOf(answer)).toEqual([303, '/account/security'])
    const outcome = outcomeOf(world.ctx, answer, sessionOf(answer))
    expect(outcome).toMatchObject({ answer: { user: person.user } })
    expect(JSON.stringify(outcome)).not.toMatch(/phrase/)
  })

  it('ends a session, and its page can say which', async () => {
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
    expectOk(await login(world.ctx, { email: person.email, password: PASSWORD }, aVisitor({ userAgent })))
    const session = await readSession(world.ctx, person.jwt)
    const other = session && (await listSessions(world.ctx, session)).find(({ current }) => !current)
    const params = { id: other?.id ?? '' }
    const answer = await post('/api/account/sessions/{id}', { method: 'DELETE' }, own, params)
    expect(placeOf(answer)).toEqual([303, '/account/sessions'])
    expect(outcomeOf(world.ctx, answer, person.jwt)).toMatchObject({
      answer: { ended: 1 },
      values: { browser: 'Firefox', system: 'Windows' },
    })
  })

  it('deletes the account with the password typed beside, and leaves nothing in the browser', async () => {
    world.ctx.now.advance(11 * MINUTE)
    const wrong = await post(
      '/api/account',
      { method: 'DELETE', email: freshEmail(), password: PASSWORD },
      own,
    )
    expect(placeOf(wrong)).toEqual([303, '/account/data'])
    const cookie = `auth-token=${sessionOf(wrong)}`
    expect(outcomeOf(world.ctx, wrong, sessionOf(wrong))).toMatchObject({
      refusal: { code: 'invalid_input', fields: [{ field: 'email', code: 'email_mismatch' }] },
    })
    const fields = { method: 'DELETE', email: person.email }
    const done = await post('/api/account', fields, { ...OURS, cookie })
    expect(placeOf(done)).toEqual([303, '/goodbye'])
    expect(done.headers.getSetCookie().map((line) => /^([\w-]+)=;/.exec(line)?.[1])).toEqual([
      'auth-token',
      'auth-device',
      '__Host-Http-auth-device',
    ])
  })
})
