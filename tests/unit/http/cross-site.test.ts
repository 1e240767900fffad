import { describe, expect, it } from 'vitest'
import { isCrossSite, isUnintended } from '../../../lib/http/request/cross-site'

const APP = 'https://auth.huntaze.test'
const request = (method: string, headers: Record<string, string>): Request => {
  const built = new Request(`${APP}/api/auth/login`, { method })
  // `Request` drops forbidden header names such as Cookie and Origin; a server's request has them.
  return { method: built.method, headers: new Headers(headers) } as Request
}

const BROWSER = { cookie: 'auth-token=x', 'user-agent': 'Mozilla/5.0' }

// ASVS 3.5.1
describe('cross-site requests', () => {
  it.each<[string, string, Record<string, string>, boolean]>([
    ['our own page', 'POST', { 'sec-fetch-site': 'same-origin' }, false],
    ['another site', 'POST', { 'sec-fetch-site': 'cross-site' }, true],
    ['a sibling host', 'POST', { 'sec-fetch-site': 'same-site' }, true],
    ['typed by nobody', 'POST', { 'sec-fetch-site': 'none' }, true],
    ['fetch metadata outweighs Origin', 'POST', { 'sec-fetch-site': 'cross-site', origin: APP }, true],
    ['an older browser, our page', 'POST', { origin: APP }, false],
    ['an older browser, another site', 'POST', { origin: 'https://evil.test' }, true],
    ['another port', 'POST', { origin: `${APP}:8443` }, true],
    ['a sandboxed frame', 'POST', { origin: 'null' }, true],
    ['a program without a cookie', 'POST', {}, false],
    ['a program with a cookie', 'POST', { cookie: 'auth-token=x', 'user-agent': 'curl/8' }, false],
    ['a browser that hides where it comes from', 'POST', BROWSER, true],
    ['reading', 'GET', { 'sec-fetch-site': 'cross-site' }, false],
  ])('%s', (_name, method, headers, refused) => {
    expect(isCrossSite(request(method, headers), APP)).toBe(refused)
  })
})

// ASVS 3.5.3
describe('a GET that nobody asked for', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a plain program', {}, false],
    ['our own script', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }, false],
    ['an address typed by hand', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }, false],
    ['prefetch', { 'sec-purpose': 'prefetch' }, true],
    ['prerender', { 'sec-purpose': 'prefetch;prerender' }, true],
    [
      'a prerender as Chromium 156 sends it',
      {
        'sec-purpose': 'prefetch;prerender',
        'sec-speculation-tags': 'null',
        'sec-fetch-site': 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        cookie: 'auth-token=x',
      },
      true,
    ],
    ['an older prefetch', { purpose: 'prefetch' }, true],
    ['an older Firefox', { 'x-moz': 'prefetch' }, true],
    ['a preview in Safari', { 'x-purpose': 'preview' }, true],
    ['Next.js prefetching', { 'next-router-prefetch': '1' }, true],
    ['a link preview', { purpose: 'preview' }, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, true],
    ['an image', { 'sec-fetch-dest': 'image' }, true],
    ['a frame', { 'sec-fetch-dest': 'iframe' }, true],
    ['a script', { 'sec-fetch-dest': 'script' }, true],
  ])('%s', (_name, headers, unintended) => {
    expect(isUnintended(request('GET', headers))).toBe(unintended)
  })
})
