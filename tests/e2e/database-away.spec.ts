import type { App } from '../support/app'
import { named } from '../support/database'
import { WAYS } from '../support/next-server'
import { queryOnce } from '../support/with-client'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post } from './steps'

/** Lets nobody connect to the database of an app, and ends who is connected; or lets them in again. */
async function open({ database }: App, isOpen: boolean): Promise<void> {
  const name = new URL(database.url).pathname.slice(1)
  const server = named(database.url, 'postgres')
  await queryOnce(server, `alter database ${name} allow_connections ${isOpen}`)
  await queryOnce(server, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
}

for (const [way, start] of WAYS)
  test(`a page that the database is missing for answers 503, and is back with it: ${way}`, async () => {
    const app = await start()
    try {
      const signedUp = await post(app.url, '/api/auth/register', {
        name: 'Jean Dupont',
        email: freshEmail(),
        password: PASSWORD,
      })
      const cookie = signedUp.headers.getSetCookie().find((line) => line.startsWith('auth-token=')) ?? ''
      const dashboard = async () => {
        const page = await fetch(`${app.url}/dashboard`, { headers: { cookie } })
        return { status: page.status, retryAfter: page.headers.get('retry-after'), text: await page.text() }
      }
      expect(await dashboard()).toMatchObject({ status: 200, retryAfter: null })
      await open(app, false)
      // The first one may be the one that loses its connection.
      const away = await dashboard()
      expect(away).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^(5|30)$/) })
      // A reader without scripts is told, and has a way on: nothing of it is drawn by one.
      expect(away.text).toMatch(/<h1>Un souci de notre côté<\/h1>[\s\S]*<a href="">Réessayer<\/a>/)
      expect(away.text).not.toContain('<script')
      expect(app.output.some((line) => /"kind":"(closed|lost)"/.test(line))).toBe(true)
      await open(app, true)
      expect(await dashboard()).toMatchObject({ status: 200, retryAfter: null })
    } finally {
      await open(app, true)
      await app.stop()
    }
  })
