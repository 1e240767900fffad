/** Runs once a process, before the first request: a faulty configuration stops the start, and the worker begins. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startProcess } = await import('./lib/http/start-process')
  startProcess()
}

/** A page or a form's action failed. (Handlers of the API answer a problem document instead of throwing.) */
export async function onRequestError(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { countFailureBehindHost } = await import('./lib/monitor/count/requests')
  countFailureBehindHost()
}
