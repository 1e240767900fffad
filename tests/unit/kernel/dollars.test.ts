import nextEnv from '@next/env'
import { afterEach, describe, expect, it } from 'vitest'
import { dollarFaults } from '../../../lib/kernel/env/dollars'

const before = { ...process.env }
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
})

/** The faults of a file, and the value that Next.js reads from it. */
function read(contents: string, environment: Record<string, string> = {}) {
  Object.assign(process.env, environment)
  const files = [{ path: '.env', contents, env: {} }]
  const given = { ...process.env }
  const [, parsed] = nextEnv.processEnv(files, '/nowhere', { info() {}, error() {} }, true)
  return { faults: dollarFaults(files, given), value: parsed?.SMTP_URL ?? process.env.SMTP_URL }
}

describe('a `$` in a .env file', () => {
  it.each([
    ['bare', 'SMTP_URL=smtp://u:pa$word@h'],
    ['twice', 'SMTP_URL=smtp://u:pa$$word@h'],
    ['in braces', `SMTP_URL='smtp://u:pa\${word}@h'`],
    ['in double quotes', 'SMTP_URL="smtp://u:pa$word@h"'],
    ['in single quotes', "SMTP_URL='smtp://u:pa$word@h'"],
    ['behind export', 'export SMTP_URL=smtp://u:pa$word@h'],
    ['in a line that ends like on Windows', 'A=1\r\nSMTP_URL=smtp://u:pa$word@h\r\n'],
  ])('is noticed where it cuts a value: %s', (_, contents) => {
    const { faults, value } = read(contents)
    expect(value).not.toContain('word')
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/^SMTP_URL in \.env.*\\\$(?!.*word)/)
  })

  it.each([
    ['escaped', 'SMTP_URL=smtp://u:pa\\$word@h', 'smtp://u:pa$word@h'],
    ['before what is no name', 'SMTP_URL=smtp://u:pa$@h', 'smtp://u:pa$@h'],
    ['that names another variable', 'PROBE_HOST=h\nSMTP_URL=smtp://$PROBE_HOST', 'smtp://h'],
    ['with a default', `SMTP_URL=smtp://\${PROBE_NONE:-h}`, 'smtp://h'],
  ])('is left alone where nothing is lost: %s', (_, contents, expected) => {
    expect(read(contents)).toEqual({ faults: [], value: expected })
  })

  it('is noticed in a variable of the process too, which a file names', () => {
    const { faults } = read('SMTP_URL=', { SMTP_URL: 'smtp://u:pa$word@h' })
    expect(process.env.SMTP_URL).toBe('smtp://u:pa@h')
    expect(faults).toEqual([expect.stringMatching(/^SMTP_URL in the environment/)])
  })

  it('of somebody else’s variable is none of ours', () => {
    expect(dollarFaults([{ path: '.env', contents: 'PROMPT=$PROBE_NONE' }], {})).toEqual([])
  })
})
