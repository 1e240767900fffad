import { MINUTE, SECOND } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { notify } from './notify'
import { advanceAlarm, afterNotice, dueNotice, neverRaised } from './state'

/** Longer than a server takes to restart, or to fail over to its standby. */
const LONGEST_ABSENCE = 2 * MINUTE

/**
 * Sends notices while the database does not answer this process. No other alarm can: they are states in the database.
 * Each process knows for itself alone and sends for itself, by the rules of all alarms: once, again every four hours, and
 * at the end.
 * @returns a function to call after each beat. It never throws, and need not be waited for.
 */
export function watchDatabase(ctx: MailContext): (answered: boolean) => Promise<void> {
  let state = neverRaised(ctx.now())
  let awaySince: Date | undefined
  let isSending = false

  return async (answered) => {
    const now = ctx.now()
    awaySince = answered ? undefined : (awaySince ?? now)
    const absence = awaySince ? now.getTime() - awaySince.getTime() : 0
    state = advanceAlarm(state, absence >= LONGEST_ABSENCE ? 'alarm' : 'fine', now)
    const notice = dueNotice(state, now)
    if (notice === null || isSending) return
    isSending = true
    const since = awaySince ?? state.since
    const threshold = LONGEST_ABSENCE / SECOND
    const isSent = await notify(ctx, {
      notice,
      name: 'database_away',
      value: absence / SECOND,
      threshold,
      since,
    })
    if (isSent) state = { ...state, ...afterNotice(notice, ctx.now()) }
    isSending = false
  }
}
