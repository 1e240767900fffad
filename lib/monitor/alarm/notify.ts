import { SECOND } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { type AlarmNotice, renderAlarmEmail } from './mail'

const WEBHOOK_TIMEOUT = 10 * SECOND

/** No message of the outbox has this id, so a provider's report about an alarm concerns none of them. */
const NO_OUTBOX_ID = 0

/**
 * Sends a notice to the log, and to the configured addresses and webhook. Mail leaves at once, not through the outbox:
 * the outbox may be the fault. All ways at once, each within its own limit: a webhook 10 seconds, mail the provider's.
 * @returns false if every configured way failed
 */
export async function notify(ctx: MailContext, notice: AlarmNotice): Promise<boolean> {
  const report = notice.notice === 'ended' ? ctx.log.warn : ctx.log.error
  report(`alarm_${notice.notice}`, { kind: notice.name, count: notice.value ?? undefined })
  const { alarmEmails, alarmWebhookUrl } = ctx.env.monitoring
  const outcomes = await Promise.all([
    ...alarmEmails.map((to) =>
      attempt(ctx, { transport: ctx.mail.name, send: () => mail(ctx, { to, notice }) }),
    ),
    ...(alarmWebhookUrl
      ? [attempt(ctx, { transport: 'webhook', send: () => post(ctx, { url: alarmWebhookUrl, notice }) })]
      : []),
  ])
  return outcomes.length === 0 || outcomes.includes(true)
}

type Way = { transport: string; send: () => Promise<void> }

async function attempt(ctx: MailContext, { transport, send }: Way): Promise<boolean> {
  try {
    await send()
    return true
  } catch (error) {
    ctx.log.error('alarm_not_told', { error, transport })
    return false
  }
}

const dashboardUrl = ({ env }: MailContext): string => new URL('/monitoring', env.appUrl).href

async function mail(ctx: MailContext, { to, notice }: { to: string; notice: AlarmNotice }): Promise<void> {
  const { from, replyTo } = ctx.env.email
  await ctx.mail.send({
    outboxId: NO_OUTBOX_ID,
    from,
    replyTo,
    to,
    ...renderAlarmEmail(notice, dashboardUrl(ctx)),
  })
}

/** A redirect is refused: only the configured address gets the notice. */
async function post(ctx: MailContext, { url, notice }: { url: string; notice: AlarmNotice }): Promise<void> {
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
