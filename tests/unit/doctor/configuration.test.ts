import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../lib/doctor/check'
import { green } from '../../../lib/doctor/check'
import { configurationCheck } from '../../../lib/doctor/configuration'
import { given, production } from '../../support/probe'

describe('the configuration', () => {
  const judge = async (source: Probe['source']) => (await given([configurationCheck], source)).configuration

  it('is told with every fault and no value', async () => {
    const finding = await judge({ NODE_ENV: 'production', AUTH_SECRET: 'hunter2' })
    expect(finding?.level).toBe('red')
    for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'EMAIL_TRANSPORT'])
      expect(finding?.fix).toContain(name)
    expect(JSON.stringify(finding)).not.toContain('hunter2')
  })

  it('is judged by where it stands', async () => {
    expect(await judge(production())).toEqual(green('complete, for production'))
    const local = production({ NODE_ENV: '', APP_URL: '' })
    expect((await judge(local))?.text).toBe('complete, for development')
    expect((await judge(production({ NODE_ENV: '' })))?.level).toBe('yellow')
  })
})
