import type { FigureName } from '@/lib/monitor/figure-names'

/** The description of each figure in the API's document, and example values: now, and the last points of its trend. */
export const MEANINGS: Record<FigureName, { text: string; now: number | null; trend: (number | null)[] }> = {
  connections: {
    text: 'Connections, of those allowed: to the whole server, to this database or of our role, whichever is fullest.',
    now: 14,
    trend: [12.5, 13, 14],
  },
  cpu: {
    text: 'Per cent that the processors of its machine are busy.',
    now: null,
    trend: [null, null, null],
  },
  storage: {
    text: 'Bytes of this database; the limit is those and what its disk has free.',
    now: 48_211_648,
    trend: [48_105_000, 48_150_500, 48_211_648],
  },
  queriesPerSecond: {
    text: 'Queries a second, over the last minute.',
    now: 22.4,
    trend: [18.2, 20.9, 22.4],
  },
  sent: { text: 'Messages that a provider took, in the span.', now: 412, trend: [4, 0, 5] },
  delivered: { text: 'Messages reported delivered, in the span.', now: 399, trend: [4, 0, 4] },
  bounced: {
    text: 'Messages that bounced in the span, for good, or for now without having arrived since.',
    now: 13,
    trend: [0, 0, 1],
  },
  bounceRate: {
    text: 'Per cent of hard bounces among what was sent, in the last 24 hours whatever the span.',
    now: 2.67,
    trend: [0, null, 20],
  },
  complaints: { text: 'Messages reported as unwanted, in the span.', now: 0, trend: [0, 0, 0] },
  complaintRate: {
    text: 'Per cent of complaints among what was delivered, in the last 24 hours whatever the span.',
    now: 0,
    trend: [0, null, 0],
  },
  queued: { text: 'Messages that wait to leave.', now: 1, trend: [0.2, 0, 1] },
  oldestQueued: {
    text: 'Age in seconds of the oldest message that waits, without messages that their recipient’s server puts off.',
    now: 0.8,
    trend: [0.4, 0, 0.8],
  },
  deadRate: {
    text: 'Per cent of messages given up among those whose sending ended in the last hour.',
    now: 0,
    trend: [0, null, 0],
  },
  requestsPerMinute: {
    text: 'Requests a minute, pages and API alike, in the mean of the span or since the first server ran.',
    now: 31.5,
    trend: [30, 33.2, 28],
  },
  latency: {
    text: 'Mean milliseconds until an answer was out, in the span.',
    now: 6.1,
    trend: [6, 6.3, 5.9],
  },
  latencyP95: {
    text: 'Milliseconds that 95 % of the answers took at most, in the span; estimated from classes.',
    now: 23.4,
    trend: [22.8, 24, 21.5],
  },
  errorRate: {
    text: 'Per cent of requests answered with 500 or above, in the span.',
    now: 0.01,
    trend: [0, 0, 0.02],
  },
  uptime: {
    text: 'Per cent of minutes in which any server ran, in the span or since the first one did.',
    now: 100,
    trend: [100, 100, 100],
  },
  instances: { text: 'Servers that run.', now: 1, trend: [1, 1, 1] },
  cleanUpAge: {
    text: 'Seconds since rows past their age were last deleted; where they never were, since a server first ran.',
    now: 540,
    trend: [420, 430, 540],
  },
  eventsWaiting: { text: 'Deliveries of events that wait for their receiver.', now: 2, trend: [0, 0.5, 2] },
  eventsOldest: {
    text: 'Seconds that the oldest of these has been waiting, since its event or since it was sent again.',
    now: 1.2,
    trend: [0, 0.4, 1.2],
  },
  eventsDead: {
    text: 'Deliveries of events given up in the last 24 hours, without receivers that an operator switched off.',
    now: 0,
    trend: [0, 0, 0],
  },
  total: { text: 'Accounts.', now: 1291, trend: [1286, 1289, 1291] },
  verified: {
    text: 'Accounts whose address is proven, disabled ones included.',
    now: 1204,
    trend: [1200, 1203, 1204],
  },
  pending: { text: 'Accounts whose address is not, disabled ones included.', now: 87, trend: [86, 86, 87] },
  active: { text: 'Accounts seen in the last 24 hours.', now: 311, trend: [305, 309, 311] },
  disabled: { text: 'Accounts that are disabled.', now: 2, trend: [2, 2, 2] },
  boundOperators: {
    text: 'Per cent of operators’ open sessions that are bound to a key of their browser.',
    now: 75,
    trend: [66.7, 75, 75],
  },
  refusedProofs: {
    text: 'Requests today (UTC) with a bound session without its proof, and proofs by another key.',
    now: 0,
    trend: [0, 0, 0],
  },
}
