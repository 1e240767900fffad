import type { Env } from '../../../kernel/env/env'
import { sha256 } from '../../../kernel/seal'
import { marksIn } from '../../return-path'
import { classify, parseReply } from '../../transport/smtp/reply/reply'
import type { MailEvent } from '../lifecycle'
import { bareValue, type Fields } from './fields'
import { type Parsed, parseReport } from './parse'
import { reasonOf } from './reply'
import { type Action, CAUSES, type Cause, HANDS_ON_IN_WORDS, OUTCOMES, SERVER_WORDS } from './table'

/** One change that a report asks for. */
export type Change = Pick<MailEvent, 'type' | 'bounce' | 'reason' | 'sparesAddress' | 'sourceId'>

/**
 * A report, read. `no_report`: mail of another kind, or damaged. `unproven`: it carries no good mark of ours, so that anybody may
 * have written it. A report without `changes` says nothing that we know.
 */
export type Reading = { reference: string; changes: Change[] } | 'no_report' | 'unproven'

const ACTIONS = new Set<string>(OUTCOMES.map(({ action }) => action))

function causeOf(reply: string): Cause {
  const parsed = parseReply('recipient', reply)
  const kind = classify(parsed)
  // Known classes first: a reply of the recipient's server is more exact than words.
  if (kind !== 'unknown' && kind !== 'refused') return CAUSES[kind]
  return SERVER_WORDS.find(({ says }) => says.test(parsed.text))?.cause ?? CAUSES[kind]
}

/** The action of one recipient's fields, in small letters. */
function actionOf(fields: Fields, text: string): string {
  const action = bareValue(fields, 'action')
  return action === 'delivered' && HANDS_ON_IN_WORDS.test(text) ? 'relayed' : action
}

/** The effect of one recipient's fields; undefined for an action that is unknown. */
function changeOf(fields: Fields, text: string) {
  const action = actionOf(fields, text)
  if (!ACTIONS.has(action)) return undefined
  const { reply, isTemporary } = reasonOf(fields, text)
  const cause = causeOf(reply)
  return OUTCOMES.find(
    (row) =>
      row.action === (action as Action) &&
      (row.cause === undefined || row.cause === cause) &&
      (row.isTemporary === undefined || row.isTemporary === isTemporary),
  )?.becomes
}

/** A complaint of a feedback loop (RFC 5965); the type `not-spam` takes one back, and others are none. */
const complaintOf = (groups: Fields[]): Pick<MailEvent, 'type' | 'reason'> | undefined =>
  groups.some((fields) => bareValue(fields, 'feedback-type') === 'abuse')
    ? { type: 'complaint', reason: 'abuse' }
    : undefined

/** Reading of each kind of mail. */
const READERS: Record<Parsed['kind'], (parsed: Parsed) => (Omit<Change, 'sourceId'> | undefined)[]> = {
  'delivery-status': ({ groups, text }) => groups.map((fields) => changeOf(fields, text)),
  feedback: ({ groups }) => [complaintOf(groups)],
  // It arrived, at ourselves.
  'own-letter': () => [{ type: 'delivery' }],
}

const changesIn = (parsed: Parsed) => READERS[parsed.kind](parsed).filter((change) => change !== undefined)

/**
 * Reads a report that a mail server sent (RFC 3464, RFC 5965). Only our own mark proves it: in the address that it was sent to, or
 * in the message that it returns. Never throws.
 * @param raw the message as it came
 * @param recipient the address that it was sent to, where the envelope is known
 */
export async function readReport(
  env: Pick<Env, 'authSecrets'>,
  raw: Uint8Array,
  recipient = '',
): Promise<Reading> {
  const parsed = await parseReport(raw)
  if (!parsed) return 'no_report'
  const isOwnLetter = parsed.kind === 'own-letter'
  const places = isOwnLetter ? parsed.places : [recipient, ...parsed.places]
  const [reference] = places.flatMap((place) => marksIn(env, place))
  if (reference === undefined) return isOwnLetter ? 'no_report' : 'unproven'
  const name = sha256(`${reference}\0${parsed.identity}`).toString('hex')
  return {
    reference,
    changes: changesIn(parsed).map((change, index) => ({ ...change, sourceId: `mailed-${name}-${index}` })),
  }
}
