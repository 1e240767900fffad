import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addTrialToken, issuerHosts } from '../../../lib/http/response/proof-headers'

afterEach(() => vi.unstubAllEnvs())

const set = (state: string) => {
  vi.stubEnv('EMAIL_PROOF_BY_BROWSER', state)
  vi.stubEnv(
    'EMAIL_PROOF_ISSUERS',
    'a.example=issuer.example, b.example = issuer.example,c.example=other.example',
  )
  vi.stubEnv('EMAIL_PROOF_TRIAL_TOKEN', 'token')
}

const trialToken = (path: string) => {
  const headers = new Headers()
  addTrialToken(headers, path)
  return headers.get('origin-trial')
}

describe('headers of the sign-up page', () => {
  beforeEach(() => set('on'))

  it('are for that page alone', () => {
    expect(trialToken('/register')).toBe('token')
    expect(trialToken('/login')).toBeNull()
    expect(issuerHosts('/register')).toEqual(['issuer.example', 'other.example'])
    expect(issuerHosts('/login')).toEqual([])
  })

  it('and are not there while the feature is off', () => {
    set('off')
    expect(trialToken('/register')).toBeNull()
    expect(issuerHosts('/register')).toEqual([])
  })
})
