import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendedPath } from '../../../../lib/link/mend/bent-path'
import { LINK_PATHS } from '../../../../lib/link/purposes'
import { processorTime } from '../../../support/processor-time'

const token = '0123456789abcdef'.repeat(4)
const other = 'fedcba9876543210'.repeat(4)
const MENDED = `/auth/verify-email?token=${token}`
const EMPTY = '/auth/verify-email?token='

/** An address after its origin, as `proxy.ts` sees it. */
function mend(target: string): string | null {
  const [path = '', ...rest] = target.split('?')
  return mendedPath(path, rest.length > 0 ? `?${rest.join('?')}` : '')
}

describe.each(LINK_PATHS)('a link to %s', (page) => {
  const encoded = page.replace('-', '%2D')
  it.each([
    [`${page}%3Ftoken=${token}`],
    [`${page}&amp;token=${token}`],
    [`${page.toUpperCase()}?TOKEN=${token.toUpperCase()}`],
    [`/${page}>?token=${token}`],
    [`${page}.?token=${token}`],
    [`${page.replace('-', '-%0A')}%20?token=3D${token}`],
    [`${encoded}/?token=${token}`],
  ])('is mended: %s', (target) => {
    expect(mend(target)).toBe(`${page}?token=${token}`)
  })

  it('is left alone when intact, and below its page', () => {
    expect(mend(`${page}?token=${token}`)).toBeNull()
    expect(mend(page)).toBeNull()
    expect(mend(`${page}/code`)).toBeNull()
    expect(mend(`${page}s?token=${token}`)).toBeNull()
  })

  it('leads to its own page when it was cut at the hyphen', () => {
    const cut = page.slice(0, page.indexOf('-') + 1)
    if (cut !== '') expect(mend(`${cut}?token=${token}`)).toBe(`${page}?token=${token}`)
  })
})

describe('a mailed link with a bent path', () => {
  it.each([
    `/auth/verify-email%3Ftoken=${token}`,
    `/auth/verify-email%3ftoken%3D${token}`,
    `/auth/verify-email%253Ftoken%253D${token}`,
    `/auth/verify-email%25253Ftoken%25253D${token}`,
    `/auth/verify-email&token=${token}`,
    `/auth/verify-email&amp;token=${token}`,
    `/auth/verify-email;token=${token}`,
    `/auth/verify-email/token=${token}`,
    `/AUTH/VERIFY-EMAIL?TOKEN=${token.toUpperCase()}`,
    `/Auth/Verify-Email?token=${token}`,
    `/auth/verify-email>?token=${token}`,
    `/auth/verify-email.?token=${token}`,
    `/auth/verify-email%3E?token=${token}`,
    `/auth/verify-email%22?token=${token}`,
    `/auth/verify-email/?token=${token}`,
    `/auth//verify-email?token=${token}`,
    `/auth/verify%2Demail?token=${token}`,
    `/auth%2Fverify-email%3Ftoken=${token}`,
    `/auth/verify-%0Aemail?token=${token}`,
    `/auth/verify-%0D%0A%20email?token=${token}`,
    `/auth/verify-=%0D%0Aemail?token=3D${token}`,
    `/auth/verify-%C2%ADemail?token=${token}`,
    `/auth/verify-email%E2%80%8B?token=${token}`,
    `/auth/verify-email%20?token=${token}`,
    `/auth/verify-email%3Ftoken=${token}>`,
    `/auth/verify-email%3Ftoken=${token}%3E`,
    `/auth/verify-email%3Ftoken=${token}).`,
    `/auth/verify-email%3Ftoken=${token}&utm_source=mail`,
    `/auth/verify-email%3Ftoken=${token}?utm_source=mail`,
    `/auth/verify-email%3Futm_source=mail%26token=${token}`,
  ])('is mended: %s', (target) => {
    expect(mend(target)).toBe(MENDED)
  })

  it.each([
    '/auth/verify-email%3F',
    '/AUTH/VERIFY-EMAIL',
    '/auth/verify-',
    '/auth/verify',
    '/auth/verify-em',
    '/auth/verify-email%',
    '/auth/verify-email/',
    `/auth/verify-email%3Ftoken=${token.slice(1)}`,
    `/auth/verify-email%3Ftoken=${token}0`,
    `/auth/verify-email%3Ftoken=${token}&token=${other}`,
    `/auth/verify-email&other=${token}`,
  ])('without one whole token leads to the page, which says so: %s', (target) => {
    expect(mend(target)).toBe(EMPTY)
  })

  it.each(
    [
      `/auth/verify-email?token=${token}`,
      '/auth/verify-email',
      `/auth/verify-emails?token=${token}`,
      `/auth/verify-email-address?token=${token}`,
      '/auth',
      '/auth/verifyx',
      '/auth/verify-email/code',
      `/somewhere/auth/verify-email%3Ftoken=${token}`,
      `//evil.test/auth/verify-email%3Ftoken=${token}`,
      `/login?next=/auth/verify-email%3Ftoken=${token}`,
      '/',
      '/%',
    ].filter((target) => target !== '/auth/verify-email%'),
  )('is left alone: %s', (target) => {
    expect(mend(target)).toBeNull()
  })

  // ASVS 1.2.2
  it('leads to our own page with a token and nothing else, whatever stands in it', () => {
    const odd = fc.string({
      unit: fc.constantFrom(
        '/',
        '\\',
        '%2F',
        '%5C',
        '//evil.test',
        '@',
        ':',
        '?',
        '#',
        '&',
        '=',
        'token',
        '%0A',
        'a',
        '%',
        '%3F',
      ),
      maxLength: 12,
    })
    fc.assert(
      fc.property(odd, odd, fc.boolean(), (before, after, isEncoded) => {
        const mark = isEncoded ? '%3F' : '?'
        for (const target of [
          `/auth/verify-email${before}${mark}token=${token}${after}`,
          `/${before}auth/verify-email&token=${token}${after}`,
        ])
          expect([MENDED, EMPTY, null]).toContain(mend(target))
      }),
      { numRuns: 2000 },
    )
  })

  // ASVS 1.3.12
  it('is mended in linear time', async () => {
    const paths = ['/', '%25', '%0A', '=', '%20', 'token='].flatMap((part) => [
      `/auth/verify-email${part.repeat(2000)}`,
      `/auth/verify-${part.repeat(2000)}email`,
      part.repeat(4000),
    ])
    expect(await processorTime(() => paths.map(mend))).toBeLessThan(500)
  })
})
