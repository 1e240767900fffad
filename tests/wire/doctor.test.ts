import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { senderNames } from '../../lib/doctor/mail/sender'
import { senderDomainChecks } from '../../lib/doctor/mail/sender-domain'
import { sesChecks } from '../../lib/doctor/mail/ses'
import { feedbackChecks } from '../../lib/doctor/mail/ses-feedback'
import { createSesAccount } from '../../lib/email/transport/ses/account'
import { SesAccountError } from '../../lib/email/transport/ses/account-answers'
import { verifySmtp } from '../../lib/email/transport/smtp/account'
import { aProbe, findings, zone } from '../support/probe'
import {
  type AccountAnswer,
  configurationSet,
  identityMap,
  quota,
  type SesAccountEndpoint,
  startSesAccountEndpoint,
  statistics,
} from '../support/ses-account-endpoint'

const SENDER = senderNames('Huntaze <noreply@mail.huntaze.com>')
const TOPIC = 'arn:aws:sns:eu-west-3:123456789012:mail'
const ALL_EVENTS = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'renderingFailure']

/** From before the first client, because the SDK warns once a process. */
const warnings = vi.spyOn(process, 'emitWarning')

describe('an SES account', () => {
  let endpoint: SesAccountEndpoint
  let account: ReturnType<typeof createSesAccount>

  beforeEach(async () => {
    endpoint = await startSesAccountEndpoint()
    for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
    account = createSesAccount(1000)
  })

  afterEach(async () => {
    await account.close()
    vi.unstubAllEnvs()
    await endpoint.close()
  })

  const probe = () => aProbe({ source: { AWS_REGION: 'eu-west-3' }, ses: account })

  const examine = async () => (await findings(sesChecks(SENDER), probe())).found

  const feedback = async (set: string | undefined, topicArns = [TOPIC]) =>
    (await findings(feedbackChecks(SENDER, { configurationSet: set, topicArns }), probe())).found

  it('tells what it counted', async () => {
    const at = '2026-03-01T11:45:00Z'
    endpoint.answer('GetSendStatistics', statistics([{ at, sent: 7, bounces: 2, complaints: 1, rejects: 3 }]))
    expect(await account.statistics()).toEqual([
      { at: new Date(at), sent: 7, bounces: 2, complaints: 1, rejects: 3 },
    ])
  })

  it('in good order is green throughout', async () => {
    const found = await examine()
    expect(Object.values(found).map(({ level }) => level)).toEqual(Array(5).fill('green'))
    expect(found['SES quota']?.text).toBe('12 of 50000 in 24 h, 14 a second')
    expect(found['SES sender identity']?.text).toBe('verified through huntaze.com')
    expect(found.DKIM?.text).toBe('signed for huntaze.com')
  })

  it('is asked without a word of the SDK about Node.js versions', async () => {
    await examine()
    expect(warnings).not.toHaveBeenCalled()
  })

  it('is asked about the address, its domain and the domains above', async () => {
    await examine()
    const asked = endpoint.requests.filter(({ identities }) => identities.length > 0)
    expect(asked.map(({ action }) => action)).toEqual([
      'GetIdentityVerificationAttributes',
      'GetIdentityDkimAttributes',
    ])
    for (const { identities } of asked)
      expect(identities).toEqual(['noreply@mail.huntaze.com', 'mail.huntaze.com', 'huntaze.com'])
  })

  const dkim = (enabled: boolean, status: string) =>
    identityMap('DkimAttributes', {
      'mail.huntaze.com': { DkimEnabled: String(enabled), DkimVerificationStatus: status },
    })
  const verification = (identity: string, status: string) =>
    identityMap('VerificationAttributes', { [identity]: { VerificationStatus: status } })

  it.each<[string, string, AccountAnswer, string, string]>([
    ['SES quota', 'GetSendQuota', quota(200, 0, 1), 'yellow', 'sandbox'],
    ['SES quota', 'GetSendQuota', quota(50_000, 40_000), 'yellow', '40000 of 50000'],
    ['SES quota', 'GetSendQuota', quota(-1, 40_000), 'green', 'no daily limit'],
    [
      'SES sending',
      'GetAccountSendingEnabled',
      { result: '<Enabled>false</Enabled>' },
      'red',
      'switched off',
    ],
    [
      'SES sender identity',
      'GetIdentityVerificationAttributes',
      verification('noreply@mail.huntaze.com', 'Success'),
      'green',
      'verified through its address',
    ],
    [
      'SES sender identity',
      'GetIdentityVerificationAttributes',
      verification('huntaze.com', 'Pending'),
      'red',
      'verification is pending',
    ],
    [
      'SES sender identity',
      'GetIdentityVerificationAttributes',
      identityMap('VerificationAttributes', {}),
      'red',
      'not verified',
    ],
    ['DKIM', 'GetIdentityDkimAttributes', dkim(false, 'Success'), 'yellow', 'unsigned'],
    ['DKIM', 'GetIdentityDkimAttributes', dkim(true, 'Pending'), 'yellow', 'pending'],
    ['DKIM', 'GetIdentityDkimAttributes', identityMap('DkimAttributes', {}), 'yellow', 'not set up'],
  ])('%s %#', async (name, action, answer, level, text) => {
    endpoint.answer(action, answer)
    const finding = (await examine())[name]
    expect(finding?.level).toBe(level)
    expect(finding?.text).toContain(text)
  })

  it.each(['InvalidClientTokenId', 'SignatureDoesNotMatch', 'ExpiredToken'])(
    'that refuses the credentials is one red line: %s',
    async (code) => {
      endpoint.answerAll({ code, status: 403 })
      const { 'SES credentials': credentials, ...others } = await examine()
      expect(credentials).toMatchObject({ level: 'red', text: `refused in eu-west-3 (${code})` })
      expect(Object.values(others).map(({ level }) => level)).toEqual(Array(4).fill('yellow'))
    },
  )

  it('is no failure where the credentials may only send', async () => {
    endpoint.answerAll({ code: 'AccessDenied', status: 403 })
    const found = await examine()
    expect(Object.values(found).map(({ level }) => level)).toEqual(Array(5).fill('yellow'))
    expect(found['SES credentials']?.fix).toContain('ses:GetSendQuota')
    expect(found.DKIM?.fix).toContain('ses:GetIdentityDkimAttributes')
  })

  it('out of reach is red', async () => {
    await endpoint.close()
    expect((await examine())['SES credentials']).toMatchObject({
      level: 'red',
      text: 'no answer in eu-west-3 (ECONNREFUSED)',
    })
  })

  it('is given up in time where it stays silent', async () => {
    endpoint.answerAll('hang')
    const { found } = await findings(sesChecks(SENDER), probe(), 100)
    expect(found['SES credentials']).toMatchObject({
      level: 'red',
      text: 'no answer in eu-west-3 (StepTimeout)',
    })
    expect(found.DKIM?.text).toBe('not checked (StepTimeout)')
  })

  it('throttles, and is asked again', async () => {
    let asked = 0
    endpoint.answer('GetSendQuota', () => (++asked === 1 ? { code: 'Throttling' } : quota(50_000, 0)))
    expect(await account.quota()).toMatchObject({ max24Hours: 50_000 })
    expect(asked).toBe(2)
  })

  it('leaves nothing of SES’s text in an error', async () => {
    endpoint.answerAll({ code: 'AccessDenied', status: 403 })
    const error = await account.topics(['huntaze.com']).catch((error) => error)
    expect(error).toBeInstanceOf(SesAccountError)
    expect(error).toMatchObject({ action: 'GetIdentityNotificationAttributes', code: 'AccessDenied' })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/noreply|123456789012/)
    expect(error.cause).toBeUndefined()
  })

  it.each<[AccountAnswer, string, string]>([
    [configurationSet(TOPIC, ALL_EVENTS), 'green', 'every event'],
    [
      configurationSet(TOPIC, ['bounce', 'complaint']),
      'yellow',
      'send, delivery, reject, renderingFailure not',
    ],
    [configurationSet(TOPIC, ['bounce', 'delivery']), 'red', 'complaint not published'],
    [configurationSet(TOPIC, ALL_EVENTS, false), 'red', 'no enabled event destination'],
    [configurationSet(`${TOPIC}-other`, ALL_EVENTS), 'red', 'no enabled event destination'],
    [{ code: 'ConfigurationSetDoesNotExist' }, 'red', 'does not exist'],
    [{ code: 'InternalFailure', status: 400 }, 'yellow', 'not checked (InternalFailure)'],
  ])('tells what its configuration set publishes %#', async (answer, level, text) => {
    endpoint.answer('DescribeConfigurationSet', answer)
    const finding = (await feedback('main'))['SES configuration set']
    expect(finding?.level).toBe(level)
    expect(finding?.text).toContain(text)
    expect(endpoint.requests[0]?.fields).toMatchObject({
      ConfigurationSetName: 'main',
      'ConfigurationSetAttributeNames.member.1': 'eventDestinations',
    })
  })

  const topics = (bounce: string, complaint: string) =>
    identityMap('NotificationAttributes', {
      'huntaze.com': { BounceTopic: bounce, ComplaintTopic: complaint, ForwardingEnabled: 'true' },
    })

  it('tells where bounces and complaints go without one', async () => {
    const none = await feedback(undefined)
    expect(none['SES configuration set']?.level).toBe('yellow')
    expect(none['SES feedback']).toMatchObject({
      level: 'yellow',
      text: 'nobody is told of a bounce or complaint',
    })
    endpoint.answer('GetIdentityNotificationAttributes', topics(TOPIC, TOPIC))
    expect((await feedback(undefined))['SES feedback']?.level).toBe('green')
    expect((await feedback(undefined, []))['SES feedback']?.text).toContain('not in SNS_TOPIC_ARNS')
    endpoint.answer('GetIdentityNotificationAttributes', topics(TOPIC, ''))
    expect((await feedback(undefined))['SES feedback']?.text).toBe('nobody is told of a complaint')
    expect((await feedback('main'))['SES feedback']?.level).toBe('green')
  })

  it('with an envelope domain of its own is judged by that domain’s SPF record', async () => {
    const dns = zone({ txt: { 'bounce.huntaze.com': [['v=spf1 include:amazonses.com ~all']] } })
    const spf = async () => (await findings(senderDomainChecks(SENDER, true), { ...probe(), dns })).found.SPF
    expect((await spf())?.level).toBe('yellow')
    const mailFrom = (MailFromDomainStatus: string) =>
      identityMap('MailFromDomainAttributes', {
        'huntaze.com': { MailFromDomain: 'bounce.huntaze.com', MailFromDomainStatus },
      })
    endpoint.answer('GetIdentityMailFromDomainAttributes', mailFrom('Pending'))
    expect((await spf())?.level).toBe('yellow')
    endpoint.answer('GetIdentityMailFromDomainAttributes', mailFrom('Success'))
    expect(await spf()).toMatchObject({
      level: 'green',
      text: 'bounce.huntaze.com lets its mail servers send',
    })
  })
})

