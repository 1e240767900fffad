import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../../lib/auth/change-email'
import { disown } from '../../../../lib/auth/disown'
import { register } from '../../../../lib/auth/register'
import { resendLink } from '../../../../lib/auth/resend-link'
import type { MailEvent } from '../../../../lib/email/report/lifecycle'
import { deliverDue } from '../../../../lib/email/send/worker'
import { MINUTE } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { lockWaits } from '../../../support/lock-waits'
import { reportOn } from '../../../support/mail-reports'
import { aRegisteredUser, aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest()

const report = () => readReport(world.ctx, '1h')

const funnel = async () => {
  const { registered, sent, delivered } = (await report()).funnel
  return { registered, sent, delivered }
}

const mail = async () => {
  const { sent, delivered, bounced } = (await report()).email.figures
  return { sent: sent.value, delivered: delivered.value, bounced: bounced.value }
}

/** Counts for people of one domain; kinds that add up to 0 are left out. */
async function countedAt(domain: string): Promise<Record<string, number>> {
  const { rows } = await world.pool.query(
    `select kind, sum(amount)::int as n from tally_marks where domain = $1 group by 1 having sum(amount) <> 0`,
    [domain],
  )
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
}

const messages = async (): Promise<number[]> =>
  (
    await world.pool.query(`select id::int from email_messages where kind = 'verification' order by id`)
  ).rows.map(({ id }) => id)

const newest = async () => (await messages()).at(-1) ?? 0

const reportOf = (messageId: number, type: MailEvent['type'], bounce?: MailEvent['bounce']) =>
  reportOn(world, messageId, { type, bounce })

async function sendNewLink(jwt: string): Promise<void> {
  world.ctx.now.advance(2 * MINUTE)
  expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
  await deliverDue(world.ctx)
}

/** Waits until `action` waits for a lock, then lets its holder go on. @returns the outcome of `action` */
async function whileWaiting<T>(action: Promise<T>, goOn: () => Promise<unknown>): Promise<T> {
  let isWaiting = true
  const ended = () => {
    isWaiting = false
  }
  action.then(ended, ended)
  while (isWaiting && (await lockWaits(world.pool)) !== 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
  await goOn()
  return action
}

describe('a person is counted once', () => {
  it('whose links leave, and arrive, at once', async () => {
    for (let n = 0; n < 12; n += 1) {
      const person = { name: 'Anna', email: toEmailAddress(`p${n}@mail.example`), password: PASSWORD }
      const { session } = expectOk(await register(world.ctx, person, aVisitor({ network: `192.0.2.${n}` })))
      world.ctx.now.advance(2 * MINUTE)
      expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt: session.jwt })))
    }
    await deliverDue(world.ctx)
    expect(await funnel()).toEqual({ registered: 12, sent: 12, delivered: 0 })
    await Promise.all((await messages()).map((id) => reportOf(id, 'delivery')))
    expect(await funnel()).toEqual({ registered: 12, sent: 12, delivered: 12 })
    expect(await mail()).toMatchObject({ sent: 24, delivered: 24 })
  })

  it('by two transactions that cannot see each other', async () => {
    const { jwt } = await aRegisteredUser(world, toEmailAddress('anna@mail.example'))
    world.ctx.now.advance(2 * MINUTE)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt })))
    await deliverDue(world.ctx)
    const [first, second] = await messages()
    const one = await world.pool.connect()
    await one.query('begin')
    await one.query(`update email_messages set status = 'delivered' where id = $1`, [first])
    await whileWaiting(reportOf(second ?? 0, 'delivery'), () => one.query('commit'))
    one.release()
    expect(await funnel()).toEqual({ registered: 1, sent: 1, delivered: 1 })
  })

  it('and again when the transaction that counted failed', async () => {
    await aRegisteredUser(world, toEmailAddress('anna@mail.example'))
    const one = await world.pool.connect()
    await one.query('begin')
    await one.query(`update email_messages set status = 'delivered'`)
    await one.query('rollback')
    one.release()
    expect(await funnel()).toMatchObject({ delivered: 0 })
    await reportOf(await newest(), 'delivery')
    expect(await funnel()).toMatchObject({ delivered: 1 })
  })

  it('whose first link was rejected', async () => {
    const { jwt } = await aRegisteredUser(world, toEmailAddress('anna@mail.example'))
    await reportOf(await newest(), 'reject')
    await sendNewLink(jwt)
    expect(await funnel()).toEqual({ registered: 1, sent: 1, delivered: 0 })
  })

  it('and moves to another domain with all counts, under any fate of the first mail', async () => {
    const { jwt } = await aRegisteredUser(world, toEmailAddress('anna@mial.example'))
    await reportOf(await newest(), 'delivery')
    await reportOf(await newest(), 'bounce', 'hard')
    expectOk(await changeEmail(world.ctx, toEmailAddress('anna@mail.example'), aVisitor({ jwt })))
    await deliverDue(world.ctx)
    await reportOf(await newest(), 'delivery')
    expect(await funnel()).toEqual({ registered: 1, sent: 1, delivered: 1 })
    expect(await countedAt('mial.example')).toEqual({})
    expect(await countedAt('mail.example')).toEqual({ signup: 1, signup_mailed: 1, signup_delivered: 1 })
  })

  it('at the new domain when the report comes in during the correction', async () => {
    await aRegisteredUser(world, toEmailAddress('anna@mial.example'))
    const one = await world.pool.connect()
    await one.query('begin')
    await one.query(`update users set email = 'anna@mail.example'`)
    await whileWaiting(reportOf(await newest(), 'delivery'), () => one.query('commit'))
    one.release()
    expect(await countedAt('mial.example')).toEqual({})
    expect(await countedAt('mail.example')).toEqual({ signup: 1, signup_mailed: 1, signup_delivered: 1 })
  })

  it('at the new domain when the correction comes in during the report', async () => {
    const { jwt } = await aRegisteredUser(world, toEmailAddress('anna@mial.example'))
    const one = await world.pool.connect()
    await one.query('begin')
    await one.query(`update email_messages set status = 'delivered'`)
    expectOk(
      await whileWaiting(changeEmail(world.ctx, toEmailAddress('anna@mail.example'), aVisitor({ jwt })), () =>
        one.query('commit'),
      ),
    )
    one.release()
    expect(await countedAt('mial.example')).toEqual({})
    expect(await countedAt('mail.example')).toEqual({ signup: 1, signup_mailed: 1, signup_delivered: 1 })
  })

  it('without a deadlock between a correction and the worker that sends the first link', async () => {
    const person = { name: 'Anna', email: toEmailAddress('anna@mial.example'), password: PASSWORD }
    const { session } = expectOk(await register(world.ctx, person, aVisitor()))
    const worker = await world.pool.connect()
    await worker.query('begin')
    await worker.query('select 1 from email_messages for update')
    const correction = changeEmail(
      world.ctx,
      toEmailAddress('anna@mail.example'),
      aVisitor({ jwt: session.jwt }),
    )
    const outcome = await whileWaiting(correction, async () => {
      await worker.query(
        `update email_messages set status = 'sent', sealed = null, provider_message_id = 'p', settled_at = $1`,
        [world.ctx.now()],
      )
      await worker.query('commit')
    })
    worker.release()
    expectOk(outcome)
    expect(await countedAt('mail.example')).toEqual({ signup: 1, signup_mailed: 1 })
  })

  it('until the account is gone, and nothing is kept of who it was', async () => {
    const { token } = await aRegisteredUser(world, toEmailAddress('anna@mail.example'))
    expectOk(await disown(world.ctx, token, aVisitor()))
    expect(await funnel()).toEqual({ registered: 1, sent: 1, delivered: 0 })
    expect((await world.pool.query('select 1 from signups')).rowCount).toBe(0)
  })
})
