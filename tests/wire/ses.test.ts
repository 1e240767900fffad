import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSesTransport } from '../../lib/email/ses'
import { SendError } from '../../lib/email/transport/send-error'
import type { OutgoingEmail } from '../../lib/kernel/ports'
import {
  accepted,
  acceptedText,
  refused,
  type SesAnswer,
  type SesEndpoint,
  startSesEndpoint,
  throttled,
} from '../support/ses-endpoint'

const EMAIL: OutgoingEmail = {
  outboxId: 7,
  from: 'Huntaze <noreply@huntaze.com>',
  to: 'jean@example.com',
  subject: 'Vérifiez votre email',
  html: '<p>Bienvenue Zoë ! 👋 & <a href="https://huntaze.com/?a=1&amp;b=2">lien</a></p>',
  text: 'Bienvenue Zoë ! 👋\nhttps://huntaze.com/?a=1&b=2\n',
}

/** From before the first client, because the SDK warns once a process. */
const warnings = vi.spyOn(process, 'emitWarning')

let endpoint: SesEndpoint

beforeEach(async () => {
  endpoint = await startSesEndpoint()
  for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await endpoint.close()
})

/** The error of one send, which must be one that the outbox understands. */
async function failure(answer: SesAnswer, email = EMAIL, requestTimeout?: number): Promise<SendError> {
  endpoint.respond(answer)
  const error = await createSesTransport({ requestTimeout })
    .send(email)
    .catch((error) => error)
  expect(error).toBeInstanceOf(SendError)
  return error
}

