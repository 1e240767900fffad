import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigurationError, parseEnv } from '../../../lib/kernel/env/env'

const BASE = {
  DATABASE_URL: 'postgres://localhost/huntaze',
  AUTH_SECRET: 'k3yb0ard-cat-0123456789-abcdefghijkl',
  EMAIL_TRANSPORT: 'mailbox',
}

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  String(key.export({ type: 'pkcs8', format: 'pem' }))
const KEY = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)

const GOOGLE = { GOOGLE_CLIENT_ID: 'g.apps.googleusercontent.com', GOOGLE_CLIENT_SECRET: 'shh' }
const APPLE = {
  APPLE_CLIENT_ID: 'com.huntaze.auth',
  APPLE_TEAM_ID: 'AB12CD34EF',
  APPLE_KEY_ID: 'GH56IJ78KL',
  APPLE_PRIVATE_KEY: KEY,
}
const OIDC = {
  OIDC_NAME: 'Exemple & Cie',
  OIDC_ISSUER: 'https://id.example.com/realm',
  OIDC_CLIENT_ID: 'huntaze',
  OIDC_CLIENT_SECRET: 'shh',
}

function faultsOf(source: Record<string, string>): string[] {
  try {
    parseEnv({ ...BASE, ...source })
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults
    throw error
  }
}

describe('providers in the configuration', () => {
  it('knows the issuers of Google and Apple by itself', () => {
    const { providers } = parseEnv({ ...BASE, ...GOOGLE, ...APPLE, ...OIDC })
    expect(providers.google).toEqual({
      issuer: 'https://accounts.google.com',
      clientId: GOOGLE.GOOGLE_CLIENT_ID,
      clientSecret: 'shh',
    })
    expect(providers.apple).toMatchObject({ issuer: 'https://appleid.apple.com', teamId: 'AB12CD34EF' })
    expect(providers.oidc).toMatchObject({ name: 'Exemple & Cie', issuer: OIDC.OIDC_ISSUER })
  })

  it('takes a key in one line, as hosts keep it', () => {
    const { providers } = parseEnv({ ...BASE, ...APPLE, APPLE_PRIVATE_KEY: KEY.replaceAll('\n', '\\n') })
    expect(providers.apple?.privateKey).toBe(KEY)
  })

  const everyName = [GOOGLE, APPLE, OIDC].flatMap((group) =>
    Object.keys(group).map((name) => [name, group] as [string, Record<string, string>]),
  )

  it.each(everyName)(
    'has one clear fault where %s alone is missing, and where it alone is set',
    (name, group) => {
      const { [name]: alone = '', ...others } = group
      const [fault, ...more] = faultsOf(others)
      expect(fault).toMatch(new RegExp(`^${name} is missing: .* are set together or not at all$`))
      expect(more).toEqual([])
      expect(faultsOf({ [name]: alone })).toHaveLength(1)
    },
  )

  it('does not call a value missing that is there and wrong', () => {
    expect(faultsOf({ ...OIDC, OIDC_ISSUER: 'id.example.com' })).toHaveLength(1)
    expect(faultsOf({ ...APPLE, APPLE_PRIVATE_KEY: 'not a key' })).toEqual([
      'APPLE_PRIVATE_KEY must be the text of the .p8 file, an EC private key',
    ])
  })

  it.each([
    ['in the clear across a network', 'http://id.example.com', false],
    ['in the clear on this machine', 'http://127.0.0.1:4010', true],
    ['with a password', 'https://a:b@id.example.com', false],
    ['with a query', 'https://id.example.com/?tenant=1', false],
    ['with the address of the metadata', 'https://id.example.com/.well-known/openid-configuration', false],
    ['of another kind', 'javascript:alert(1)', false],
    ['with a path', 'https://id.example.com/realms/one', true],
  ])('judges an issuer %s', (_, issuer, isGood) => {
    expect(faultsOf({ ...OIDC, OIDC_ISSUER: issuer })).toHaveLength(isGood ? 0 : 1)
  })

  it('refuses a key on another curve, and a name that breaks its button', () => {
    const other = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)
    expect(faultsOf({ ...APPLE, APPLE_PRIVATE_KEY: other })).toHaveLength(1)
    expect(faultsOf({ ...OIDC, OIDC_NAME: 'a\nb' })).toHaveLength(1)
    expect(faultsOf({ ...OIDC, OIDC_NAME: 'x'.repeat(41) })).toHaveLength(1)
  })
})
