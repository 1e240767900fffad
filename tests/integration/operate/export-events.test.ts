import { describe, expect, it } from 'vitest'
import { GET, HEAD } from '../../../app/api/monitoring/events.ndjson/route'
import { recordEvent } from '../../../lib/audit/record'
import { logout } from '../../../lib/auth/logout'
import { DAY, shift } from '../../../lib/kernel/clock'
import { grantOperator, revokeOperator } from '../../../lib/operate/roles'
import { anOperator } from '../../support/operators'
import { aVerifiedUser, aVisitor, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true, env: { RATE_LIMIT_SCALE: '1000' } })

const PATH = '/api/monitoring/events.ndjson'

const ask = (jwt: string | null, query: string, handler = GET, method = 'GET') =>
  handler(
    new Request(`${world.ctx.env.appUrl}${PATH}${query}`, {
      method,
      headers: jwt === null ? {} : { cookie: `auth-token=${jwt}` },
    }),
  )

const around = (from: Date, to: Date) => `?from=${from.toISOString()}&to=${to.toISOString()}`

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** Inserts that many events at one moment, and answers a range of only them. */
async function filled(count: number, at: Date): Promise<string> {
  await world.pool.query(
    `insert into events (type, user_id, actor_id, created_at, browser, network)
       select 'signed_in', i, i, $2, 'Firefox', sha256(i::text::bytea) from generate_series(1, $1) i`,
    [count, at],
  )
  return around(at, shift(at, 1))
}

