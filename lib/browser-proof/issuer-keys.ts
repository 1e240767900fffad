import { z } from 'zod'
import { type Clock, MINUTE, SECOND } from '../kernel/clock'
import type { Log } from '../kernel/log'
import type { IssuerKeys, IssuerKeysAnswer, PublicJwk } from '../kernel/ports'

/** Milliseconds for all requests that one set of keys takes. */
const TIMEOUT = 2 * SECOND
/** Milliseconds that keys are good for without being asked for anew. */
const AGE = 10 * MINUTE
/** Milliseconds after which keys are asked for anew where a token names one that is not among them. */
const ROTATION = MINUTE
/** Milliseconds without a new request once one has failed. */
const COOL_DOWN = 30 * SECOND

/** Parts of the outside world. `txt`: the TXT records of a name, each in one piece. `get`: a document over https, or an error. */
export type IssuerSource = {
  txt(name: string): Promise<string[]>
  get(url: URL, signal: AbortSignal): Promise<Buffer>
}

type Question = { domain: string; issuer: string }
type Fault = 'dns' | 'unreachable' | 'slow'
type Entry = {
  keys: readonly PublicJwk[]
  readAt: number
  failedAt: number
  fault: Fault
  asked?: Promise<void>
}

const metadata = z.looseObject({ jwks_uri: z.url() })
const jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) })

/** The domain's word on who may vouch for its addresses: exactly one record. */
async function isDelegated({ txt }: IssuerSource, { domain, issuer }: Question): Promise<boolean> {
  const records = (await txt(`_email-verification.${domain}`)).filter((record) => record.startsWith('iss='))
  return records.length === 1 && records[0] === `iss=${issuer}`
}

/** Keys stand at the issuer's own origin: no other host is asked (specification 4.9). */
async function readKeys(
  { get }: IssuerSource,
  { issuer }: Question,
  signal: AbortSignal,
): Promise<PublicJwk[]> {
  const home = new URL(`https://${issuer}/.well-known/email-verification`)
  const read = async (url: URL): Promise<unknown> => JSON.parse((await get(url, signal)).toString())
  const keysAt = new URL(metadata.parse(await read(home)).jwks_uri)
  if (keysAt.origin !== home.origin) throw new Error('keys stand elsewhere')
  return jwks.parse(await read(keysAt)).keys
}

/** Resolves with `late` once the signal is aborted. */
const unless = <T>(signal: AbortSignal, work: Promise<T>, late: T): Promise<T> =>
  Promise.race([
    work,
    new Promise<T>((resolve) => {
      if (signal.aborted) resolve(late)
      signal.addEventListener('abort', () => resolve(late), { once: true })
    }),
  ])

/**
 * Makes the one adapter to issuers (the draft moves): DNS, metadata and keys. It keeps one entry for each domain that is allowed, so its
 * memory is bounded by the configuration. Simultaneous callers share one request; none waits past its own deadline.
 */
export function createIssuerKeys(source: IssuerSource, { now, log }: { now: Clock; log: Log }): IssuerKeys {
  const known = new Map<string, Entry>()

  async function read(question: Question, signal: AbortSignal): Promise<readonly PublicJwk[] | Fault> {
    const reading = readKeys(source, question, signal).catch((error) => {
      log.warn('issuer_unavailable', { error })
      return 'unreachable' as const
    })
    const isOurs = await isDelegated(source, question).catch(() => false)
    return isOurs ? reading : 'dns'
  }

  async function ask(question: Question, entry: Entry): Promise<void> {
    const signal = AbortSignal.timeout(TIMEOUT)
    const answer = await unless(signal, read(question, signal), 'slow' as const)
    const at = now().getTime()
    if (typeof answer === 'string') Object.assign(entry, { fault: answer, failedAt: at })
    else Object.assign(entry, { keys: answer, readAt: at })
    // Keys that are still fresh outlast a bad minute, but not the domain's own word.
    if (answer === 'dns') entry.keys = []
  }

  const isWithin = (span: number, since: number): boolean => {
    const age = now().getTime() - since
    return age >= 0 && age < span
  }

  function isDue({ keys, readAt, failedAt }: Entry, kid: string | undefined): boolean {
    const lacksKey = kid !== undefined && !keys.some((key) => key.kid === kid)
    return !isWithin(COOL_DOWN, failedAt) && !isWithin(lacksKey ? ROTATION : AGE, readAt)
  }

  const entryOf = ({ domain, issuer }: Question): Entry => {
    const name = `${domain} ${issuer}`
    const never = Number.NEGATIVE_INFINITY
    const entry = known.get(name) ?? { keys: [], readAt: never, failedAt: never, fault: 'unreachable' }
    known.set(name, entry)
    return entry
  }

  return async ({ kid, ...question }, deadline) => {
    const entry = entryOf(question)
    if (isDue(entry, kid))
      entry.asked ??= ask(question, entry).finally(() => {
        entry.asked = undefined
      })
    const answer = async (): Promise<IssuerKeysAnswer> => {
      await entry.asked
      return isWithin(AGE, entry.readAt) && entry.keys.length > 0
        ? { keys: entry.keys }
        : { refusal: entry.fault }
    }
    return unless<IssuerKeysAnswer>(deadline, answer(), { refusal: 'slow' })
  }
}
