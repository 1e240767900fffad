import { describe, expect, it } from 'vitest'
import { createIssuerKeys, type IssuerSource } from '../../../lib/browser-proof/issuer-keys'
import { MINUTE, SECOND } from '../../../lib/kernel/clock'
import { createLog } from '../../../lib/kernel/log'
import { testClock } from '../../support/clock'
import { aSource, issuer } from '../../support/proof-world'

const MAIL = { domain: 'mail.example', issuer: 'issuer.example', kid: 'one' }

function asking(more: Partial<IssuerSource> = {}) {
  const now = testClock()
  const source = aSource(more)
  const logged: string[] = []
  const issuerKeys = createIssuerKeys(source, { now, log: createLog(now, (line) => void logged.push(line)) })
  const rounds = () => source.asked.filter((one) => one.endsWith('/jwks')).length
  return {
    ...source,
    now,
    logged,
    rounds,
    ask: (more = {}, signal = new AbortController().signal) => issuerKeys({ ...MAIL, ...more }, signal),
  }
}

describe('the keys of an issuer', () => {
  it('are kept for ten minutes, then asked for anew', async () => {
    const { ask, now, rounds } = asking()
    expect(await ask()).toEqual({ keys: [issuer.jwk] })
    now.advance(10 * MINUTE - 1)
    await ask()
    expect(rounds()).toBe(1)
    now.advance(1)
    await ask()
    expect(rounds()).toBe(2)
  })

  it('are asked for once by all who come together', async () => {
    const { ask, asked } = asking()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(answers).toEqual(Array(20).fill({ keys: [issuer.jwk] }))
    expect(asked).toHaveLength(3)
  })

  it('are kept apart by domain, which each speaks for itself', async () => {
    const { ask, asked } = asking()
    await ask()
    await ask({ domain: 'other.example', issuer: 'other-issuer.example' })
    expect(asked.filter((one) => one.startsWith('_'))).toEqual([
      '_email-verification.mail.example',
      '_email-verification.other.example',
    ])
  })

  it('are asked for anew a minute later where a token names one that is not there', async () => {
    const { ask, now, rounds } = asking()
    await ask()
    await ask({ kid: 'two' })
    expect(rounds()).toBe(1)
    now.advance(MINUTE)
    await ask({ kid: undefined })
    expect(rounds()).toBe(1)
    await ask({ kid: 'two' })
    expect(rounds()).toBe(2)
  })

  it('outlast a bad minute, and are tried again half a minute after a failure', async () => {
    let isAway = false
    const right = aSource()
    const { ask, now, asked } = asking({
      get: (url, signal) => (isAway ? Promise.reject(new Error('away')) : right.get(url, signal)),
    })
    await ask()
    isAway = true
    now.advance(9 * MINUTE)
    expect(await ask({ kid: 'two' })).toEqual({ keys: [issuer.jwk] })
    now.advance(MINUTE)
    expect(await ask()).toEqual({ refusal: 'unreachable' })
    const before = asked.length
    now.advance(30 * SECOND - 1)
    expect(await ask()).toEqual({ refusal: 'unreachable' })
    expect(asked).toHaveLength(before)
    isAway = false
    now.advance(1)
    expect(await ask()).toEqual({ keys: [issuer.jwk] })
  })

  it('end at once where the domain takes its word back', async () => {
    const records = ['iss=issuer.example']
    const { ask, now } = asking({ txt: async () => records })
    await ask()
    records.push('iss=another.example')
    now.advance(MINUTE)
    expect(await ask({ kid: 'two' })).toEqual({ refusal: 'dns' })
    expect(await ask()).toEqual({ refusal: 'dns' })
  })

  it('are there for others when one caller’s time is over', async () => {
    let release = () => {}
    const right = aSource()
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { ask } = asking({ get: (url, signal) => held.then(() => right.get(url, signal)) })
    const hasty = new AbortController()
    const [early, patient] = [ask({}, hasty.signal), ask()]
    hasty.abort()
    expect(await early).toEqual({ refusal: 'slow' })
    expect(await ask({}, AbortSignal.abort())).toEqual({ refusal: 'slow' })
    release()
    expect(await patient).toEqual({ keys: [issuer.jwk] })
  })

  it.each([
    ['iss=issuer.example.evil.example'],
    ['iss=issuer.example '],
    ['iss=https://issuer.example'],
    ['ISS=issuer.example'],
    ['v=1; iss=issuer.example'],
  ])('need the domain’s own record: %j is none', async (record) => {
    expect(await asking({ txt: async () => [record] }).ask()).toEqual({ refusal: 'dns' })
  })

  it.each([['not json'], ['[]'], ['{}'], ['{"keys":[]}'], ['{"keys":{}}'], ['{"keys":[1]}']])(
    'need a set: %s is none',
    async (body) => {
      const get = async (url: URL) =>
        Buffer.from(url.pathname === '/jwks' ? body : `{"jwks_uri":"${url.origin}/jwks"}`)
      expect(await asking({ get }).ask()).toEqual({ refusal: 'unreachable' })
    },
  )

  it.each([
    ['http://issuer.example/jwks'],
    ['https://issuer.example:8443/jwks'],
    ['https://issuer.example.evil.example/jwks'],
    ['https://10.0.0.1/jwks'],
    ['/jwks'],
  ])('stand at the issuer’s own origin: not at %s', async (jwks_uri) => {
    const { ask, asked } = asking({ get: async () => Buffer.from(JSON.stringify({ jwks_uri })) })
    expect(await ask()).toEqual({ refusal: 'unreachable' })
    expect(asked.filter((one) => one.startsWith('http'))).toHaveLength(1)
  })
})
