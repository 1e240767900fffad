import { describe, expect, it } from 'vitest'
import { register } from '../../../../lib/auth/register'
import type { MailEvent } from '../../../../lib/email/report/lifecycle'
import { deliverDue } from '../../../../lib/email/send/worker'
import { MINUTE } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { readMetrics } from '../../../../lib/monitor/metrics/read'
import { readReport } from '../../../../lib/monitor/panel/read-report'
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

const messages = async (): Promise<number[]> =>
  (
    await world.pool.query(`select id::int from email_messages where kind = 'verification' order by id`)
  ).rows.map(({ id }) => id)

const newest = async () => (await messages()).at(-1) ?? 0

const reportOf = (messageId: number, type: MailEvent['type'], bounce?: MailEvent['bounce']) =>
  reportOn(world, messageId, { type, bounce })

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
