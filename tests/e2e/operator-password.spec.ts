import { expect, test } from './fixtures'
import { agePassword, beOperator, done, openPerson, unfoldAndPress } from './operator-steps'
import { beMember, PASSWORD, query, signIn } from './steps'

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

// ASVS 8.4.2
test.describe('an act asks for the password after ten minutes', () => {
  test('in its place, once, and does what was asked', async ({ app, page, anotherBrowser }) => {
    const operator = await beOperator(app, page)
    const email = await beMember(await anotherBrowser())
    await agePassword(app, operator, 11)
    await openPerson(page, email)
    await unfoldAndPress(page, 'Fermer toutes les sessions')
    const password = page.getByLabel('Votre mot de passe')
    await expect(password).toBeFocused()
    await page.keyboard.type('pas celui-là')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    await expect(password).toBeFocused()
    await password.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(done(page)).toHaveText('Toutes les sessions sont fermées.')
    await page.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(done(page)).toHaveText('L’adresse est vérifiée.')
  })

  test('and so without JavaScript', async ({ app, page, anotherBrowser }) => {
    const operator = await beOperator(app, page)
    const email = await beMember(await anotherBrowser())
    const plain = await anotherBrowser({ javaScriptEnabled: false })
    await plain.goto('/login?next=/monitoring/users')
    await signIn(plain, operator)
    await plain.waitForURL('**/monitoring/users')
    await agePassword(app, operator, 11)
    await openPerson(plain, email)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await plain.getByLabel('Votre mot de passe').fill('pas celui-là')
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(plain.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    await plain.getByLabel('Votre mot de passe').fill(PASSWORD)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(done(plain)).toHaveText('L’adresse est vérifiée.')
    await unfoldAndPress(plain, 'Désactiver le compte')
    await expect(done(plain)).toHaveText('Le compte est désactivé.')
  })
})

test('an act that fails after the right password leaves its operator signed in, without JavaScript too', async ({
  app,
  page,
  anotherBrowser,
}) => {
  const operator = await beOperator(app, page)
  const email = await beMember(await anotherBrowser())
  const plain = await anotherBrowser({ javaScriptEnabled: false })
  await plain.goto('/login?next=/monitoring/users')
  await signIn(plain, operator)
  await plain.waitForURL('**/monitoring/users')
  await query(
    app,
    `create function no_act() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  )
  await query(
    app,
    `create trigger no_act before update on users for each row when (old.email = '${email}') execute function no_act()`,
  )
  try {
    await agePassword(app, operator, 11)
    await openPerson(plain, email)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await plain.getByLabel('Votre mot de passe').fill(PASSWORD)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(plain.getByText('Une erreur est survenue de notre côté')).toBeVisible()
  } finally {
    await query(app, 'drop function no_act() cascade')
  }
  await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
  await expect(done(plain)).toHaveText('L’adresse est vérifiée.')
})
