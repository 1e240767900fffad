import { setTimeout as sleep } from 'node:timers/promises'
import { isUnavailable } from '../db/errors'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import type { Held } from './table'

/**
 * Settles a claim. While the database is away it is tried until the lease ends, because work that is not recorded as done is
 * done again.
 */
export async function settleWithinLease<T>(
  ctx: DataContext,
  { leaseEnds }: Pick<Held, 'leaseEnds'>,
  settle: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await settle()
    } catch (error) {
      if (!isUnavailable(error) || ctx.now() >= leaseEnds) throw error
      await sleep(SECOND)
    }
  }
}
