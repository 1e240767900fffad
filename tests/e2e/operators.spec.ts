import { expect, test } from './fixtures'
import { becomeOperator, beOperator, done, openPerson, unfoldAndPress } from './operator-steps'
import { beMember, freshEmail, openMail, query, signIn, untilMailed } from './steps'

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

test('an operator finds a person and acts; the person meets it on the next request', async ({
  app,
  page,
  anotherBrowser,
}) => {
  await becomeOperator(app, page)
  const theirs = await anotherBrowser()
  const email = await beMember(theirs, freshEmail(), 'Hélène Dupont-Tour')
  await untilMailed(app, email, 1)

  await page.getByRole('banner').getByRole('link', { name: 'Supervision' }).waitFor()
  await page.goto('/monitoring/users?q=helene+dupont')
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('En attente')
  await openPerson(page, email)
  await expect(page.getByText('Compte créé')).toBeVisible()

  await query(app, 'delete from rate_limits')
  await page.getByRole('button', { name: 'Renvoyer le lien' }).click()
  await expect(done(page)).toHaveText('Un nouveau lien est en route.')
  await untilMailed(app, email, 2)

  await page.getByRole('button', { name: 'Vérifier à la main' }).click()
  await expect(done(page)).toHaveText('L’adresse est vérifiée.')
  await theirs.goto('/dashboard')
  await expect(theirs.getByText('Votre email est vérifié')).toBeVisible()

  await page.getByRole('button', { name: 'Fermer (1)', exact: true }).click()
  await expect(done(page)).toHaveText('La session est fermée.')
  await expect(page.getByText('Aucune session ouverte.')).toBeVisible()
  await theirs.goto('/dashboard')
  await theirs.waitForURL('**/login?next=%2Fdashboard')
  await signIn(theirs, email)
  await theirs.waitForURL('**/dashboard')

  await page.reload()
  await unfoldAndPress(page, 'Désactiver le compte')
  await expect(done(page)).toHaveText('Le compte est désactivé.')
  await theirs.goto('/dashboard')
  await theirs.waitForURL('**/login?next=%2Fdashboard')
  await signIn(theirs, email)
  await expect(theirs.getByText('Ce compte est désactivé')).toBeVisible()

  await page.getByRole('button', { name: 'Réactiver le compte' }).click()
  await expect(done(page)).toHaveText('Le compte est réactivé.')
  await signIn(theirs, email)
  await theirs.waitForURL('**/dashboard')

  const history = page.getByRole('region', { name: 'Historique' })
  await history.getByText('Consultations par l’équipe').click()
  for (const line of ['Compte réactivé', 'Compte désactivé', 'Adresse vérifiée à la main', 'Fiche consultée'])
    await expect(history.getByRole('listitem').filter({ hasText: line })).toContainText('par Camille Moreau')
})

test('a refused address is written to again once an operator lifts the suppression', async ({
  app,
  page,
  anotherBrowser,
}) => {
  await beOperator(app, page)
  const theirs = await anotherBrowser()
  const email = await beMember(theirs)
  await openMail(theirs, email, 'Vérifiez votre email')
  await theirs.getByRole('button', { name: 'refus définitif', exact: true }).click()
  await expect(theirs.getByText('C’est noté')).toBeVisible()
  await theirs.goto('/dashboard')
  await expect(theirs.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toHaveCount(0)
  await openPerson(page, email)
  await expect(page.getByText('Adresse refusée', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Renvoyer le lien' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Écrire à nouveau à cette adresse' }).click()
  await expect(done(page)).toHaveText('Les emails partent à nouveau à cette adresse.')
  await theirs.goto('/dashboard')
  await expect(theirs.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toBeVisible()
})

test('a link’s claim that something is done is not repeated', async ({ app, page, anotherBrowser }) => {
  await beOperator(app, page)
  const email = await beMember(await anotherBrowser())
  await openPerson(page, email)
  const address = page.url()
  for (const claimed of ['disable', 'verify', 'end_sessions']) {
    await page.goto(`${address}?done=${claimed}`)
    await expect(page.getByRole('heading', { level: 2, name: 'Agir' })).toBeVisible()
    await expect(done(page)).toHaveCount(0)
  }
})

test.describe('an act on an address that was corrected since', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`is not done, and the page shows the new one ${javaScriptEnabled ? 'at once' : 'without JavaScript'}`, async ({
      app,
      page,
      anotherBrowser,
    }) => {
      const operator = await beOperator(app, page)
      const email = await beMember(await anotherBrowser())
      const browser = javaScriptEnabled ? page : await anotherBrowser({ javaScriptEnabled })
      if (!javaScriptEnabled) {
        await browser.goto('/login?next=/monitoring/users')
        await signIn(browser, operator)
        await browser.waitForURL('**/monitoring/users')
      }
      await openPerson(browser, email)
      const another = freshEmail()
      await query(app, 'update users set email = $2 where email = $1', [email, another])
      const verify = browser.getByRole('button', { name: 'Vérifier à la main' })
      await verify.click()
      await expect(
        browser.getByText(/rien n’a été fait.*L’adresse de ce compte vient de changer/),
      ).toBeVisible()
      await expect(browser.getByText(another, { exact: true }).first()).toBeVisible()
      await expect(browser.getByText(email)).toHaveCount(0)
      await expect(browser.getByText('En attente')).toBeVisible()
      await verify.click()
      await expect(done(browser)).toHaveText('L’adresse est vérifiée.')
    })
  }
})
