import { describe, expect, it } from 'vitest'
import { claim } from '../../../../lib/email/outbox/claim'
import { deliver } from '../../../../lib/email/send/deliver'
import { runWorker } from '../../../../lib/email/send/worker'
import { outboxWorld } from '../outbox/outbox-world'

const { world, queue, messages } = outboxWorld()

describe('the worker', () => {
  it('sends while it runs, keeps house every round, and finishes what is in flight when it stops', async () => {
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    const mail = { ...world.ctx.mail, send: async () => slow.then(() => ({ providerMessageId: 'slow' })) }
    const stopping = new AbortController()
    let rounds = 0
    const worker = runWorker({ ...world.ctx, mail }, stopping.signal, async () => {
      rounds += 1
    })
    await queue()
    await expect.poll(async () => (await messages())[0]?.status).toBe('sending')
    stopping.abort()
    release()
    await worker
    expect(await messages()).toMatchObject([{ status: 'sent', provider_message_id: 'slow' }])
    expect(rounds).toBeGreaterThan(0)
  })

  it('sends a young message while an old one hangs', async () => {
    const mail = {
      ...world.ctx.mail,
      send: (email: { to: string }) =>
        email.to.startsWith('outbox-0')
          ? new Promise<never>(() => {})
          : Promise.resolve({ providerMessageId: 'quick' }),
    }
    const stopping = new AbortController()
    void runWorker({ ...world.ctx, mail }, stopping.signal, async () => {})
    await queue(2)
    await expect.poll(async () => (await messages()).map(({ status }) => status)).toEqual(['sending', 'sent'])
    stopping.abort()
  })

  it('goes on after a round that failed', async () => {
    const stopping = new AbortController()
    let rounds = 0
    const worker = runWorker(world.ctx, stopping.signal, async () => {
      rounds += 1
      stopping.abort()
      throw new Error('house on fire')
    })
    await worker
    expect(rounds).toBe(1)
    expect(world.logged.some((line) => line.includes('worker_round_failed'))).toBe(true)
  })

  it('records a sent message after the database came back, instead of sending it again', async () => {
    await queue()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    let refusals = 2
    const db = new Proxy(world.ctx.db, {
      get(target, property, receiver) {
        if (property === 'transaction' && refusals > 0) {
          refusals -= 1
          throw Object.assign(new Error('terminating connection'), { code: '57P01' })
        }
        return Reflect.get(target, property, receiver)
      },
    })
    expect(await deliver({ ...world.ctx, db }, claimed)).toBe('sent')
    expect(refusals).toBe(0)
    expect(await messages()).toMatchObject([{ status: 'sent', attempts: 1 }])
  })
})
