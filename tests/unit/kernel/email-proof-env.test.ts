import { describe, expect, it } from 'vitest'
import { ConfigurationError, parseEnv } from '../../../lib/kernel/env/env'

const SOURCE = {
  DATABASE_URL: 'postgres://localhost/huntaze',
  AUTH_SECRET: 'k3yb0ard-cat-0123456789-abcdefghijkl',
  EMAIL_TRANSPORT: 'mailbox',
}
const ON = { ...SOURCE, EMAIL_PROOF_BY_BROWSER: 'on' }

function faultsOf(source: Record<string, string>): string[] {
  try {
    parseEnv(source)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults
    throw error
  }
}

describe('proofs of addresses by browsers', () => {
  it('are off until they are switched on', () => {
    expect(parseEnv(SOURCE).emailProof).toBeUndefined()
    expect(parseEnv({ ...SOURCE, EMAIL_PROOF_ISSUERS: 'a.example=b.example' }).emailProof).toBeUndefined()
  })

  it('name one issuer for each mail domain', () => {
    const issuers = 'gmail.com=accounts.google.com, xn--caf-dma.example=id.example,'
    const trialToken = `${'Ab/+'.repeat(20)}==`
    expect(
      parseEnv({ ...ON, EMAIL_PROOF_ISSUERS: issuers, EMAIL_PROOF_TRIAL_TOKEN: trialToken }).emailProof,
    ).toEqual({
      issuers: new Map([
        ['gmail.com', 'accounts.google.com'],
        ['xn--caf-dma.example', 'id.example'],
      ]),
      trialToken,
    })
  })

  it.each([
    'mail.example',
    'mail.example=',
    '=issuer.example',
    'mail.example=https://issuer.example',
    'mail.example=issuer.example:8443',
    'mail.example=issuer.example/path',
    'mail.example=localhost',
    'mail.example=10.0.0.1',
    'mail.example=[::1]',
    'mail.example=db.internal',
    'mail.example=issuer',
    'mail.example=a=b',
    'Mail.example=issuer.example',
    'café.example=issuer.example',
    'mail=issuer.example',
    'a@mail.example=issuer.example',
    'mail.example=issuer.example;other.example=issuer.example',
  ])('stop the start at the issuer %s', (issuers) => {
    expect(faultsOf({ ...ON, EMAIL_PROOF_ISSUERS: issuers })).toEqual([
      'EMAIL_PROOF_ISSUERS must be pairs like `mail.example=issuer.example` in small letters, comma-separated: a mail domain, and the public host that vouches for it',
    ])
  })

  it.each<[Record<string, string>, string]>([
    [{ EMAIL_PROOF_BY_BROWSER: 'yes' }, 'EMAIL_PROOF_BY_BROWSER must be on or off'],
    [{}, 'EMAIL_PROOF_ISSUERS is missing: EMAIL_PROOF_BY_BROWSER=on needs it'],
    [
      { EMAIL_PROOF_ISSUERS: 'a.example=b.example,a.example=c.example' },
      'EMAIL_PROOF_ISSUERS names a mail domain twice',
    ],
    [
      { EMAIL_PROOF_ISSUERS: 'a.example=b.example', EMAIL_PROOF_TRIAL_TOKEN: 'two tokens\r\nX: y' },
      'EMAIL_PROOF_TRIAL_TOKEN must be one origin-trial token, in base64',
    ],
  ])('stop the start: %j', (more, fault) => expect(faultsOf({ ...ON, ...more })).toEqual([fault]))
})
