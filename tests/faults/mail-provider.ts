import {
  accepted,
  refused,
  type SesAnswer,
  type SesEndpoint,
  type SesRequest,
  startSesEndpoint,
  throttled,
} from '../support/ses-endpoint'
import { chance } from './chance'

/** Share of calls that fail, in equal parts by throttling, by a server error and by a connection that is reset. */
const FAILING = 0.2

/** The longest answer, in milliseconds. */
const LATENCY = 30

/** A message that the provider took. `worker` is the process that asked, `at` the real time. */
export type Acceptance = { message: string; providerMessageId: string; worker: string; at: number }

export type Refusals = { throttling: number; 'server error': number; reset: number }

export type FaultyProvider = {
  endpoint: SesEndpoint
  acceptances: Acceptance[]
  refusals: Refusals
}

const REFUSALS = ['throttling', 'server error', 'reset'] as const

const ANSWERS: Record<keyof Refusals, SesAnswer> = {
  throttling: throttled(),
  'server error': refused('InternalFailure', 'We encountered an internal error.', 500),
  reset: 'reset',
}

/** Which of our messages it is: each has a recipient of its own, the same at every run. */
function messageOf({ recipients, fields }: SesRequest): string {
  if (!fields['Tags.member.1.Value']) throw new Error('a message came without the tag of the outbox')
  return recipients[0] ?? ''
}

/** An Amazon SES that fails a fifth of all sends, and remembers what it took from whom. */
export async function startFaultyProvider(seed: number): Promise<FaultyProvider> {
  const endpoint = await startSesEndpoint()
  const acceptances: Acceptance[] = []
  const refusals: Refusals = { throttling: 0, 'server error': 0, reset: 0 }
  const calls = new Map<string, number>()
  endpoint.respond((request) => {
    // Credentials that may only send: with no known rate, a run lasts as long as its faults.
    if (request.action !== 'SendEmail') return refused('AccessDenied', 'May only send.', 403)
    const message = messageOf(request)
    const call = (calls.get(message) ?? 0) + 1
    calls.set(message, call)
    const refusal = REFUSALS[Math.floor((chance(seed, message, call) / FAILING) * REFUSALS.length)]
    if (refusal) {
      refusals[refusal] += 1
      return ANSWERS[refusal]
    }
    const providerMessageId = `faulty-${message}-${call}`
    acceptances.push({ message, providerMessageId, worker: request.from, at: Date.now() })
    return accepted(providerMessageId, LATENCY * chance(seed, message, call, 'latency'))
  })
  return { endpoint, acceptances, refusals }
}
