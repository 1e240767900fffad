import { describe, expect, it } from 'vitest'
import { endedSessionCookie, readCookie, sessionCookie } from '../../../lib/http/cookies'
import { redirectTarget } from '../../../lib/http/redirect-target'
import { negotiateLocale } from '../../../lib/http/request/negotiate-locale'
import { nextRequestId } from '../../../lib/http/request/request-id'
import { pageContentSecurityPolicy } from '../../../lib/http/response/security-headers'

describe('the session cookie', () => {
  // ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4
  it('is as specification 2 says', () => {
    expect(sessionCookie({ appUrl: 'https://auth.huntaze.test' }, 'a.b.c')).toBe(
      'auth-token=a.b.c; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure',
    )
    expect(sessionCookie({ appUrl: 'http://localhost:3000' }, 'a.b.c')).not.toContain('Secure')
    expect(endedSessionCookie({ appUrl: 'https://auth.huntaze.test' })).toContain('Max-Age=0')
  })

  it.each<[string, string | null, string | null]>([
    ['alone', 'auth-token=x', 'x'],
    ['among others', 'a=1; auth-token=x; b=2', 'x'],
    ['absent', 'a=1', null],
    ['no header', null, null],
    ['twice: a sibling host planted one', 'auth-token=x; auth-token=y', null],
    ['a longer name', 'my-auth-token=x; auth-token2=y', null],
    ['with = inside', 'auth-token=x=y', 'x=y'],
  ])('is read %s', (_name, header, value) => {
    expect(readCookie(header, 'auth-token')).toBe(value)
  })
})

describe('the language', () => {
  const negotiated = (headers: Record<string, string>) => negotiateLocale(new Headers(headers))

  it.each<[string, Record<string, string>, string]>([
    ['French by default', {}, 'fr'],
    ['the browser’s', { 'accept-language': 'en-US,en;q=0.9' }, 'en'],
    ['the first that we speak', { 'accept-language': 'de,en;q=0.5,fr;q=0.4' }, 'en'],
    ['by quality', { 'accept-language': 'en;q=0.3,fr;q=0.8' }, 'fr'],
    ['not what is refused', { 'accept-language': 'en;q=0' }, 'fr'],
    ['any', { 'accept-language': '*' }, 'fr'],
    ['the chosen one before the browser’s', { 'accept-language': 'fr', cookie: 'locale=en' }, 'en'],
    ['a nonsense choice is no choice', { 'accept-language': 'en', cookie: 'locale=xx' }, 'en'],
  ])('%s', (_name, headers, locale) => {
    expect(negotiated(headers)).toBe(locale)
  })
})

describe('where to go after signing in', () => {
  it.each(['/dashboard', '/account?tab=1', '/a/b', `/${'x'.repeat(1023)}`])('goes to %s', (path) => {
    expect(redirectTarget(path)).toBe(path)
  })

  // ASVS 1.5.3, 3.7.2
  it.each([
    undefined,
    null,
    7,
    ['/a', '/b'],
    '',
    'dashboard',
    'https://evil.test',
    'https:evil.test',
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/\r/evil.test',
    ' //evil.test',
    '/ /evil.test',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%0d%0a\\evil.test',
    '/\u0000/evil.test',
    '/./\\evil.test',
    '/\u2028/evil.test',
    '@evil.test',
    '//evil.test@site.invalid',
    `/${'x'.repeat(1024)}`,
    `/${'é'.repeat(200)}`,
  ])('goes to the dashboard for %j', (next) => {
    expect(redirectTarget(next)).toBe('/dashboard')
  })

  it('resolves dots without leaving the site', () => {
    expect(redirectTarget('/../../dashboard')).toBe('/dashboard')
    expect(redirectTarget('/.//evil.test')).toBe('/dashboard')
  })
})

describe('the page policy', () => {
  // ASVS 1.3.2, 3.4.3
  it('runs only scripts with its nonce', () => {
    const policy = pageContentSecurityPolicy('abc', { development: false, https: true })
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
    expect(policy).not.toContain('unsafe-eval')
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part)
    }
  })
})

describe('the name of a request', () => {
  it('tells nothing of how many there are, nor of the process', () => {
    const ids = Array.from({ length: 2000 }, nextRequestId)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(new Set(ids).size).toBe(ids.length)
    // No half repeats more than chance lets it, and the order of the names is not the order of the requests.
    expect(new Set(ids.map((id) => id.slice(0, 8))).size).toBeGreaterThan(ids.length - 5)
    expect(ids.toSorted()).not.toEqual(ids)
  })
})
