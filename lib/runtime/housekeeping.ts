import type { Context } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { CANARY_LOOK, tendCanary } from '../monitor/canary/tend'
import { cleanUpAndNote } from '../monitor/clean-up'

/** The chores of a process beside sending. However often the result is called, each runs once in its interval. */
export function housekeeping(ctx: Context): () => Promise<void> {
  const tasks = [every(LIFETIMES.cleanUpInterval, ctx, cleanUpAndNote), every(CANARY_LOOK, ctx, tendCanary)]
  return async () => {
    for (const task of tasks) await task()
  }
}

/** `interval`: milliseconds. The first call runs the task at once, and so does a call after the clock was set back. */
function every(interval: number, ctx: Context, task: (ctx: Context) => Promise<unknown>) {
  let doneAt: number | undefined
  return async () => {
    const now = ctx.now().getTime()
    if (doneAt !== undefined && now >= doneAt && now < doneAt + interval) return
    doneAt = now
    await task(ctx)
  }
}
