import { query } from '../e2e/steps'
import {
  type RecordedRequest,
  type Recording,
  readRecording,
  writeRecording,
} from '../support/bound-requests'
import type { Seen } from '../support/https-front'
import { beBoundOperator, REFRESH, runOut, SHORT_COOKIE, START, seenAt } from './bound-steps'
import { ORIGIN } from './browser'
import { expect, test } from './fixtures'

test.use({ settings: { SESSION_BINDING: 'operators', OPERATOR_SECOND_FACTOR: 'optional' } })

const ABOUT =
  'What a real browser sent for one bound session. Secret, key, session and account were of that one run, and are gone. Made anew by: RECORD_BOUND=1 npm test new-ground recorded'

const NAMES = ['registration', 'refresh without a proof', 'refresh with a proof'] as const

function recorded(name: RecordedRequest['name'], { at, method, path, headers, status = 0 }: Seen) {
  const { cookie = '', ...others } = headers
  const cookies = cookie.split('; ').flatMap((pair) => (pair ? [pair.split('=')[0] ?? ''] : []))
  return { name, at, method, path, cookies, headers: others as Record<string, string>, status }
}

/** The parts that are the same whenever this browser asks: names of headers, their fixed values, members of the proof. */
const shapeOf = ({ requests }: Recording) =>
  requests.map(({ name, method, path, cookies, headers, status }) => {
    const { 'secure-session-response': proof = '', 'sec-secure-session-id': id, ...others } = headers
    const { 'user-agent': _version, 'accept-language': _machine, ...fixed } = others
    const [header, payload] = proof
      .split('.')
      .slice(0, 2)
      .map((part) => Object.keys(JSON.parse(Buffer.from(part, 'base64url').toString() || '{}')))
    return { name, method, path, cookies, fixed, isNamed: id !== undefined, header, payload, status }
  })

test('the browser sends what was recorded of it', async ({ app, browser, front, page }) => {
  // Without the first challenge the browser begins with a refresh that proves nothing, as it does after a restart.
  front.dropped.add('secure-session-challenge')
  await beBoundOperator(page, { app, front })
  front.dropped.clear()
  await runOut(page.context())
  await page.goto('/monitoring')
  const seen = [...seenAt(front, START), ...seenAt(front, REFRESH)]
  expect(seen.map(({ status }) => status)).toEqual([200, 403, 204])
  const [row] = await query<{ handle: string; dbscId: string }>(
    app,
    'select handle, dbsc_id as "dbscId" from session_keys join sessions on sessions.id = session_id',
  )
  if (!row) throw new Error('the session is not bound')
  const recording: Recording = {
    about: ABOUT,
    browser: `Chromium ${browser.version()}`,
    appUrl: ORIGIN,
    authSecret: app.env.AUTH_SECRET ?? '',
    ...row,
    requests: NAMES.map((name, index) => recorded(name, seen[index] as Seen)),
  }
  if (process.env.RECORD_BOUND) writeRecording(recording)
  expect(shapeOf(recording)).toEqual(shapeOf(readRecording()))
  expect(await page.context().cookies()).toContainEqual(expect.objectContaining({ name: SHORT_COOKIE }))
})
