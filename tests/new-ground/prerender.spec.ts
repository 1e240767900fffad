import { type LinkedPerson, signUpPeople } from '../e2e/linked-people'
import { query } from '../e2e/steps'
import { startApp } from '../support/app'
import {
  fullChromium,
  fullChromiumLaunch,
  openUnwatched,
  type Seen,
  startPage,
} from '../support/full-chromium'
import { expect, test } from './fixtures'

const isAhead = ({ headers }: Seen): boolean => /prerender/.test(String(headers['sec-purpose']))

test('a link that a real Chromium makes ready ahead verifies nobody before its page is turned to', async () => {
  const program = fullChromium()
  if (program === undefined) throw new Error(fullChromiumLaunch.missing)
  let person: LinkedPerson | undefined
  let port = ''
  const start = await startPage({
    address: () => person?.link.page ?? '',
    cookie: () => person?.cookie ?? '',
    appPort: () => port,
  })
  const app = await startApp({ APP_URL: start.url })
  port = new URL(app.url).port
  ;[person] = await signUpPeople(app, 1)
  const { id, link } = person ?? { id: 0, link: { page: '' } }
  const isVerified = async () =>
    (await query<{ email_verified: boolean }>(app, 'select email_verified from users where id = $1', [id]))[0]
      ?.email_verified
  const asked = () => start.seen.filter(({ path }) => path.startsWith('/api/'))
  const close = await openUnwatched(program, `${start.url}/start`)
  try {
    const scripts = () => start.seen.filter((each) => each.path.endsWith('.js') && isAhead(each))
    await expect.poll(() => scripts().length, { timeout: 60_000 }).toBeGreaterThan(0)
    const [opening] = start.seen.filter(({ path }) => path === link.page)
    expect(opening?.headers).toMatchObject({
      'sec-purpose': 'prefetch;prerender',
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      cookie: person?.cookie,
    })
    expect(opening?.headers).not.toHaveProperty('sec-fetch-user')
    // Time for the page's scripts to do all that they do by themselves.
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect([asked(), await isVerified()]).toEqual([[], false])

    start.turn()
    await expect.poll(isVerified, { timeout: 30_000 }).toBe(true)
    const verification = asked().find(({ path }) => path === `/api${link.page}`)
    expect(verification?.headers).toHaveProperty('cookie', person?.cookie)
    expect(verification?.headers).not.toHaveProperty('sec-purpose')
    expect(start.seen.filter(({ path }) => path === link.page)).toHaveLength(1)
  } finally {
    await start.close()
    await app.stop()
    await close()
  }
})
