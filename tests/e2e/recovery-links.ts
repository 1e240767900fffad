import { createHash, randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { openDatabase } from '../../lib/db/client'
import { listMailbox } from '../../lib/email/transport/mailbox/mailbox'
import { systemClock } from '../../lib/kernel/clock'
import { parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import { LINK_PURPOSES, type LinkPurpose } from '../../lib/link/purposes'
import type { App } from '../support/app'
import { expect } from './fixtures'
import { beMember, freshEmail, query } from './steps'

/** Somebody whose address is proven, signed in by the page's browser. */
export type Member = { id: number; email: string }

export async function beVerifiedMember(page: Page, app: App): Promise<Member> {
  const email = await beMember(page)
  const [row] = await query<{ id: number }>(
    app,
    'update users set email_verified = true where email = $1 returning id::int',
    [email],
  )
  return { id: row?.id ?? 0, email }
}

type LinkFacts = { id: number; email: string; session?: string | null; isExpired?: boolean }

/** Puts a link of this purpose into the database, as `mintLink` does. @returns its path and token */
export async function aLink(
  app: App,
  purpose: LinkPurpose,
  { id, email, session = null, isExpired = false }: LinkFacts,
): Promise<string> {
  const token = randomBytes(32).toString('hex')
  const hash = createHash('sha256').update(token).digest()
  await query(
    app,
    `insert into email_verification_tokens (user_id, email, purpose, token_hash, session, expires_at)
     values ($1, $2, $3, $4, $5, now() + $6::interval)`,
    [id, email, purpose, hash, session, isExpired ? '-1 minute' : '1 day'],
  )
  return `${LINK_PURPOSES[purpose].path}?token=${token}`
}

/** Asks for another address as the page's browser. @returns the address, and the path of the link that was mailed to it */
export async function askForAddress(page: Page, app: App): Promise<{ wanted: string; link: string }> {
  const wanted = freshEmail()
  const answer = await page.request.post('/api/account/email', {
    data: { email: wanted },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(answer.status()).toBe(202)
  return { wanted, link: await mailedPath(app, wanted, 'change_email') }
}

/** The path of the newest link of a purpose in the mail to `email`, once there is one. */
export async function mailedPath(app: App, email: string, purpose: LinkPurpose): Promise<string> {
  const link = new RegExp(`${LINK_PURPOSES[purpose].path}\\?token=[0-9a-f]{64}`)
  const log = createLog(systemClock, () => {})
  const { db, pool } = openDatabase(app.database.url, log, 1)
  const env = parseEnv({ ...app.env, NODE_ENV: 'production' })
  const ctx = { db, env, log, now: systemClock, countryOf: async () => null }
  let path = ''
  const read = async () => {
    const mails = await listMailbox(ctx, { limit: 1000 })
    const mail = mails.find(({ to, text }) => to === email && link.test(text))
    path = link.exec(mail?.text ?? '')?.[0] ?? ''
    return path
  }
  try {
    await expect.poll(read, { intervals: [50, 100, 200], timeout: 20_000 }).not.toBe('')
    return path
  } finally {
    await pool.end()
  }
}
