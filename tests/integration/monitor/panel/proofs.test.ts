import { expect, it } from 'vitest'
import { register } from '../../../../lib/auth/register'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import { verifyWithCode } from '../../../../lib/auth/verify-with-code'
import { MINUTE } from '../../../../lib/kernel/clock'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { signupMetrics } from '../../../../lib/monitor/metrics/signups'
import { writeMetrics } from '../../../../lib/monitor/metrics/text'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { readSession } from '../../../../lib/session/read'
import { codeFor } from '../../../support/mail'
import { anAddress, aProof, askIssuer, PROOF_ENV } from '../../../support/proof-world'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: PROOF_ENV })

it('the dashboard and the metrics tell link, code and browser apart, and why proofs did not count', async () => {
  const { ctx } = world
  askIssuer(world)
  const byLink = await aRegisteredUser(world, freshEmail())
  const byCode = await aRegisteredUser(world, freshEmail())
  const signUp = async (more = {}) => {
    const email = anAddress()
    const proof = { token: aProof(world, email, more), browser: null }
    return register(ctx, { name: 'Marie', email, password: PASSWORD, proof }, aVisitor())
  }
  await signUp()
  await signUp()
  await signUp({ aud: 'https://other.example' })
  ctx.now.advance(4 * MINUTE)
  expectOk(await verifyEmail(ctx, byLink.token, aVisitor()))
  const session = await readSession(ctx, byCode.jwt)
  if (!session) throw new Error('no session')
  expectOk(
    await verifyWithCode(
      ctx,
      { session, code: codeFor(ctx.mail, byCode.email) },
      aVisitor({ jwt: byCode.jwt }),
    ),
  )
  await world.pool.query(
    'update users set email_verified = true, updated_at = now() where not email_verified',
  )

  const { proofs, funnel } = await readReport(ctx, '1h')
  const verified = Object.fromEntries(proofs.ways.map(({ way, verified }) => [way, verified]))
  expect(verified).toEqual({ link: 1, code: 1, browser: 2, provider: 0 })
  expect(funnel.verified).toBe(5)
  expect(proofs.other).toBe(1)
  expect(proofs.refusals).toEqual([{ reason: 'other_audience', count: 1 }])
  const median = Object.fromEntries(
    proofs.ways.map(({ way, medianSeconds }) => [way, medianSeconds ?? Number.NaN]),
  )
  expect(median.link).toBeGreaterThan(200)
  expect(median.link).toBeLessThan(290)
  expect(median.browser).toBeLessThan(2)

  await foldMarks(ctx)
  for (const span of ['24h', '7d', '30d'] as const)
    expect((await readReport(ctx, span)).proofs).toEqual(proofs)

  const text = writeMetrics(await signupMetrics(ctx), 'openmetrics')
  expect(text).toContain('addresses_proven_total{way="browser"} 2')
  expect(text).toContain('browser_proofs_refused_total{reason="other_audience"} 1')
})
