import { endpoint } from '@/app/api/endpoint'
import { listMailbox, type MailboxEntry } from '@/lib/email/transport/mailbox/mailbox'
import { simulateReport } from '@/lib/email/transport/mailbox/simulate'
import { withLocalMailbox } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { parseInput } from '@/lib/kernel/parse-input'
import { fail } from '@/lib/kernel/result'
import { SIMULATOR_FORM } from './form'
import { messagesInput, simulateInput } from './input'

/** Messages that are looked through, the newest first: more than tests beside each other are sent in a minute. */
const LOOKED_THROUGH = 500
/** Messages of one answer. */
const SHOWN = 50

const shown = ({ id, outboxId, to, subject, text, html, createdAt }: MailboxEntry) => ({
  id,
  outboxId: outboxId || null,
  to,
  subject,
  text,
  html,
  at: createdAt,
})

/**
 * `GET /api/mailbox?to=…`: the messages of the local mailbox, for tests. `POST`: that mailbox as a simulator of what a provider reports.
 * Both exist only beside it.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/mailbox',
  {
    GET: withLocalMailbox(async ({ ctx, url }) => {
      const input = parseInput(messagesInput, Object.fromEntries(url.searchParams))
      if (!input.ok) return input
      const { to } = input.value
      const messages = await listMailbox(ctx, { limit: LOOKED_THROUGH })
      const theirs = to === undefined ? messages : messages.filter((message) => message.to === to)
      return json(200, { messages: theirs.slice(0, SHOWN).map(shown) })
    }),
    POST: withLocalMailbox(async (call) => {
      const { ctx } = call
      const input = await readInput(call, simulateInput)
      if (!input.ok) return input
      const reception = await simulateReport(ctx, input.value.outboxId, input.value.report)
      return reception === 'applied' ? json(200, { success: true }) : fail('not_found')
    }),
  },
  SIMULATOR_FORM,
)
