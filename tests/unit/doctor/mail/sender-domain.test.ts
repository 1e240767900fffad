import { describe, expect, it } from 'vitest'
import type { Probe } from '../../../../lib/doctor/check'
import { senderNames } from '../../../../lib/doctor/mail/sender'
import { senderDomainChecks } from '../../../../lib/doctor/mail/sender-domain'
import { coded, given, zone } from '../../../support/probe'

describe('the sender’s domain', () => {
  const SENDER = senderNames('Huntaze <NoReply@Mail.huntaze.com>')
  const DOMAIN = 'mail.huntaze.com'

  const judge = async (records: Parameters<typeof zone>[0], viaSes = true) =>
    await given(senderDomainChecks(SENDER, viaSes), {}, { dns: zone(records) })

  it('stands below the domains that may speak for it', () => {
    expect(SENDER).toEqual({
      address: `noreply@${DOMAIN}`,
      domain: DOMAIN,
      domains: [DOMAIN, 'huntaze.com'],
    })
    expect(senderNames('a@b.com').address).toBe('a@b.com')
  })

  it.each([
    [[['v=spf1 include:amazonses.com ~all']], 'green'],
    [[['something else'], ['V=SPF1 include:amazon', 'ses.com -all']], 'green'],
    [[['v=spf1 include:notamazonses.com ~all']], 'yellow'],
    [[['v=spf1 include:amazonses.community ~all']], 'yellow'],
    [[['v=spf1 include:amazonses.com +all']], 'red'],
    [[['v=spf1 include:amazonses.com all']], 'red'],
    [[['v=spf1 include:amazonses.com ~all'], ['v=spf1 mx ~all']], 'yellow'],
    [[['v=spf10 include:amazonses.com ~all']], 'yellow'],
    [[], 'yellow'],
  ])('SPF %j', async (txt, level) => {
    expect((await judge({ txt: { [DOMAIN]: txt } })).SPF?.level).toBe(level)
  })

  it('SPF of another way out need not name Amazon', async () => {
    expect((await judge({ txt: { [DOMAIN]: [['v=spf1 mx -all']] } }, false)).SPF?.level).toBe('green')
  })

  it.each([
    [{ [`_dmarc.${DOMAIN}`]: [['v=DMARC1; p=reject']] }, 'green', `${DOMAIN}: reject`],
    [{ [`_dmarc.${DOMAIN}`]: [['v=DMARC1;p=none']] }, 'yellow', `${DOMAIN}: none`],
    [
      { '_dmarc.huntaze.com': [['v=DMARC1; p=quarantine; rua=mailto:x@y.z']] },
      'green',
      'huntaze.com: quarantine',
    ],
    [{ '_dmarc.huntaze.com': [['v=DMARC1; p=reject; sp=none']] }, 'yellow', 'huntaze.com: none'],
    [{ '_dmarc.huntaze.com': [['v=DMARC1']] }, 'yellow', 'huntaze.com: no policy'],
    [{}, 'yellow', `${DOMAIN} has no record`],
  ])('DMARC %j', async (txt, level, text) => {
    const finding = (await judge({ txt })).DMARC
    expect(finding?.level).toBe(level)
    expect(finding?.text).toContain(text)
  })

  it('has a mail server or has none', async () => {
    expect((await judge({ mx: { [DOMAIN]: ['mx.huntaze.com'] } })).MX?.level).toBe('green')
    expect((await judge({})).MX).toMatchObject({
      level: 'yellow',
      text: `${DOMAIN} has no mail server: replies are lost`,
    })
  })

  it('is not blamed for name servers that are down, or see nothing beyond a firewall', async () => {
    const down = () => Promise.reject(coded('ESERVFAIL'))
    const dead = { resolveTxt: down, resolveMx: down, resolve4: down, resolve6: down, resolveNs: down }
    const walled = { ...zone({}), resolveNs: () => Promise.reject(coded('ENOTFOUND')) }
    for (const [dns, code] of [
      [dead, 'ESERVFAIL'],
      [walled, 'NoPublicDns'],
    ] as const) {
      const found = await given(
        senderDomainChecks(SENDER, false),
        {},
        { dns: dns as unknown as Probe['dns'] },
      )
      expect(found.SPF?.text).toBe(`not checked (${code})`)
      expect(found.DMARC?.text).toBe(`not checked (${code})`)
      expect(found.MX?.text).toBe(`${DOMAIN}: the name servers did not say`)
    }
  })
})
