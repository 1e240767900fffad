import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLink } from '../../../../lib/link/mend/read-link'

const token = '0123456789abcdef'.repeat(4)
const other = 'fedcba9876543210'.repeat(4)
const wrapped = (by: string) => `token=${token.slice(0, 30)}${by}${token.slice(30)}`

/** The query string as Next.js reads it. */
function read(search: string): string | null {
  // Without a prototype: a name like `valueOf` is a name here.
  const query: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(search)) query[name] = [...(query[name] ?? []), value]
  return readLink(query)
}

describe('the token of a link', () => {
  it.each([
    `token=${token}`,
    `TOKEN=${token.toUpperCase()}`,
    `token%3D${token}`,
    `token%3d${token}`,
    `token%253D${token}`,
    `token=3D${token}`,
    `token%3D3D${token}`,
    `token==${token}`,
    `amp;token=${token}`,
    `utm_source=mail&amp%3Btoken=${token}&amp%3Butm_medium=email`,
    `utm_source=mail&token=${token}&fbclid=${other}`,
    `sig=${other}&token=${token}`,
    `token=${token}%26utm_source%3Dmail`,
    `token=${token}%23top`,
    `token=${token}%20Bienvenue`,
    `token=${token}&token=${token}`,
    `url=${encodeURIComponent(`https://huntaze.com/auth/verify-email?token=${token}`)}`,
    ...['=', '.', '>', ')', ']', ',', ';', '"', '%22', '%3E', '%E2%80%8B', '%0D%0A'].map(
      (tail) => `token=${token}${tail}`,
    ),
    ...['%0A', '%0D%0A', '+', '%20', '%3D%0A', '%3D%0D%0A', '%0D%0A%20', '%E2%80%8B', '%C2%AD'].map(wrapped),
  ])('is found in ?%s', (search) => {
    expect(read(search)).toBe(token)
  })

  it.each([
    '',
    'token=',
    'token=abc',
    `token=${token.slice(1)}`,
    `token=${token}0`,
    `token=${token.slice(1)}g`,
    `token=4D${token}`,
    `token=${token}&token=${other}`,
    `token=${token}&amp;token=${other}`,
    `other=${token}`,
    `mytoken=${token}`,
    `csrf-token=${token}`,
    `x_token=${token}`,
    wrapped('-'),
    wrapped('%2520'),
  ])('is not guessed from ?%s', (search) => {
    expect(read(search)).toBeNull()
  })

  it('is read from what a page is handed when there is nothing at all', () => {
    expect(readLink({})).toBeNull()
    expect(readLink({ token: undefined, lang: 'fr' })).toBeNull()
  })

  it('is read unchanged, or not at all, out of any surroundings', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.webQueryParameters(), fc.nat(63), (before, after, cut) => {
        expect([token, null]).toContain(read(`${before}&token=${token}${after}`))
        expect(read(`${before}&token=${token.slice(0, cut)}-${after}`)).toBeNull()
      }),
    )
  })
})
