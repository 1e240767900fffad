import { type Browser, chromium, type Page } from '@playwright/test'
import { type App, startApp } from '../../tests/support/app'
import prepareBrowserTests from '../../tests/support/browser-setup'
import { chromiumLaunchOptions } from '../../tests/support/chromium'
import { READER } from './camera'
import { pictureDelivery } from './delivery'
import { pictureEmails } from './emails'
import { pictureMonitoring } from './monitoring'
import { picturePages } from './pages'

type Walk = (page: Page, app: App) => Promise<void>

/** The walks by name: `npm run pictures -- emails` runs one alone. */
const WALKS: Record<string, Walk> = {
  pages: picturePages,
  emails: pictureEmails,
  delivery: pictureDelivery,
  monitoring: pictureMonitoring,
}

/** Runs a walk in a new browser window, signed out. */
async function takeWalk(browser: Browser, app: App, walk: Walk): Promise<void> {
  const page = await browser.newPage({ ...READER, baseURL: app.url })
  await walk(page, app)
  await page.context().close()
}

/** Takes the documents' pictures of the built app and of the e-mails. */
async function main(named: string[]): Promise<void> {
  const finish = await prepareBrowserTests()
  const app = await startApp()
  const browser = await chromium.launch(chromiumLaunchOptions())
  try {
    for (const [name, walk] of Object.entries(WALKS))
      if (named.length === 0 || named.includes(name)) await takeWalk(browser, app, walk)
  } finally {
    await browser.close()
    await app.stop()
    await finish()
  }
}

await main(process.argv.slice(2))
