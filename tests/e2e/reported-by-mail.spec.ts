import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app'
import { freePort } from '../support/free-port'
import { type MailTaker, startMailTaker } from '../support/mail-taker'
import { A_REPORT } from '../support/mailed-report'
import { bringReport } from '../support/report-sender'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post, query } from './steps'

type Site = { app: App; relay: MailTaker; port: number }

/** An app of its own that sends over SMTP and takes reports, as long as `check` runs. */
async function withSite(check: (site: Site) => Promise<void>): Promise<void> {
  const [relay, port] = [await startMailTaker(), await freePort()]
  const app = await startApp({
    EMAIL_TRANSPORT: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
    EMAIL_BOUNCE_ADDRESS: 'bounce@mail.huntaze.test',
    BOUNCE_LISTEN: `127.0.0.1:${port}`,
    RATE_LIMIT_SCALE: '100',
  })
  try {
    await check({ app, relay, port })
  } finally {
    await app.stop()
    await relay.close()
  }
}

/** The address that reports about the letter to `email` go to. */
async function returnPath({ relay }: Site, email: string): Promise<string> {
  const find = () => relay.received.find(({ to }) => to.includes(email))?.from ?? ''
  await expect
    .poll(find, { timeout: 15_000 })
    .toMatch(/^bounce\+[\da-f]{32}\.[\da-f]{20}@mail\.huntaze\.test$/)
  return find()
}

const SERVERS = {
  Postfix: A_REPORT.unknown,
  Exim: A_REPORT.unknownAtExim,
  OpenSMTPD: A_REPORT.unknownAtOpenSmtpd,
  Sendmail: A_REPORT.unknownAtSendmail,
  Courier: A_REPORT.unknownAtCourier,
}

test('a wrong address is read on the dashboard within five seconds of the report, whatever server reports', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  await withSite(async (site) => {
    for (const [server, report] of Object.entries(SERVERS)) {
      const context = await browser.newContext({ baseURL: site.app.url, locale: 'fr-FR' })
      const page = await context.newPage()
      const email = freshEmail()
      const data = { name: 'Jean Dupont', email, password: PASSWORD }
      expect((await page.request.post('/api/auth/register', { data })).status()).toBe(201)
      await page.goto('/dashboard')
      await expect(page.locator('dd[data-state]')).toHaveText('Envoyé', { timeout: 15_000 })
      expect((await bringReport(site.port, await returnPath(site, email), report)).code, server).toBe(250)
      await expect(page.locator('dd[data-state]'), server).toHaveText('Refusé', { timeout: 5_000 })
      await expect(page.getByText('Cette adresse refuse nos emails')).toBeVisible()
      await context.close()
    }
  })
})

test('a letter that a next server took over is said to be handed on', async ({ browser }) => {
  await withSite(async (site) => {
    const page = await browser.newPage({ baseURL: site.app.url, locale: 'fr-FR' })
    const email = freshEmail()
    const data = { name: 'Jean Dupont', email, password: PASSWORD }
    await page.request.post('/api/auth/register', { data })
    await bringReport(site.port, await returnPath(site, email), A_REPORT.relayed)
    await page.goto('/dashboard')
    await expect(page.locator('dd[data-state]')).toHaveText('Remis au serveur suivant')
    await page.close()
  })
})

test('a kill of the app loses no report: whatever was answered is stored, the rest is brought again', async () => {
  test.setTimeout(180_000)
  await withSite(async (site) => {
    const people = Array.from({ length: 24 }, freshEmail)
    for (const email of people)
      await post(site.app.url, '/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })
    const paths = await Promise.all(people.map((email) => returnPath(site, email)))
    const waiting = new Set(paths)
    const answered: string[] = []
    const bringAll = () =>
      Promise.all(
        [...waiting].map(async (path) => {
          const reply = await bringReport(site.port, path, A_REPORT.unknown).catch(() => undefined)
          if (reply?.code !== 250) return
          answered.push(path)
          waiting.delete(path)
        }),
      )
    for (const delay of [15, 40, 80]) {
      const bringing = bringAll()
      await sleep(delay)
      await site.app.kill()
      await bringing
      const { length } = await query(site.app, `select 1 from email_events where type = 'bounce'`)
      expect(length).toBeGreaterThanOrEqual(answered.length)
      await site.app.restart()
      await expect
        .poll(async () => (await bringReport(site.port, 'x@y.z', '').catch(() => undefined))?.code)
        .toBe(550)
    }
    while (waiting.size > 0) await bringAll()
    const states = await query(
      site.app,
      `select status, bounce_type from email_messages where kind = 'verification'`,
    )
    expect(states).toEqual(people.map(() => ({ status: 'bounced', bounce_type: 'hard' })))
    // Brought twice, stored once.
    expect(await query(site.app, `select 1 from email_events where type = 'bounce'`)).toHaveLength(
      people.length,
    )
  })
})
