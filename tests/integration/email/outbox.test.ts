import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient, QueryConfig } from 'pg'
import { describe, expect, it } from 'vitest'
import { readVerificationStatus } from '../../../lib/auth/read-verification-status'
import { register } from '../../../lib/auth/register'
import { claim, LEASE } from '../../../lib/email/outbox/claim'
import { settle } from '../../../lib/email/outbox/settle'
import { MAX_ATTEMPTS } from '../../../lib/email/send/backoff'
import { deliver } from '../../../lib/email/send/deliver'
import { deliverDue, runWorker } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { SECOND } from '../../../lib/kernel/clock'
import type { Database } from '../../../lib/kernel/context'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { aVisitor, expectOk, PASSWORD } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

const world = worldPerTest({ env: { RATE_LIMIT_SCALE: '100' } })

async function queue(count = 1) {
  const users = []
  for (let index = 0; index < count; index += 1) {
    const input = { name: 'Jean', email: toEmailAddress(`outbox-${index}@example.com`), password: PASSWORD }
    users.push(expectOk(await register(world.ctx, input, aVisitor())).user)
  }
  return users
}

const messages = async () =>
  (await world.pool.query('select *, sealed is not null as has_secrets from email_messages order by id')).rows

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

const throttled = () => new SendError('Throttling', false)

describe('the outbox', () => {
  it('sends once, records the provider’s id and erases what it had sealed', async () => {
    const [user] = await queue()
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 0 })
    expect(world.ctx.mail.sent).toHaveLength(1)
    expect(await messages()).toMatchObject([
      {
        status: 'sent',
        provider_message_id: 'captured-1',
        attempts: 1,
        has_secrets: false,
        settled_at: world.ctx.now(),
      },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message).toEqual({
      state: 'sent',
      at: world.ctx.now().toISOString(),
    })
  })

  it('rolls back with the transaction that wanted the message', async () => {
    await expect(
      world.ctx.db.transaction(async (tx) => {
        await register(
          { ...world.ctx, db: tx as never },
          { name: 'J', email: toEmailAddress('a@example.com'), password: PASSWORD },
          aVisitor(),
        )
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await messages()).toEqual([])
  })

  it('tries again later what a provider could not take, and says so until then', async () => {
    const [user] = await queue()
    world.ctx.mail.fail(throttled())
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1, sent: 0 })
    expect(await messages()).toMatchObject([
      { status: 'queued', last_error: 'Throttling', has_secrets: true },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message?.state).toBe('queued')
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 0, sent: 0 })
    world.ctx.now.advance(6 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
  })

  it('gives up at once what can never arrive', async () => {
    const [user] = await queue()
    world.ctx.mail.fail(new SendError('MessageRejected', true))
    expect(await deliverDue(world.ctx)).toMatchObject({ dead: 1 })
    expect(await messages()).toMatchObject([
      { status: 'dead', last_error: 'MessageRejected', has_secrets: false },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message?.state).toBe('failed')
  })

  it('is dead after the last attempt, and not one before', async () => {
    await queue()
    await world.pool.query('update email_messages set attempts = $1', [MAX_ATTEMPTS - 2])
    world.ctx.mail.fail(throttled(), throttled())
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1 })
    world.ctx.now.advance(20 * 60 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ dead: 1 })
  })

  it('keeps a message whose secret is not configured, and sends it once it is back', async () => {
    await queue()
    const other = {
      ...world.ctx,
      env: { ...world.ctx.env, authSecrets: ['another-secret-0123456789-abcdefghi'] },
    }
    expect(await deliverDue(other)).toMatchObject({ retried: 1 })
    expect(await messages()).toMatchObject([{ status: 'queued', last_error: 'LetterCannotBeOpened' }])
    world.ctx.now.advance(6 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
  })

  it('survives a transport that throws something else, and does not quote it', async () => {
    await queue()
    world.ctx.mail.fail(new TypeError('cannot send to outbox-0@example.com'))
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1 })
    expect(JSON.stringify(await messages())).not.toContain('cannot send')
    expect(world.logged.join('\n')).not.toContain('outbox-0@')
  })
})

describe('many workers', () => {
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
})

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
