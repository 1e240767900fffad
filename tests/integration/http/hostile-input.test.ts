import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { findPeople } from '../../../lib/operate/find'
import { apiRequest, call } from '../../support/api'
import { CRON_SECRET, type Init, ISSUER_ENV, METRICS_TOKEN, TAKEN_REQUESTS } from '../../support/api-requests'
import { HOSTILE_TEXTS } from '../../support/hostile-texts'
import { createSnsSigner } from '../../support/sns'
import { freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const signer = createSnsSigner({ from: new Date('2026-01-01'), until: new Date('2027-01-01') })
const world = sharedWorld({
  env: {
    RATE_LIMIT_SCALE: '10000',
    CRON_SECRET,
    METRICS_TOKEN,
    SNS_TOPIC_ARNS: signer.topicArn,
    ...ISSUER_ENV,
  },
  isServed: true,
})
beforeAll(() => void vi.stubGlobal('fetch', async () => new Response(signer.pem)))
afterAll(() => void vi.unstubAllGlobals())

type Method = Parameters<typeof call>[0]
const OPERATIONS = Object.keys(TAKEN_REQUESTS).map((name) => name.split(' ') as [Method, ApiPath])

/** Values that are no text, where a text is expected. */
const OTHER_VALUES: unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  [],
  ['a', 'b'],
  {},
  { $ne: null },
  [['x']],
  { toString: 'x' },
]

const taken = async (method: string, path: string): Promise<Init> =>
  (await TAKEN_REQUESTS[`${method} ${path}`]?.({ world, signer })) ?? {}

/** The statuses of a request with one of its fields replaced, field by field and value by value. */
async function statusesOf(method: Method, path: ApiPath, values: unknown[]): Promise<number[]> {
  const init = await taken(method, path)
  const json = init.json as Record<string, unknown> | undefined
  const bodies = json
    ? [...Object.keys(json), 'extra'].flatMap((field) => values.map((value) => ({ ...json, [field]: value })))
    : []
  const answers = await Promise.all(bodies.map((body) => call(method, path, { ...init, json: body })))
  return answers.map(({ status }) => status)
}

const failures = (statuses: number[]): number[] =>
  statuses.filter((status) => status >= 500 && status !== 503)

describe('whatever a field holds', () => {
  // ASVS 1.2.4, 2.2.1
  it.each(OPERATIONS)('%s %s is no failure of ours', async (method, path) => {
    expect(failures(await statusesOf(method, path, HOSTILE_TEXTS))).toEqual([])
  })

  it('would be one in a statement made of text: the control', async () => {
    const built = HOSTILE_TEXTS.map((text) => world.pool.query(`select '${text}' as text`))
    const codes = (await Promise.allSettled(built)).map((one) => one.status === 'rejected' && one.reason.code)
    // A syntax error; and "drop table users" was understood, and refused only because other tables refer to it.
    expect(codes).toEqual(expect.arrayContaining(['42601', '2BP01']))
  })

  // ASVS 1.4.2
  it.each(OPERATIONS)('%s %s is none with a value of another type', async (method, path) => {
    expect(failures(await statusesOf(method, path, OTHER_VALUES))).toEqual([])
  })

  it('in the query of a GET it is none either, nor in a header', async () => {
    for (const path of Object.keys(API_ROUTES) as ApiPath[]) {
      for (const text of HOSTILE_TEXTS) {
        const value = encodeURIComponent(text.replace(/\p{Cs}/gu, ''))
        const query = `?token=${value}&span=${value}&id=${value}&q=${value}&${value}=1`
        expect([path, text, failures([(await call('GET', path, { query })).status])]).toEqual([
          path,
          text,
          [],
        ])
        if (/[^\t\x20-\x7e]/.test(text)) continue
        const headers = { cookie: `auth-token=${text}; locale=${text}`, authorization: `Bearer ${text}` }
        const more = { 'accept-language': text, 'user-agent': text, 'x-forwarded-for': text }
        const { status } = await call('GET', path, { headers: { ...headers, ...more } })
        expect([path, text, failures([status])]).toEqual([path, text, []])
      }
    }
  })

  // ASVS 1.2.4, 1.2.9
  it('a search for accounts finds nobody by it, and fails at none', async () => {
    const { people } = await findPeople(world.ctx, { text: 'Jean' })
    expect(people.length).toBeGreaterThan(0)
    for (const text of HOSTILE_TEXTS) {
      const found = await findPeople(world.ctx, { text }, text)
      // Accounts that other tests made with such a name may be found by its first word or its last.
      const others = found.people.filter(
        ({ name }) => !name.split(' ').some((word) => word.startsWith(text[0] ?? '')),
      )
      expect([text, others]).toEqual([text, []])
    }
  })
})

// ASVS 1.2.9, 1.3.10
it('a name is kept, mailed and logged as it was typed, whatever it would mean elsewhere', async () => {
  const names = ['%s%n%x%o%d', '(((a', `\${7*7}`, "Jean'; drop table users; --", '__proto__', '$1 $& $`']
  for (const name of names) {
    const json = { name, email: freshEmail(), password: PASSWORD }
    const response = await call('POST', '/api/auth/register', { json })
    expect(await response.json()).toMatchObject({ user: { name, email: json.email } })
  }
  const { rows } = await world.pool.query('select name from users order by id desc limit $1', [names.length])
  expect(rows.map(({ name }) => name)).toEqual(names.toReversed())
  expect(world.logged.join('\n')).not.toMatch(/%n|drop table/)
})

// ASVS 1.5.2, 15.3.6
it('no request changes what every object has', async () => {
  const polluted = [
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"email":{"__proto__":{"isAdmin":true}},"password":"x"}',
    '{"name":"x","email":"a@b.fr","password":"x","__proto__.isAdmin":true,"toJSON":1,"hasOwnProperty":1}',
  ]
  const before = Object.getOwnPropertyNames(Object.prototype)
  for (const [method, path] of OPERATIONS.filter(([name]) => name !== 'GET')) {
    const { headers } = await taken(method, path)
    for (const body of polluted) {
      const type = { ...headers, 'content-type': 'application/json' }
      expect(failures([(await call(method, path, { body, headers: type })).status])).toEqual([])
    }
    const form = {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    }
    const fields = '__proto__[isAdmin]=true&constructor[prototype][isAdmin]=true&__proto__=x'
    const answer = await API_ROUTES[path][method](apiRequest(method, path, { body: fields, headers: form }))
    expect(failures([answer.status])).toEqual([])
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})
