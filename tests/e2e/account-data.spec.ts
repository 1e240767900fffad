import { beVerified, staleProof } from './account-steps'
import { expect, test } from './fixtures'
import { PASSWORD, query, signIn } from './steps'

for (const javaScriptEnabled of [true, false])
  test.describe(`deleting the account ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    test('says what happens, wants the address typed, and is for good', async ({ page, app }) => {
      const email = await beVerified(page, app)
      await page.goto('/account/data')
      await page.getByText('Supprimer mon compte…').click()
      await expect(page.getByText('Toutes vos sessions se ferment')).toBeVisible()
      const typed = page.getByLabel('Pour confirmer, tapez')
      await typed.fill('autre@example.com')
      await page.getByRole('button', { name: 'Supprimer pour de bon' }).click()
      await expect(typed).toHaveAccessibleDescription(/Ce n’est pas l’adresse de ce compte/)
      await expect(typed).toBeFocused()
      await typed.fill(email)
      await page.getByRole('button', { name: 'Supprimer pour de bon' }).click()
      await page.waitForURL('**/goodbye')
      await expect(page.getByRole('heading', { name: 'Au revoir' })).toBeFocused()
      await page.goto('/login')
      await signIn(page, email)
      await expect(page.getByRole('main').getByRole('alert')).toContainText('Email ou mot de passe incorrect')
      expect(await query(app, 'select 1 from users where email = $1', [email])).toEqual([])
    })

    // ASVS 7.5.1
    test('asks for the password when it was not given lately', async ({ page, app }) => {
      const email = await beVerified(page, app)
      await staleProof(app, email)
      await page.goto('/account/data')
      await page.getByText('Supprimer mon compte…').click()
      await page.getByLabel('Pour confirmer, tapez').fill(email)
      await page.getByLabel('Votre mot de passe', { exact: true }).fill('pas le bon du tout')
      await page.getByRole('button', { name: 'Supprimer pour de bon' }).click()
      const password = page.getByLabel('Votre mot de passe', { exact: true })
      await expect(password).toHaveAttribute('aria-invalid', 'true')
      await page.getByLabel('Pour confirmer, tapez').fill(email)
      await password.fill(PASSWORD)
      await page.getByRole('button', { name: 'Supprimer pour de bon' }).click()
      await page.waitForURL('**/goodbye')
    })
  })

test.describe('the file of the person’s data', () => {
  test('is downloaded while the proof is fresh', async ({ page, app }) => {
    const email = await beVerified(page, app)
    await page.goto('/account/data')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger mes données' }).click()
    const file = await (await download).createReadStream()
    let text = ''
    for await (const part of file) text += part
    expect(text).toContain(email)
    expect(text).not.toMatch(/\$2[aby]\$/)
  })

  // ASVS 7.5.1
  test('asks for the password first when it was not given lately, and leads back', async ({ page, app }) => {
    await staleProof(app, await beVerified(page, app))
    await page.goto('/account/data')
    await page.getByRole('link', { name: 'Télécharger mes données' }).click()
    await page.waitForURL('**/account/confirm?*')
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Confirmer' }).click()
    await page.waitForURL('**/account/data')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger mes données' }).click()
    expect((await download).suggestedFilename()).toMatch(/json$/)
  })
})
