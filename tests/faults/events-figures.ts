import { CALLS_AT_ONCE } from '../../lib/webhook/send/worker'
import type { Hearing, ReceiverName } from './events-receivers'
import { type Figure, promised, told } from './figure'

/** A delivery as it ended. `place`: the event's among those of its person. */
export type DeliveryRow = {
  receiver: ReceiverName
  id: string
  person: string
  place: number
  status: string
  lastError: string | null
}

/** Traces of one run. */
type Evidence = {
  events: number
  rows: DeliveryRow[]
  hearings: Hearing[]
  strangers: number
  kills: number
  crashed: number
  overtaken: number
  isGoneOff: boolean
}

const keyOf = ({ receiver, id }: { receiver: string; id: string }): string => `${receiver} ${id}`

/** Delivered is only what its receiver acknowledged. The receiver that is gone wants nothing. */
function countLost({ rows, hearings }: Evidence): number {
  const acknowledged = new Set(hearings.filter((one) => one.acknowledged).map(keyOf))
  return rows.filter(
    (row) => row.receiver !== 'gone' && !(row.status === 'sent' && acknowledged.has(keyOf(row))),
  ).length
}

/** Hearings of an event after a later one of the same person was heard there. */
function countOutOfOrder({ rows, hearings }: Evidence): number {
  const events = new Map(rows.map((row) => [keyOf(row), row]))
  const reached = new Map<string, number>()
  return hearings.filter((hearing) => {
    const event = events.get(keyOf(hearing))
    if (!event) return true
    const lane = `${hearing.receiver} ${event.person}`
    const before = reached.get(lane) ?? 0
    reached.set(lane, Math.max(before, event.place))
    return event.place < before
  }).length
}

/** The figures of a run, in the order to read them. */
export function eventFigures(evidence: Evidence): Figure[] {
  const { events, rows, hearings, kills } = evidence
  const failed = hearings.filter(({ acknowledged }) => !acknowledged).length
  const repeats = hearings.length - new Set(hearings.map(keyOf)).size
  const late = hearings.filter(({ receiver }) => receiver === 'gone').length
  const excused = failed + kills * CALLS_AT_ONCE * 4
  return [
    told('events', events, `written; ${rows.length} deliveries to four receivers`),
    { ...told('kills', kills, 'SIGKILL of a working process'), broken: kills === 0 },
    {
      ...told(
        'failures',
        failed,
        'calls that ended as an error, a redirect, a cut connection, an answer too late, or 410',
      ),
      broken: failed === 0,
    },
    promised('crashed', evidence.crashed, 0, 'processes that ended although nobody killed them'),
    promised(
      'lost',
      countLost(evidence),
      0,
      'not settled, or recorded as sent though the receiver never acknowledged it',
    ),
    promised('out of order', countOutOfOrder(evidence), 0, 'heard after a later event of the same person'),
    told('heard', hearings.length, 'calls that reached a receiver'),
    promised(
      'repeats',
      repeats,
      excused,
      `calls beyond one a delivery; bound = failures + ${kills} kills × ${CALLS_AT_ONCE} calls × 4 receivers`,
    ),
    promised(
      'overtaken',
      evidence.overtaken,
      0,
      'calls of a living worker whose event another one had taken',
    ),
    promised('strangers', evidence.strangers, 0, 'events that Standard Webhooks’ package did not verify'),
    promised(
      'still on',
      evidence.isGoneOff ? 0 : 1,
      0,
      'the receiver that answered 410 was not switched off',
    ),
    promised(
      'after 410',
      Math.max(0, late - 21),
      3 * CALLS_AT_ONCE,
      'calls to it afterwards; bound = those under way in three workers',
    ),
  ]
}
