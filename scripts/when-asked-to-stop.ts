const POLL = 250

/**
 * Calls `stop` when somebody wants this process to end. npm, asked to end, ends only the shell between it and this
 * process: then the parent changes, and no signal comes.
 */
export function whenAskedToStop(stop: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop('SIGTERM')
  }, POLL)
  watch.unref()
}
