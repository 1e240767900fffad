import { openDatabase } from '../../lib/db/client'
import { listMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { systemClock } from '../../lib/kernel/clock'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import type { App } from '../support/app'
import { codeFor, linkIn } from '../support/mail'
import { expect } from './fixtures'

/** Messages in the local mailbox, the newest first, read where the mailbox page reads. */
async function mailbox(app: App) {
  const log = createLog(systemClock, () => {})
  const { db, pool } = openDatabase(app.database.url, log, 1)
  try {
    const env = parseEnv({ ...app.env, NODE_ENV: 'production' })
    const ctx = { db, env, log, now: systemClock, countryOf: async () => null }
    return await listMailbox(ctx, { limit: 1000 })
  } finally {
    await pool.end()
  }
}

/** The newest link to a page that was mailed to each address. */
export async function mailedLinks(app: App, page = '/auth/verify-email'): Promise<Map<string, URL>> {
  const letters = (await mailbox(app)).filter(({ text }) => text.includes(`${page}?`)).toReversed()
  return new Map(letters.map((mail) => [mail.to, linkIn(mail, page)]))
}

/** The code in the newest verification e-mail to `email`, once there is one. */
export async function mailedCode(app: App, email: string): Promise<string> {
  await mailedLink(app, email)
  return codeFor({ sent: (await mailbox(app)).toReversed() }, email)
}

/** The newest link to a page that was mailed to `email`, once there is one. */
export async function linkTo(page: string, app: App, email: string): Promise<string> {
  let link = ''
  const read = async () => {
    link = (await mailedLinks(app, page)).get(email)?.href ?? ''
    return link
  }
  const shape = new RegExp(`${page}\\?token=[0-9a-f]{64}$`)
  await expect.poll(read, { intervals: [50, 100, 200] }).toMatch(shape)
  return link
}

/** The newest verification link to `email`. */
export const mailedLink = (app: App, email: string) => linkTo('/auth/verify-email', app, email)

/** The newest link to choose a new password. */
export const mailedResetLink = (app: App, email: string) => linkTo('/auth/reset-password', app, email)
