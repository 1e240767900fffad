import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { beMember, PASSWORD, query } from './steps'

/** Sections of the account, each with its heading. */
export const SECTIONS = [
  ['/account', 'Profil'],
  ['/account/security', 'Sécurité'],
  ['/account/sessions', 'Sessions'],
  ['/account/activity', 'Activité'],
  ['/account/data', 'Données'],
] as const

/** Signs the page's browser up, and proves its address. @returns the address */
export async function beVerified(page: Page, app: App): Promise<string> {
  const email = await beMember(page)
  await query(app, 'update users set email_verified = true where email = $1', [email])
  return email
}

/** Signs another browser in to an account, as a program would, and opens its sessions. */
export async function alsoSignedIn(page: Page, email: string): Promise<void> {
  await page.request.post('/api/auth/login', { data: { email, password: PASSWORD } })
  await page.goto('/account/sessions')
}

/** Lets the ten minutes pass for which a proof is fresh. */
export async function staleProof(app: App, email: string): Promise<void> {
  await query(
    app,
    `update sessions set created_at = created_at - interval '11 minutes', password_at = null
     where user_id = (select id from users where email = $1)`,
    [email],
  )
}
