import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readVerificationStatus } from '../../../../lib/auth/read-verification-status'
import { register } from '../../../../lib/auth/register'
import { deliverDue } from '../../../../lib/email/send/worker'
import { createSesTransport } from '../../../../lib/email/ses'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { refused, type SesEndpoint, startSesEndpoint } from '../../../support/ses-endpoint'
import { aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest()
let endpoint: SesEndpoint

beforeEach(async () => {
  endpoint = await startSesEndpoint()
  for (const [name, value] of Object.entries(endpoint.environment)) vi.stubEnv(name, value)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await endpoint.close()
})

const REFUSALS: [name: string, text: string, code: string, remedy: RegExp][] = [
  [
    'MessageRejected',
    'Email address is not verified. The following identities failed the check in region EU-WEST-3: jean@example.com',
    'IdentityNotVerified',
    /verify the sender in SES; .*sandbox.* request production access/,
  ],
  [
    'MessageRejected',
    'Sending paused for this account. For more information, please check the inbox of the address.',
    'SendingPaused',
    /sending is paused/,
  ],
  [
    'AccessDenied',
    'User `arn:aws:iam::123456789012:user/mail` is not authorized to perform `ses:SendEmail`',
    'AccessDenied',
    /allow them ses:SendEmail/,
  ],
]

describe('a refusal of Amazon SES that an operator can mend', () => {
  it.each(REFUSALS)('%s: %s', async (name, text, code, remedy) => {
    endpoint.respond(refused(name, text))
    const input = { name: 'Jean', email: toEmailAddress('jean@example.com'), password: PASSWORD }
    expectOk(await register(world.ctx, input, aVisitor()))
    const mail = { ...createSesTransport(), quota: undefined }
    expect(await deliverDue({ ...world.ctx, mail })).toMatchObject({ retried: 1, dead: 0 })
    const lines = world.logged
      .filter((line) => line.includes('"level":"error"'))
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([{ event: 'email_retried', code, detail: expect.stringMatching(remedy) }])
    expect(world.logged.join('\n')).not.toMatch(/jean@|arn:aws|failed the check/)
  })

  it('is not the address that SES takes from nobody: its person corrects it', async () => {
    endpoint.respond(refused('InvalidParameterValue', 'Local address contains control or whitespace'))
    const input = { name: 'Jean', email: toEmailAddress('jean@example.com'), password: PASSWORD }
    const { user } = expectOk(await register(world.ctx, input, aVisitor()))
    const mail = { ...createSesTransport(), quota: undefined }
    expect(await deliverDue({ ...world.ctx, mail })).toMatchObject({ bounced: 1 })
    expect(await readVerificationStatus(world.ctx, user)).toMatchObject({
      message: { state: 'bounced', bounce: 'hard' },
      suppressed: false,
    })
  })

  it('is not said of a message that is bad itself', async () => {
    endpoint.respond(refused('MessageRejected', 'Email content contains a virus.'))
    const input = { name: 'Jean', email: toEmailAddress('jean@example.com'), password: PASSWORD }
    expectOk(await register(world.ctx, input, aVisitor()))
    const mail = { ...createSesTransport(), quota: undefined }
    expect(await deliverDue({ ...world.ctx, mail })).toMatchObject({ dead: 1 })
    expect(world.logged.join('\n')).toMatch(/"level":"warn","event":"email_dead".*"code":"MessageRejected"/)
    expect(world.logged.join('\n')).not.toContain('"detail"')
  })
})
