import { expect, it } from 'vitest'
import { issuerHosts, trialToken } from '../../../lib/http/response/proof-headers'

const ON = {
  state: 'on',
  issuers: 'a.example=issuer.example, b.example = issuer.example,c.example=other.example',
  trialToken: 'token',
}

it('the sign-up page alone names issuers and the trial', () => {
  expect(trialToken('/register', ON)).toBe('token')
  expect(trialToken('/login', ON)).toBeUndefined()
  expect(issuerHosts('/register', ON)).toEqual(['issuer.example', 'other.example'])
  expect(issuerHosts('/login', ON)).toEqual([])
})

it('and not while the feature is off', () => {
  for (const state of ['off', undefined]) {
    expect(trialToken('/register', { ...ON, state })).toBeUndefined()
    expect(issuerHosts('/register', { ...ON, state })).toEqual([])
  }
})
