import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, SECOND } from '../../../lib/kernel/clock'
import { deliverEventsDue } from '../../../lib/webhook/send/worker'
import { anEndpoint, verify } from '../../support/receiver'
import { webhookWorld } from './world'

const { world, happen, deliveries, clear } = webhookWorld()

afterEach(clear)

const deliver = () => deliverEventsDue(world.ctx)

describe('an event', () => {
  it('is told once, with nothing but its type, time and person, signed', async () => {
    const endpoint = await anEndpoint(world)
    await happen('user.verified')
    expect(await deliver()).toEqual({ sent: 1, retried: 0, dead: 0, lost: 0 })
    expect(await deliver()).toMatchObject({ sent: 0 })
    const [event] = endpoint.heard
    if (!event) throw new Error('nothing came')
    const body = JSON.parse(event.raw)
    expect(body).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      type: 'user.verified',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: { user: 'usr_one' },
    })
    expect(event.headers['webhook-id']).toBe(body.id)
    expect(await deliveries()).toMatchObject([{ status: 'sent', attempts: 1, last_status: 204 }])
  })

  it('goes to those who want it, by type, by subject or all', async () => {
    const [all, users, one, none] = [
      await anEndpoint(world),
      await anEndpoint(world, { events: ['user.*'] }),
      await anEndpoint(world, { events: ['session.ended', 'user.deleted'] }),
      await anEndpoint(world, { events: ['mail.*'] }),
    ]
    for (const type of ['user.verified', 'session.ended', 'user.deleted']) await happen(type)
    await deliver()
    expect(all.types()).toEqual(['user.verified', 'session.ended', 'user.deleted'])
    expect(users.types()).toEqual(['user.verified', 'user.deleted'])
    expect(one.types()).toEqual(['session.ended', 'user.deleted'])
    expect(none.types()).toEqual([])
  })

  it.each([
    ['an error', 500],
    ['not found', 404],
    ['a redirect', 302],
    ['an unfinished answer', 102],
  ])(
    'is told again after %s, with the same name and body, and a signature of that moment',
    async (_, status) => {
      let next: number = status === 102 ? 503 : status
      const endpoint = await anEndpoint(world, {
        behave(_event, response) {
          response.setHeader('location', 'http://127.0.0.1:1/elsewhere')
          return next
        },
      })
      await happen('user.verified')
      expect(await deliver()).toMatchObject({ retried: 1 })
      expect(await deliver()).toMatchObject({ retried: 0 })
      expect(await deliveries()).toMatchObject([
        { status: 'queued', last_status: next, last_error: `HTTP_${next}` },
      ])
      next = 200
      world.ctx.now.advance(10 * SECOND)
      expect(await deliver()).toMatchObject({ sent: 1 })
      const [first, second] = endpoint.heard
      expect(second?.raw).toBe(first?.raw)
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
      expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(
        10,
      )
    },
  )

  it('is tried for three days, at their end once more, and then given up', async () => {
    const endpoint = await anEndpoint(world, { behave: () => 500 })
    await happen('user.verified')
    const start = world.ctx.now().getTime()
    for (let hours = 0; hours < 72; hours += 1) {
      await deliver()
      world.ctx.now.advance(HOUR)
    }
    expect(await deliveries()).toMatchObject([{ status: 'queued' }])
    expect(world.ctx.now().getTime() - start).toBe(3 * DAY)
    expect(await deliver()).toMatchObject({ dead: 1 })
    expect(await deliveries()).toMatchObject([{ status: 'dead', last_error: 'HTTP_500' }])
    expect(endpoint.heard.length).toBeGreaterThan(10)
    expect(endpoint.heard.length).toBeLessThan(30)
  })

  it('switches the endpoint off where it is gone, and what waits is given up', async () => {
    const endpoint = await anEndpoint(world, { behave: () => 410 })
    const other = await anEndpoint(world)
    await happen('user.verified', 'usr_one', 3)
    await deliver()
    await deliver()
    expect(endpoint.heard).toHaveLength(1)
    expect(other.heard).toHaveLength(3)
    expect(
      (await deliveries()).filter(({ status }) => status === 'dead').map((row) => row.last_error),
    ).toEqual(['HTTP_410', 'ENDPOINT_OFF', 'ENDPOINT_OFF'])
    await happen('user.verified')
    await deliver()
    expect(endpoint.heard).toHaveLength(1)
    expect(other.heard).toHaveLength(4)
  })
})

describe('a signature', () => {
  it('is good for the public package, and for no other secret, body or name', async () => {
    // Standard Webhooks refuses a time that is not the present.
    const present = { ...world.ctx, now: () => new Date() }
    const endpoint = await anEndpoint(world)
    await happen('user.verified')
    await deliverEventsDue(present)
    const [event] = endpoint.heard
    if (!event) throw new Error('nothing came')
    expect(verify(endpoint.secret, event)).toMatchObject({ type: 'user.verified' })
    const other = await anEndpoint(world)
    expect(() => verify(other.secret, event)).toThrow('No matching signature')
    expect(() =>
      verify(endpoint.secret, { ...event, raw: event.raw.replace('usr_one', 'usr_two') }),
    ).toThrow()
    const renamed = { ...event.headers, 'webhook-id': 'evt_other' }
    expect(() => verify(endpoint.secret, { ...event, headers: renamed })).toThrow()
  })
})
