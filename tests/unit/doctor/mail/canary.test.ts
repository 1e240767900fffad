import { describe, expect, it } from 'vitest'
import { canaryCheck } from '../../../../lib/doctor/mail/canary'
import type { CanaryReading } from '../../../../lib/monitor/canary/canary'
import { aProbe, coded, findings } from '../../../support/probe'

const email = { canaryInterval: 300_000 } as Parameters<typeof canaryCheck>[0]
const at = new Date('2026-03-01T12:00:00.000Z')

const found = async (canary: () => Promise<CanaryReading>) =>
  (await findings([canaryCheck(email)], aProbe({ canary }))).found.canary

const told = (reading: Partial<CanaryReading>) =>
  found(async () => ({
    state: 'fine',
    lastSentAt: at,
    lastDeliveredAt: at,
    missingSince: null,
    latencyMs: 2345,
    ...reading,
  }))

describe('the canary', () => {
  it('is no fault where it is switched off', async () => {
    expect(await told({ state: 'off', lastSentAt: null, lastDeliveredAt: null, latencyMs: null })).toEqual({
      level: 'green',
      text: 'switched off (EMAIL_CANARY_MINUTES)',
    })
  })

  it('says when it arrived, and how long it took', async () => {
    expect(await told({})).toEqual({
      level: 'green',
      text: 'last reported delivered at 2026-03-01T12:00:00.000Z, after 2.3 s in the median',
    })
  })

  it('is worth a look where it is late or was never sent', async () => {
    expect(await told({ state: 'late' })).toMatchObject({ level: 'yellow', fix: expect.any(String) })
    const unsent = { lastSentAt: null, lastDeliveredAt: null, latencyMs: null }
    expect(await told({ state: 'late', ...unsent })).toMatchObject({
      level: 'yellow',
      text: 'none was sent so far',
    })
  })

  it.each<[string, Partial<CanaryReading>, string]>([
    ['was heard once', {}, 'last reported delivered at'],
    ['was never heard', { lastDeliveredAt: null, latencyMs: null }, 'never reported delivered'],
    ['never left', { lastSentAt: null, lastDeliveredAt: null, latencyMs: null }, 'none ever left'],
  ])('that is silent is red, with the places to look: %s', async (_name, reading, text) => {
    const finding = await told({ state: 'silent', ...reading })
    expect(finding).toMatchObject({ level: 'red', fix: expect.stringContaining('POST /api/email-events') })
    expect(finding?.text).toContain(text)
  })

  it('cannot be told without a database', async () => {
    expect(await found(() => Promise.reject(coded('ECONNREFUSED')))).toMatchObject({
      level: 'yellow',
      text: 'not checked (ECONNREFUSED)',
    })
  })
})
