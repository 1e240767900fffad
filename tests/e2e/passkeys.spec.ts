import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { beVerifiedMember } from './recovery-links'
import { query } from './steps'

type Authenticator = { session: CDPSession; id: string }

/** A device with a fingerprint reader, as far as the browser knows. */
async function attach(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, id }
}

const held = async ({ session, id }: Authenticator) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials

const card = (page: Page) => page.getByRole('region', { name: 'Clés d’accès' })

async function addPasskey(page: Page): Promise<void> {
  await page.goto('/account/security')
  await card(page).getByRole('button', { name: 'Ajouter une clé d’accès' }).click()
  await expect(card(page).getByText('La clé d’accès est ajoutée.')).toBeVisible()
}

test('a passkey is added, named, signs in, and is removed; the browser forgets it', async ({ page, app }) => {
  const device = await attach(page)
  await beVerifiedMember(page, app)
  await addPasskey(page)
  const row = card(page).getByRole('listitem')
  await expect(row).toHaveCount(1)
  await row.getByText('Renommer…').click()
  await row.getByLabel('Nom').fill('Mon ordinateur')
  await row.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(row.getByRole('heading')).toHaveText('Mon ordinateur')

  await page.goto('/account')
  await page.getByLabel('Nom').fill('Jeanne Dupont')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  // The browser lists the passkey under the new name.
  await expect.poll(async () => (await held(device))[0]?.userDisplayName).toBe('Jeanne Dupont')

  await page.context().clearCookies({ name: 'auth-token' })
  // The suggestions of the address field have a test of their own.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await page.goto('/login?next=%2Faccount%2Fsecurity')
  await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).click()
  await page.waitForURL('**/account/security')

  await row.getByText('Retirer…').click()
  await row.getByRole('button', { name: 'Retirer' }).click()
  await expect(row).toHaveCount(0)
  await expect.poll(() => held(device)).toHaveLength(0)
})

test('the address field offers the passkey, and the sign-in goes on by itself', async ({ page, app }) => {
  await attach(page)
  await beVerifiedMember(page, app)
  await addPasskey(page)
  await page.context().clearCookies({ name: 'auth-token' })
  // With automatic presence the browser takes the suggestion as soon as it is offered.
  await page.goto('/login')
  await page.waitForURL('**/dashboard')
})

test('a passkey that was removed here is refused, and the browser forgets it', async ({ page, app }) => {
  const device = await attach(page)
  const { id } = await beVerifiedMember(page, app)
  await addPasskey(page)
  await query(app, 'delete from passkeys where user_id = $1', [id])
  await page.context().clearCookies({ name: 'auth-token' })
  await page.goto('/login')
  await expect.poll(() => held(device)).toHaveLength(0)
})

test('the dashboard offers a passkey once, and "later" keeps the offer away', async ({ page, app }) => {
  await attach(page)
  await beVerifiedMember(page, app)
  await page.goto('/dashboard')
  const offer = page.getByRole('region', { name: 'La prochaine fois, sans mot de passe' })
  await expect(offer).toBeVisible()
  const later = page.waitForResponse('**/api/account/passkey-offer')
  await offer.getByRole('button', { name: 'Plus tard' }).click()
  expect((await later).status()).toBe(200)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('nothing is offered that cannot work, and the page says why', async ({ page, app }) => {
    await beVerifiedMember(page, app)
    await page.goto('/account/security')
    await expect(page.getByText('Pour ajouter une clé d’accès, il faut JavaScript.')).toBeVisible()
    await page.goto('/login')
    await expect(page.getByRole('button', { name: 'Utiliser une clé d’accès' })).toHaveCount(0)
  })
})
