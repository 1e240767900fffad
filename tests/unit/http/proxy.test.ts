import { NextRequest } from 'next/server'
import { expect, it, vi } from 'vitest'
import { LINK_PATHS } from '../../../lib/link/purposes'
import { requestCounter } from '../../../lib/monitor/count/requests'
import { proxy } from '../../../proxy'

const page = (headers: Record<string, string>) =>
  proxy(new NextRequest('http://localhost:3000/login', { headers }))

const named = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.startsWith('form-browser='))

it('keeps a browser’s name as long as the marks of its newest page', () => {
  const [first = ''] = named(page({}))
  expect(first).toMatch(/^form-browser=[\w-]{22}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/)
  expect(named(page({ cookie: first.split(';')[0] ?? '' }))).toEqual([first])
})

const PRERENDERED = {
  'sec-purpose': 'prefetch;prerender',
  'sec-fetch-site': 'none',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

it('removes a form’s outcome with the page that shows it, and not where the page is made ready ahead', () => {
  const cookie = 'form-outcome=x'
  const removed = (headers: Record<string, string>) =>
    page({ ...headers, cookie })
      .headers.getSetCookie()
      .filter((line) => line.startsWith('form-outcome=;'))
  expect(removed({ 'sec-fetch-site': 'same-origin' })).toHaveLength(1)
  expect(removed(PRERENDERED)).toEqual([])
})

it('changes the language for a click, and not for what is loaded ahead of one', () => {
  const change = (headers: Record<string, string>) =>
    proxy(new NextRequest('http://localhost:3000/login?lang=en', { headers }))
  const clicked = change({ 'sec-fetch-site': 'same-origin' })
  expect([clicked.status, clicked.headers.getSetCookie()]).toEqual([
    303,
    [expect.stringMatching(/^locale=en;/)],
  ])
  const ahead = change(PRERENDERED)
  expect([ahead.status, ahead.headers.getSetCookie()]).toEqual([403, []])
})

it.each(['/auth/verify-email%3Ftoken=', '/auth/verify-email&token=', '/AUTH/VERIFY-EMAIL?TOKEN='])(
  'leads a mailed link bent to %s to its page, under the configured origin',
  (path) => {
    const token = '5d'.repeat(32)
    const answer = proxy(new NextRequest(`http://evil.test${path}${token}`))
    expect([answer.status, answer.headers.get('location'), answer.headers.get('cache-control')]).toEqual([
      303,
      `http://localhost:3000/auth/verify-email?token=${token}`,
      'no-store',
    ])
  },
)

it('names no browser that says from where it posts', () => {
  expect(named(page({ 'sec-fetch-site': 'none' }))).toEqual([])
})

// ASVS 14.2.1
it.each(LINK_PATHS)('names no address of %s as a referrer', (path) => {
  const answer = proxy(new NextRequest(`http://localhost:3000${path}?token=${'5d'.repeat(32)}`))
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
})

it('names no address of the sign-in page as a referrer where it leads back to a mailed link, and any other as before', () => {
  const policyOf = (next: string) =>
    proxy(new NextRequest(`http://localhost:3000/login?next=${encodeURIComponent(next)}`)).headers.get(
      'referrer-policy',
    )
  expect(policyOf(`/account/email?token=${'5d'.repeat(32)}`)).toBe('no-referrer')
  expect(policyOf('/dashboard')).toBeNull()
})

it('leads a password manager to the page where the password is changed, under the configured origin', () => {
  const answer = proxy(new NextRequest('http://evil.test/.well-known/change-password'))
  expect([answer.status, answer.headers.get('location'), answer.headers.get('cache-control')]).toEqual([
    302,
    'http://localhost:3000/account/security',
    'no-store',
  ])
  const other = proxy(new NextRequest('http://localhost:3000/.well-known/change-passwords'))
  expect(other.headers.has('location')).toBe(false)
})

it('counts a page, and none that the development server compiles ahead', () => {
  const counted = (environment: string, address: string) => {
    vi.stubEnv('NODE_ENV', environment)
    const before = requestCounter().sinceStart.requests
    proxy(new NextRequest(`http://localhost:3000${address}`))
    vi.unstubAllEnvs()
    return requestCounter().sinceStart.requests - before
  }
  expect(counted('development', '/login')).toBe(1)
  expect(counted('development', '/login?warm-up')).toBe(0)
  expect(counted('production', '/login?warm-up')).toBe(1)
})

it.each([
  ['/login', true],
  ['/account/security', true],
  ['/', false],
  ['/dashboard', false],
])('%s is closed to other origins: %s', (path, isClosed) => {
  const headers = { cookie: 'auth-token=x', 'sec-fetch-site': 'none' }
  const answer = proxy(new NextRequest(`http://localhost:3000${path}`, { headers }))
  expect(answer.headers.has('connection-allowlist')).toBe(isClosed)
})
