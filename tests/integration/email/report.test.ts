import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { users } from '../../../lib/account/schema'
import { transaction } from '../../../lib/db/transaction'
import { claim, LEASE } from '../../../lib/email/outbox/claim'
import { enqueue } from '../../../lib/email/outbox/enqueue'
import { recordMailEvent, recordSent } from '../../../lib/email/report/apply'
import { advance, MAIL_EVENT_TYPES, type MailEvent, type Standing } from '../../../lib/email/report/lifecycle'
import { isSuppressed } from '../../../lib/email/report/suppression'
import { deliver } from '../../../lib/email/send/deliver'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE, shift } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { lockWaits } from '../../support/lock-waits'
import { newestMessage } from '../../support/messages'
import { freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()
let userId: number
beforeAll(async () => {
  const account = { email: toEmailAddress('feedback@example.com'), name: 'Jean', passwordHash: '' }
  const [user] = await world.ctx.db.insert(users).values(account).returning()
  userId = user?.id ?? 0
})

type Sent = { id: number; to: string; providerMessageId: string }

async function queued(): Promise<string> {
  const to = freshEmail()
  const letter = { to, name: 'Jean', locale: 'fr' as const }
  await transaction(world.ctx, (t) => enqueue(t, { kind: 'welcome', userId, letter }))
  return to
}

/** A message that the provider took. */
async function sent(): Promise<Sent> {
  const to = await queued()
  expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
  const { id, providerMessageId } = await newestMessage(world, userId)
  return { id, to, providerMessageId }
}

async function row(id: number) {
  const { rows } = await world.pool.query('select * from email_messages where id = $1', [id])
  return rows[0]
}

async function events(messageId: number | null) {
  const { rows } = await world.pool.query(
    'select * from email_events where message_id is not distinct from $1 order by id',
    [messageId],
  )
  return rows
}

/** A report that nobody received yet. */
const event = (more: Partial<MailEvent>): MailEvent => ({
  type: 'delivery',
  occurredAt: shift(world.ctx.now(), MINUTE),
  sourceId: randomUUID(),
  ...more,
})

const record = (more: Partial<MailEvent>) => recordMailEvent(world.ctx, event(more))

describe('a report', () => {
  it.each([
    [{ type: 'send' }, { status: 'sent', bounce_type: null }],
    [
      { type: 'delay', reason: 'MailboxFull' },
      { status: 'delayed', reason: 'MailboxFull' },
    ],
    [
      { type: 'bounce', bounce: 'soft', reason: 'General' },
      { status: 'bounced', bounce_type: 'soft' },
    ],
    [{ type: 'reject' }, { status: 'dead', bounce_type: null }],
    [{ type: 'rendering_failure' }, { status: 'dead', bounce_type: null }],
    [{ type: 'delivery' }, { status: 'delivered', bounce_type: null }],
    [
      { type: 'bounce', bounce: 'hard', reason: 'NoEmail' },
      { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' },
    ],
    [
      { type: 'complaint', reason: 'abuse' },
      { status: 'complained', reason: 'abuse' },
    ],
  ] as [Partial<MailEvent>, object][])(
    '%o raises its message, found by either id',
    async (more, expected) => {
      const [byTag, byProvider] = [await sent(), await sent()]
      const tagged = event({ ...more, messageId: byTag.id, providerMessageId: byTag.providerMessageId })
      expect(await recordMailEvent(world.ctx, tagged)).toBe('applied')
      expect(await record({ ...more, providerMessageId: byProvider.providerMessageId })).toBe('applied')
      expect(await row(byTag.id)).toMatchObject(expected)
      expect(await row(byProvider.id)).toMatchObject(expected)
      if (more.type !== 'send') expect((await row(byTag.id)).last_event_at).toEqual(tagged.occurredAt)
      expect(await events(byTag.id)).toMatchObject([{ source_id: tagged.sourceId, type: more.type }])
    },
  )

  it('settles a message whose worker never learned that the provider took it, and nobody sends it again', async () => {
    await queued()
    const lost = await claim(world.ctx)
    if (!lost) throw new Error('nothing to claim')
    expect(await record({ messageId: lost.id })).toBe('applied')
    expect(await row(lost.id)).toMatchObject({ status: 'delivered', sealed: null })
    world.ctx.now.advance(10 * MINUTE)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 0, retried: 0, dead: 0 })
  })

  it('that comes twice changes nothing the second time', async () => {
    const { id } = await sent()
    const delivery = event({ messageId: id })
    expect(await recordMailEvent(world.ctx, delivery)).toBe('applied')
    const before = await row(id)
    world.ctx.now.advance(MINUTE)
    const again = { ...delivery, occurredAt: shift(delivery.occurredAt, MINUTE) }
    expect(await recordMailEvent(world.ctx, again)).toBe('duplicate')
    expect(await row(id)).toEqual(before)
    expect(await events(id)).toHaveLength(1)
  })

  it('that comes ten times at once counts once', async () => {
    const { id } = await sent()
    const bounce = event({ type: 'bounce', bounce: 'hard', messageId: id })
    const receptions = await Promise.all(Array.from({ length: 10 }, () => recordMailEvent(world.ctx, bounce)))
    expect(receptions.sort()).toEqual(['applied', ...Array(9).fill('duplicate')])
    expect(await events(id)).toHaveLength(1)
  })

  it('that comes late leaves the message where it is', async () => {
    const { id } = await sent()
    await record({ type: 'delivery', messageId: id })
    const before = await row(id)
    for (const type of ['send', 'delay', 'reject'] as const) {
      expect(await record({ type, messageId: id, reason: 'Late' })).toBe('applied')
      expect(await row(id)).toEqual(before)
    }
    await record({ type: 'bounce', bounce: 'soft', messageId: id })
    expect(await row(id)).toEqual(before)
    expect(await events(id)).toHaveLength(5)
  })
})

