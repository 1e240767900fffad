import { setTimeout as sleep } from 'node:timers/promises'
import { SESSION_COOKIE } from '../../lib/http/cookies'
import { WARM_UP } from '../../lib/http/warm-up'

/** Pages and routes of the main flow, in the order in which a person meets them. */
export const MAIN_FLOW = [
  '/register',
  '/',
  '/api/auth/judge-password',
  '/api/auth/register',
  '/dashboard',
  '/api/auth/verify-email/status',
  '/mailbox',
  '/auth/verify-email',
  '/api/auth/verify-email',
  '/login',
  '/api/auth/login',
  '/api/auth/me',
  '/account',
  '/forgot-password',
  '/api/auth/forgot-password',
  '/auth/reset-password',
  '/api/auth/reset-password',
  '/api/auth/logout',
]

const POLL = 100

/** No route has this method: Next.js compiles a route before it refuses it, and no handler of ours runs. */
const COMPILE_ONLY = 'REPORT'

/** A session that opens nothing, so that the pages of the signed-in are compiled, which then ask to sign in. */
const NO_SESSION = `${SESSION_COOKIE}=none`

async function ask(origin: string, path: string): Promise<number> {
  const response = await fetch(`${origin}${path}?${WARM_UP}`, {
    method: path.startsWith('/api/') ? COMPILE_ONLY : 'GET',
    headers: { Cookie: NO_SESSION },
    redirect: 'manual',
  })
  await response.arrayBuffer()
  return response.status
}

/** Asks until the server listens. @returns the status; undefined: the server ended before it answered */
async function askWhile(isRunning: () => boolean, origin: string, path: string): Promise<number | undefined> {
  while (isRunning()) {
    const status = await ask(origin, path).catch(() => undefined)
    if (status !== undefined) return status
    await sleep(POLL)
  }
  return undefined
}

/**
 * Has the development server at `origin` compile the main flow, one page at a time, so that a person's own request
 * waits behind one at most. Nothing is made, sent or counted by it.
 * @param isRunning false once the server has ended, which ends the warm-up
 * @param onReady called when the first page is compiled
 */
export async function warmUp(
  origin: string,
  isRunning: () => boolean,
  say: (line: string) => void,
  onReady: () => void,
): Promise<void> {
  for (const [index, path] of MAIN_FLOW.entries()) {
    say(`compiling ${path} (${index + 1} of ${MAIN_FLOW.length})…`)
    const status = await askWhile(isRunning, origin, path)
    if (status === undefined) return
    if (status >= 500) say(`${path} answered ${status}`)
    if (index === 0) onReady()
  }
  say('the main flow is compiled; other pages follow when they are opened')
}
