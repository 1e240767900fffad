const POLL = 250

/**
 * Calls `stop` when this process is asked to end: by a signal, or by the end of its parent. npm, when stopped, ends
 * only the shell between it and this process, which then gets no signal but another parent.
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
