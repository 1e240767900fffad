import { MINUTE, SECOND } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { tell } from './notify'
import { advanceAlarm, afterTelling, dueNotice, neverRaised } from './state'

/** A server that restarts, or fails over to its standby, is back sooner. */
const LONGEST_ABSENCE = 2 * MINUTE

/**
 * Tells when the database does not answer this process. No other alarm can then: they are states in the database. Each
 * process knows for itself alone and tells for itself, by the rules of all alarms: once, again every four hours, and when
 * it is over.
 * @returns what to tell it after each beat. It never throws, and nobody has to wait for it.
 */
export function watchDatabase(ctx: MailContext): (answered: boolean) => Promise<void> {
  let state = neverRaised(ctx.now())
  let awaySince: Date | undefined
  let isTelling = false

  return async (answered) => {
    const now = ctx.now()
    awaySince = answered ? undefined : (awaySince ?? now)
    const absence = awaySince ? now.getTime() - awaySince.getTime() : 0
    state = advanceAlarm(state, absence >= LONGEST_ABSENCE ? 'alarm' : 'fine', now)
    const notice = dueNotice(state, now)
    if (notice === null || isTelling) return
    isTelling = true
    const since = awaySince ?? state.since
    const threshold = LONGEST_ABSENCE / SECOND
    const isTold = await tell(ctx, {
      notice,
      name: 'database_away',
      value: absence / SECOND,
      threshold,
      since,
    })
    if (isTold) state = { ...state, ...afterTelling(notice, ctx.now()) }
    isTelling = false
  }
}
