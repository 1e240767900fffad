import { describe, expect, it } from 'vitest'
import { files, read } from './house/files'

const SOURCE = /[.](ts|tsx|mjs|cjs|css)$/
const SELF = /^tests\/unit\/house/

/** A rule about what source text may contain, where it holds, and a text that breaks it. */
type Rule = { name: string; forbidden: RegExp; allowed: RegExp; breach: string; clientToo: boolean }

const inRooms = (...rooms: string[]): RegExp => new RegExp(`^(${rooms.join('|')})(/|$)`)

const RULES: Rule[] = [
  {
    name: 'the environment is read in one place',
    forbidden: /\bprocess[.]env\b/,
    // The proxy has a copy of the code to itself; the clients of AWS switch a warning of their SDK off; and a build, where
    // this constant is written in, reads a file that code from source does not trust.
    allowed:
      /^(scripts|tests|bench|examples)\/|^lib\/(kernel\/env\/env|password\/packed-file|runtime\/(start|create)|email\/transport\/ses\/sdk|monitor\/gauge\/cloudwatch)[.]ts$|^server\/(main|pages)[.]ts$|^(instrumentation|proxy)[.]ts$|[.]config[.]ts$/,
    breach: 'const url = process.env.DATABASE_URL',
    clientToo: true,
  },
  {
    name: 'the wall clock is read in one place',
    forbidden: /\bDate[.]now\b|\bnew Date\(\s*\)|\bDate\(\)/,
    allowed: /^lib\/kernel\/clock[.]ts$|^(tests|bench|examples)\//,
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
  {
    name: 'only the account writes the row of a user',
    forbidden: /\b(insert|update|delete)\(\s*users\b|\b(insert into|update|delete from) \$\{users\}/,
    allowed: /^(lib\/account|tests)\//,
    breach: 'await db.update(users).set({ disabledAt })',
    clientToo: true,
  },
  {
    name: 'a function takes one of the four contexts, not a part of one',
    forbidden: /\bPick<\w*Context\b/,
    allowed: /^tests\//,
    breach: "const hits = ({ env }: Pick<CoreContext, 'env'>) => env.rateLimitScale",
    clientToo: true,
  },
  {
    name: 'a comment names the thing first',
    forbidden: /(\/\/|\/\*\*?)[\s*]*(What|Who|That|Whoever|Whatever)\b/,
    allowed: /^tests\/previous-release\//,
    breach: '/**\n * What may be shown of an error. */',
    clientToo: true,
  },
  {
    name: 'a form posts to the API, not to a server action',
    forbidden: /^\s*['"]use server['"]/m,
    allowed: inRooms('tests'),
    breach: "'use server'\n",
    clientToo: true,
  },
  {
    // Chromium aborts one with an uncaught InvalidStateError when the next page's style sheet comes late.
    name: 'no page asks for a page transition',
    forbidden: /@view-transition|view-transition-name|\bstartViewTransition\b|\bViewTransition\b/,
    allowed: inRooms('tests'),
    breach: '@view-transition { navigation: auto }',
    clientToo: true,
  },
]

const sources = files.filter((name) => SOURCE.test(name) && !SELF.test(name) && name !== 'next-env.d.ts')

/** A browser has a clock of its own and nobody to hand it one. */
const isClient = (text: string): boolean => /^['"]use client['"]/.test(text)

const breaks = ({ forbidden, allowed, clientToo }: Rule, name: string, text: string): boolean =>
  !allowed.test(name) && (clientToo || !isClient(text)) && forbidden.test(text)

describe('the house', () => {
  it('has files to look at', () => {
    expect(sources).toContain('lib/kernel/clock.ts')
    expect(sources).toContain('playwright.config.ts')
  })

  it.each(RULES)('$name', (rule) => {
    expect(breaks(rule, 'lib/auth/register.ts', rule.breach)).toBe(true)
    expect(sources.filter((name) => breaks(rule, name, read(name)))).toEqual([])
  })
})
