import type { Span } from '../../../lib/i18n/span'
import type { Report } from '../../../lib/monitor/panel/report'
import { aDomain, anAlarm, figuresOf, fine, REPORT_AT, started, trendsOf, wave, whole } from './parts'

/** An ordinary afternoon. */
export function aReport(span: Span = '24h'): Report {
  return {
    at: REPORT_AT,
    span,
    database: {
      figures: figuresOf('database', {
        connections: fine(23, { limit: 97, threshold: 78, source: 'postgresql' }),
        cpu: fine(18.4, { source: 'cloudwatch' }),
        storage: fine(4_812_345_678, { limit: 20_000_000_000, source: 'postgresql' }),
        queriesPerSecond: fine(412.7, { source: 'statements' }),
      }),
      trends: trendsOf('database', span, {
        connections: whole(wave(12, 31, 1)),
        cpu: wave(7, 34, 2),
        storage: (index) => 4_780_000_000 + index * 340_000,
        queriesPerSecond: wave(150, 640, 3),
      }),
    },
    email: {
      figures: figuresOf('email', {
        sent: fine(3214, { source: 'messages' }),
        delivered: fine(3162, { source: 'messages' }),
        bounced: fine(38, { source: 'messages' }),
        bounceRate: fine(1.18, { threshold: 5, source: 'messages' }),
        complaints: fine(1, { source: 'messages' }),
        complaintRate: fine(0.031, { threshold: 0.1, source: 'messages' }),
        queued: fine(4, { source: 'messages' }),
        oldestQueued: fine(2.4, { threshold: 300, source: 'messages' }),
        deadRate: fine(0.2, { threshold: 20, source: 'messages' }),
      }),
      trends: trendsOf('email', span, {
        sent: whole(wave(6, 71, 4)),
        delivered: whole(wave(6, 70, 4)),
        bounced: (index) => (index % 3 === 0 ? index % 4 : 0),
        bounceRate: wave(0.4, 2.2, 5),
        complaints: (index) => (index === 41 ? 1 : 0),
        complaintRate: (index) => (index >= 41 ? 0.03 : 0),
        queued: (index) => (index % 11 === 0 ? index % 7 : 0),
        oldestQueued: (index) => (index % 11 === 0 ? (index % 5) + 0.8 : 0),
        deadRate: (index) => (index % 23 === 0 ? 0.4 : 0),
      }),
      ses: {
        ...{ sent: 3214, bounces: 38, complaints: 1, rejects: 0 },
        differences: { sent: 0, bounces: 0, complaints: 0, rejects: 0 },
      },
      canary: { state: 'fine', latencyMs: 1840, lastDeliveredAt: started(0.03) },
    },
    application: {
      figures: figuresOf('application', {
        requestsPerMinute: fine(842, { source: 'requests' }),
        latency: fine(14.2, { source: 'requests' }),
        latencyP95: fine(61, { source: 'requests' }),
        errorRate: fine(0.02, { threshold: 1, source: 'requests' }),
        uptime: fine(100, { source: 'heartbeats' }),
        instances: fine(2, { source: 'heartbeats' }),
        cleanUpAge: fine(512, { threshold: 7200, source: 'clean_up' }),
        eventsWaiting: fine(3, { source: 'deliveries' }),
        eventsOldest: fine(1.4, { threshold: 3600, source: 'deliveries' }),
        eventsDead: fine(0, { threshold: 1, source: 'deliveries' }),
      }),
      trends: trendsOf('application', span, {
        requestsPerMinute: wave(220, 1240, 6),
        latency: wave(9, 24, 7),
        latencyP95: wave(38, 96, 8),
        errorRate: (index) => (index % 17 === 3 ? 0.14 : 0),
        uptime: () => 100,
        instances: (index) => (index < 40 ? 1 : 2),
        cleanUpAge: (index) => (index % 15) * 60,
        eventsWaiting: (index) => (index % 9 === 0 ? 2 : 0),
        eventsOldest: (index) => (index % 9 === 0 ? 1.1 : 0),
        eventsDead: () => 0,
      }),
      instances: [
        { id: 'ip-10-0-2-40', startedAt: started(14), lastBeatAt: started(0.011), version: '0.1.0' },
        { id: 'ip-10-0-1-17', startedAt: started(51), lastBeatAt: started(0.006), version: '0.1.0' },
      ],
    },
    users: {
      figures: figuresOf('users', {
        total: fine(48_213, { source: 'totals' }),
        verified: fine(45_872, { source: 'totals' }),
        pending: fine(2341, { source: 'totals' }),
        active: fine(6120, { source: 'last_seen' }),
        disabled: fine(17, { source: 'totals' }),
      }),
      trends: trendsOf('users', span, {
        total: (index) => 47_800 + index * 4,
        verified: (index) => 45_510 + index * 3,
        pending: whole(wave(2250, 2390, 9)),
        active: whole(wave(4700, 6400, 10)),
        disabled: (index) => (index < 60 ? 16 : 17),
      }),
    },
    funnel: {
      registered: 1204,
      sent: 1204,
      delivered: 1169,
      verified: 1017,
      medianSeconds: 74,
      p95Seconds: 4380,
      domains: [
        aDomain('gmail.com', 611, 608, 542, 58),
        aDomain('orange.fr', 204, 203, 171, 96),
        aDomain('hotmail.com', 148, 122, 98, 812),
        aDomain('free.fr', 97, 97, 84, 71),
        aDomain('yahoo.fr', 61, 60, 49, 88),
        { ...aDomain('other', 83, 79, 73, 0), medianSeconds: null, p95Seconds: null },
      ],
    },
    proofs: {
      ways: [
        { way: 'link', verified: 702, medianSeconds: 88 },
        { way: 'code', verified: 121, medianSeconds: 64 },
        { way: 'browser', verified: 141, medianSeconds: 0.2 },
        { way: 'provider', verified: 52, medianSeconds: 0.1 },
      ],
      other: 1,
      refusals: [
        { reason: 'old_nonce', count: 7 },
        { reason: 'slow', count: 2 },
      ],
    },
    alarms: [
      anAlarm('connections', 'fine', 23.7, 80),
      anAlarm('bounce_rate', 'fine', 1.18, 5),
      anAlarm('complaint_rate', 'fine', 0.031, 0.1),
      anAlarm('error_rate', 'fine', 0.02, 1),
      anAlarm('oldest_queued', 'fine', 2.4, 300),
      anAlarm('dead_rate', 'fine', 0.2, 20),
      anAlarm('clean_up', 'fine', 512, 7200),
    ],
    rateLimitScale: 1,
  }
}
