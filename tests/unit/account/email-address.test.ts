import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkEmail } from '../../../lib/email/transport/guard'
import { isBareAddress } from '../../../lib/kernel/email-address'
import { processorTime } from '../../support/processor-time'

const EMAIL = { from: 'Huntaze <noreply@huntaze.com>', to: 'jean@example.com', subject: 'Bonjour' }

describe('one bare address', () => {
  test.each([
    'jean@example.com',
    'jean.dupont+huntaze@sub.example.co.uk',
    "o'brien@example.ie",
    'a@b.co',
    '1_2-3@xn--caf-dma.example',
    `${'a'.repeat(64)}@${'b'.repeat(63)}.com`,
  ])('is %s', (address) => {
    expect(isBareAddress(address)).toBe(true)
  })

  test.each([
    '',
    '@',
    'jean',
    'jean@',
    '@example.com',
    'jean@localhost',
    'jean@[127.0.0.1]',
    'jean@127.0.0.1',
    'jean@example..com',
    'jean@-example.com',
    'jean@example.com.',
    '.jean@example.com',
    'je..an@example.com',
    '"jean"@example.com',
    'jéan@example.com',
    'jean@exämple.com',
    'jean@example.com\n',
    'jean@example.com\0',
    'jean@example.com,eve@example.com',
    'jean@eve@example.com',
    'Jean <jean@example.com>',
    '<jean@example.com>',
    'jean(eve)@example.com',
    'list:jean@example.com;',
    `${'a'.repeat(65)}@example.com`,
    `${'a'.repeat(60)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.com`,
  ])('is not %j', (address) => {
    expect(isBareAddress(address)).toBe(false)
  })

  // ASVS 1.3.11
  test('contains no character with a meaning in a header or an SMTP command', () => {
    const risky = fc.string({
      unit: fc.constantFrom(
        'a',
        '1',
        '.',
        '@',
        ',',
        ';',
        ':',
        '<',
        '>',
        '"',
        ' ',
        '\t',
        '\r',
        '\n',
        '\\',
        '(',
        ')',
        '[',
        ']',
        '\0',
        'é',
        '-',
      ),
      maxLength: 24,
    })
    const nearly = fc.tuple(risky, risky, fc.constantFrom('', 'a@b.com')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(risky, nearly, fc.string({ unit: 'binary' })), (address) => {
        if (!isBareAddress(address)) return
        expect(address).toMatch(/^[\x21-\x7e]+$/)
        expect(address).not.toMatch(/[\s,;:<>"()[\]\\]/)
        expect(address.split('@')).toHaveLength(2)
      }),
      { numRuns: 2000 },
    )
  })

  // ASVS 1.3.12
  test('is recognised in linear time', async () => {
    const texts = ['a.'.repeat(50_000), `a@${'a-'.repeat(50_000)}`, `a@${'a.'.repeat(50_000)}`]
    expect(await processorTime(() => texts.map(isBareAddress))).toBeLessThan(500)
  })
})

// ASVS 1.3.11
describe('the last guard', () => {
  test('takes the sender apart', () => {
    expect(checkEmail(EMAIL)).toEqual({ name: 'Huntaze', address: 'noreply@huntaze.com' })
    expect(checkEmail({ ...EMAIL, from: 'noreply@huntaze.com' })).toEqual({
      name: '',
      address: 'noreply@huntaze.com',
    })
    expect(checkEmail({ ...EMAIL, from: '<noreply@huntaze.com>' })).toEqual({
      name: '',
      address: 'noreply@huntaze.com',
    })
  })

  test.each([
    [{ to: 'jean@example.com\r\nBcc: eve@example.com' }, 'InvalidAddress', true],
    [{ subject: 'Bonjour\r\nBcc: eve@example.com' }, 'InvalidSubject', true],
    [{ subject: 'Bonjour\0' }, 'InvalidSubject', true],
    [{ from: 'Huntaze\r\nBcc: eve@example.com <noreply@huntaze.com>' }, 'InvalidSender', false],
    [{ from: 'Huntaze' }, 'InvalidSender', false],
    [{ from: 'a@b.com, c@d.com' }, 'InvalidSender', false],
  ])('refuses %j', (fault, code, permanent) => {
    expect(() => checkEmail({ ...EMAIL, ...fault })).toThrow(expect.objectContaining({ code, permanent }))
  })

  test('quotes nothing of what it refused', () => {
    try {
      checkEmail({ ...EMAIL, to: 'secret person@example.com' })
    } catch (error) {
      expect(String(error)).toBe('SendError: mail not sent: InvalidAddress')
    }
    expect.assertions(1)
  })
})
