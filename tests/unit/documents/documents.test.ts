import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseEnv as parseDotenv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { tokenInput } from '../../../app/api/auth/input'
import { emailAddress } from '../../../lib/account/email-address'
import { personName } from '../../../lib/account/name'
import { browserCookie, localeCookie, outcomeCookie, stepCookie } from '../../../lib/http/cookies'
import { MAX_BODY_BYTES } from '../../../lib/http/request/read-json'
import { addSignInCookies } from '../../../lib/http/response/add-sign-in'
import { boundCookie } from '../../../lib/http/response/bound-cookie'
import { offerCookie, providerCookie } from '../../../lib/http/response/provider-cookies'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { parseEnv } from '../../../lib/kernel/env/env'
import { fields } from '../../../lib/kernel/env/fields'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { LIMITS } from '../../../lib/limit/table'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../../lib/password/text'
import { askedPackages } from '../../support/asked-packages'

import {
  decisions,
  documents,
  namesIn,
  read,
  root,
  rowsUnder,
  STACK,
  unquoted,
} from '../../support/documents'

/** A path below one of the project's folders, or a file beside them, wherever it stands in a text. */
const NAMED_PATH =
  /(?<![\w/.@-])(?:(?:app|components|docs|drizzle|lib|scripts|server|tests)\/[\w./[\]-]*[\w\]]|[\w.-]+\.(?:ts|mts|cjs|mjs|json)\b(?!\()|\.env\.example)/g
