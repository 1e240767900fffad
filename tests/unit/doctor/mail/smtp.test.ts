import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../lib/doctor/check'
import { smtpCheck } from '../../../../lib/doctor/mail/smtp'
import { coded, given } from '../../../support/probe'

describe('the SMTP server', () => {
  const judge = async (verifySmtp: Probe['verifySmtp']) =>
    (await given([smtpCheck('smtp://u:hunter2@smtp.huntaze.com')], {}, { verifySmtp }))['SMTP server']

  it('lets us in, or why not', async () => {
    expect((await judge(async () => {}))?.level).toBe('green')
    expect(await judge(() => Promise.reject(coded('535')))).toEqual({
      level: 'red',
      text: 'does not let us in (535)',
      fix: 'check the user and the password in SMTP_URL',
    })
    expect((await judge(() => Promise.reject(coded('ECONNREFUSED'))))?.fix).toContain('firewall')
  })
})