describe('suppression', () => {
  const suppressedAfter = async (more: Partial<MailEvent>): Promise<boolean> => {
    const { id, to } = await sent()
    await record({ ...more, messageId: id })
    return await isSuppressed(world.ctx, toEmailAddress(to))
  }

  it('follows a hard bounce and a complaint', async () => {
    expect(await suppressedAfter({ type: 'bounce', bounce: 'hard' })).toBe(true)
    expect(await suppressedAfter({ type: 'complaint' })).toBe(true)
  })

  it.each(MAIL_EVENT_TYPES.filter((type) => type !== 'complaint'))('does not follow %s', async (type) => {
    expect(await suppressedAfter({ type, bounce: 'soft' })).toBe(false)
  })

  it('keeps the first reason, however many reports follow', async () => {
    const { id, to } = await sent()
    for (const type of ['bounce', 'complaint', 'complaint'] as const)
      await record({ type, bounce: 'hard', messageId: id })
    const { rows } = await world.pool.query('select * from email_suppressions where message_id = $1', [id])
    expect(rows).toMatchObject([{ reason: 'bounce' }])
    expect(JSON.stringify(rows)).not.toContain(to)
  })
})

describe('a report that overtakes the provider’s answer', () => {
  /** Delivers one message; `whileSending` happens between the provider's taking it and our recording it. */
  async function sentWhile(whileSending: (providerMessageId: string) => Promise<unknown>): Promise<number> {
    await queued()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const providerMessageId = randomUUID()
    const send = () => whileSending(providerMessageId).then(() => ({ providerMessageId }))
    await deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    return claimed.id
  }

  it('is kept, and applied when its message settles', async () => {
    const id = await sentWhile(async (providerMessageId) => {
      expect(await record({ type: 'delay', providerMessageId })).toBe('unmatched')
      expect(await record({ type: 'bounce', bounce: 'hard', reason: 'NoEmail', providerMessageId })).toBe(
        'unmatched',
      )
      expect(await record({ type: 'delivery', providerMessageId })).toBe('unmatched')
    })
    expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' })
    expect(await events(id)).toHaveLength(3)
  })

  it('is applied once, also when asked again', async () => {
    const { id, providerMessageId } = await sent()
    const before = await row(id)
    await recordSent(world.ctx, { id, attempts: 1 }, { status: 'sent', providerMessageId })
    expect(await row(id)).toEqual(before)
  })

  it('about somebody else’s message touches none of ours', async () => {
    const { id } = await sent()
    expect(await record({ type: 'complaint', providerMessageId: randomUUID() })).toBe('unmatched')
    expect(await record({ type: 'complaint' })).toBe('unmatched')
    expect(await record({ type: 'complaint', messageId: 2 ** 40 })).toBe('unmatched')
    expect(await row(id)).toMatchObject({ status: 'sent' })
  })

  it('by its tag leaves the provider’s ids on record all the same', async () => {
    let known = ''
    const id = await sentWhile(async (providerMessageId) => {
      known = providerMessageId
      const { id: messageId } = await newestMessage(world, userId)
      expect(await record({ type: 'delivery', messageId, providerMessageId })).toBe('applied')
    })
    expect(await row(id)).toMatchObject({ status: 'delivered', provider_message_id: known })
  })

  /** Makes the database refuse to apply reports, so often, each time with this SQLSTATE. */
  const refuseToApply = (times: number, sqlState: string) =>
    world.pool.query(`
      create sequence refusals;
      create function refuse() returns trigger language plpgsql as $$ begin
        if nextval('refusals') <= ${times} then raise exception 'refused' using errcode = '${sqlState}'; end if;
        return new;
      end $$;
      create trigger refuse before update on email_events for each row execute function refuse();`)

  const applyAgain = () => world.pool.query('drop function refuse cascade; drop sequence refusals')

  it('is applied with the settling or not at all: what fails in between is done again, whole', async () => {
    await refuseToApply(1, '57P01')
    try {
      const early = (providerMessageId: string) => record({ type: 'delivery', providerMessageId })
      const id = await sentWhile(early)
      expect(await row(id)).toMatchObject({ status: 'delivered', attempts: 1 })
      expect(await events(id)).toHaveLength(1)
      expect((await world.pool.query('select last_value::int from refusals')).rows).toEqual([
        { last_value: 2 },
      ])
    } finally {
      await applyAgain()
    }
  })

  it('leaves nothing half done when its worker does not live to apply it', async () => {
    await refuseToApply(1000, '57P01')
    try {
      let early = ''
      const dying = sentWhile(async (providerMessageId) => {
        early = providerMessageId
        await record({ type: 'delivery', providerMessageId })
        world.ctx.now.advance(LEASE)
      })
      await expect(dying).rejects.toThrow()
      expect(await newestMessage(world, userId)).toMatchObject({ status: 'sending' })
      const unmatched = 'select from email_events where provider_message_id = $1 and message_id is null'
      expect((await world.pool.query(unmatched, [early])).rowCount).toBe(1)
    } finally {
      await applyAgain()
      await deliverDue(world.ctx)
    }
  })

  it('never has its message sent again, even when it cannot be applied', async () => {
    await refuseToApply(1000, 'P0001')
    try {
      const id = await sentWhile((providerMessageId) => record({ type: 'delivery', providerMessageId }))
      expect(await row(id)).toMatchObject({ status: 'sent', sealed: null })
      expect(world.logged.some((line) => line.includes('email_reports_not_applied'))).toBe(true)
    } finally {
      await applyAgain()
    }
  })

  it('is not forgotten when it is stored in the very moment its message settles', async () => {
    const delivery = event({ providerMessageId: randomUUID() })
    const blocker = await world.pool.connect()
    const insert = `insert into email_events (source_id, type, occurred_at, received_at) values ($1, 'send', now(), now())`
    let recording: Promise<unknown> = Promise.resolve()
    await queued()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const send = async () => {
      await blocker.query('begin')
      await blocker.query(insert, [delivery.sourceId])
      recording = recordMailEvent(world.ctx, delivery)
      await expect.poll(() => lockWaits(world.pool)).toBe(1)
      return { providerMessageId: delivery.providerMessageId ?? '' }
    }
    const delivering = deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    // Either may wait for the other, so neither is awaited before the report can be stored.
    await Promise.race([delivering, sleep(500)])
    await blocker.query('rollback')
    blocker.release()
    await Promise.all([delivering, recording])
    expect(await row(claimed.id)).toMatchObject({ status: 'delivered' })
  })
})