describe('an SMTP server', () => {
  const servers: SMTPServer[] = []
  let sent = 0

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(done))))
  })

  async function serve(host = '127.0.0.1'): Promise<string> {
    const server = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password }, _session, done) =>
        password === 'right'
          ? done(null, { user: 'user' })
          : done(Object.assign(new Error('5.7.8 no, jean@example.com'), { responseCode: 535 })),
      onMailFrom: (_address, _session, done) => {
        sent += 1
        done()
      },
    })
    server.on('error', () => {}) // A client that leaves mid-sentence.
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    return `${host}:${(server.server.address() as AddressInfo).port}`
  }

  const failure = async (address: string) => await verifySmtp(address, 500).catch((error) => error)

  it('lets us in, and gets no message', async () => {
    await verifySmtp(`smtp://user:right@${await serve()}`, 1000)
    expect(sent).toBe(0)
  })

  it('refuses: the code alone is told', async () => {
    const error = await failure(`smtp://user:wrong@${await serve()}`)
    expect(error).toMatchObject({ name: 'SmtpAccountError', code: '535' })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/jean@|wrong/)
  })

  it('beyond this machine must speak TLS', async () => {
    expect(await failure(`smtp://user:right@${await serve('127.0.0.2')}`)).toMatchObject({ code: 'ETLS' })
  })

  it('is not there', async () => {
    expect((await failure('smtp://127.0.0.1:9')).code).toMatch(/^E(SOCKET|CONN\w*)$/)
  })
})
