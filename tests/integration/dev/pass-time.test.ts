import { getTableColumns } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { EXPORTED } from '../../../lib/account/export/tables'
import { exportTable } from '../../../lib/db/export/rule'
import { createMailboxTransport } from '../../../lib/email/transport/mailbox/mailbox'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { call } from '../../support/api'
import { codeFor, linkIn } from '../../support/mail'
import { aRegisteredUser, aVerifiedUser, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

const world = worldPerTest({ isServed: true })

const pass = async (milliseconds: number, email?: string): Promise<number> =>
  (await call('POST', '/api/mailbox/time', { json: { email, seconds: milliseconds / SECOND } })).status

const as = ({ jwt }: Pick<TestUser, 'jwt'>) => ({ headers: { cookie: `auth-token=${jwt}` } })
const isSignedIn = async (person: TestUser) => (await call('GET', '/api/auth/me', as(person))).status === 200

describe('for one person time passes', () => {
  it('until the session is over, to the second, and for nobody else', async () => {
    const [jean, marie] = [await aVerifiedUser(world, freshEmail()), await aVerifiedUser(world, freshEmail())]
    expect(await pass(7 * DAY - SECOND, jean.email)).toBe(200)
    expect(await isSignedIn(jean)).toBe(true)
    await pass(SECOND, jean.email)
    expect([await isSignedIn(jean), await isSignedIn(marie)]).toEqual([false, true])
  })

  it('until the link is over', async () => {
    const jean = await aRegisteredUser(world, freshEmail())
    await pass(DAY, jean.email)
    const answer = await call('GET', '/api/auth/verify-email', { query: `?token=${jean.token}` })
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'token_expired' }])
  })

  it('until a proof is no longer fresh', async () => {
    const jean = await aVerifiedUser(world, freshEmail())
    const change = () => call('POST', '/api/account/email', { ...as(jean), json: { email: freshEmail() } })
    expect((await change()).status).toBe(202)
    await pass(10 * MINUTE + SECOND, jean.email)
    expect((await change()).status).toBe(403)
  })

  it('until the pause between two links is over, and for nobody else', async () => {
    const [jean, marie] = [
      await aRegisteredUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    const resend = async (person: TestUser) =>
      (await call('POST', '/api/auth/verify-email/resend', { ...as(person), json: {} })).status
    expect([await resend(jean), await resend(marie)]).toEqual([429, 429])
    await pass(MINUTE, jean.email)
    expect([await resend(jean), await resend(marie)]).toEqual([202, 429])
  })

  it('until wrong passwords are forgiven', async () => {
    const jean = await aVerifiedUser(world, freshEmail())
    const signIn = async (password: string) =>
      (await call('POST', '/api/auth/login', { json: { email: jean.email, password } })).status
    for (let guess = 0; guess < 10; guess += 1) await signIn('faux et encore faux')
    expect(await signIn(PASSWORD)).toBe(429)
    await pass(15 * MINUTE, jean.email)
    expect(await signIn(PASSWORD)).toBe(200)
  })

  it('in every moment that the tables hold, but of what happened and what is queued', async () => {
    const jean = await aVerifiedUser(world, freshEmail())
    await call('POST', '/api/auth/forgot-password', { json: { email: jean.email } })
    await world.ctx.background.settled()
    const moments = async () => {
      const found: Record<string, (number | null)[]> = {}
      for (const rule of EXPORTED) {
        const { name, rows } = await exportTable(world.ctx, rule, { id: jean.user.id, email: jean.email })
        const dated = Object.entries(getTableColumns(rule.table)).filter(([, one]) =>
          one.getSQLType().includes('timestamp'),
        )
        found[name] = rows.flatMap((row) =>
          dated.map(([key]) => (row[key] instanceof Date ? row[key].getTime() : null)),
        )
      }
      return found
    }
    const before = await moments()
    await pass(HOUR, jean.email)
    const after = await moments()
    const passed = Object.entries(before).flatMap(([name, values]) =>
      values.map(
        (value, index) => [name, value === null ? null : value - (after[name]?.[index] ?? 0)] as const,
      ),
    )
    const still = passed.filter(([, by]) => by === 0).map(([name]) => name)
    expect(new Set(still)).toEqual(new Set(['email_messages', 'events']))
    expect(new Set(passed.filter(([, by]) => by).map(([, by]) => by))).toEqual(new Set([HOUR]))
    const moved = passed.filter(([, by]) => by === HOUR).map(([name]) => name)
    expect(moved).toEqual(expect.arrayContaining(['users', 'sessions', 'email_verification_uses']))
  })

  it('and for the network that asks alone, where nobody is named', async () => {
    const judge = async () =>
      (await call('POST', '/api/auth/judge-password', { json: { password: 'a' } })).status
    await world.pool.query('update rate_limits set hits = 1000000')
    await judge()
    await world.pool.query('update rate_limits set hits = 1000000')
    expect(await judge()).toBe(429)
    expect(await pass(15 * MINUTE)).toBe(200)
    expect(await judge()).toBe(200)
  })
})

it('nothing passes for an address that nobody has, or for a time that is none', async () => {
  expect(await pass(HOUR, 'nobody@example.com')).toBe(404)
  const wrong = [0, -1, 0.5, 1e12, '60', null, undefined]
  for (const seconds of wrong)
    expect([seconds, (await call('POST', '/api/mailbox/time', { json: { seconds } })).status]).toEqual([
      seconds,
      400,
    ])
})

it('the messages of the local mailbox are read by their address', async () => {
  const [jean, marie] = [
    await aRegisteredUser(world, freshEmail()),
    await aRegisteredUser(world, freshEmail()),
  ]
  const mailbox = createMailboxTransport(world.ctx)
  for (const letter of world.ctx.mail.sent) await mailbox.send(letter)
  const read = async (query: string) => (await call('GET', '/api/mailbox', { query })).json()
  const { messages } = await read(`?to=${jean.email.toUpperCase()}`)
  expect(messages).toMatchObject([
    { to: jean.email, subject: 'Vérifiez votre email', outboxId: expect.any(Number) },
  ])
  expect(linkIn(messages[0]).searchParams.get('token')).toBe(jean.token)
  expect(codeFor({ sent: messages }, jean.email)).not.toBe('')
  expect((await read('')).messages[0].to).toBe(marie.email)
  expect((await call('GET', '/api/mailbox', { query: '?to=no' })).status).toBe(400)
})

describe('in production there is nothing of it', () => {
  const paths = (Object.keys(API_ROUTES) as ApiPath[]).filter((path) => path.startsWith('/api/mailbox'))

  // `tests/unit/kernel/env.test.ts`: there the local mailbox stops the start.
  it.each(paths)('%s is 404', async (path) => {
    const { email } = await aRegisteredUser(world, freshEmail())
    const env = { ...world.ctx.env, email: { ...world.ctx.env.email, transport: 'smtp' as const } }
    world.serve({ ctx: { ...world.ctx, env } as typeof world.ctx })
    for (const method of ['GET', 'POST'] as const) {
      const answer = await call(method, path, method === 'POST' ? { json: { email, seconds: 60 } } : {})
      expect([404, 405]).toContain(answer.status)
    }
    world.serve()
    expect(paths.length).toBeGreaterThanOrEqual(5)
  })
})
