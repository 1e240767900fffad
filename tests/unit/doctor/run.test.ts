import { describe, expect, it } from 'vitest'
import type { Check, Probe } from '../../../lib/doctor/check'
import { green } from '../../../lib/doctor/check'
import { checksFor } from '../../../lib/doctor/checks'
import { aProbe, coded, findings, production, zone } from '../../support/probe'

describe('the run', () => {
  const broken: Check = { name: 'broken', run: () => Promise.reject(coded('EBROKEN')) }
  const fine: Check = { name: 'fine', run: async () => green('fine') }

  it('goes on after a check that fails, and is as bad as the worst', async () => {
    const { level, found } = await findings([broken, fine], aProbe())
    expect(level).toBe('red')
    expect(found.broken).toMatchObject({ level: 'red', text: 'could not be checked (EBROKEN)' })
    expect(found.fine?.level).toBe('green')
    expect((await findings([fine], aProbe())).level).toBe('green')
  })

  it('stops every kind of step at its time limit', async () => {
    const silence = () => new Promise<never>(() => {})
    const steps: ((probe: Probe) => Promise<unknown>)[] = [
      (probe) => probe.query('select 1'),
      (probe) => probe.dns.resolveTxt('x'),
      (probe) => probe.ses.quota(),
      (probe) => probe.verifySmtp('x'),
      (probe) => probe.fetchStatus('x'),
    ]
    const checks = steps.map((step, index) => ({
      name: String(index),
      run: async (probe: Probe) => green(String(await step(probe))),
    }))
    const probe = aProbe({
      query: silence,
      verifySmtp: silence,
      fetchStatus: silence,
      dns: { ...zone({}), resolveTxt: silence },
      ses: { ...aProbe().ses, quota: silence },
    })
    const { found } = await findings(checks, probe, 20)
    expect(Object.values(found).map(({ text }) => text)).toEqual(
      steps.map(() => 'could not be checked (StepTimeout)'),
    )
  })

  it('looks only at what the configuration uses', () => {
    const names = (source: Probe['source']) => checksFor(source).map(({ name }) => name)
    expect(names(production())).toContain('SMTP server')
    expect(names(production())).not.toContain('SES credentials')
    const ses = names(production({ EMAIL_TRANSPORT: 'ses', AWS_REGION: 'eu-west-3' }))
    expect(ses).toEqual(expect.arrayContaining(['SES credentials', 'DKIM', 'SES configuration set', 'SPF']))
    expect(names({}).at(-1)).toBe('e-mail')
  })
})
