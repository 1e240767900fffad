import { readMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { SECOND } from '../../lib/kernel/clock'
import type { CoreContext } from '../../lib/kernel/context'
import { findLink, type LinkState } from '../../lib/link/find'
import { readLink } from '../../lib/link/mend/read-link'

/** Ways in which the local mailbox opens a message's link, as programs do that scan mail before its reader. */
export const SCANS = ['head', 'get', 'script', 'click', 'fill'] as const

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
const FORM = /<form\b[^>]*\saction="(\/api\/auth\/verify-email[^"]*)"[\s\S]*?<\/form>/g
const INPUT = /<input\b[^>]*>/g

/** Values that a program fills into fields that it has no value for. Long and uncommon, so that no password of it is refused as weak. */
const FILLED = { email: 'scanner@example.com', password: 'correct horse battery staple 7431' }

/** Headers of a request that the page makes. */
const FROM_PAGE = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }

/** The token of the link in a message's text, or null. */
export function mailedToken(text: string): string | null {
  const [, query] = LINK.exec(text) ?? []
  return query === undefined ? null : readLink(Object.fromEntries(new URLSearchParams(query)))
}

/**
 * Opens the link of a message in the local mailbox as a mail scanner would: by real requests to this application's
 * origin, without cookies and without a browser. `script` fetches the page's scripts and makes the request that the
 * page makes by itself, which it does only in the account's own browser; `click` also sends every form of the page as it
 * stands, folded away or not; `fill` fills every field in first.
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
    return this.#note(method, target, await this.#send({ method, headers }, target))
  }

  /** Sends a form of the page, as a click on its button does. */
  async post(action: string, fields: [string, string][]): Promise<string> {
    const headers = { ...FROM_PAGE, 'Content-Type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(fields).toString()
    return this.#note('POST', action, await this.#send({ method: 'POST', headers, body }, action))
  }

  async #note(method: string, target: string, response: Response): Promise<string> {
    this.steps.push(`${method} ${target.split('?', 1)[0]} ${response.status}`)
    return await response.text()
  }

  /** Fetches a page's scripts, as a browser does before it runs them. */
  async load(scripts: string[]): Promise<void> {
    const answers = await Promise.all(scripts.map((path) => this.#send({}, path)))
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
    const statuses = new Set(answers.map(({ status }) => status))
    this.steps.push(`${scripts.length} × GET script ${[...statuses].join(', ')}`)
  }

  #send(init: RequestInit, target: string): Promise<Response> {
    return this.get(new URL(target, this.origin), {
      ...init,
      headers: { 'User-Agent': 'Mozilla/5.0 (mail scanner; the local mailbox)', ...init.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    })
  }
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''

/** The fields of a form as they stand, or filled in where they are empty. */
function fieldsOf(form: string, isFilled: boolean): [string, string][] {
  const named = (form.match(INPUT) ?? []).filter((tag) => attribute(tag, 'name') !== '')
  return named.map((tag) => {
    const [name, value] = [attribute(tag, 'name'), attribute(tag, 'value')]
    const guess = FILLED[attribute(tag, 'type') === 'password' ? 'password' : 'email']
    return [name, value === '' && isFilled ? guess : value]
  })
}

async function visit(visitor: Visit, token: string, scan: Scan): Promise<string[]> {
  const html = await visitor.ask(scan === 'head' ? 'HEAD' : 'GET', `${PAGE}?token=${token}`)
  if (scan === 'head' || scan === 'get') return visitor.steps
  await visitor.load(Array.from(html.matchAll(SCRIPT), ([, path = '']) => path))
  const [, state] = STATE.exec(html) ?? []
  if (state === 'own') await visitor.ask('GET', `${API}?token=${token}`, FROM_PAGE)
  if (scan === 'script') return visitor.steps
  for (const [form, action = ''] of html.matchAll(FORM))
    await visitor.post(action, fieldsOf(form, scan === 'fill'))
  return visitor.steps
}