describe('the export of events', () => {
  // ASVS 16.2.4
  it('is one JSON object a line, with every column, in the order of ids', async () => {
    const { jwt } = await anOperator(world)
    const at = new Date('2026-02-01T10:00:00.000Z')
    const ctx = { ...world.ctx, now: () => at }
    await recordEvent(ctx, {
      type: 'signed_in',
      userId: 7,
      actorId: 7,
      detail: 'new_device',
      origin: {
        session: '5f0c2f0e-6c0c-4c55-8f5d-0d4f1c9c7e11',
        browser: 'Firefox',
        system: 'Windows',
        country: 'FR',
        network: Buffer.from('ab01', 'hex'),
      },
    })
    await recordEvent(ctx, { type: 'sign_in_refused', userId: 7, result: 'refused', origin: null })
    const response = await ask(jwt, '?from=2026-02-01T10:00:00Z&to=2026-02-02')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="events-2026-02-01-2026-02-02.ndjson"',
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(text.endsWith('}\n')).toBe(true)
    const [first, second] = linesOf(text)
    expect(first).toEqual({
      id: expect.any(Number),
      at: '2026-02-01T10:00:00.000Z',
      type: 'signed_in',
      userId: 7,
      actorId: 7,
      detail: 'new_device',
      session: '5f0c2f0e-6c0c-4c55-8f5d-0d4f1c9c7e11',
      browser: 'Firefox',
      system: 'Windows',
      country: 'FR',
      network: 'ab01',
      result: 'ok',
    })
    expect(second).toMatchObject({ type: 'sign_in_refused', actorId: null, network: null, result: 'refused' })
    expect(second.id).toBeGreaterThan(first.id)
    const { rows } = await world.pool.query(
      `select column_name from information_schema.columns where table_name = 'events'`,
    )
    expect(Object.keys(first)).toHaveLength(rows.length)
  })

  it.each([0, 1, 999, 1000, 1001, 2500])('leaves out and repeats none of %i', async (count) => {
    const { jwt } = await anOperator(world)
    const at = shift(new Date('2025-12-01T00:00:00.000Z'), count * DAY)
    const range = await filled(count, at)
    const ids = linesOf(await (await ask(jwt, range)).text()).map(({ id }) => id)
    expect(ids).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
    expect(ids).toEqual(ids.toSorted((one, other) => one - other))
  })

  it('begins with the first moment, and ends before the last', async () => {
    const { jwt } = await anOperator(world)
    const at = new Date('2026-02-20T00:00:00.000Z')
    for (const offset of [-1, 0, 1, DAY - 1, DAY])
      await recordEvent(
        { ...world.ctx, now: () => shift(at, offset) },
        { type: 'signed_in', userId: 1, detail: String(offset), origin: null },
      )
    const lines = linesOf(await (await ask(jwt, around(at, shift(at, DAY)))).text())
    expect(lines.map(({ detail }) => detail)).toEqual(['0', '1', String(DAY - 1)])
  })

  it('has events that were recorded out of the order of their ids', async () => {
    const { jwt } = await anOperator(world)
    const at = new Date('2026-02-25T12:00:00.000Z')
    for (const offset of [2 * DAY, 0, -2 * DAY, 1])
      await recordEvent(
        { ...world.ctx, now: () => shift(at, offset) },
        { type: 'signed_in', userId: 1, detail: String(offset), origin: null },
      )
    const lines = linesOf(await (await ask(jwt, around(at, shift(at, DAY)))).text())
    expect(lines.map(({ detail }) => detail)).toEqual(['0', '1'])
  })

  it('is itself an event, with its range, and is not part of itself', async () => {
    const { user, jwt } = await anOperator(world)
    const range = around(shift(world.ctx.now(), -DAY), shift(world.ctx.now(), DAY))
    const lines = linesOf(await (await ask(jwt, range)).text())
    const exported = async () =>
      (
        await world.pool.query(
          `select detail, actor_id::int as actor, session, browser, network from events
           where type = 'events_exported' and user_id = $1`,
          [user.id],
        )
      ).rows
    expect(await exported()).toEqual([
      {
        detail: range.replace('?from=', '').replace('&to=', '/'),
        actor: user.id,
        session: expect.any(String),
        browser: null,
        network: expect.any(Buffer),
      },
    ])
    expect(lines.filter(({ type, userId }) => type === 'events_exported' && userId === user.id)).toEqual([])
  })

  it('is recorded even where nobody reads it, and HEAD records nothing', async () => {
    const { user, jwt } = await anOperator(world)
    const count = async () =>
      (
        await world.pool.query(`select 1 from events where type = 'events_exported' and user_id = $1`, [
          user.id,
        ])
      ).rowCount
    const head = await ask(jwt, '?from=2026-02-01&to=2026-02-02', HEAD, 'HEAD')
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/x-ndjson',
      '',
    ])
    expect(await count()).toBe(0)
    await (await ask(jwt, '?from=2026-02-01&to=2026-02-02')).body?.cancel()
    expect(await count()).toBe(1)
  })

  // ASVS 8.2.1, 16.3.2
  it('is for operators alone', async () => {
    const [member, operator] = [await aVerifiedUser(world, freshEmail()), await anOperator(world)]
    const range = '?from=2026-02-01&to=2026-02-02'
    for (const [handler, method] of [
      [GET, 'GET'],
      [HEAD, 'HEAD'],
    ] as const) {
      expect((await ask(null, range, handler, method)).status).toBe(401)
      expect((await ask(member.jwt, range, handler, method)).status).toBe(403)
    }
    await logout(world.ctx, aVisitor({ jwt: operator.jwt }))
    expect((await ask(operator.jwt, range)).status).toBe(401)
  })

  it.each([
    ['', ['from', 'to']],
    ['?from=2026-02-01', ['to']],
    ['?to=2026-02-01', ['from']],
    ['?from=yesterday&to=2026-02-02', ['from']],
    ['?from=2026-02-30&to=2026-03-02', ['from']],
    ['?from=2026-02-01T10:00:00&to=2026-02-02', ['from']],
    ['?from=1&to=2', ['from', 'to']],
    ['?from=2026-02-02&to=2026-02-02', ['to']],
    ['?from=2026-02-02&to=2026-02-01', ['to']],
    ['?from=2025-02-01&to=2026-02-03', ['to']],
    ['?from=2026-02-01&to=2026-02-02&email=x', ['email']],
    ['?from=%00&to=2026-02-02', ['from']],
  ])('refuses the range %j', async (query, fields) => {
    const { jwt } = await anOperator(world)
    const response = await ask(jwt, query)
    expect(response.status).toBe(400)
    const { code, errors } = await response.json()
    expect(code).toBe('invalid_input')
    expect(errors.map(({ field }: { field: string }) => field)).toEqual(fields)
  })

  it('takes a range of 366 days and other offsets', async () => {
    const { jwt } = await anOperator(world)
    expect((await ask(jwt, '?from=2025-02-01&to=2026-02-02')).status).toBe(200)
    const offset = encodeURIComponent('2026-02-01T00:00:00+02:00')
    const response = await ask(jwt, `?from=${offset}&to=2026-02-01`)
    expect(response.headers.get('content-disposition')).toContain('events-2026-01-31-2026-02-01')
  })
})

describe('while the client reads', () => {
  it('no connection is held between two pages', async () => {
    const { jwt } = await anOperator(world)
    const range = await filled(5_000, new Date('2025-06-01T00:00:00.000Z'))
    const response = await ask(jwt, range)
    const reader = response.body?.getReader()
    if (!reader) throw new Error('no body')
    const first = await reader.read()
    expect(linesOf(new TextDecoder().decode(first.value))).toHaveLength(1_000)
    expect(world.pool.totalCount - world.pool.idleCount).toBe(0)
    expect(world.pool.waitingCount).toBe(0)
    await reader.cancel()
  })

  // ASVS 8.3.2
  it('breaks off, and does not end, once the operator is stopped', async () => {
    const operator = await anOperator(world)
    await anOperator(world)
    const range = await filled(3_000, new Date('2025-07-01T00:00:00.000Z'))
    const reader = (await ask(operator.jwt, range)).body?.getReader()
    if (!reader) throw new Error('no body')
    await reader.read()
    await revokeOperator(world.ctx, operator.email)
    await expect(reader.read()).rejects.toThrow('session ended')
    await grantOperator(world.ctx, operator.email)
    await expect(reader.read()).rejects.toThrow('session ended')
  })
})
