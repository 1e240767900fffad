import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { cleanUp } from '../../../lib/db/retention'
import { recordMailEvent } from '../../../lib/email/report/apply'
import type { MailEvent } from '../../../lib/email/report/lifecycle'
import { deliverDue } from '../../../lib/email/send/worker'
import { SPANS } from '../../../lib/i18n/span'
import { DAY, HOUR, MINUTE } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { foldMarks } from '../../../lib/monitor/count/tallies'
import { readMetrics } from '../../../lib/monitor/metrics/read'
import { readReport } from '../../../lib/monitor/panel/read-report'
import { lockWaits } from '../../support/lock-waits'
import { aRegisteredUser, aVisitor, expectOk, PASSWORD } from '../../support/world'
import { worldPerTest } from '../../support/world-lifetime'

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

let reports = 0
async function reportOf(messageId: number, type: MailEvent['type'], bounce?: MailEvent['bounce']) {
  reports += 1
  await recordMailEvent(world.ctx, {
    type,
    bounce,
    messageId,
    occurredAt: world.ctx.now(),
    sourceId: `report-${reports}`,
  })
}

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

  it('and goes to another domain with all that was counted, whatever became of the first mail', async () => {
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

  it('without a deadlock between a correction and whoever is sending the first link', async () => {
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

describe('a message is counted', () => {
  const afterReports = async (...types: [MailEvent['type'], MailEvent['bounce']?][]) => {
    await aRegisteredUser(world, toEmailAddress('anna@mail.example'))
    for (const [type, bounce] of types) {
      world.ctx.now.advance(MINUTE)
      await reportOf(await newest(), type, bounce)
    }
    return mail()
  }

  it('as sent once, though it was rejected and delivered after all', async () => {
    expect(await afterReports(['reject'], ['delivery'])).toEqual({ sent: 1, delivered: 1, bounced: 0 })
  })

  it('as sent when it was rejected before its sending was recorded', async () => {
    const person = { name: 'Anna', email: toEmailAddress('anna@mail.example'), password: PASSWORD }
    expectOk(await register(world.ctx, person, aVisitor()))
    const { send } = world.ctx.mail
    world.ctx.mail.send = async (email) => {
      await reportOf(await newest(), 'reject')
      return send(email)
    }
    await deliverDue(world.ctx)
    expect(await mail()).toEqual({ sent: 1, delivered: 0, bounced: 0 })
    expect(await funnel()).toMatchObject({ sent: 1 })
  })

  it('as bounced once, by its last word', async () => {
    expect(await afterReports(['bounce', 'soft'], ['bounce', 'hard'])).toMatchObject({ bounced: 1 })
    await foldMarks(world.ctx)
    const { figures, trends } = (await report()).email
    expect([figures.bounced.value, figures.bounceRate.value]).toEqual([1, 100])
    expect(trends.bounced.values.slice(-2)).toEqual([0, 1])
  })

  it('as bounced once, though it arrived in between', async () => {
    const reports = await afterReports(['bounce', 'soft'], ['delivery'], ['bounce', 'hard'])
    expect(reports).toEqual({ sent: 1, delivered: 1, bounced: 1 })
  })

  it.each(['delivery first', 'bounce first'])('the same with the %s', async (order) => {
    const bounce = ['bounce', 'soft'] as const
    const arrival = ['delivery'] as const
    const taken = order === 'bounce first' ? [bounce, arrival] : [arrival, bounce]
    expect(await afterReports(...taken.map((one) => [...one] as [MailEvent['type'], 'soft'?]))).toEqual({
      sent: 1,
      delivered: 1,
      bounced: 0,
    })
  })

  it('by counters that never go back', async () => {
    const states = async () => {
      const metric = (await readMetrics(world.ctx)).find(({ name }) => name === 'huntaze_messages')
      const samples = metric && 'samples' in metric ? metric.samples : []
      return Object.fromEntries(samples.map(({ labels, value }) => [labels?.state, value]))
    }
    await afterReports(['bounce', 'soft'])
    expect(await states()).toMatchObject({ sent: 1, bounced_soft: 1, bounced_hard: 0 })
    await reportOf(await newest(), 'bounce', 'hard')
    expect(await states()).toMatchObject({ sent: 1, bounced_soft: 1, bounced_hard: 1 })
    await foldMarks(world.ctx)
    expect(await states()).toMatchObject({ sent: 1, bounced_soft: 1, bounced_hard: 1 })
  })
})

describe('a domain is named', () => {
  let crowds = 0
  const people = (count: number, domain: string, ago: number) => {
    crowds += 1
    return world.pool.query(
      `insert into users (email, name, password_hash, created_at)
       select 'p' || i || '-' || $3::int || '@' || ${domain}, 'x', 'x', $1 from generate_series(1, $2) i`,
      [new Date(world.ctx.now().getTime() - ago), count, crowds],
    )
  }
  const named = () =>
    Promise.all(
      SPANS.map(async (span) => {
        const { domains } = (await readReport(world.ctx, span)).funnel
        return domains.find(({ domain }) => domain === 'new.example')?.registered
      }),
    )

  it('that is new, though thirty others have more people of all time, folded or not', async () => {
    for (let n = 0; n < 30; n += 1) await people(40, `'old${n}.example'`, 40 * 24 * HOUR)
    await foldMarks(world.ctx)
    await people(35, `'new.example'`, 0)
    expect(await named()).toEqual([35, 35, 35, 35])
    await foldMarks(world.ctx)
    expect(await named()).toEqual([35, 35, 35, 35])
    await people(5, `'new.example'`, MINUTE)
    expect(await named()).toEqual([40, 40, 40, 40])
  })

  it('or not, folded or not, when thirty others had more people on each day', async () => {
    for (let n = 0; n < 30; n += 1) await people(40, `'old${n}.example'`, MINUTE)
    await people(35, `'new.example'`, 0)
    const before = await named()
    await foldMarks(world.ctx)
    expect(before).toEqual([undefined, undefined, undefined, undefined])
    expect(await named()).toEqual(before)
  })

  it('beside thousands of domains of one person each', async () => {
    await people(3000, `'junk' || i || '.example'`, MINUTE)
    await people(6, `'new.example'`, 2 * MINUTE)
    expect(await named()).toEqual([6, 6, 6, 6])
    await foldMarks(world.ctx)
    expect(await named()).toEqual([6, 6, 6, 6])
    await people(3000, `'zunk' || i || '.example'`, MINUTE)
    expect(await named()).toEqual([6, 6, 6, 6])
  })
})

it('keeps nobody’s domain longer than the dashboard looks back', async () => {
  const { token } = await aRegisteredUser(world, toEmailAddress('jean@jean-dupont.example'))
  await foldMarks(world.ctx)
  const known = () => world.pool.query(`select from tallies where domain = 'jean-dupont.example'`)
  expectOk(await disown(world.ctx, token, aVisitor()))
  await cleanUp(world.ctx)
  expect((await known()).rowCount).toBeGreaterThan(0)
  world.ctx.now.advance(32 * DAY)
  await cleanUp(world.ctx)
  expect((await known()).rowCount).toBe(0)
})
