import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPerson } from '../../../../lib/operate/people/person'
import { isReason, REASONS } from '../../../../lib/operate/people/reasons'
import { FOREIGN_HASHES } from '../../../support/foreign-hashes'

const NOW = new Date('2026-11-30T12:00:00Z')
const read = (line: string | Buffer) => readPerson(Buffer.from(line), NOW)
const ADA = { email: 'ada@example.com', name: 'Ada' }
const withField = (more: object) => read(JSON.stringify({ ...ADA, ...more }))

describe('the person of a line', () => {
  it('has an address and a name by the rules of signing up, and defaults', () => {
    expect(read('{"email":" Ada@EXAMPLE.com ","name":"  Ada   Lovelace "}')).toEqual({
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      passwordHash: null,
      emailVerified: false,
      locale: 'fr',
      createdAt: null,
    })
  })

  it('has everything that was said, its hash marked', () => {
    const hash = FOREIGN_HASHES['scrypt of Better Auth 1.7']
    const more = {
      passwordHash: hash,
      emailVerified: true,
      locale: 'en',
      createdAt: '2020-02-29T23:30:00.25+01:00',
    }
    expect(withField(more)).toEqual({
      ...ADA,
      passwordHash: `imported:${hash}`,
      emailVerified: true,
      locale: 'en',
      createdAt: new Date('2020-02-29T22:30:00.250Z'),
    })
  })

  it('takes null for a field that may be left out, as databases write it', () => {
    const nothing = { passwordHash: null, emailVerified: null, locale: null, createdAt: null }
    expect(withField(nothing)).toEqual(withField({}))
  })

  it.each(['', '   ', '\t', '> huntaze-auth@0.2.0 users:export', '> tsx scripts/people/users.ts export'])(
    'is nobody: %j',
    (line) => {
      expect(read(line)).toBeNull()
    },
  )
})

/** A line for each reason that a line has by itself. */
const REFUSED: [reason: string, lines: (string | Buffer)[]][] = [
  ['not_utf8', [Buffer.from([0x7b, 0xff, 0x7d]), Buffer.from('\ufeff{}', 'utf16le')]],
  ['not_json', ['rubbish', '{"email":', '[]', 'null', '"text"', '7', '['.repeat(8000)]],
  [
    'unknown_field',
    [{ password_hash: 'x' }, { password: 'secret' }, { role: 'operator' }, { id: 1 }]
      .map((more) => JSON.stringify({ ...ADA, ...more }))
      .concat('{"email":"a@b.fr","name":"A","__proto__":1}'),
  ],
  ['email_required', ['{}', '{"name":"Ada"}', '{"email":"","name":"Ada"}']],
  [
    'email_invalid',
    [
      null,
      7,
      ['ada@example.com'],
      'ada',
      'ada@localhost',
      'ada@example.com\nbcc: bob@example.com',
      '"a b"@example.com',
    ].map((email) => JSON.stringify({ ...ADA, email })),
  ],
  ['email_too_long', [JSON.stringify({ ...ADA, email: `${'a'.repeat(65)}@example.com` })]],
  ['email_unseen', [JSON.stringify({ ...ADA, email: 'a\u200bda@example.com' })]],
  ['name_required', ['{"email":"ada@example.com"}', JSON.stringify({ ...ADA, name: ' ' })]],
  ['name_too_long', [JSON.stringify({ ...ADA, name: 'A'.repeat(101) })]],
  [
    'name_invalid',
    [null, 7, 'Ada\u0000', 'https://example.com', '\u200b', '\ud800'].map((name) =>
      JSON.stringify({ ...ADA, name }),
    ),
  ],
  [
    'hash_unknown',
    [7, '', 'secret', '!unusable', {}].map((passwordHash) => JSON.stringify({ ...ADA, passwordHash })),
  ],
  ['hash_too_costly', [JSON.stringify({ ...ADA, passwordHash: `$2b$15$${'.'.repeat(53)}` })]],
  [
    'verified_invalid',
    ['true', 1, '2020-01-01T00:00:00Z'].map((emailVerified) => JSON.stringify({ ...ADA, emailVerified })),
  ],
  ['locale_unknown', ['de', 'fr-FR', '', 1].map((locale) => JSON.stringify({ ...ADA, locale }))],
  [
    'created_at_invalid',
    [
      1_600_000_000,
      '2020-01-01',
      '2020-01-01T00:00:00',
      '2020-02-30T00:00:00Z',
      '1969-12-31T23:59:59Z',
      '2026-11-30T12:00:00.001Z',
    ].map((createdAt) => JSON.stringify({ ...ADA, createdAt })),
  ],
]

describe('a line that holds no person', () => {
  it.each(REFUSED.flatMap(([reason, lines]) => lines.map((line) => [reason, line] as const)))(
    'says %s: %j',
    (reason, line) => {
      expect(read(line)).toBe(reason)
    },
  )

  it('has a reason of the table, each of which a line can have', () => {
    // The others depend on the database, or on the length of the line.
    const others = ['exists', 'email_reserved', 'line_too_long']
    expect([...REFUSED.map(([reason]) => reason), ...others].toSorted()).toEqual(
      Object.keys(REASONS).toSorted(),
    )
    expect(readPerson(null, NOW)).toBe('line_too_long')
  })

  it('is refused or read, whatever is in it, and no person has a part of it alone', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue())
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            email: fc.oneof(fc.emailAddress(), value),
            name: value,
            passwordHash: fc.oneof(fc.constantFrom(...Object.values(FOREIGN_HASHES)), value),
            emailVerified: value,
            locale: value,
            createdAt: fc.oneof(
              fc.date({ noInvalidDate: true }).map((date) => date.toJSON()),
              value,
            ),
          },
          { requiredKeys: [] },
        )
        .map((person) => JSON.stringify(person)),
    )
    const property = fc.property(line, (text) => {
      const person = read(text)
      if (person === null) return
      if (typeof person === 'string') expect(isReason(person)).toBe(true)
      else expect(Object.keys(person)).toHaveLength(6)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})
