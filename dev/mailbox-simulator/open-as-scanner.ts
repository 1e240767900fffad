import { readMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { SECOND } from '../../lib/kernel/clock'
import type { CoreContext } from '../../lib/kernel/context'
import { findLink, type LinkState } from '../../lib/link/find'
import { readLink } from '../../lib/link/read-link'

/** Ways in which the local mailbox opens a message's link, as programs do that scan mail before its reader. */
export const SCANS = ['head', 'get', 'script', 'click'] as const

export type Scan = (typeof SCANS)[number]

/** The link's state after the opening; `untouched`: still valid. */
type ScanOutcome = 'untouched' | 'verified' | 'used' | 'expired' | 'invalid'

/** `steps`: every request and the status of its answer, without the token. */
export type ScanReport = { outcome: ScanOutcome; steps: string[] }

const PAGE = '/auth/verify-email'
const API = '/api/auth/verify-email'
/** Milliseconds; longer than a development server takes to compile the page. */
const REQUEST_TIMEOUT = 30 * SECOND

const LINK = /\/auth\/verify-email\?(\S+)/
const SCRIPT = /<script\b[^>]*\ssrc="(\/[^"]+)"/g
const STATE = /\sdata-link="(\w+)"/

/** The token of the link in a message's text, or null. */
export function mailedToken(text: string): string | null {
  const [, query] = LINK.exec(text) ?? []
  return query === undefined ? null : readLink(Object.fromEntries(new URLSearchParams(query)))
}

/**
 * Opens the link of a message in the local mailbox as a mail scanner would: by real requests to this application's
 * origin, without cookies and without a browser. `script` fetches the page's scripts and makes the request that the
 * page makes by itself, which it does only in the account's own browser; `click` makes the request of the page's
 * button.
 * @param get makes the requests
 * @returns undefined when there is no such message, or no link in it
 */
export async function openAsScanner(
  ctx: CoreContext,
  messageId: number,
  scan: Scan,
  get: typeof fetch = fetch,
): Promise<ScanReport | undefined> {
  const message = await readMailbox(ctx, messageId)
  const token = message ? mailedToken(message.text) : null
  if (token === null) return undefined
  const before = await findLink(ctx, 'verify_email', token)
  const steps = await visit(new Visit(ctx.env.appUrl, get), token, scan)
  return { outcome: outcomeOf(before, await findLink(ctx, 'verify_email', token)), steps }
}

function outcomeOf(before: LinkState, after: LinkState): ScanOutcome {
  if (before.state === 'unknown') return 'invalid'
  if (before.state !== 'valid') return before.state
  if (after.state === 'valid') return 'untouched'
  return after.state === 'used' ? 'verified' : 'invalid'
}

/** The requests of one visitor without cookies. */
class Visit {
  readonly steps: string[] = []

  constructor(
    private readonly origin: string,
    private readonly get: typeof fetch,
  ) {}

  /** @returns the answer's body; '' when it has none */
  async ask(method: 'GET' | 'HEAD', target: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await this.#send(method, target, headers)
    this.steps.push(`${method} ${target.split('?', 1)[0]} ${response.status}`)
    return await response.text()
  }

  /** Fetches a page's scripts, as a browser does before it runs them. */
  async load(scripts: string[]): Promise<void> {
    const answers = await Promise.all(scripts.map((path) => this.#send('GET', path)))
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
    const statuses = new Set(answers.map(({ status }) => status))
    this.steps.push(`${scripts.length} × GET script ${[...statuses].join(', ')}`)
  }

  #send(method: string, target: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.get(new URL(target, this.origin), {
      method,
      headers: { 'User-Agent': 'Mozilla/5.0 (mail scanner; the local mailbox)', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    })
  }
}

async function visit(visitor: Visit, token: string, scan: Scan): Promise<string[]> {
  const html = await visitor.ask(scan === 'head' ? 'HEAD' : 'GET', `${PAGE}?token=${token}`)
  if (scan === 'script' || scan === 'click') {
    await visitor.load(Array.from(html.matchAll(SCRIPT), ([, path = '']) => path))
    const [, state] = STATE.exec(html) ?? []
    const asks = state === 'own' || (scan === 'click' && state === 'foreign')
    const fromPage = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }
    if (asks) await visitor.ask('GET', `${API}?token=${token}`, fromPage)
  }
  return visitor.steps
}
