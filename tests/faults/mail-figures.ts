import { MAX_IN_FLIGHT } from '../../lib/email/send/worker'
import type { Kill } from './crew'
import { type Figure, promised, told } from './figure'
import type { Row } from './mail-outbox'
import type { Acceptance, Refusals } from './mail-provider'

/** Traces of one run. `lease`: the length of a claim, in real milliseconds. */
type Evidence = {
  messages: number
  rows: Row[]
  acceptances: Acceptance[]
  refusals: Refusals
  kills: Kill[]
  crashed: number
  /** Sends whose message another worker had taken, though theirs was alive. */
  overtaken: number
  lease: number
}

const isSettled = ({ status }: Row): boolean => status !== 'queued' && status !== 'sending'

/** Sent is only what the provider says it took. */
function countLost({ messages, rows, acceptances }: Evidence): number {
  const taken = new Set(acceptances.map(({ providerMessageId }) => providerMessageId))
  const kept = rows.filter(
    (row) => isSettled(row) && (row.status !== 'sent' || taken.has(row.providerMessageId ?? '')),
  )
  return messages - kept.length
}

/** Acceptances that are recorded nowhere, and were not answered to a worker in the last lease before it was killed. */
function countUnexplained({ rows, acceptances, kills, lease }: Evidence): number {
  const recorded = new Set(rows.map(({ providerMessageId }) => providerMessageId))
  const killedAt = new Map(kills.map(({ worker, at }) => [worker, at]))
  return acceptances.filter(
    ({ providerMessageId, worker, at }) =>
      !recorded.has(providerMessageId) && !((killedAt.get(worker) ?? Number.POSITIVE_INFINITY) - at < lease),
  ).length
}

/** Figures of the injected faults: with too few of them the run shows nothing. */
function faultFigures({ acceptances, refusals, kills, crashed }: Evidence): Figure[] {
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0)
  const share = refused / (refused + acceptances.length)
  const parts = Object.entries(refusals).map(([name, count]) => `${name} ${count}`)
  return [
    { ...told('kills', kills.length, 'SIGKILL of a working process'), broken: kills.length === 0 },
    {
      ...told('refusals', refused, `${(share * 100).toFixed(1)} % of all calls (${parts.join(', ')})`),
      broken: !(share > 0.1 && share < 0.3),
    },
    promised('crashed', crashed, 0, 'processes that ended although nobody killed them'),
  ]
}

/** The figures of a run, in the order to read them. */
export function figuresOf(evidence: Evidence): Figure[] {
  const { messages, rows, acceptances, kills } = evidence
  const settled = rows.filter(isSettled)
  const states = [...new Set(settled.map(({ status }) => status))].sort()
  const duplicates = acceptances.length - new Set(acceptances.map(({ message }) => message)).size
  return [
    told('messages', messages, 'put into the outbox'),
    ...faultFigures(evidence),
    ...states.map((state) =>
      told(`settled: ${state}`, settled.filter(({ status }) => status === state).length, 'in this state now'),
    ),
    promised(
      'lost',
      countLost(evidence),
      0,
      'not settled, or recorded as sent though the provider never took it',
    ),
    promised(
      'settled twice',
      rows.filter(({ settlements }) => settlements > 1).length,
      0,
      'messages that were in a settled state and then written again',
    ),
    told('acceptances', acceptances.length, 'sends that the provider took'),
    promised(
      'duplicates',
      duplicates,
      kills.length * MAX_IN_FLIGHT,
      `acceptances beyond one a message; bound = ${kills.length} kills × ${MAX_IN_FLIGHT} messages that a process sends at a time`,
    ),
    promised(
      'overtaken',
      evidence.overtaken,
      0,
      'sends of a living worker whose message another one had taken',
    ),
    promised(
      'unexplained',
      countUnexplained(evidence),
      0,
      'acceptances never recorded, though their worker was not killed within a lease after',
    ),
  ]
}
