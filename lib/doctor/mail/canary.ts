import { SECOND } from '../../kernel/clock'
import type { Env } from '../../kernel/env/env'
import type { CanaryReading } from '../../monitor/canary/canary'
import { type Check, type Finding, green, red, yellow } from '../check'
import { databaseCheck } from '../database/check'

const seconds = (milliseconds: number): string => `${(milliseconds / SECOND).toFixed(1)} s`

function findingOf({ state, lastSentAt, lastDeliveredAt, latencyMs }: CanaryReading): Finding {
  if (state === 'off') return green('switched off (EMAIL_CANARY_MINUTES)')
  const last = lastDeliveredAt
    ? `last reported delivered at ${lastDeliveredAt.toISOString()}`
    : 'never reported delivered'
  if (state === 'fine') return green(`${last}, after ${seconds(latencyMs ?? 0)} in the median`)
  if (state === 'late')
    return lastSentAt
      ? yellow(last, 'run this again in a few minutes')
      : yellow('none was sent so far', 'start the server, or look why no mail leaves')
  const sent = lastSentAt ? `last sent at ${lastSentAt.toISOString()}` : 'none ever left'
  return red(
    `silent: ${sent}, ${last}`,
    'look that a server runs, that mail leaves (its log), and that reports come in: over SES at POST /api/email-events, over SMTP by a door of EMAIL_BOUNCE_ADDRESS',
  )
}

/** Checks that the canaries of this deployment's servers arrive. */
export const canaryCheck = (email: Env['email']): Check =>
  databaseCheck('canary', async ({ canary }) => findingOf(await canary(email)))
