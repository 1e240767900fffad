import { afterEach, describe, expect, it } from 'vitest'
import { SECOND } from '../../../lib/kernel/clock'
import { LEASE } from '../../../lib/queue/claim'
import { claimDeliveries } from '../../../lib/webhook/send/claim'
import { settleDelivery } from '../../../lib/webhook/send/settle'
import { CALLS_AT_ONCE, deliverEventsDue } from '../../../lib/webhook/send/worker'
import { anEndpoint, type Heard } from '../../support/receiver'
import { webhookWorld } from './world'

const { world, happen, deliveries, clear } = webhookWorld()

afterEach(clear)

const deliver = () => deliverEventsDue(world.ctx)
const claim = (endpointId: number, count = 1) => claimDeliveries(world.ctx, endpointId, count)
const SENT = { status: 'sent', lastStatus: 200 } as const
const RETRY = { status: 'queued', lastStatus: null, lastError: 'TIMEOUT', retryIn: 5 * SECOND } as const

/** Events of one person as they came. */
const heardOf = (heard: Heard[], person: string) =>
  heard.filter(({ data }) => data.user === person).map(({ type }) => type)

describe('the events of one person', () => {
  it('come one after the other, in their order, however many workers there are', async () => {
    let underWay = 0
    let most = 0
    const endpoint = await anEndpoint(world, {
      async behave() {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
        return 200
      },
    })
    const types = Array.from({ length: 20 }, (_, index) => `user.step${index}`)
    for (const type of types) await happen(type)
    await Promise.all(Array.from({ length: 5 }, deliver))
    expect(endpoint.types()).toEqual(types)
    expect(most).toBe(1)
  })

  it('wait for one that failed, and nobody else’s do', async () => {
    let isDown = true
    const endpoint = await anEndpoint(world, {
      behave: ({ data }) => (isDown && data.user === 'usr_one' ? 500 : 200),
    })
    for (const type of ['user.verified', 'user.disabled', 'user.enabled'])
      for (const person of ['usr_one', 'usr_two']) await happen(type, person)
    await deliver()
    await deliver()
    expect(heardOf(endpoint.heard, 'usr_one')).toEqual(['user.verified'])
    expect(heardOf(endpoint.heard, 'usr_two')).toEqual(['user.verified', 'user.disabled', 'user.enabled'])
    isDown = false
    world.ctx.now.advance(10 * SECOND)
    await deliver()
    expect(heardOf(endpoint.heard, 'usr_one').slice(1)).toEqual([
      'user.verified',
      'user.disabled',
      'user.enabled',
    ])
  })

  it('go on after one that was given up', async () => {
    const endpoint = await anEndpoint(world, { behave: ({ type }) => (type === 'user.verified' ? 500 : 200) })
    await happen('user.verified')
    await happen('user.disabled')
    await deliver()
    await world.pool.query(`update webhook_deliveries set gives_up_at = due_at where attempts > 0`)
    world.ctx.now.advance(10 * SECOND)
    await deliver()
    expect(endpoint.types()).toEqual(['user.verified', 'user.verified', 'user.disabled'])
    expect((await deliveries()).map(({ status }) => status)).toEqual(['dead', 'sent'])
  })

  it('wait at one endpoint alone', async () => {
    const [down, up] = [await anEndpoint(world, { behave: () => 500 }), await anEndpoint(world)]
    for (const type of ['user.verified', 'user.disabled']) await happen(type)
    await deliver()
    expect(down.types()).toEqual(['user.verified'])
    expect(up.types()).toEqual(['user.verified', 'user.disabled'])
  })

  it('wait for a later one that is on its way, where an earlier one came into view late', async () => {
    const { id } = await anEndpoint(world)
    const late = await world.pool.connect()
    await late.query(`begin; insert into webhook_events (type, subject) values ('user.verified', 'usr_one')`)
    await happen('user.disabled')
    const [first] = await claim(id)
    expect(first?.event.type).toBe('user.disabled')
    await late.query('commit')
    late.release()
    expect(await claim(id)).toEqual([])
    if (first) await settleDelivery(world.ctx, first, RETRY)
    expect((await claim(id))[0]?.event.type).toBe('user.verified')
  })

  it('do not wait for each other for good, where the worker of the later one died', async () => {
    const { id } = await anEndpoint(world)
    const late = await world.pool.connect()
    await late.query(`begin; insert into webhook_events (type, subject) values ('user.verified', 'usr_one')`)
    await happen('user.disabled')
    await claim(id)
    await late.query('commit')
    late.release()
    world.ctx.now.advance(LEASE)
    expect((await claim(id, 9)).map(({ event }) => event.type)).toEqual(['user.verified'])
  })
})

describe('a slow receiver', () => {
  it('holds up no other, and gets a bounded number of calls', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = await anEndpoint(world, { behave: () => held.then(() => 200) })
    const quick = await anEndpoint(world)
    for (let person = 0; person < 20; person += 1) await happen('user.verified', `usr_${person}`)
    const done = deliver()
    await expect.poll(() => quick.heard.length).toBe(20)
    expect(slow.heard).toHaveLength(CALLS_AT_ONCE)
    release()
    expect(await done).toMatchObject({ sent: 40 })
    expect(slow.heard).toHaveLength(20)
  })
})

describe('a claim', () => {
  it('is taken over when its lease ends and not before, and the late worker overwrites nothing', async () => {
    const { id } = await anEndpoint(world)
    await happen('user.verified')
    const [late] = await claim(id)
    world.ctx.now.advance(LEASE - SECOND)
    expect(await claim(id)).toEqual([])
    world.ctx.now.advance(SECOND)
    const [present] = await claim(id)
    expect(present?.event).toEqual(late?.event)
    if (!late || !present) throw new Error('nothing was claimed')
    for (const outcome of [SENT, RETRY]) expect(await settleDelivery(world.ctx, late, outcome)).toBe(false)
    expect(await settleDelivery(world.ctx, present, SENT)).toBe(true)
    expect(await deliveries()).toMatchObject([{ status: 'sent', attempts: 2 }])
  })

  it('is of different rows, where twenty workers claim at once', async () => {
    const { id } = await anEndpoint(world)
    for (let person = 0; person < 10; person += 1) await happen('user.verified', `usr_${person}`)
    const claims = (await Promise.all(Array.from({ length: 20 }, () => claim(id)))).flat()
    expect(new Set(claims.map(({ subject }) => subject)).size).toBe(10)
    expect(claims).toHaveLength(10)
  })

  it('is nobody’s once the endpoint is removed', async () => {
    const { id } = await anEndpoint(world)
    await happen('user.verified')
    const [claimed] = await claim(id)
    await world.pool.query('delete from webhook_endpoints')
    expect(claimed && (await settleDelivery(world.ctx, claimed, SENT))).toBe(false)
  })
})
