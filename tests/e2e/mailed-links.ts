import { openDatabase } from '../../lib/db/client'
import { listMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { systemClock } from '../../lib/kernel/clock'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import type { App } from '../support/app'
import { linkIn } from '../support/mail'
import { expect } from './fixtures'

/** The newest verification link that was mailed to each address, read where the mailbox page reads. */
export async function mailedLinks(app: App): Promise<Map<string, URL>> {
  const log = createLog(systemClock, () => {})
  const { db, pool } = openDatabase(app.database.url, log, 1)
  try {
    const env = parseEnv({ ...app.env, NODE_ENV: 'production' })
    const newestFirst = await listMailbox({ db, env, log, now: systemClock }, { limit: 1000 })
    const verifications = newestFirst.filter(({ text }) => text.includes('/auth/verify-email')).toReversed()
    return new Map(verifications.map((mail) => [mail.to, linkIn(mail)]))
  } finally {
    await pool.end()
  }
}

/** The newest verification link that was mailed to `email`, once there is one. */
export async function mailedLink(app: App, email: string): Promise<string> {
  let link = ''
  const read = async () => {
    link = (await mailedLinks(app)).get(email)?.href ?? ''
    return link
  }
  await expect.poll(read, { intervals: [50, 100, 200] }).toMatch(/\/auth\/verify-email\?token=[0-9a-f]{64}$/)
  return link
}
