import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, type Duration, freshEmail } from '../kit/kit'
import { type BrowserKit, connectBrowsers } from '../kit/playwright'
import { startApp } from '../support/app'
import { freePort } from '../support/free-port'
import { runPlaywright } from '../support/nested-playwright'
import { test as base, expect } from './fixtures'
import { query } from './steps'

const test = base.extend<{ huntaze: BrowserKit }>({
  huntaze: async ({ app }, use) => await use(connectBrowsers(app.url)),
})

const EXAMPLE = 'tests/examples/kit/account.spec.ts'

test('docs/TEST_KIT.md shows a test that passes by itself', async ({ app }) => {
  test.setTimeout(180_000)
  expect(readFileSync('docs/TEST_KIT.md', 'utf8')).toContain(
    `\`\`\`ts\n${readFileSync(EXAMPLE, 'utf8').replace('../../kit/', '../tests/kit/')}\`\`\``,
  )
  expect(await runPlaywright('tests/examples/kit/', app.url)).toContain('4 passed')
})

test('makes people at once, each with an address and a session of their own', async ({ huntaze }) => {
  const made = [
    ...Array.from({ length: 4 }, () => huntaze.unverifiedPerson()),
    ...Array.from({ length: 4 }, () => huntaze.verifiedPerson({ name: 'Marie', locale: 'en' })),
  ]
  const people = await Promise.all(made)
  expect(new Set(people.map(({ email }) => email)).size).toBe(8)
  const answers = await Promise.all(people.map((person) => huntaze.requestAs(person, 'GET', '/api/auth/me')))
  expect(answers.map(({ status, body }) => [status, (body as { user: object }).user])).toEqual(
    people.map(({ email, name }) => [
      200,
      expect.objectContaining({ email, name, emailVerified: name === 'Marie' }),
    ]),
  )
})

test('makes people beyond the sign-ups of an hour', async ({ huntaze, app }) => {
  await huntaze.unverifiedPerson()
  await query(app, 'update rate_limits set hits = 1000000')
  await huntaze.verifiedPerson()
})

test('reads the last mail, and waits for it', async ({ huntaze }) => {
  const jean = await huntaze.unverifiedPerson({ locale: 'en' })
  const first = await huntaze.lastMail(jean)
  expect(first).toMatchObject({ to: jean.email, subject: 'Verify your email' })
  expect(first.link).toMatch(/\/auth\/verify-email\?token=[0-9a-f]{64}$/)
  expect(first.code).toMatch(/^.{4}-.{4}$/)
  await huntaze.passTime(jean, '1 minute')
  await huntaze.requestAs(jean, 'POST', '/api/auth/verify-email/resend', {})
  const second = await huntaze.lastMail(jean, { subject: 'Verify', after: first })
  expect(second.link).not.toBe(first.link)
  expect((await huntaze.mailsTo(jean)).map(({ id }) => id)).toEqual([second.id, first.id])
})

test('lets time pass for one person alone', async ({ huntaze }) => {
  const [jean, marie] = [await huntaze.verifiedPerson(), await huntaze.verifiedPerson()]
  const isIn = async (person: typeof jean) => (await huntaze.requestAs(person, 'GET', '/api/auth/me')).status
  await huntaze.passTime(jean, '6.9 days')
  expect([await isIn(jean), await isIn(marie)]).toEqual([200, 200])
  await huntaze.passTime(jean, '3 hours')
  expect([await isIn(jean), await isIn(marie)]).toEqual([401, 200])
})

test('simulates what a provider reports', async ({ huntaze }) => {
  const statusAfter = async (report: Parameters<BrowserKit['report']>[1]) => {
    const jean = await huntaze.unverifiedPerson()
    await huntaze.report(jean, report)
    const { body } = await huntaze.requestAs(jean, 'GET', '/api/auth/verify-email/status')
    return JSON.stringify(body)
  }
  expect(await statusAfter('delivery')).toContain('delivered')
  expect(await statusAfter('hard_bounce')).toContain('hard')
  expect(await statusAfter('delay')).toContain('delayed')
})

test('signs a browser in and out, each in its own context', async ({ page, anotherBrowser, huntaze }) => {
  const jean = await huntaze.signedInBrowser(page)
  const other = await anotherBrowser()
  await other.goto('/account')
  await expect(other).toHaveURL(/\/login/)
  await huntaze.signIn(other, jean)
  await other.goto('/account')
  await expect(other.getByRole('main')).toContainText(jean.email)
  await huntaze.signOutBrowser(other)
  await other.goto('/account')
  await expect(other).toHaveURL(/\/login/)
  await page.goto('/account')
  await expect(page.getByRole('main')).toContainText(jean.email)
})

/** The message of whatever a call of the kit throws. */
const said = async (call: () => Promise<unknown>): Promise<string> => {
  try {
    await call()
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing was thrown'
}

test('says what is wrong', async ({ huntaze, page }) => {
  const nobody = `http://localhost:${await freePort()}`
  expect(await said(() => connect(nobody).verifiedPerson())).toMatch(
    /does not answer at http:\/\/localhost:\d+: is `npm run dev` running there\?.*HUNTAZE_URL/,
  )
  expect(await said(() => connectBrowsers(nobody).signedInBrowser(page))).toContain('does not answer')
  const stranger = createServer((_, response) => response.end('<h1>hello</h1>')).listen(0)
  await once(stranger, 'listening')
  const { port } = stranger.address() as AddressInfo
  expect(await said(() => connect(`http://localhost:${port}`).lastMail('a@b.example'))).toContain(
    'it is not Huntaze Auth',
  )
  const { port: appPort } = new URL(huntaze.url)
  expect(await said(() => connectBrowsers(`http://127.0.0.1:${appPort}`).signedInBrowser(page))).toContain(
    'exactly as its APP_URL does',
  )
  stranger.closeAllConnections()
  stranger.close()
  const jean = await huntaze.unverifiedPerson()
  expect(await said(() => huntaze.unverifiedPerson({ email: jean.email }))).toContain('409')
  expect(await said(() => huntaze.unverifiedPerson({ password: 'short' }))).toMatch(
    /400 invalid_input.*password/,
  )
  expect(await said(() => huntaze.passTime(jean, 'soon' as Duration))).toContain('"soon" is no duration')
  expect(await said(() => huntaze.passTime(freshEmail(), '1 day'))).toContain('404 not_found')
  expect(await said(() => huntaze.serviceToken(jean, 'shop'))).toContain('is it in SERVICE_AUDIENCES?')
  expect(await said(() => huntaze.signIn(page, { ...jean, password: 'another long phrase' }))).toContain(
    '401',
  )
})

test('says what mail there was', async ({ huntaze }) => {
  const jean = await huntaze.unverifiedPerson()
  await huntaze.lastMail(jean)
  expect(await said(() => huntaze.lastMail(jean, { subject: 'Nothing' }))).toMatch(
    /No mail to \S+ about "Nothing" within 15 s. There was: "Vérifiez votre email"/,
  )
})

test('works nowhere but beside a local mailbox', async () => {
  const app = await startApp({ EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://127.0.0.1:9' })
  try {
    const huntaze = connect(app.url)
    const jean = await huntaze.unverifiedPerson()
    for (const call of [
      () => huntaze.lastMail(jean),
      () => huntaze.passTime(jean, '1 day'),
      () => huntaze.bounce(jean),
    ])
      expect(await said(call)).toContain('has no local mailbox')
    expect((await huntaze.requestAs(jean, 'GET', '/api/auth/me')).status).toBe(200)
  } finally {
    await app.stop()
  }
})
