/**
 * Runs once a process, before the first request: a faulty configuration stops the start, the worker begins, and odd
 * requests are kept from Next.js. Our own server (`server/main.ts`) has done all of that already, so this does nothing
 * there, and loads no second copy of the code.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { hasRuntime } = await import('./lib/runtime/runtime')
  if (hasRuntime()) return
  const { startProcess } = await import('./lib/runtime/start')
  const { ctx } = startProcess()
  // The development server needs upgrades, which the screen would ignore.
  if (!ctx.env.production) return
  const { screenOtherServers } = await import('./server/other-server')
  screenOtherServers(ctx)
}

/** A page failed. (Handlers of the API answer a problem document instead of throwing.) */
export async function onRequestError(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { countFailureBehindHost } = await import('./lib/monitor/count/requests')
  countFailureBehindHost()
}
