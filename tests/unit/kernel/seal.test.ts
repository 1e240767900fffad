import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedHash, open, seal, secretId } from '../../../lib/kernel/seal'

const NEW = { authSecrets: ['new-secret-0123456789-abcdefghijklmno'] }
const OLD = { authSecrets: ['old-secret-9876543210-onmlkjihgfedcba'] }
const ROTATED = { authSecrets: [...NEW.authSecrets, ...OLD.authSecrets] }

describe('seal', () => {
  it('opens every text that it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(open(NEW, 'outbox', context, seal(NEW, 'outbox', context, text))).toBe(text)
      }),
    )
  })

  it('hides the text', () => {
    const sealed = seal(NEW, 'outbox', 'verification:1', 'jean@example.com')
    expect(sealed.toString('latin1')).not.toContain('jean')
    expect(sealed.equals(seal(NEW, 'outbox', 'verification:1', 'jean@example.com'))).toBe(false)
  })

  // ASVS 11.2.5, 11.3.3
  it('refuses every altered byte', () => {
    const sealed = seal(NEW, 'outbox', 'context', 'text')
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Buffer.from(sealed)
      altered[index] = (altered[index] ?? 0) ^ 1
      expect(() => open(NEW, 'outbox', 'context', altered)).toThrow()
    }
  })

  // ASVS 11.3.3
  it('refuses another context, another purpose and another secret', () => {
    const sealed = seal(NEW, 'outbox', 'verification:1', 'text')
    expect(() => open(NEW, 'outbox', 'verification:2', sealed)).toThrow()
    expect(() => open(NEW, 'mailbox', 'verification:1', sealed)).toThrow()
    expect(() => open(OLD, 'outbox', 'verification:1', sealed)).toThrow()
  })

  // ASVS 11.3.4
  it('never takes a nonce twice', () => {
    // One byte of version, four of the key's id; then the nonce.
    const nonces = Array.from({ length: 50_000 }, () =>
      seal(NEW, 'outbox', 'context', 'text').toString('hex', 5, 17),
    )
    expect(nonces[0]).toHaveLength(24)
    expect(new Set(nonces).size).toBe(nonces.length)
  })

  // ASVS 11.2.2
  it('opens with an older secret while it is configured', () => {
    const sealed = seal(OLD, 'outbox', 'context', 'text')
    expect(open(ROTATED, 'outbox', 'context', sealed)).toBe('text')
  })
})

describe('derived values', () => {
  // ASVS 9.2.2
  it('differ by purpose and by secret', () => {
    const values = [
      keyedHash(NEW, 'rate-limit', 'x'),
      keyedHash(NEW, 'known-device', 'x'),
      keyedHash(OLD, 'rate-limit', 'x'),
    ]
    expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(3)
  })

  it('name a secret without giving it away', () => {
    const [secret = ''] = NEW.authSecrets
    expect(secretId(secret)).toMatch(/^[0-9a-f]{16}$/)
  })
})
