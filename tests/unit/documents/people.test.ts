import { expect, it } from 'vitest'
import { MAX_LINE } from '../../../lib/operate/people/lines'
import { REASONS } from '../../../lib/operate/people/reasons'
import { FOREIGN_LIMITS } from '../../../lib/password/foreign/limits'
import { rowsUnder, unquoted } from '../../support/documents'
import { read } from '../house/files'

const DOCUMENT = 'docs/PEOPLE.md'

it('lists every reason of a refusal with its meaning, and no other', () => {
  const rows = rowsUnder(DOCUMENT, 'Import').filter(
    ([code = '']) => unquoted(code) in REASONS || /_/.test(code),
  )
  expect(Object.fromEntries(rows.map(([code = '', meaning]) => [unquoted(code), meaning]))).toEqual(REASONS)
  expect(REASONS.line_too_long).toContain(MAX_LINE.toLocaleString('en'))
})

it('names the highest costs', () => {
  const limits = rowsUnder(DOCUMENT, 'Hashes').map(([, , limit = '']) => limit.replaceAll(',', ''))
  const { pbkdf2, bcryptCost, argon2Memory, argon2Work, argon2Lanes, scryptMemory, scryptWork } =
    FOREIGN_LIMITS
  expect(scryptMemory).toBe(scryptWork)
  const named = [
    [bcryptCost],
    [argon2Memory, argon2Work, argon2Lanes],
    [scryptWork],
    [],
    [pbkdf2.sha256],
    Object.values(pbkdf2),
  ]
  expect(limits).toHaveLength(named.length)
  for (const [index, values] of named.entries())
    for (const value of values) expect(limits[index]).toContain(String(value))
  expect(pbkdf2.sha1).toBe(pbkdf2.sha256)
})

it('shows people that an import takes', () => {
  expect(read(DOCUMENT)).toContain('{"email":"bob@example.com","name":"Bob"}')
})
