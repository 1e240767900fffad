import { type RetentionRule, ROW_PLACE } from '../db/retention'
import { LIFETIMES } from '../kernel/lifetimes'
import { beatMinutes, instances } from './beat/schema'
import { canarySilences } from './canary/schema'
import { requestCounts, tallies } from './count/schema'
import { gauges } from './gauge/schema'

export const monitorRetention: RetentionRule[] = [
  {
    table: canarySilences,
    key: canarySilences.id,
    column: canarySilences.endedAt,
    age: LIFETIMES.settledMessage,
    reason: 'an alarm can be looked up as long as the missing canaries',
  },
  ...[tallies, requestCounts, gauges, beatMinutes].map((table) => ({
    table,
    key: ROW_PLACE,
    column: table.at,
    age: LIFETIMES.monitoring,
    reason: 'the dashboard looks back thirty days',
  })),
  {
    table: instances,
    key: instances.id,
    column: instances.lastBeatAt,
    age: LIFETIMES.monitoring,
    reason: 'the dashboard shows when an ended process ran',
  },
]
