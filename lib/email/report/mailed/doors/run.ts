import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../../../../kernel/clock'
import type { CoreContext } from '../../../../kernel/context'
import { listenForReports } from './listener'
import { readMailbox } from './mailbox'

/** Pause after a door that does not open: another process of this machine has the port, or the mailbox is away. */
const PAUSE = 10 * SECOND

/** A door by its name; `opened` learns that it is open. */
type Door = [name: string, open: (opened: () => void) => Promise<void>]

/** Keeps a door open until `signal` aborts. Only the first failure in a row is logged. */
async function keepOpen(ctx: CoreContext, signal: AbortSignal, [name, open]: Door): Promise<void> {
  let isKnown = false
  while (!signal.aborted) {
    try {
      await open(() => {
        isKnown = false
      })
    } catch (error) {
      if (!isKnown) ctx.log.warn('report_door_closed', { kind: name, error })
      isKnown = true
    }
    await sleep(PAUSE, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Opens the doors for mailed reports that the configuration names, until `signal` aborts. */
export async function runReportDoors(ctx: CoreContext, signal: AbortSignal): Promise<void> {
  const { bounceListener, bounceMailbox } = ctx.env.email
  const doors: Door[] = []
  if (bounceListener)
    doors.push(['listener', (opened) => listenForReports(ctx, bounceListener, signal, opened)])
  if (bounceMailbox) doors.push(['mailbox', (opened) => readMailbox(ctx, bounceMailbox, signal, opened)])
  await Promise.all(doors.map((door) => keepOpen(ctx, signal, door)))
}
