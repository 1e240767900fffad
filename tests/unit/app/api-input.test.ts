import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailInput, loginInput, registerInput, resendInput, tokenInput } from '../../../app/api/auth/input'
import { FIELD_CODES } from '../../../lib/kernel/errors'
import { parseInput } from '../../../lib/kernel/parse-input'

const person = { name: ' Jean ', email: 'Jean@Example.com', password: ' secret\0 ' }
const token = '0123456789abcdef'.repeat(4)

/** `field:code` of every fault. */
const faults = (schema: Parameters<typeof parseInput>[0], value: unknown) => {
  const result = parseInput(schema, value)
  if (result.ok) return 'accepted'
  expect(result.error.code).toBe('invalid_input')
  return result.error.fields?.map(({ field, code }) => `${field}:${code}`)
}

describe('parseInput', () => {
  // ASVS 6.2.8
  it('hands on what is right, name and address normalised, the password untouched', () => {
    expect(parseInput(registerInput, person)).toEqual({
      ok: true,
      value: { name: 'Jean', email: 'jean@example.com', password: ' secret\0 ' },
    })
    expect(parseInput(loginInput, { email: ' JEAN@example.com', password: 'x' })).toEqual({
      ok: true,
      value: { email: 'jean@example.com', password: 'x' },
    })
  })

  it.each([
    ['signing up', registerInput, { ...person, email: '\u202aJean@Example.com\u202c\u200b' }],
    ['signing in', loginInput, { email: '\u2068jean@example.com\u2069', password: 'x' }],
    ['correcting the address', emailInput, { email: '\ufeffjean@example.com\u2060' }],
  ])('takes an address as a contact card gives it, %s', (_act, schema, value) => {
    expect(parseInput<object>(schema, value)).toMatchObject({ value: { email: 'jean@example.com' } })
  })

  // ASVS 2.2.1
  it('lists all faults at once, in the order of the form, unknown properties last', () => {
    expect(faults(registerInput, { role: 'admin', password: '', email: 'jean', name: 3 })).toEqual([
      'name:wrong_type',
      'email:email_invalid',
      'password:password_required',
      'role:unknown_field',
    ])
    expect(faults(registerInput, {})).toEqual([
      'name:name_required',
      'email:email_required',
      'password:password_required',
    ])
    expect(faults(loginInput, { email: 'x', password: null })).toEqual([
      'email:email_invalid',
      'password:wrong_type',
    ])
  })

  it.each([[null], [undefined], [[]], [[person]], ['{}'], [3], [true]])(
    'refuses %j, no object, as a whole',
    (body) => {
      expect(parseInput(registerInput, body)).toEqual({ ok: false, error: { code: 'invalid_input' } })
    },
  )

  // ASVS 15.3.5
  it('refuses nested objects and arrays in fields', () => {
    expect(faults(loginInput, { email: { $ne: null }, password: ['x'] })).toEqual([
      'email:wrong_type',
      'password:wrong_type',
    ])
  })

  it('refuses __proto__ and does not repeat names that are unfit to print', () => {
    const body = JSON.parse(
      `{"__proto__":{"x":1},"constructor":1,"<b>":1,"${'k'.repeat(41)}":1,"token":"${token}"}`,
    )
    expect(faults(tokenInput, body)).toEqual([':unknown_field', 'constructor:unknown_field'])
    const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 1]))
    expect(faults(resendInput, hundred)).toHaveLength(10)
  })

  it('reads a token of 64 hexadecimal characters, which resend can do without', () => {
    expect(faults(tokenInput, { token })).toBe('accepted')
    expect(faults(resendInput, {})).toBe('accepted')
    expect(faults(resendInput, { token })).toBe('accepted')
    expect(faults(resendInput, { token: null })).toEqual(['token:wrong_type'])
    expect(faults(tokenInput, {})).toEqual(['token:token_invalid'])
    const wrong = [
      token.toUpperCase(),
      token.slice(1),
      `${token}0`,
      `${token}\n`,
      ` ${token}`,
      'g'.repeat(64),
      '',
    ]
    for (const text of wrong) expect(faults(tokenInput, { token: text })).toEqual(['token:token_invalid'])
  })

  it('takes passwords of 1 to 1024 code points, counted in NFC, and no broken Unicode', () => {
    const login = (password: string) => faults(loginInput, { email: 'a@b.fr', password })
    expect(login('x')).toBe('accepted')
    expect(login('🔑'.repeat(1024))).toBe('accepted')
    expect(login('e\u0301'.repeat(1024))).toBe('accepted')
    expect(login('🔑'.repeat(1025))).toEqual(['password:password_too_long'])
    expect(login('pass\ud800word')).toEqual(['password:wrong_type'])
    expect(login('\ud800'.repeat(1025))).toEqual(['password:password_too_long'])
    expect(login('pass\udc00\ud800word')).toEqual(['password:wrong_type'])
  })

  // ASVS 1.5.2, 2.2.1
  it('answers any JSON with a result, one known fault a field', () => {
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { name: fc.jsonValue(), email: fc.jsonValue(), password: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    )
    const property = fc.property(body, (value) => {
      const result = parseInput(registerInput, value)
      const fields = result.ok ? [] : (result.error.fields ?? [])
      expect(new Set(fields.map(({ field }) => field)).size).toBe(fields.length)
      for (const { code } of fields) expect(FIELD_CODES).toContain(code)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})
