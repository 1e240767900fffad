import { afterEach, describe, expect, it, vi } from 'vitest'
import { refreshQuota, reserveSlot } from '../../../../lib/email/send/throttle'
import { deliverDue } from '../../../../lib/email/send/worker'
import { createSesTransport } from '../../../../lib/email/ses'
import { MINUTE, SECOND, shift } from '../../../../lib/kernel/clock'
import { quota as quotaAnswer, startSesAccountEndpoint } from '../../../support/ses-account-endpoint'
import { refused, startSesEndpoint } from '../../../support/ses-endpoint'
import { queue, sendingProcesses } from './processes'

const { provider, start } = sendingProcesses()

describe('Amazon SES', () => {
  afterEach(() => vi.unstubAllEnvs())

  const use = (environment: Record<string, string>) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  }

  it('says through its own API what it allows, or why it does not say', async () => {
    const endpoint = await startSesAccountEndpoint()
    use(endpoint.environment)
    const ctx = { ...(await start()), mail: createSesTransport() }
    await queue(ctx as never)
    endpoint.answer('GetSendQuota', quotaAnswer(200, 198, 90))
    await refreshQuota(ctx)
    const slots = [await reserveSlot(ctx), await reserveSlot(ctx), await reserveSlot(ctx)]
    expect(slots).toEqual([ctx.now(), shift(ctx.now(), 12), null])
    endpoint.answer('GetSendQuota', { code: 'AccessDenied', status: 403 })
    ctx.now.advance(15 * MINUTE)
    await refreshQuota(ctx)
    expect(provider.logged.at(-1)).toMatch(
      /"error","event":"email_quota_unknown".*"code":"AccessDenied","detail":"allow .* ses:GetSendQuota/,
    )
    await endpoint.close()
  })

  it.each([
    ['Maximum sending rate exceeded.', SECOND],
    ['Daily message quota exceeded.', 15 * MINUTE],
  ])('%s', async (text, pause) => {
    const endpoint = await startSesEndpoint()
    use(endpoint.environment)
    endpoint.respond(refused('Throttling', text))
    const ctx = await start()
    await queue(ctx)
    provider.quota = { ratePerSecond: -1, remainingToday: -1 }
    const mail = { ...ctx.mail, send: createSesTransport().send }
    expect(await deliverDue({ ...ctx, mail })).toMatchObject({ retried: 1 })
    await queue(ctx)
    ctx.now.advance(pause - 1)
    expect(await reserveSlot(ctx)).toBeNull()
    ctx.now.advance(1)
    expect(await reserveSlot(ctx)).toEqual(ctx.now())
    await endpoint.close()
  })
})
