import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { matchPath } from '../../../lib/http/route-path'
import { call } from '../../support/api'
import { CRON_SECRET, METRICS_TOKEN } from '../../support/api-requests'
import { DOCUMENT } from '../../support/described-api'
import { anOperator } from '../../support/operators'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const guide = readFileSync(new URL('../../../docs/API.md', import.meta.url), 'utf8')
const COMMANDS = [...guide.matchAll(/^### (\w+ \S+)$[\s\S]*?^```sh\n(curl [\s\S]*?)^```$/gm)].map(
  ([, operation = '', command = '']) => [operation, command] as const,
)

const world = sharedWorld({ env: { CRON_SECRET, METRICS_TOKEN, RATE_LIMIT_SCALE: '10' }, isServed: true })

/** Arguments that a shell hands to curl. */
const argumentsOf = (command: string, env: NodeJS.ProcessEnv): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], { env, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

/** The route of a path, and the values of its segments in braces. */
function routeOf(pathname: string): { path: ApiPath; params: Record<string, string> } {
  const paths = Object.keys(API_ROUTES) as ApiPath[]
  const path = paths.find((each) => each === pathname) ?? paths.find((each) => matchPath(each, pathname))
  if (!path) throw new Error(`no route of ${pathname}`)
  return { path, params: matchPath(path, pathname) ?? {} }
}

/** Makes the request that curl would, for the options that the document uses. */
function request(given: string[]): Promise<Response> {
  const values = (option: string) => given.filter((_, index) => given[index - 1] === option)
  const url = new URL(given.find((word) => word.startsWith('https:')) ?? '')
  const headers = Object.fromEntries(values('-H').map((line) => line.split(': ') as [string, string]))
  const [cookie] = values('-b')
  const { path, params } = routeOf(url.pathname)
  return call((values('-X')[0] ?? 'GET') as 'GET', path, {
    params,
    query: url.search,
    headers: { ...headers, ...(cookie && { cookie }) },
    body: values('-d')[0],
  })
}

/** Refusals of a malformed command. */
const WRONG = [
  'invalid_input',
  'invalid_json',
  'unsupported_media_type',
  'unauthenticated',
  'forbidden',
  'method_not_allowed',
]
/**
 * Examples that are refused, well-formed as they are: one bears no signature, one types another person's address, one has no
 * authenticator, and one names no binding, which browsers do by themselves.
 */
const REFUSED: Record<string, string[]> = {
  'POST /api/email-events': ['forbidden'],
  'DELETE /api/account': ['invalid_input'],
  'POST /api/account/passkeys': ['invalid_input'],
  'POST /api/auth/bound/refresh': ['invalid_input'],
}

const isForOperators = (operation: string): boolean => {
  const [method = '', path = ''] = operation.split(' ')
  const { security = [] } = DOCUMENT.paths[path]?.[method.toLowerCase()] ?? {}
  return security.some((scheme) => 'operatorSession' in scheme)
}

it('there is one for every operation', () => {
  const operations = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(COMMANDS.map(([operation]) => operation).toSorted()).toEqual(operations.toSorted())
})

it.each(COMMANDS)('%s can be copied', async (operation, command) => {
  const { jwt, token } = await aRegisteredUser(world, freshEmail())
  const env = {
    NODE_ENV: 'test' as const,
    APP_URL: world.ctx.env.appUrl,
    SESSION: isForOperators(operation) ? (await anOperator(world)).jwt : jwt,
    TOKEN: token,
    BEFORE: '1000',
    FROM: '2026-02-01',
    // Of a time in one command, of a person in another.
    TO: operation === 'GET /api/mailbox' ? 'jean@example.com' : '2026-03-01',
    CRON_SECRET,
    METRICS_TOKEN,
  }
  const given = argumentsOf(command, env)
  const [, path = ''] = operation.split(' ')
  const url = new URL(given.find((word) => word.startsWith('https:')) ?? '')
  expect(matchPath(path, url.pathname)).toBeDefined()
  const answer = await (await request(given)).text()
  expect(WRONG.filter((code) => answer.startsWith('{"type":') && answer.includes(`"${code}"`))).toEqual(
    REFUSED[operation] ?? [],
  )
})
