import { expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { call, sessionOf } from '../../support/api'
import { letterTo, linkIn, tokenFor } from '../../support/mail'
import { sharedWorld } from '../../support/world-lifetime'

const PASSWORD = 'correct horse battery staple CANARY'
const WRONG_PASSWORD = 'wrong horse battery staple CANARY'
const EMAIL = 'canary.person@secret-domain.example'
const NEW_PASSWORD = 'another correct horse battery CANARY'
const UNKNOWN_EMAIL = 'canary.nobody@secret-domain.example'
const NAME = 'Canary Personne'
const METRICS_TOKEN = 'metrics token of many bytes CANARY'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100', METRICS_TOKEN }, isServed: true })

/** Every value of every row of every table, as text. */
async function dump(): Promise<string> {
  const tables = await world.pool.query(`select tablename from pg_tables where schemaname = 'public'`)
  const rows = await Promise.all(
    tables.rows.map(({ tablename }) => world.pool.query(`select t::text as row from ${tablename} t`)),
  )
  return rows.flatMap((result) => result.rows.map(({ row }) => row)).join('\n')
}

const hex = (text: string) => Buffer.from(text).toString('hex')

// ASVS 3.3.4, 14.2.4, 16.2.5
it('no token, password or JWT is in the database, in logs or in an answer; no address in logs', async () => {
  const answers: string[] = []
  const keep = async (response: Response) => {
    answers.push(await response.clone().text())
    return response
  }
  world.ctx.mail.fail(new SendError('Throttling', false))
  const registered = await keep(
    await call('POST', '/api/auth/register', { json: { name: NAME, email: EMAIL, password: PASSWORD } }),
  )
  const jwt = sessionOf(registered)
  await deliverDue(world.ctx)
  const waiting = await dump()
  world.ctx.now.advance(60_000)
  await deliverDue(world.ctx)
  const token = tokenFor(world.ctx.mail, EMAIL)
  const headers = { cookie: `auth-token=${jwt}` }
  await keep(
    await call('POST', '/api/auth/register', { json: { name: NAME, email: EMAIL, password: PASSWORD } }),
  )
  await keep(await call('POST', '/api/auth/login', { json: { email: EMAIL, password: WRONG_PASSWORD } }))
  const signedIn = await keep(
    await call('POST', '/api/auth/login', { json: { email: EMAIL, password: PASSWORD } }),
  )
  await keep(await call('POST', '/api/auth/login', { json: { email: `${EMAIL}\u0000`, password: PASSWORD } }))
  await keep(await call('GET', '/api/auth/me', { headers }))
  await keep(await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${jwt}x` } }))
  await keep(await call('POST', '/api/auth/verify-email/resend', { json: {}, headers }))
  await keep(await call('GET', '/api/auth/verify-email', { query: `?token=${token}` }))
  await keep(await call('GET', '/api/auth/verify-email', { query: `?token=${token}` }))
  await keep(await call('POST', '/api/auth/verify-email/not-me', { json: { token } }))
  await world.pool.query("update users set role = 'operator', email_verified = true")
  const operator = { cookie: `auth-token=${sessionOf(signedIn)}` }
  const act = (password: string) =>
    call('POST', '/api/monitoring/users', {
      json: { act: 'enable', userId: 1, password },
      headers: operator,
    })
  await keep(await act(WRONG_PASSWORD))
  const confirmed = await keep(await act(PASSWORD))
  const watching = { cookie: `auth-token=${sessionOf(confirmed)}` }
  const bearer = { authorization: `Bearer ${METRICS_TOKEN}` }
  const watched = [
    await keep(await call('GET', '/api/monitoring', { headers: watching })),
    await keep(await call('GET', '/api/metrics', { headers: bearer })),
  ]
  expect(watched.map(({ status }) => status)).toEqual([200, 200])
  for (const response of watched) expect(await response.text()).not.toMatch(/secret-domain|Canary/)
  await keep(await call('POST', '/api/auth/logout', { headers }))
  await keep(await call('POST', '/api/auth/judge-password', { json: { password: NEW_PASSWORD } }))
  await keep(await call('POST', '/api/auth/forgot-password', { json: { email: UNKNOWN_EMAIL } }))
  await keep(await call('POST', '/api/auth/forgot-password', { json: { email: EMAIL } }))
  const requested = await dump()
  await deliverDue(world.ctx)
  const letter = letterTo(world.ctx.mail, EMAIL, /\/auth\/reset-password\?/)
  const resetToken = linkIn(letter, '/auth/reset-password').searchParams.get('token') ?? ''
  const chosen = { token: resetToken, password: NEW_PASSWORD }
  expect((await keep(await call('POST', '/api/auth/reset-password', { json: chosen }))).status).toBe(200)
  await deliverDue(world.ctx)

  const stored = `${waiting}\n${requested}\n${await dump()}`
  const log = world.logged.join('\n')
  expect(stored).toContain(EMAIL)
  expect(stored).not.toContain(UNKNOWN_EMAIL)
  expect(log.split('\n').length).toBeGreaterThan(10)
  const jwts = [jwt, sessionOf(signedIn), sessionOf(confirmed)]
  const signatures = jwts.map((one) => one.split('.')[2] ?? '')
  const secrets = [
    PASSWORD,
    WRONG_PASSWORD,
    NEW_PASSWORD,
    METRICS_TOKEN,
    token,
    resetToken,
    ...jwts,
    ...signatures,
  ]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(30)
    for (const place of [stored, log, answers.join('\n')]) {
      expect(place).not.toContain(secret)
      expect(place).not.toContain(hex(secret))
    }
  }
  for (const personal of [EMAIL, 'secret-domain', NAME]) expect(log).not.toContain(personal)
  const outbox = await world.pool.query('select * from email_messages')
  expect(JSON.stringify(outbox.rows)).not.toContain('canary')
})
