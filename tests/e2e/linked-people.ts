import { systemClock } from '../../lib/clock'
import { openDatabase } from '../../lib/db/client'
import { listMailbox } from '../../lib/email/mailbox'
import { parseEnv } from '../../lib/env'
import { createLog } from '../../lib/log'
import type { App } from '../support/app'
import { linkIn } from '../support/mail'
import type { MailedLink } from '../support/scanners'
import { expect } from './fixtures'
import { freshEmail, PASSWORD, query } from './steps'

/** Somebody who signed up and was mailed a link, but has not opened it. */
export type LinkedPerson = { id: number; email: string; cookie: string; link: MailedLink }

async function register(app: App): Promise<Omit<LinkedPerson, 'link'>> {
  const email = freshEmail()
  const answer = await fetch(`${app.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Jean Dupont', email, password: PASSWORD }),
  })
  expect(answer.status).toBe(201)
  const [cookie = ''] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  return { id: (await answer.json()).user.id, email, cookie }
}

const takenApart = ({ pathname, search, searchParams }: URL): MailedLink => ({
  page: pathname + search,
  api: `/api${pathname}${search}`,
  token: searchParams.get('token') ?? '',
})

/** Everybody's links, read in the mailbox. */
async function readLinks(app: App): Promise<Map<string, MailedLink>> {
  const { db, pool } = openDatabase(
    app.database.url,
    createLog(systemClock, () => {}),
    1,
  )
  try {
    const env = parseEnv({ ...app.env, NODE_ENV: 'production' })
    const mails = await listMailbox({ db, env }, { limit: 1000 })
    const verifications = mails.filter(({ text }) => text.includes('/auth/verify-email'))
    return new Map(verifications.map((mail) => [mail.to, takenApart(linkIn(mail))]))
  } finally {
    await pool.end()
  }
}

/** So many people who sign up by the API, a few at a time. */
export async function signUpPeople(app: App, count: number): Promise<LinkedPerson[]> {
  const people: Omit<LinkedPerson, 'link'>[] = []
  while (people.length < count) {
    await query(app, 'delete from rate_limits')
    const more = Math.min(8, count - people.length)
    people.push(...(await Promise.all(Array.from({ length: more }, () => register(app)))))
  }
  const waiting = () => query(app, `select from email_messages where status in ('queued', 'sending')`)
  await expect.poll(async () => (await waiting()).length, { timeout: 30_000 }).toBe(0)
  const links = await readLinks(app)
  return people.map((person) => {
    const link = links.get(person.email)
    if (!link) throw new Error('no link was mailed')
    return { ...person, link }
  })
}
