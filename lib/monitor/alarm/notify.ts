import { SECOND } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { type AlarmNotice, renderAlarmEmail } from './mail'

const WEBHOOK_TIMEOUT = 10 * SECOND

/** No message of the outbox has this id, so what a provider reports of an alarm is about none of them. */
const NO_OUTBOX_ID = 0

/**
 * Tells the log, and whoever is configured. Mail leaves at once, not through the outbox: the outbox may be what is the
 * matter. All ways at once, each as long as it has of its own: 10 seconds a webhook, a provider's limit mail.
 * @returns false when nobody who is configured could be told
 */
export async function tell(ctx: MailContext, notice: AlarmNotice): Promise<boolean> {
  const report = notice.notice === 'ended' ? ctx.log.warn : ctx.log.error
  report(`alarm_${notice.notice}`, { kind: notice.name, count: notice.value ?? undefined })
  const { alarmEmails, alarmWebhookUrl } = ctx.env.monitoring
  const outcomes = await Promise.all([
    ...alarmEmails.map((to) => attempt(ctx, ctx.mail.name, () => mail(ctx, to, notice))),
    ...(alarmWebhookUrl ? [attempt(ctx, 'webhook', () => post(ctx, alarmWebhookUrl, notice))] : []),
  ])
  return outcomes.length === 0 || outcomes.includes(true)
}

async function attempt(ctx: MailContext, transport: string, way: () => Promise<void>): Promise<boolean> {
  try {
    await way()
    return true
  } catch (error) {
    ctx.log.error('alarm_not_told', { error, transport })
    return false
  }
}

const dashboardUrl = ({ env }: MailContext): string => new URL('/monitoring', env.appUrl).href

async function mail(ctx: MailContext, to: string, notice: AlarmNotice): Promise<void> {
  const { from, replyTo } = ctx.env.email
  await ctx.mail.send({
    outboxId: NO_OUTBOX_ID,
    from,
    replyTo,
    to,
    ...renderAlarmEmail(notice, dashboardUrl(ctx)),
  })
}

/** A redirect is refused: what was configured is who is told. */
async function post(ctx: MailContext, url: string, notice: AlarmNotice): Promise<void> {
  const { name, value, threshold, since } = notice
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      event: notice.notice,
      alarm: name,
      value,
      threshold,
      since,
      dashboard: dashboardUrl(ctx),
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(WEBHOOK_TIMEOUT),
  })
  await response.body?.cancel()
  if (!response.ok) throw Object.assign(new Error('the webhook refused'), { code: `HTTP_${response.status}` })
}
