import { expect, it } from 'vitest'
import { mintLink } from '../../../lib/link/mint'
import { LINK_PURPOSES, type LinkPurpose } from '../../../lib/link/purposes'
import { call } from '../../support/api'
import { aVerifiedUser, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

type Use = (token: string, jwt: string) => Promise<Response>

const posting =
  (path: Parameters<typeof call>[1], more: object = {}): Use =>
  (token, jwt) =>
    call('POST', path, { json: { token, ...more }, headers: { cookie: `auth-token=${jwt}` } })

/** Every request that takes a mailed token, and the purpose that it takes. */
const USES: [string, LinkPurpose, Use][] = [
  [
    'GET /api/auth/verify-email',
    'verify_email',
    (token) => call('GET', '/api/auth/verify-email', { query: `?token=${token}` }),
  ],
  ['POST /api/auth/verify-email/not-me', 'verify_email', posting('/api/auth/verify-email/not-me')],
  [
    'POST /api/auth/reset-password',
    'reset_password',
    posting('/api/auth/reset-password', { password: 'une tout autre phrase de passe' }),
  ],
  ['POST /api/account/email/confirm', 'change_email', posting('/api/account/email/confirm')],
  ['POST /api/auth/undo-email-change', 'undo_email_change', posting('/api/auth/undo-email-change')],
  ['POST /api/auth/not-me', 'not_me', posting('/api/auth/not-me')],
]

const CASES = USES.flatMap(([name, own, use]) =>
  (Object.keys(LINK_PURPOSES) as LinkPurpose[])
    .filter((purpose) => purpose !== own)
    .map((purpose) => [name, purpose, use] as const),
)

const stateOf = async (userId: number) => {
  const { rows } = await world.pool.query(
    `select (select to_jsonb(u) - 'updated_at' - 'last_seen_at' from users u where u.id = $1) as account,
            (select count(*)::int from email_verification_tokens where user_id = $1) as links,
            (select count(*)::int from sessions where user_id = $1) as sessions`,
    [userId],
  )
  return rows
}

it('every purpose has a request that takes it', () => {
  expect(new Set(USES.map(([, purpose]) => purpose))).toEqual(new Set(Object.keys(LINK_PURPOSES)))
})

// ASVS 2.3.1, 6.6.2
it.each(CASES)('%s takes no token of %s, and changes nothing', async (_name, purpose, use) => {
  const { user, jwt } = await aVerifiedUser(world, freshEmail())
  const { token } = await mintLink(world.ctx, purpose, user)
  const before = await stateOf(user.id)
  const response = await use(token, jwt)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ title: 'Invalid token', code: 'invalid_token' })
  expect(await stateOf(user.id)).toEqual(before)
  const login = await call('POST', '/api/auth/login', { json: { email: user.email, password: PASSWORD } })
  expect(login.status).toBe(200)
})