const report = fc.record({
  type: fc.constantFrom(...MAIL_EVENT_TYPES),
  bounce: fc.constantFrom('hard' as const, 'soft' as const),
  isTagged: fc.boolean(),
})

describe('any reports, lost, repeated and reordered', () => {
  it('leave the row where the state machine says', async () => {
    const sentReports = fc.array(report, { minLength: 1, maxLength: 8 })
    const received = fc.array(fc.nat(7), { maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(sentReports, received, fc.boolean(), async (reports, order, atOnce) => {
        const { id, to, providerMessageId } = await sent()
        const all = reports.map(({ isTagged, ...more }) =>
          event({ ...more, ...(isTagged ? { messageId: id } : { providerMessageId }) }),
        )
        const arriving = order.flatMap((index) => all[index] ?? [])
        if (atOnce) await Promise.all(arriving.map((each) => recordMailEvent(world.ctx, each)))
        else for (const each of arriving) await recordMailEvent(world.ctx, each)
        const fresh: Standing = { state: 'sent', bounce: null }
        const { state, bounce } = arriving.reduce<Standing>(advance, fresh)
        expect(await row(id)).toMatchObject({ status: state, bounce_type: bounce })
        expect(await events(id)).toHaveLength(new Set(arriving).size)
        expect(await isSuppressed(world.ctx, toEmailAddress(to))).toBe(
          arriving.some(
            ({ type, bounce: kind }) => type === 'complaint' || (type === 'bounce' && kind === 'hard'),
          ),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('about one message that was taken twice, in answers that come at once, do not block each other', async () => {
    const { id } = await sent()
    const ids = Array.from({ length: 8 }, () => randomUUID())
    for (const providerMessageId of ids) await record({ type: 'delivery', providerMessageId })
    const overtaken = { id, attempts: 0 }
    await Promise.all(
      ids.map((providerMessageId) => recordSent(world.ctx, overtaken, { status: 'sent', providerMessageId })),
    )
    expect(await row(id)).toMatchObject({ status: 'delivered' })
    expect(await events(id)).toHaveLength(8)
  })
})
