import { describe, expect, it } from 'vitest'
import { register } from '../../../../lib/auth/register'
import { receiveMailedReport } from '../../../../lib/email/report/mailed/receive'
import { returnPathOf } from '../../../../lib/email/return-path'
import { deliverDue } from '../../../../lib/email/send/worker'
import { createSmtpTransport } from '../../../../lib/email/transport/smtp/smtp'
import type { Span } from '../../../../lib/i18n/span'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { measure } from '../../../../lib/monitor/alarm/measure'
import { readMetrics } from '../../../../lib/monitor/metrics/read'
import { writeMetrics } from '../../../../lib/monitor/metrics/text'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import type { Report } from '../../../../lib/monitor/panel/report'
import { A_REPORT, aReport } from '../../../support/mailed-report'
import { newestMessage } from '../../../support/messages'
import { anSmtpServer } from '../../../support/smtp-server'
import { aRegisteredUser, aVisitor, expectOk, PASSWORD, type World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

const report = (world: World, span: Span = '1h') => readReport(world.ctx, span)

const measured = async (world: World, wanted: string) =>
  (await measure(world.ctx)).find(({ name }) => name === wanted)

describe('the fate of a message', () => {
  const TOPICS = 'arn:aws:sns:eu-west-3:123456789012:ses'
  const TRANSPORTS = {
    'the local mailbox': [true, { EMAIL_TRANSPORT: 'mailbox' }],
    'SES with a topic': [true, { EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3', SNS_TOPIC_ARNS: TOPICS }],
    'SES without a topic': [false, { EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3' }],
    'SMTP with an address of reports': [
      true,
      {
        EMAIL_TRANSPORT: 'smtp',
        SMTP_URL: 'smtp://localhost:25',
        EMAIL_BOUNCE_ADDRESS: 'bounce@mail.huntaze.test',
      },
    ],
    SMTP: [false, { EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://localhost:25' }],
  } as const satisfies Record<string, [boolean, Record<string, string>]>
  const REPORTED = ['delivered', 'bounced', 'bounceRate', 'complaints', 'complaintRate'] as const

  const aSignUpThrough = async (env: Record<string, string>) => {
    const world = await aWorld({ env })
    await aRegisteredUser(world)
    await world.monitor.round()
    return world
  }
  const texts = async ({ ctx }: World) => writeMetrics(await readMetrics(ctx), 'text').split('\n')
  const values = ({ email }: Report) =>
    REPORTED.map((name) => [email.figures[name].value, email.trends[name].values.at(-1)])

  for (const [name, [isReported, env]] of Object.entries(TRANSPORTS))
    if (isReported)
      it(`through ${name} is 0 while nothing was reported`, async () => {
        const world = await aSignUpThrough(env)
        const shown = await report(world)
        expect(values(shown)).toEqual([
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
          [null, null],
        ])
        expect(shown.funnel).toMatchObject({
          registered: 1,
          sent: 1,
          delivered: 0,
          domains: [{ delivered: 0 }],
        })
        expect(shown.email.figures.complaintRate.why).toBe('no_messages')
        expect(await measured(world, 'bounce_rate')).toMatchObject({ value: 0, health: 'fine' })
        expect(await measured(world, 'complaint_rate')).toMatchObject({ value: null, health: 'fine' })
        const lines = await texts(world)
        expect(lines).toContain('huntaze_messages_total{state="delivered"} 0')
        expect(lines).toContain('huntaze_signups_total{stage="delivered"} 0')
      })
    else
      it(`through ${name} is not known, and no figure is invented`, async () => {
        const world = await aSignUpThrough(env)
        const shown = await report(world)
        const why = name === 'SMTP' ? 'smtp_reports_nothing' : 'reports_not_configured'
        for (const figure of REPORTED)
          expect(shown.email.figures[figure]).toMatchObject({ value: null, why, state: 'unknown' })
        expect(values(shown)).toEqual(REPORTED.map(() => [null, null]))
        expect(shown.email.figures.sent.value).toBe(1)
        expect(shown.funnel).toMatchObject({
          ...{ registered: 1, sent: 1, delivered: null, verified: 0 },
          domains: [{ sent: 1, delivered: null }],
        })
        for (const alarm of ['bounce_rate', 'complaint_rate'])
          expect(await measured(world, alarm)).toMatchObject({ value: null, health: 'unknown' })
        const lines = await texts(world)
        expect(lines).toContain('huntaze_messages_total{state="sent"} 1')
        expect(lines).toContain('huntaze_signups_total{stage="mailed"} 1')
        expect(lines.filter((line) => /delivered|bounced|complaint"}/.test(line))).toEqual([])
      })

  it('through SMTP is known of recipients that the server refuses at once, and of no others', async () => {
    const server = await anSmtpServer({ recipient: () => '550 5.1.1 User unknown' })
    const world = await aWorld({ env: { EMAIL_TRANSPORT: 'smtp', SMTP_URL: server.url } })
    const mail = createSmtpTransport(server.url)
    const person = (n: number) => ({
      name: 'J',
      email: toEmailAddress(`p${n}@example.com`),
      password: PASSWORD,
    })
    for (let n = 0; n < 5; n += 1) expectOk(await register(world.ctx, person(n), aVisitor()))
    expect(await deliverDue({ ...world.ctx, mail })).toMatchObject({ bounced: 5 })
    await world.monitor.round()
    const { figures, trends } = (await report(world)).email
    expect(figures).toMatchObject({
      bounced: { value: 5 },
      bounceRate: { value: 100, state: 'alarm' },
      delivered: { value: null, why: 'smtp_reports_nothing' },
      complaints: { value: null },
    })
    expect(trends.bounced.values.at(-1)).toBe(5)
    expect(await measured(world, 'bounce_rate')).toMatchObject({ value: 100, health: 'alarm' })
    const lines = await texts(world)
    expect(lines).toContain('huntaze_messages_total{state="bounced_hard"} 5')
    expect(lines.filter((line) => /delivered|soft|complaint"}/.test(line))).toEqual([])
    expect(await measured(world, 'complaint_rate')).toMatchObject({ health: 'unknown' })
  })

  it('through SMTP is known by mailed reports as it is over SES', async () => {
    const world = await aWorld({ env: TRANSPORTS['SMTP with an address of reports'][1] })
    const nobodies = [1, 2, 3, 4, 5].map((n) => `nobody${n}@example.com`)
    const others = ['arrives', 'angry', 'waits', 'silent', 'quiet'].map((name) => `${name}@example.com`)
    for (const email of [...nobodies, ...others]) await aRegisteredUser(world, toEmailAddress(email))
    const receive = async (email: string, raw: Buffer) => {
      const { reference } = await newestMessage(world, email, 'verification')
      const to = returnPathOf(world.ctx.env, 'bounce@mail.huntaze.test', reference ?? '')
      expect(await receiveMailedReport(world.ctx, raw, to)).toBe('recorded')
    }
    await receive('arrives@example.com', A_REPORT.delivered)
    for (const email of nobodies) await receive(email, A_REPORT.unknown)
    await receive('angry@example.com', A_REPORT.delivered)
    const complaint = { type: 'message/feedback-report', status: 'Feedback-Type: abuse\nVersion: 1' }
    await receive('angry@example.com', aReport(complaint))
    await receive('waits@example.com', A_REPORT.late)
    await world.monitor.round()
    const shown = await report(world)
    expect(shown.email.figures).toMatchObject({
      ...{ sent: { value: 10 }, delivered: { value: 2 }, bounced: { value: 5 }, complaints: { value: 1 } },
      ...{ bounceRate: { value: 50, state: 'alarm' }, complaintRate: { value: 50 } },
    })
    expect(shown.funnel).toMatchObject({ registered: 10, sent: 10, delivered: 2 })
    expect(await measured(world, 'bounce_rate')).toMatchObject({ value: 50, health: 'alarm' })
    expect(await measured(world, 'complaint_rate')).toMatchObject({ value: 50 })
    expect(await texts(world)).toContain('huntaze_messages_total{state="delivered"} 2')
  })
})