describe('a message that SES takes', () => {
  test('arrives whole: one recipient, both bodies, subject, all in UTF-8', async () => {
    const receipt = await createSesTransport().send(EMAIL)
    expect(receipt).toMatchObject({ providerMessageId: 'ses-1' })
    expect(endpoint.requests).toHaveLength(1)
    expect(endpoint.requests[0]).toMatchObject({
      action: 'SendEmail',
      from: EMAIL.from,
      recipients: [EMAIL.to],
      subject: EMAIL.subject,
      html: EMAIL.html,
      text: EMAIL.text,
    })
    expect(endpoint.requests[0]?.fields).toMatchObject({
      'Message.Subject.Charset': 'UTF-8',
      'Message.Body.Html.Charset': 'UTF-8',
      'Message.Body.Text.Charset': 'UTF-8',
    })
  })

  test('is sent once, however slow the answer', async () => {
    endpoint.respond(accepted('slow', 6000))
    expect(await createSesTransport().send(EMAIL)).toMatchObject({ providerMessageId: 'slow' })
    expect(endpoint.requests).toHaveLength(1)
  })

  test('has the identifier that stood in the XML, entities read', async () => {
    endpoint.respond(accepted('a&amp;b&#x2d;1'))
    expect(await createSesTransport().send(EMAIL)).toMatchObject({ providerMessageId: 'a&b-1' })
  })

  // ASVS 1.5.1
  test.each([
    ['of another file', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', '&b;'],
    ['of its own', '<!DOCTYPE a [<!ENTITY b "expanded">]>', '&b;'],
    [
      'that multiply',
      `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${[...'bcdefghi'].map((name, index) => `<!ENTITY ${name} "${`&${'abcdefgh'[index]};`.repeat(10)}">`).join('')}]>`,
      '&i;',
    ],
  ])('has no entities %s', async (_what, doctype, entity) => {
    endpoint.respond({ status: 200, body: doctype + acceptedText(`id-${entity}`) })
    const before = process.memoryUsage().heapUsed
    const outcome = await createSesTransport()
      .send(EMAIL)
      .catch((error) => error)
    expect(JSON.stringify(outcome)).not.toMatch(/root:|expanded|aaaaaaaaaa/)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })

  test('without an identifier was not taken by SES', async () => {
    expect(await failure(accepted(''))).toMatchObject({ code: 'MissingMessageId', permanent: false })
  })

  test.each([
    ['noreply@huntaze.com', 'noreply@huntaze.com'],
    ['Huntaze, Inc. <noreply@huntaze.com>', '"Huntaze, Inc." <noreply@huntaze.com>'],
    [
      'Huntaze Créateurs <noreply@huntaze.com>',
      '=?UTF-8?B?SHVudGF6ZSBDcsOp?= =?UTF-8?B?YXRldXJz?= <noreply@huntaze.com>',
    ],
  ])('names its sender as mail wants it: %s', async (from, source) => {
    await createSesTransport().send({ ...EMAIL, from })
    expect(endpoint.requests[0]?.from).toBe(source)
  })
})

describe('a message that SES does not take', () => {
  test.each([
    ['MessageRejected', 'Email content contains a virus.', 400],
    ['InvalidParameterValue', 'Missing final &apos;@domain&apos;', 400],
  ])('is given up: %s', async (code, text, status) => {
    expect(await failure(refused(code, text, status))).toMatchObject({ code, permanent: true })
  })

  test('is told apart when the day’s quota is used up', async () => {
    expect(await failure(refused('Throttling', 'Daily message quota exceeded.'))).toMatchObject({
      code: 'DailyQuotaExceeded',
      permanent: false,
    })
  })

  test.each([
    ['Throttling', 'Maximum sending rate exceeded.', 400],
    ['ThrottlingException', 'Rate exceeded', 400],
    ['AccountSendingPausedException', 'paused', 400],
    ['ConfigurationSetDoesNotExistException', 'none', 400],
    ['ConfigurationSetSendingPausedException', 'paused', 400],
    ['MailFromDomainNotVerifiedException', 'MX', 400],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match.', 403],
    ['AccessDenied', 'not authorized to perform ses:SendEmail', 403],
    ['InternalFailure', 'unknown', 500],
    ['ServiceUnavailable', 'try later', 503],
    ['SomethingNew', 'nobody has seen this yet', 400],
  ])('waits, because it or an operator can still succeed: %s', async (code, text, status) => {
    const error = await failure(refused(code, text, status))
    expect(error.permanent).toBe(false)
    expect(error.code).toBe(code)
  })

  test.each([
    [
      'IdentityNotVerified',
      'Email address is not verified. The following identities failed the check in region EU-WEST-3: noreply@huntaze.com',
    ],
    [
      'SendingPaused',
      'Sending paused for this account. For more information, please check the inbox of your address.',
    ],
  ])('waits while the account itself is refused under the same name: %s', async (code, text) => {
    expect(await failure(refused('MessageRejected', text))).toMatchObject({ code, permanent: false })
  })

  test('is tried once: trying again is the outbox’s work', async () => {
    await failure(throttled())
    await failure(refused('InternalFailure', 'unknown', 500))
    expect(endpoint.requests).toHaveLength(2)
  })

  test('waits when the connection is cut, never opens, or stays silent', async () => {
    expect(await failure('reset')).toMatchObject({ code: 'ECONNRESET', permanent: false })
    expect(await failure('hang', EMAIL, 300)).toMatchObject({ code: 'ETIMEDOUT', permanent: false })
    vi.stubEnv('AWS_ENDPOINT_URL_SES', 'http://127.0.0.1:9')
    expect(await failure('hang')).toMatchObject({ code: 'ECONNREFUSED', permanent: false })
  })

  test('waits when the answer is not what SES says', async () => {
    for (const body of ['', '<html>Bad Gateway</html>', '<SendEmailResponse><oops', '{"a":1}']) {
      for (const status of [200, 400, 502]) {
        expect((await failure({ status, body })).permanent).toBe(false)
      }
    }
  })

  test('leaves no address, text or hostile name in the error', async () => {
    const error = await failure(refused('jean@example.com &lt;b&gt;', 'Illegal address jean@example.com'))
    expect(error).toMatchObject({ code: 'UnknownError', permanent: false })
    for (const text of [error.message, error.stack, JSON.stringify(error)])
      expect(text).not.toContain('jean@')
    expect(error.cause).toBeUndefined()
  })
})

// ASVS 1.3.11
describe('a message that would reach somebody else', () => {
  test.each([
    'jean@example.com\r\nBcc: eve@example.com',
    'jean@example.com,eve@example.com',
    'jean@example.com;eve@example.com',
    'jean@example.com eve@example.com',
    '"jean" <eve@example.com>',
    '<eve@example.com>',
    '',
  ])('never leaves: %j', async (to) => {
    expect(await failure(accepted('no'), { ...EMAIL, to })).toMatchObject({
      code: 'InvalidAddress',
      permanent: true,
    })
    expect(endpoint.requests).toHaveLength(0)
  })

  test('a subject or sender with a line break never leaves', async () => {
    const split = '\r\nBcc: eve@example.com'
    expect((await failure(accepted('no'), { ...EMAIL, subject: `Hi${split}` })).code).toBe('InvalidSubject')
    expect((await failure(accepted('no'), { ...EMAIL, from: `Hi${split} <a@b.com>` })).code).toBe(
      'InvalidSender',
    )
    expect(endpoint.requests).toHaveLength(0)
  })
})

test('the SDK says nothing about Node.js versions', async () => {
  await createSesTransport().send(EMAIL)
  expect(warnings).not.toHaveBeenCalled()
  expect(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED).toBe('true')
})
