import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['app', 'components', 'lib', 'server', 'scripts', 'dev', 'openapi', 'tests']
const SOURCE = /[.](ts|tsx|mjs|cjs)$/
const SELF = 'tests/unit/house.test.ts'

/** A rule about what source text may contain, where it holds, and a text that breaks it. */
type Rule = { name: string; forbidden: RegExp; allowed: RegExp; breach: string; clientToo: boolean }

const RULES: Rule[] = [
  {
    name: 'the environment is read in one place',
    forbidden: /\bprocess[.]env\b/,
    // The proxy has a copy of the code to itself; the clients of AWS switch a warning of their SDK off.
    allowed:
      /^(scripts|tests)\/|^lib\/(kernel\/env|runtime\/start|email\/transport\/ses\/sdk|monitor\/gauge\/cloudwatch)[.]ts$|^server\/(main|standalone)[.]ts$|^(instrumentation|proxy)[.]ts$|[.]config[.]ts$/,
    breach: 'const url = process.env.DATABASE_URL',
    clientToo: true,
  },
  {
    name: 'the wall clock is read in one place',
    forbidden: /\bDate[.]now\b|\bnew Date\(\s*\)|\bDate\(\)/,
    allowed: /^lib\/kernel\/clock[.]ts$|^tests\//,
    breach: 'const at = new Date()',
    clientToo: false,
  },
  {
    name: 'nothing is left for later, and no check is switched off',
    forbidden: /\b(TODO|FIXME|XXX)\b|biome-ignore|@ts-(ignore|expect-error|nocheck)|\bvi[.]mock\b/,
    allowed: /^$/,
    breach: '// TODO: later',
    clientToo: true,
  },
]

const files = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  ),
  ...readdirSync(root),
].filter((name) => SOURCE.test(name) && name !== SELF && name !== 'next-env.d.ts')

const read = (name: string): string => readFileSync(`${root}/${name}`, 'utf8')

/** A browser has a clock of its own and nobody to hand it one. */
const isClient = (text: string): boolean => /^['"]use client['"]/.test(text)

const breaks = ({ forbidden, allowed, clientToo }: Rule, name: string, text: string): boolean =>
  !allowed.test(name) && (clientToo || !isClient(text)) && forbidden.test(text)

describe('the house', () => {
  it('has files to look at', () => {
    expect(files).toContain('lib/kernel/clock.ts')
    expect(files).toContain('playwright.config.ts')
  })

  it.each(RULES)('$name', (rule) => {
    expect(breaks(rule, 'lib/auth/register.ts', rule.breach)).toBe(true)
    expect(files.filter((name) => breaks(rule, name, read(name)))).toEqual([])
  })
})
