import type { App } from '../support/app'
import type { MailedLink } from '../support/scanners'
import { expect } from './fixtures'
import { mailedLinks } from './mailed-links'
import { freshEmail, PASSWORD, post, query } from './steps'

/** Somebody who signed up and was mailed a link, but has not opened it. */
export type LinkedPerson = { id: number; email: string; cookie: string; link: MailedLink }

async function register(app: App): Promise<Omit<LinkedPerson, 'link'>> {
  const email = freshEmail()
  const answer = await post(app.url, '/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })
  expect(answer.status).toBe(201)
  const [cookie = ''] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  return { id: (await answer.json()).user.id, email, cookie }
}

const takenApart = ({ pathname, search, searchParams }: URL): MailedLink => ({
  page: pathname + search,
  api: `/api${pathname}${search}`,
  token: searchParams.get('token') ?? '',
})

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
  const links = await mailedLinks(app)
  return people.map((person) => {
    const link = links.get(person.email)
    if (!link) throw new Error('no link was mailed')
    return { ...person, link: takenApart(link) }
  })
}
