import { describe, expect, it } from 'vitest'
import { publicAddressChecks } from '../../../lib/doctor/public-address'
import { coded, given } from '../../support/probe'

describe('the public address', () => {
  it.each([
    ['', '0', 'green', 'green'],
    ['http://localhost:3000', '1', 'green', 'yellow'],
    ['https://auth.huntaze.com', '0', 'green', 'yellow'],
    ['https://auth.huntaze.com', '1', 'green', 'green'],
    ['http://auth.huntaze.com', '0', 'red', 'green'],
    ['nonsense', 'many', 'red', 'red'],
  ])('%s behind %s proxies', async (APP_URL, TRUSTED_PROXY_HOPS, scheme, hops) => {
    const found = await given(
      publicAddressChecks,
      { APP_URL, TRUSTED_PROXY_HOPS },
      { fetchStatus: async () => 200 },
    )
    expect(found.APP_URL?.level).toBe(scheme)
    expect(found.TRUSTED_PROXY_HOPS?.level).toBe(hops)
  })

  it('is asked for the app', async () => {
    const asked: string[] = []
    const answers = async (status: number | Error) =>
      (
        await given(
          publicAddressChecks,
          { APP_URL: 'https://auth.huntaze.com/' },
          {
            fetchStatus: async (url) => {
              asked.push(url)
              if (status instanceof Error) throw new TypeError('fetch failed', { cause: status })
              return status
            },
          },
        )
      )['APP_URL answers']
    expect((await answers(200))?.level).toBe('green')
    expect(await answers(404)).toMatchObject({ level: 'yellow', text: '/api/health answers 404' })
    expect(await answers(coded('CERT_HAS_EXPIRED'))).toMatchObject({ text: 'no answer (CERT_HAS_EXPIRED)' })
    expect(asked[0]).toBe('https://auth.huntaze.com/api/health')
  })

  it('is asked whether a HEAD arrives as one', async () => {
    const asked: string[] = []
    const answers = async (status: number | Error, APP_URL = 'https://auth.huntaze.com') =>
      (
        await given(
          publicAddressChecks,
          { APP_URL },
          {
            fetchStatus: async (url, method = 'GET') => {
              if (method !== 'HEAD') return 200
              asked.push(url)
              if (status instanceof Error) throw new TypeError('fetch failed', { cause: status })
              return status
            },
          },
        )
      )['APP_URL keeps HEAD']
    expect(await answers(200)).toMatchObject({ level: 'green', text: 'a HEAD arrives as HEAD' })
    expect(await answers(400)).toMatchObject({ level: 'yellow', text: expect.stringContaining('as GET') })
    expect(await answers(502)).toMatchObject({ level: 'yellow', text: expect.stringContaining('502') })
    expect(await answers(coded('ECONNRESET'))).toMatchObject({
      level: 'yellow',
      text: 'no answer (ECONNRESET)',
    })
    expect(await answers(200, 'http://localhost:3000')).toMatchObject({ level: 'green' })
    expect(new Set(asked)).toEqual(new Set(['https://auth.huntaze.com/api/auth/verify-email']))
  })
})
