import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import nextEnv from '@next/env'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { toEnvFile } from '../../../scripts/env-production/file'

const SILENT = { info: () => undefined, error: () => undefined }
const before = { ...process.env }

/** Next.js prefers the variables of the process, and adds those that it read. */
function forgetWhatWasRead(): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
}

/** The values that Next.js reads from a text, in a process without its names. */
function readBack(text: string): Record<string, string | undefined> {
  forgetWhatWasRead()
  const [, parsed] = nextEnv.processEnv(
    [{ path: '.env.production', contents: text, env: {} }],
    '/nowhere',
    SILENT,
    true,
  )
  return { ...parsed }
}

afterEach(forgetWhatWasRead)

const NASTY: Record<string, string> = {
  dollar: `a$b\${c}$`,
  'a dollar that is escaped already': 'a\\$b \\\\$HOME',
  hash: 'a # b#c',
  spaces: '  both ends  ',
  equals: 'a=b==',
  'single quotes': `it's`,
  'double quotes': 'say "yes"',
  backtick: 'a`b',
  'two kinds of quotes': `'a' "b"`,
  newlines: 'first\nsecond\n',
  'another name': 'x\nDATABASE_URL=postgres://elsewhere/',
  'carriage return': 'a\r\nb',
  'what looks like a newline': 'a\\nb\\r',
  backslashes: 'a\\b\\\\c',
  emoji: 'é 👋',
  'a database password': 'postgres://u:p%40ss$1@h:5432/d?sslmode=verify-full#x',
}

describe('a .env file', () => {
  it.each(Object.entries(NASTY))('keeps %s', (_, value) => {
    const file = toEnvFile({ PROBE_FIRST: value, PROBE_LAST: value })
    expect(file.ok && readBack(file.text)).toEqual({ PROBE_FIRST: value, PROBE_LAST: value })
  })

  it('keeps whatever it takes, beside whatever else', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'ab$\\\'"`#= \n\r{}é'), minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(nasty, nasty, (PROBE_A, PROBE_B) => {
        const file = toEnvFile({ PROBE_A, PROBE_B })
        if (file.ok) expect(readBack(file.text)).toEqual({ PROBE_A, PROBE_B })
      }),
      { numRuns: 2000 },
    )
  })

  it('names the values that it cannot hold, and holds nothing then', () => {
    const values = { FINE: 'a', ENDS: 'a\\', QUOTES: `'"\`` }
    expect(toEnvFile(values)).toEqual({ ok: false, names: ['ENDS', 'QUOTES'] })
  })

  it('is read so from the disk too', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-env-'))
    const values = Object.fromEntries(Object.values(NASTY).map((value, index) => [`PROBE_${index}`, value]))
    const file = toEnvFile(values)
    writeFileSync(path.join(folder, '.env'), file.ok ? file.text : '')
    const { combinedEnv } = nextEnv.loadEnvConfig(folder, false, SILENT, true)
    rmSync(folder, { recursive: true })
    expect(combinedEnv).toMatchObject(values)
  })
})