const LINK = /\]\((?!https?:)([^)#]+)[^)]*\)/g
const ANCHOR = /\]\((?!https?:)([^)#]*)#([^)]+)\)/g

/** Everything a document points to, relative to the root; links are relative to the document. */
function pathsIn(document: string): string[] {
  const text = read(document)
  const links = [...text.matchAll(LINK)].map(([, target = '']) => path.join(path.dirname(document), target))
  const named = [...text.replaceAll(LINK, '').matchAll(NAMED_PATH)].map(([name]) => name)
  return [...links, ...named]
}

/** Headings as links name them, GitHub's way. */
const anchorsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Links of a document to headings that do not exist. */
const brokenAnchors = (document: string): string[] =>
  [...read(document).matchAll(ANCHOR)]
    .map(([, target = '', anchor = '']) => ({
      target: target ? path.join(path.dirname(document), target) : document,
      anchor,
    }))
    .filter(({ target, anchor }) => !anchorsOf(target).includes(anchor))
    .map(({ target, anchor }) => `${target}#${anchor}`)

function duration(milliseconds: number): string {
  if (milliseconds % DAY === 0) return `${milliseconds / DAY} d`
  if (milliseconds % HOUR === 0) return `${milliseconds / HOUR} h`
  return milliseconds % MINUTE === 0 ? `${milliseconds / MINUTE} min` : `${milliseconds / SECOND} s`
}

describe('the documents', () => {
  it.each(documents)('%s points to what exists', (document) => {
    const paths = pathsIn(document)
    expect(paths.filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })

  it('name enough paths for that to mean something', () => {
    expect(pathsIn('docs/flow.md').length).toBeGreaterThan(60)
    expect(pathsIn('README.md')).toContain('docs/pictures/dashboard.png')
  })

  it('name the version that is being made, and the one that was released last', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## (\d+\.\d+\.\d+), (.*)$/gm)]
    expect(headings[0]?.[1]).toBe(JSON.parse(read('package.json')).version)
    const released = headings.find(([, , when = '']) => /^\d{4}-\d\d-\d\d$/.test(when))
    expect(released?.[1]).toBe(JSON.parse(read('tests/previous-release/release.json')).version)
  })

  it.each(documents)('%s links to headings that exist', (document) => {
    expect(brokenAnchors(document)).toEqual([])
  })

  it('show every picture of a page in README.md, and say in docs/README.md where everything else is', () => {
    const pictures = readdirSync(path.join(root, 'docs/pictures'))
      .filter((name) => name.endsWith('.png'))
      .map((name) => `docs/pictures/${name}`)
    const shown = pathsIn('README.md')
    expect([...pictures, 'docs/README.md'].filter((name) => !shown.includes(name))).toEqual([])
    const listed = pathsIn('docs/README.md')
    const others = documents.filter((name) => name !== 'docs/README.md' && !decisions.includes(name))
    expect(others.filter((name) => !listed.includes(name))).toEqual([])
  })

  it('begin with a README.md of fewer than 1,200 words that names the two commands', () => {
    const text = read('README.md')
    expect(text.split(/\s+/).filter(Boolean).length).toBeLessThan(1200)
    for (const command of ['npm run dev', 'npm test']) expect(text).toContain(`\n${command} `)
  })

  it('list the API as it is', () => {
    const routes = readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
      // Those below `auth` are ways to a provider and back: a browser's own, and no part of the API.
      .filter((name) => name.startsWith('api/') && name.endsWith('route.ts') && !name.includes('[...'))
      .map((name) => `/${path.dirname(name)}`.replaceAll(/\[(\w+)\]/g, '{$1}'))
    const listed = [...read('docs/API.md').matchAll(/^### [A-Z]+ (\/\S+)$/gm)].map(([, route = '']) => route)
    expect([...new Set(listed)].toSorted()).toEqual(routes.toSorted())
  })

  it('list the npm scripts as they are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const text = read('docs/COMMANDS.md')
    const isNamed = (name: string) => new RegExp(`npm (run )?${name}\\b|\`${name}\``).test(text)
    expect(Object.keys(scripts).filter((name) => !isNamed(name))).toEqual([])
    const run = documents.flatMap((document) =>
      [...read(document).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name),
    )
    expect(run.filter((name) => !(name in scripts))).toEqual([])
  })

  it('say why each dependency is there', () => {
    const explained = rowsUnder(STACK, 'Decisions').flatMap(([cell]) => namesIn(cell))
    expect(explained.toSorted()).toEqual(Object.keys(askedPackages()).toSorted())
  })
})

describe('the configuration', () => {
  /** NODE_ENV is set by the commands, never by a person. */
  const inCode = Object.keys(fields).filter((name) => name !== 'NODE_ENV')
  const example = read('.env.example')
  const lines = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=(.*)$/gm)]
  const required = {
    DATABASE_URL: 'postgres://localhost/huntaze',
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    EMAIL_TRANSPORT: 'mailbox',
  }

  /** `lib/kernel/env/fields.ts` reads two variables of the AWS SDK itself; the SDK reads the others. */
  const ours = (names: string[]) => names.filter((name) => inCode.includes(name) || !/^AWS_/.test(name))

  it('is read from lib/kernel/env/fields.ts', () => {
    expect(inCode).toEqual(expect.arrayContaining(['DATABASE_URL', 'AWS_REGION', 'PORT']))
  })

  it('is the same in .env.example', () => {
    expect(ours(lines.map(([, name = '']) => name)).toSorted()).toEqual(inCode.toSorted())
  })

  it('is the same in docs/CONFIGURATION.md', () => {
    const listed = rowsUnder('docs/CONFIGURATION.md', 'Variables').flatMap(([cell]) => namesIn(cell))
    expect(ours(listed).toSorted()).toEqual(inCode.toSorted())
  })

  it('is named as it is in README.md', () => {
    const listed = rowsUnder('README.md', 'Configuration').flatMap(([cell]) => namesIn(cell))
    expect(listed).not.toEqual([])
    expect(listed.filter((name) => !inCode.includes(name))).toEqual([])
  })

  it('boots from .env.example unchanged', () => {
    expect(parseEnv({ ...parseDotenv(example), ...required })).toEqual(parseEnv(required))
  })

  it('takes every value that .env.example proposes', () => {
    const given = parseDotenv(example.replaceAll(/^# (?=[A-Z][A-Z_]+=)/gm, ''))
    expect(Object.keys(given).toSorted()).toEqual(lines.map(([, name = '']) => name).toSorted())
    expect(() => parseEnv({ ...given, AUTH_SECRET: required.AUTH_SECRET, CRON_SECRET: '' })).not.toThrow()
  })

  it('has the defaults that .env.example shows', () => {
    const shown = parseDotenv(example.replaceAll(/^# (?=[A-Z][A-Z_]+=)/gm, ''))
    const optional = [
      'APP_URL',
      'EMAIL_FROM',
      'TRUSTED_PROXY_HOPS',
      'RATE_LIMIT_SCALE',
      'BCRYPT_COST',
      'PORT',
    ]
    const asShown = Object.fromEntries(optional.map((name) => [name, shown[name]]))
    expect(Object.values(asShown)).not.toContain(undefined)
    expect(parseEnv({ ...required, ...asShown })).toEqual(parseEnv(required))
  })
})

describe('the numbers in docs/security.md', () => {
  const tableOf = (heading: string) => rowsUnder('docs/security.md', heading)

  // ASVS 2.1.3, 6.1.1
  it('are the rate limits', () => {
    const written = tableOf('Rate limits').map(([name, hits, window]) => [unquoted(name), hits, window])
    const real = Object.entries(LIMITS).map(([name, { hits, window }]) => [
      name,
      String(hits),
      duration(window),
    ])
    expect(written).toEqual(real)
  })

  // ASVS 2.1.3, 7.1.1
  it('are the lifetimes', () => {
    const written = tableOf('Lifetimes').map(([name, time]) => [unquoted(name), time])
    const real = Object.entries(LIFETIMES).map(([name, time]) => [name, duration(time)])
    expect(written).toEqual(real)
  })

  it('are the cookies and the time each is kept', () => {
    const written = tableOf('Cookies').map(([name, kept]) => [unquoted(name), kept])
    const env = { appUrl: 'https://example.com' }
    const signedIn = new Response()
    addSignInCookies(signedIn, env, '', '')
    const real = [
      ...signedIn.headers.getSetCookie(),
      boundCookie(''),
      stepCookie(env, ''),
      providerCookie(env, '', { name: 'google', postsAnswer: false }),
      offerCookie(env, ''),
      localeCookie(env, 'fr'),
      browserCookie(env, ''),
      outcomeCookie(env, '', '/login'),
    ].map((cookie) => {
      const [, name = '', seconds] = /^([^=]+)=.*; Max-Age=(\d+)/.exec(cookie) ?? []
      return [name.replace('google', '{provider}'), duration(Number(seconds) * SECOND)]
    })
    expect(written).toEqual(real)
  })

  // ASVS 2.1.1
  describe('of the validation rules', () => {
    const written = Object.fromEntries(
      tableOf('Validation rules').map(([name, range = '']) => [unquoted(name), range.split('–').map(Number)]),
    )
    const accepts = {
      name: (length: number) => personName.safeParse('a'.repeat(length)).success,
      token: (length: number) => tokenInput.safeParse({ token: 'a'.repeat(length) }).success,
    }

    it.each(['name', 'token'] as const)('hold for %s', (field) => {
      const [min = 0, max = 0] = written[field] ?? []
      expect([min - 1, min, max, max + 1].map(accepts[field])).toEqual([false, true, true, false])
    })

    it('hold for email', () => {
      const [, max = 0] = written.email ?? []
      const domain = Array.from({ length: 4 }, () => 'd'.repeat(60)).join('.')
      const address = (length: number) => `${'a'.repeat(length - domain.length - 4)}@${domain}.fr`
      expect([max, max + 1].map((length) => emailAddress.safeParse(address(length)).success)).toEqual([
        true,
        false,
      ])
    })

    it('hold for password and body', () => {
      expect(written.password).toEqual([PASSWORD_MIN, PASSWORD_MAX])
      expect(written.body).toEqual([0, MAX_BODY_BYTES])
    })
  })
})
