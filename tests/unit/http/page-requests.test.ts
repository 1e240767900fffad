import { describe, expect, it } from 'vitest'
import { refusePageRequest } from '../../../lib/http/refuse-page-request'

const APP = 'https://auth.huntaze.test'

/** `Request` drops forbidden header names such as Origin; a server's request has them. */
const request = (method: string, headers: Record<string, string> = {}) =>
  ({ method, headers: new Headers(headers) }) as Request

describe('the request of a page', () => {
  const OURS = { origin: APP, 'content-type': 'multipart/form-data; boundary=x' }

  it.each<[string, Request, string | undefined]>([
    ['reading', request('GET', { 'sec-fetch-site': 'cross-site' }), undefined],
    ['a form that an older version of ours had', request('POST', OURS), 'method_not_allowed'],
    [
      'a plain form',
      request('POST', { origin: APP, 'content-type': 'application/x-www-form-urlencoded' }),
      'method_not_allowed',
    ],
    ['a program’s form', request('POST', { 'content-type': 'multipart/form-data' }), 'method_not_allowed'],
    ['another site’s', request('POST', { ...OURS, origin: 'https://evil.test' }), 'cross_site_request'],
    [
      'said to be ours, from nowhere',
      request('POST', { 'sec-fetch-site': 'same-origin', origin: 'null' }),
      'cross_site_request',
    ],
    [
      'an action called by script',
      request('POST', { origin: APP, 'next-action': 'x' }),
      'method_not_allowed',
    ],
    ['another method', request('PUT', { origin: APP }), 'method_not_allowed'],
    ['something else', request('POST', { 'content-type': 'text/plain' }), 'method_not_allowed'],
  ])('%s', (_name, asked, code) => {
    expect(refusePageRequest(asked, '/login', APP)).toBe(code)
  })

  it('may not be the page of a failed document', () => {
    expect(refusePageRequest(request('GET'), '/_global-error', APP)).toBe('not_found')
    expect(refusePageRequest(request('GET'), '/login', APP)).toBeUndefined()
  })
})
