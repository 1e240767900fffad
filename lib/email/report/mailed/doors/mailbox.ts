import { once } from 'node:events'
import type { ImapFlow } from 'imapflow'
import { READ_KEYWORD } from '../../../../kernel/brand'
import { SECOND } from '../../../../kernel/clock'
import type { CoreContext } from '../../../../kernel/context'
import type { BounceMailbox } from '../../../../kernel/env/bounces'
import { LARGEST_REPORT, receiveMailedReport } from '../receive'

const TIMEOUT = 15 * SECOND
/** Pause between two looks at a server that announces nothing (without RFC 2177). */
const LOOK = 5 * SECOND
/** Messages of one look, so that a mailbox of years is read in steps. */
const MOST = 100

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

/** Reads all that is new. A message is marked once its report is stored: after a crash it is read again, which changes nothing. */
async function readNew(ctx: CoreContext, client: ImapFlow, signal: AbortSignal): Promise<void> {
  const keyword = keywordOf(client)
  const query = keyword === READ_KEYWORD ? { unKeyword: READ_KEYWORD } : { seen: false }
  for (;;) {
    const found = await client.search(query, { uid: true })
    const uids = (found || []).slice(0, MOST)
    for (const uid of uids) {
      if (signal.aborted) return
      await readOne(ctx, client, uid)
      await client.messageFlagsAdd(String(uid), [keyword], { uid: true })
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
 * @throws the error of a server that cannot be reached, refuses the login, or closes the connection
 */
export async function readMailbox(
  ctx: CoreContext,
  { folder, isLocal, secure, host, port, auth }: BounceMailbox,
  signal: AbortSignal,
): Promise<void> {
  const { ImapFlow: Client } = await import('imapflow')
  const client = new Client({
    ...{ host, port, secure, auth },
    // The password leaves this machine through TLS alone.
    doSTARTTLS: secure ? undefined : !isLocal,
    logger: false,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    maxLiteralSize: 2 * LARGEST_REPORT,
  })
  // Its methods reject with the same error.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.mailboxOpen(folder)
    while (!signal.aborted) {
      await readNew(ctx, client, signal)
      await untilNews(client, signal)
      if (!client.usable && !signal.aborted) throw new Error('the mail server closed the connection')
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
}
