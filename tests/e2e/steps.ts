import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { queryOnce } from '../support/with-client'
import { expect } from './fixtures'

export const PASSWORD = 'une phrase de passe assez longue'
export const freshEmail = (): string => `${randomBytes(6).toString('hex')}@example.com`

/** Asks the JSON API as a program would. */
export const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** Fills the registration form in and sends it, as a French reader would. */
export async function signUp(page: Page, email = freshEmail(), name = 'Jean Dupont'): Promise<string> {
  await page.goto('/register')
  await page.getByLabel('Nom', { exact: true }).fill(name)
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  return email
}

/**
 * Signs the page's browser up as a program would: for tests of what comes after. @returns the address
 */
export async function beMember(page: Page, email = freshEmail(), name = 'Jean Dupont'): Promise<string> {
  // Its answer's cookie is the browser's.
  const answer = await page.request.post('/api/auth/register', { data: { name, email, password: PASSWORD } })
  expect(answer.status()).toBe(201)
  return email
}

/** The same, with the dashboard open. */
export async function openDashboard(page: Page, email?: string, name?: string): Promise<string> {
  const address = await beMember(page, email, name)
  await page.goto('/dashboard')
  return address
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

/** On the page of a link, in a browser without the account's session: proves with the account's password. */
export async function proveByPassword(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Mot de passe de ce compte', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Vérifier mon email' }).click()
}

/** On the same page: chooses a new password, with the address in full. */
export async function chooseAnother(
  page: Page,
  email: string,
  newPassword = 'encore une phrase bien longue',
): Promise<void> {
  const field = page.getByLabel('Nouveau mot de passe', { exact: true })
  if (!(await field.isVisible())) await page.getByText('Je n’ai pas choisi de mot de passe').click()
  await page.locator('#chosen-email').fill(email)
  await field.fill(newPassword)
  await page.getByRole('button', { name: 'Choisir ce mot de passe' }).click()
}

/** On the same page: "this was not me", with the address in full. */
export async function denyAccount(page: Page, email: string): Promise<void> {
  await page.getByText('Ce n’était pas moi').click()
  await page.locator('#denied-email').fill(email)
  await page.getByRole('button', { name: 'Supprimer ce compte' }).click()
}

/** Opens the newest message to `email` in the mailbox page, waiting until it is there. */
export async function openMail(page: Page, email: string, subject: string): Promise<void> {
  const message = page.getByRole('link').filter({ hasText: email }).filter({ hasText: subject }).first()
  await expect(async () => {
    await page.goto('/mailbox')
    await expect(message).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await message.click()
  await expect(page.getByRole('heading', { name: subject })).toBeVisible()
}

/** The link of the newest verification e-mail to `email`, read on the mailbox page as text. */
export async function readMailedLink(page: Page, email: string): Promise<string> {
  await openMail(page, email, 'Vérifiez votre email')
  await page.getByRole('link', { name: 'Texte' }).click()
  return (await page.locator('pre a[href*="/auth/verify-email"]').getAttribute('href')) ?? ''
}

/** Asks the app's own database: only for what no page can show, and to let time pass. */
export const query = <Row extends object>(app: App, text: string, values: unknown[] = []): Promise<Row[]> =>
  queryOnce<Row>(app.database.url, text, values)

/** Lets the 24 hours of every link to `email` pass, and the pause before a new one may be asked for. */
export async function expireLinks(app: App, email: string): Promise<void> {
  await query(app, `update email_verification_tokens set expires_at = now() where email = $1`, [email])
  await query(app, 'delete from rate_limits')
}

/** Waits until that many verification e-mails to `email` were sent. */
export async function untilMailed(app: App, email: string, count: number): Promise<void> {
  const sent = () =>
    query(
      app,
      `select 1 from email_messages m join users u on u.id = m.user_id
       where u.email = $1 and m.kind = 'verification' and m.status = 'sent'`,
      [email],
    )
  await expect.poll(async () => (await sent()).length).toBe(count)
}

/** Makes ending a session fail in the database while `action` runs. */
export async function whileSessionsCannotEnd(app: App, action: () => Promise<void>): Promise<void> {
  await query(
    app,
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
     create trigger refuse before delete on sessions for each row execute function refuse()`,
  )
  try {
    await action()
  } finally {
    await query(app, 'drop function refuse() cascade')
  }
}

/** Lets the pause between two links to one recipient pass. */
export const whenPauseIsOver = (app: App): Promise<unknown> => query(app, 'delete from rate_limits')

/** Lets the tab come to the front: the page looks at once. It may be on its way to another one already, by itself. */
export async function lookNow(page: Page, event: 'focus' | 'visibilitychange' = 'focus'): Promise<void> {
  const looked = page.evaluate((type) => document.dispatchEvent(new Event(type, { bubbles: true })), event)
  await looked.catch((error: Error) => {
    if (!error.message.includes('because of a navigation')) throw error
  })
}
