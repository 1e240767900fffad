import { createHash, randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { LinkPurpose } from '../../lib/link/purposes'
import type { App } from '../support/app'
import { addApp, startSetup } from './authenticator-steps'
import { fillDeadMail } from './dead-mail-steps'
import { mailedLink } from './mailed-links'
import { agePassword, beOperator } from './operator-steps'
import { aLink, beVerifiedMember } from './recovery-links'
import { beMember, openDashboard, PASSWORD, query } from './steps'
import { fillWebhooks } from './webhook-steps'

type Opening = (page: Page, app: App, another: () => Promise<Page>) => Promise<void>

const at =
  (path: string): Opening =>
  async (page) =>
    void (await page.goto(path))

/** Signed in with a proven address, so that what belongs to one is shown. */
async function beVerified(page: Page, app: App): Promise<string> {
  const email = await beMember(page)
  await query(app, 'update users set email_verified = true where email = $1', [email])
  return email
}

/** A page for members, with what it shows to somebody whose address is proven. */
const asMember =
  (path: string): Opening =>
  async (page, app) => {
    await beVerified(page, app)
    await page.goto(path)
  }

/** The page of a mailed link of this purpose, in the browser of its person or, `isElsewhere`, in any other. */
const linked =
  (purpose: LinkPurpose, { isElsewhere = true } = {}): Opening =>
  async (page, app) => {
    const link = await aLink(app, purpose, await beVerifiedMember(page, app))
    if (isElsewhere) await page.context().clearCookies()
    await page.goto(link)
  }

/** Every page of `app/`, by its address there, as docs/ACCESSIBILITY.md lists them. */
export const PAGES: Record<string, Opening> = {
  '/': at('/'),
  '/account': asMember('/account'),
  '/account/activity': asMember('/account/activity'),
  '/account/activity/emails': asMember('/account/activity/emails'),
  '/account/confirm': async (page, app) => {
    await agePassword(app, await beVerified(page, app), 11)
    await page.goto('/account/confirm')
  },
  '/account/data': asMember('/account/data'),
  '/account/email': linked('change_email', { isElsewhere: false }),
  '/account/link': async (page, app) => {
    const email = await beVerified(page, app)
    const token = randomBytes(32).toString('base64url')
    await query(
      app,
      `insert into identity_offers (token_hash, user_id, provider, issuer, subject, expires_at)
        select $1, id, 'google', 'https://accounts.google.com', '1', now() + interval '10 minutes' from users where email = $2`,
      [createHash('sha256').update(token).digest(), email],
    )
    await page.context().addCookies([{ name: 'auth-offer', value: token, url: app.url }])
    await page.goto('/account/link')
  },
  '/account/security': asMember('/account/security'),
  '/account/security/app': async (page, app) => {
    await beVerified(page, app)
    await startSetup(page)
  },
  '/account/sessions': asMember('/account/sessions'),
  '/auth/not-me': linked('not_me'),
  '/auth/reset-password': linked('reset_password'),
  '/auth/second-step': async (page) => {
    const email = await beMember(page)
    await addApp(page)
    await page.context().clearCookies()
    await page.request.post('/api/auth/login', { data: { email, password: PASSWORD } })
    await page.goto('/auth/second-step')
  },
  '/auth/undo-email-change': linked('undo_email_change'),
  '/auth/verify-email': async (page, app) => {
    const link = await mailedLink(app, await beMember(page))
    await page.context().clearCookies()
    await page.goto(link)
  },
  '/dashboard': async (page) => void (await openDashboard(page)),
  '/forgot-password': at('/forgot-password'),
  '/goodbye': at('/goodbye'),
  '/login': at('/login'),
  '/mailbox': at('/mailbox'),
  '/monitoring': async (page, app) => {
    await beOperator(app, page)
    await page.goto('/monitoring')
  },
  '/monitoring/users': async (page, app) => {
    await beOperator(app, page)
    await page.goto('/monitoring/users')
  },
  '/monitoring/users/[id]': async (page, app, another) => {
    await beOperator(app, page)
    const email = await beMember(await another())
    const [person] = await query(app, 'select id from users where email = $1', [email])
    await page.goto(`/monitoring/users/${Object(person).id}`)
  },
  '/monitoring/emails': async (page, app) => {
    await beOperator(app, page)
    await fillDeadMail(app)
    await page.goto('/monitoring/emails')
  },
  '/monitoring/webhooks': async (page, app) => {
    await beOperator(app, page)
    await fillWebhooks(app)
    await page.goto('/monitoring/webhooks')
  },
  '/register': at('/register'),
  'not-found': at('/nothing'),
}
