import { MINUTE } from '../../../../kernel/clock'
import type { CoreContext } from '../../../../kernel/context'

/** Reports that one process reads in a minute: a server that reports each of our letters three times stays below. */
const MOST_A_MINUTE = 600

/** Counts reports, so that a flood waits at its sender and not in our database. @returns whether one more is read now */
export function createRate({ now }: CoreContext): () => boolean {
  let began = 0
  let read = 0
  return () => {
    const time = now().getTime()
    if (time - began >= MINUTE || time < began) [began, read] = [time, 0]
    read += 1
    return read <= MOST_A_MINUTE
  }
}
