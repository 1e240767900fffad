import { expect, it } from 'vitest'
import { sessionCookie } from '../../../lib/http/cookies'
import { DAY, shift } from '../../../lib/kernel/clock'
import { newSessionId } from '../../../lib/session/issue'
import { signSession } from '../../../lib/session/jwt'

// ASVS 7.2.3, 11.5.1
it('a session’s id has 128 bits', () => {
  const ids = Array.from({ length: 1000 }, newSessionId)
  for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(16)
  // Each bit is set in about half of them: none is fixed, as six bits of a UUID are.
  const set = Array.from(
    { length: 128 },
    (_, bit) => ids.filter((id) => ((Buffer.from(id, 'base64url')[bit >> 3] ?? 0) >> (bit & 7)) & 1).length,
  )
  expect(Math.min(...set)).toBeGreaterThan(400)
  expect(Math.max(...set)).toBeLessThan(600)
})

// ASVS 11.5.2
it('no two of a hundred thousand are alike, however many are wanted at once', async () => {
  const ids = await Promise.all(Array.from({ length: 100_000 }, async () => newSessionId()))
  expect(new Set(ids).size).toBe(ids.length)
})

// ASVS 3.3.5
it('the cookie of the longest address is well below what browsers keep', async () => {
  const env = {
    appUrl: `https://${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
    authSecrets: ['s'.repeat(200)],
  }
  const issuedAt = new Date('2026-03-01T12:00:00Z')
  const jwt = await signSession(env, {
    userId: 2_147_483_647,
    email: `${'a'.repeat(64)}@${'d'.repeat(189)}`,
    sid: newSessionId(),
    issuedAt,
    expiresAt: shift(issuedAt, 7 * DAY),
  })
  expect(Buffer.byteLength(sessionCookie(env, jwt))).toBeLessThan(1500)
})
