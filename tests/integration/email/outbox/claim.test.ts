import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient, QueryConfig } from 'pg'
import { describe, expect, it } from 'vitest'
import { claim, LEASE } from '../../../../lib/email/outbox/claim'
import { settle } from '../../../../lib/email/outbox/settle'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SECOND } from '../../../../lib/kernel/clock'
import type { Database } from '../../../../lib/kernel/context'
import { outboxWorld } from './outbox-world'

const { world, queue, messages } = outboxWorld()

/** The database over one connection, each of whose statements `rewrite` may change. */
function rewriting(client: PoolClient, rewrite: (statement: string) => string): Database {
  const query = (config: QueryConfig, values: unknown[]) =>
    client.query({ ...config, text: rewrite(config.text) }, values)
  return drizzle({ client: { query } as unknown as PoolClient })
}

/** Two workers claim in transactions that overlap: the second claims before the first commits. */
async function claimBeside(rewrite: (statement: string) => string) {
  const clients = [await world.pool.connect(), await world.pool.connect()] as const
  try {
    const [one, other] = clients
    for (const client of clients) await client.query('begin')
    const first = await claim({ ...world.ctx, db: rewriting(one, rewrite) })
    const second = claim({ ...world.ctx, db: rewriting(other, rewrite) })
    await Promise.race([second, sleep(200)])
    await one.query('commit')
    const outcome = [first, await second] as const
    await other.query('commit')
    return outcome
  } finally {
    for (const client of clients) client.release()
  }
}

describe('many workers', () => {
  // ASVS 15.4.1, 15.4.2
  it('send each of 60 messages exactly once', async () => {
    await queue(60)
    const counts = await Promise.all(Array.from({ length: 4 }, () => deliverDue(world.ctx)))
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(60)
    expect(new Set(world.ctx.mail.sent.map(({ to }) => to)).size).toBe(60)
    expect(world.ctx.mail.sent).toHaveLength(60)
  })

  it('claim one message once, even before the first claim is committed', async () => {
    await queue()
    const [first, second] = await claimBeside((statement) => statement)
    expect(first).not.toBeNull()
    expect(second).toBeNull()
  })

  it('would claim it twice without `for update skip locked`: the control', async () => {
    await queue()
    const [first, second] = await claimBeside((statement) => {
      const weakened = statement.replace('for update skip locked', '')
      expect(weakened).not.toBe(statement)
      return weakened
    })
    expect(first).not.toBeNull()
    expect(second?.id).toBe(first?.id)
  })

  it('take over from one that died, when its lease ends and not before', async () => {
    await queue()
    expect(await claim(world.ctx)).not.toBeNull()
    world.ctx.now.advance(LEASE - SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 0 })
    world.ctx.now.advance(SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    expect(await messages()).toMatchObject([{ status: 'sent', attempts: 2 }])
  })

  it('do not let the one that lost its lease overwrite the outcome', async () => {
    await queue()
    const late = await claim(world.ctx)
    world.ctx.now.advance(LEASE)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    const failed = { status: 'dead', lastError: 'Late' } as const
    expect(late && (await settle(world.ctx, late, failed))).toBe(false)
    expect(await messages()).toMatchObject([{ status: 'sent' }])
  })

  it.each([
    { status: 'sent', providerMessageId: 'late' },
    { status: 'queued', lastError: 'Late', retryIn: 1000 },
    { status: 'dead', lastError: 'Late' },
  ] as const)('do not let the one that lost its lease settle the claim of another: %o', async (outcome) => {
    await queue()
    const late = await claim(world.ctx)
    world.ctx.now.advance(LEASE)
    const present = await claim(world.ctx)
    const before = await messages()
    expect(late && (await settle(world.ctx, late, outcome))).toBe(false)
    expect(await messages()).toEqual(before)
    expect(present && (await settle(world.ctx, present, outcome))).toBe(true)
    expect(await messages()).toMatchObject([{ status: outcome.status }])
  })
})
