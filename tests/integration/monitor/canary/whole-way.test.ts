import { describe, expect, it, vi } from 'vitest'
import { receiveReport } from '../../../../lib/email/report/receive'
import { readCanary } from '../../../../lib/monitor/canary/canary'
import { createRuntime } from '../../../../lib/runtime/create'
import { call } from '../../../support/api'
import { canariesOf } from '../../../support/canaries'
import { freePort } from '../../../support/free-port'
import { startMailTaker } from '../../../support/mail-taker'
import { A_REPORT } from '../../../support/mailed-report'
import { bringReport } from '../../../support/report-sender'
import { startSesEndpoint } from '../../../support/ses-endpoint'
import { sesEvent } from '../../../support/ses-report'
import { createSnsSigner } from '../../../support/sns'
import { createWorld, testEnv } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { EMAIL_CANARY_MINUTES: '5' } })
const { canaries } = canariesOf(world)

describe('the whole way', () => {
  it('goes from a server’s worker through Amazon SES and SNS to the reading', async () => {
    const [signer, endpoint] = [createSnsSigner(), await startSesEndpoint()]
    for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const env = { EMAIL_TRANSPORT: 'ses', SNS_TOPIC_ARNS: signer.topicArn, EMAIL_CANARY_MINUTES: '1' }
    const { ctx, startWorker, stop } = createRuntime(
      testEnv(world.ctx.env.databaseUrl, { ...endpoint.environment, ...env }),
    )
    try {
      startWorker()
      await expect.poll(async () => (await canaries())[0]?.status).toBe('sent')
      expect(endpoint.requests).toMatchObject([{ recipients: ['success+canary@simulator.amazonses.com'] }])
      const [providerMessageId, reference] = ['ses-1', (await canaries())[0]?.reference]
      expect(endpoint.requests[0]?.fields['Tags.member.1.Value']).toBe(reference)
      const report = sesEvent('Delivery', { reference, providerMessageId, at: ctx.now() })
      const body = signer.notification(report)
      expect(await receiveReport(ctx, body, { fetchCertificate: signer.fetchCertificate })).toBe('recorded')
      expect(await readCanary(ctx, ctx.env.email.canaryInterval)).toMatchObject({
        state: 'fine',
        lastDeliveredAt: expect.any(Date),
      })
    } finally {
      await stop()
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
      await endpoint.close()
    }
  })

  it('goes over SMTP to our own address of reports, and counts once it came back by the door', async () => {
    const [relay, port] = [await startMailTaker(), await freePort()]
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const env = {
      EMAIL_TRANSPORT: 'smtp',
      SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
      EMAIL_BOUNCE_ADDRESS: 'bounce@mail.huntaze.test',
      BOUNCE_LISTEN: `127.0.0.1:${port}`,
      EMAIL_CANARY_MINUTES: '1',
    }
    const { ctx, startWorker, stop } = createRuntime(testEnv(world.ctx.env.databaseUrl, env))
    const read = () => readCanary(ctx, ctx.env.email.canaryInterval)
    try {
      startWorker()
      await expect.poll(async () => (await canaries())[0]?.status).toBe('sent')
      const [{ from, to, source } = { from: '', to: [''], source: '' }] = relay.received
      expect(to).toEqual([expect.stringMatching(/^bounce\+[\da-f]{32}\.[\da-f]{20}@mail\.huntaze\.test$/)])
      expect(from).toBe(to[0])
      expect(await read()).toMatchObject({ state: 'late', lastDeliveredAt: null })
      // A server on the way gives it up: it did not arrive, and the address of reports stays open to the next.
      expect((await bringReport(port, from, A_REPORT.full)).code).toBe(250)
      expect(await read()).toMatchObject({ lastDeliveredAt: null })
      expect((await bringReport(port, to[0] ?? '', source)).code).toBe(250)
      expect(await read()).toMatchObject({ state: 'fine', lastDeliveredAt: expect.any(Date) })
    } finally {
      await stop()
      vi.restoreAllMocks()
      await relay.close()
    }
  })

  it('starts with a call of maintenance where no worker lives', async () => {
    const secret = 'a-secret-of-twenty-bytes'
    const cron = await createWorld({ env: { EMAIL_CANARY_MINUTES: '1', CRON_SECRET: secret } })
    try {
      cron.serve()
      const response = await call('GET', '/api/maintenance', {
        headers: { authorization: `Bearer ${secret}` },
      })
      expect(await response.json()).toMatchObject({ sent: 1 })
      expect(cron.ctx.mail.sent).toMatchObject([{ subject: 'Huntaze canary' }])
    } finally {
      await cron.close()
    }
  })
})
