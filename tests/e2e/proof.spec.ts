import { expect, test } from './fixtures'
import { mailedCode, mailedLink } from './mailed-links'
import { chooseAnother, openDashboard, signIn } from './steps'

test('its reader chooses a new password there, and the browser that signed up is out', async ({
  page,
  anotherBrowser,
  app,
}) => {
  const email = await openDashboard(page)
  const owner = await anotherBrowser()
  await owner.goto(await mailedLink(app, email))
  await chooseAnother(owner, 'someone.else@example.com')
  await expect(owner.getByText('Ce n’est pas l’adresse de ce compte.')).toBeVisible()
  await chooseAnother(owner, email)
  await expect(owner.getByText('Email vérifié !')).toBeVisible()
  await owner.waitForURL('**/dashboard')
  await page.goto('/dashboard')
  await page.waitForURL('**/login**')
  await signIn(page, email)
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible()
})

test('the code of the email verifies on the waiting dashboard, pasted or typed in small letters', async ({
  page,
  app,
}) => {
  const email = await openDashboard(page)
  const field = page.getByLabel('Code reçu dans l’email')
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  await field.fill('zzzzzzzz')
  await field.press('Enter')
  await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible()
  await expect(field).toBeFocused()
  await field.fill((await mailedCode(app, email)).toLowerCase())
  await field.press('Enter')
  await expect(page.getByText('Votre email est vérifié')).toBeVisible()
})

test('a slip in the domain is offered beside the field, and taken with a click', async ({ page }) => {
  await page.goto('/register')
  const field = page.getByLabel('Email', { exact: true })
  await field.fill('jean@gmial.com')
  await page.getByRole('button', { name: 'Vous vouliez dire jean@gmail.com' }).click()
  await expect(field).toHaveValue('jean@gmail.com')
  await expect(field).toBeFocused()
  await expect(page.getByRole('button', { name: /Vous vouliez dire/ })).toHaveCount(0)
})
