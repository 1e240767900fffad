import { randomBytes } from 'node:crypto'
import type { SesEndpoint } from '../../support/ses-endpoint'
import { mailedToken, PASSWORD } from '../../support/walk'
import { type TextPage, textBrowser } from './text-browser'

function expectPage({ url, status, body }: TextPage, path: string, said: string): void {
  const at = new URL(url).pathname
  if (at !== path || status !== 200 || !body.includes(said))
    throw new Error(`${at} ${status} instead of ${path} with "${said}"`)
}

/** The main flow as a person with a text browser walks it, and a stranger who must not get that person's page. */
export async function walkWithoutJavaScript(url: string, provider: SesEndpoint): Promise<void> {
  const email = `${randomBytes(6).toString('hex')}@example.com`
  const browser = textBrowser()
  const registered = await browser.submit(await browser.open(`${url}/register`), 'name="password"', {
    name: 'Jean Dupont',
    email,
    password: PASSWORD,
  })
  expectPage(registered, '/dashboard', 'Jean Dupont')
  const link = await browser.open(`${url}/auth/verify-email?token=${await mailedToken(provider, email)}`)
  expectPage(link, '/auth/verify-email', 'Vérifier mon email')
  const verified = await browser.submit(link, 'action="/api/auth/verify-email"')
  expectPage(verified, '/auth/verify-email', 'Email vérifié')
  const dashboard = await browser.open(`${url}/dashboard`)
  expectPage(dashboard, '/dashboard', 'Votre email est vérifié')
  expectPage(await textBrowser().open(`${url}/dashboard`), '/login', 'Se connecter')
  const left = await browser.submit(dashboard, 'action="/api/auth/logout"')
  expectPage(left, '/login', 'Se connecter')
  const back = await browser.submit(left, 'name="password"', { email, password: PASSWORD })
  expectPage(back, '/dashboard', 'Jean Dupont')
}
