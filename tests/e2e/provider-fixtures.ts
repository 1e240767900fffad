import { generateKeyPairSync } from 'node:crypto'
import type { Page } from '@playwright/test'
import { startProvider } from '../../dev/openid-provider/start'
import { type App, startApp } from '../support/app'
import { test as base } from './fixtures'

const CLIENT = { clientId: 'huntaze', clientSecret: 'a-secret-of-the-test', redirectUri: '' }

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** Google and Apple are never reached: their buttons are looked at. */
const OTHERS = {
  GOOGLE_CLIENT_ID: 'test.apps.googleusercontent.com',
  GOOGLE_CLIENT_SECRET: 'none',
  APPLE_CLIENT_ID: 'test.huntaze',
  APPLE_TEAM_ID: 'TEAM',
  APPLE_KEY_ID: 'KEY',
  APPLE_PRIVATE_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
}

/** The built app with every provider configured, one of them a real one on this machine. */
export const test = base.extend<object, { app: App }>({
  app: [
    async ({ browserName: _none }, use) => {
      const provider = await startProvider(0, CLIENT)
      const app = await startApp({
        ...OTHERS,
        OIDC_NAME: 'Exemple',
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.clientId,
        OIDC_CLIENT_SECRET: CLIENT.clientSecret,
      })
      // The provider reads it with its first request.
      CLIENT.redirectUri = `${app.url}/auth/oidc/oidc/callback`
      await use(app)
      await app.stop()
      await provider.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** Signs in on the provider's own page. */
export async function signInThere(page: Page, email: string, name = 'Ada Lovelace'): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
}
