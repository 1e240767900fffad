import { once } from 'node:events'
import type { ImapFlow } from 'imapflow'
import { READ_KEYWORD } from '../../../../kernel/brand'
import { SECOND } from '../../../../kernel/clock'
import type { CoreContext } from '../../../../kernel/context'
import type { BounceMailbox } from '../../../../kernel/env/bounces'
import { LARGEST_REPORT, receiveMailedReport } from '../receive'
import { createRate } from './rate'

const TIMEOUT = 15 * SECOND
/** Pause between two looks at a server that announces nothing (without RFC 2177). */
const LOOK = 5 * SECOND
/** Messages of one look, so that a mailbox of years is read in steps. */
const MOST = 100
/** Quiet after which the server is asked to announce mail, in milliseconds. */
const QUIET = 100

type Fault = 'login_refused' | 'folder_refused' | 'search_refused' | 'mark_refused' | 'closed'

/** The mailbox cannot be read. Its message and its cause stay out of the log: servers quote what they refuse. */
class MailboxError extends Error {
  override readonly name = 'MailboxError'

  constructor(readonly code: Fault) {
    super(`the mailbox of reports cannot be read: ${code}`)
  }
}

/** Names a refusal of the server; other errors, such as a lost connection, pass. */
const refusedAs =
  (code: Fault) =>
  (error: { responseStatus?: string }): never => {
    throw error.responseStatus === 'NO' ? new MailboxError(code) : error
  }

/**
 * Marks a message that was read here: a keyword of our own, since a person who looks into the mailbox sets `\Seen` as well. A server
 * that takes no keywords gets `\Seen`.
 */
const keywordOf = (client: ImapFlow): string => {
  const flags = client.mailbox ? client.mailbox.permanentFlags : undefined
  return flags?.has('\\*') || flags?.has(READ_KEYWORD) ? READ_KEYWORD : '\\Seen'
}

async function readOne(ctx: CoreContext, client: ImapFlow, uid: number): Promise<void> {
  const message = await client.fetchOne(
    String(uid),
    { source: { maxLength: LARGEST_REPORT }, size: true },
    { uid: true },
  )
  if (message === false || !message.source || (message.size ?? 0) > LARGEST_REPORT) return
  await receiveMailedReport(ctx, message.source)
}

/**
 * Reads all that is new. A message is marked once its report is stored: after a crash it is read again, which changes nothing. One
 * that cannot be marked would be read for ever.
 */
async function readNew(
  ctx: CoreContext,
  client: ImapFlow,
  signal: AbortSignal,
  isWithinRate: () => boolean,
): Promise<void> {
  const keyword = keywordOf(client)
  const query = keyword === READ_KEYWORD ? { unKeyword: READ_KEYWORD } : { seen: false }
  for (;;) {
    const found = await client.search(query, { uid: true })
    if (!found && client.usable) throw new MailboxError('search_refused')
    const uids = (found || []).slice(0, MOST)
    for (const uid of uids) {
      if (signal.aborted || !isWithinRate()) return
      await readOne(ctx, client, uid)
      const isMarked = await client.messageFlagsAdd(String(uid), [keyword], { uid: true })
      if (!isMarked) throw new MailboxError('mark_refused')
    }
    if (uids.length < MOST) return
  }
}

/** Resolves when the server announces mail, when the connection ends, or after a look's pause. */
async function untilNews(client: ImapFlow, signal: AbortSignal): Promise<void> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(LOOK)])
  const news = ['exists', 'close'].map((name) => once(client, name, { signal: either }))
  await Promise.race(news).catch(() => undefined)
  stop.abort()
  await Promise.allSettled(news)
}

/**
 * Reads the reports that come to a mailbox, until `signal` aborts. Nothing is deleted.
 * @param opened learns that the mailbox is open
 * @throws the error of a server that cannot be reached, refuses the login, or closes the connection
 */
export async function readMailbox(
  ctx: CoreContext,
  { folder, isLocal, secure, host, port, auth }: BounceMailbox,
  signal: AbortSignal,
  opened: () => void = () => {},
): Promise<void> {
  const isWithinRate = createRate(ctx)
  const { ImapFlow: Client } = await import('imapflow')
  const client = new Client({
    ...{ host, port, secure, auth },
    // The password leaves this machine through TLS alone.
    doSTARTTLS: secure ? undefined : !isLocal,
    logger: false,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    maxLiteralSize: 2 * LARGEST_REPORT,
    autoIdleDelay: QUIET,
  })
  // Its methods reject with the same error.
  client.on('error', () => {})
  await client.connect().catch(refusedAs('login_refused'))
  try {
    await client.mailboxOpen(folder).catch(refusedAs('folder_refused'))
    opened()
    while (!signal.aborted) {
      await readNew(ctx, client, signal, isWithinRate)
      await untilNews(client, signal)
      if (!client.usable && !signal.aborted) throw new MailboxError('closed')
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
}
