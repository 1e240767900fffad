import type { Page, Request } from '@playwright/test'
import { expect, test } from './fixtures'
import { beMember, freshEmail, PASSWORD, post, query, signIn } from './steps'

/** Domains that a browser's older IDNA, or an eager one, makes another domain of (UTS 46, section 7). */
const DOMAINS: Record<string, string> = {
  'sharp s': 'straße.example',
  'capital sharp s': 'STRAẞE.example',
  'final sigma': 'βόλος.example',
  'zero-width joiner': 'श्री\u200d.example',
  'zero-width non-joiner': 'نامه\u200cای.example',
  'dotted capital I': 'İstanbul.example',
  'full-width letters': 'ｅｘａｍｐｌｅ.example',
  'ideographic full stop': 'exemple。example',
  'soft hyphen': 'exem\u00adple.example',
}

const sentAsJson = (request: Request): string => request.postDataJSON().email
const sentAsForm = (request: Request): string =>
  new URLSearchParams(request.postData() ?? '').get('email') ?? ''

/** Forms with an e-mail address: their page, and the button that sends them. */
const FORMS: [string, string, (page: Page, email: string) => Promise<void>][] = [
  [
    'sign-in',
    '/api/auth/login',
    async (page, email) => {
      await page.goto('/login')
      await signIn(page, email)
    },
  ],
  [
    'registration',
    '/api/auth/register',
    async (page, email) => {
      await page.goto('/register')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByRole('button', { name: 'Créer mon compte' }).click()
    },
  ],
  [
    'correction',
    '/api/auth/change-email',
    async (page, email) => {
      await page.goto('/dashboard')
      await page.getByText('Ce n’est pas la bonne adresse').click()
      await page.getByLabel('Nouvelle adresse email').fill(email)
      await page.getByRole('button', { name: 'Utiliser cette adresse' }).click()
    },
  ],
]

const WAYS = [
  { how: 'with JavaScript', javaScriptEnabled: true, sent: sentAsJson },
  { how: 'without JavaScript', javaScriptEnabled: false, sent: sentAsForm },
]

for (const { how, javaScriptEnabled, sent } of WAYS)
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    for (const [form, path, submit] of FORMS)
      test(`the form of ${form} sends an address as it was typed`, async ({ page }) => {
        test.setTimeout(120_000)
        await beMember(page)
        const got: Record<string, string> = {}
        await page.route(`**${path}`, async (route) => {
          got[domain] = sent(route.request())
          await route.fulfill({ status: 204 })
        })
        let domain = ''
        for (domain of Object.values(DOMAINS)) {
          await submit(page, `Jean@${domain}`)
          await expect.poll(() => got[domain]).toBe(`Jean@${domain}`)
        }
      })
  })

test('who signed up at straße signs in here, and is nobody at strasse', async ({ page, app }) => {
  const [local] = freshEmail().split('@')
  const address = `${local}@straße.example`
  // As a browser sends it that rewrites nothing.
  const answer = await post(app.url, '/api/auth/register', {
    name: 'Jean',
    email: address,
    password: PASSWORD,
  })
  expect(answer.status).toBe(201)
  expect(await query(app, 'select email from users where email like $1', [`${local}@%`])).toEqual([
    { email: `${local}@xn--strae-oqa.example` },
  ])
  await page.goto('/login')
  await signIn(page, `${local}@strasse.example`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Email ou mot de passe incorrect')
  await signIn(page, address)
  await page.waitForURL('**/dashboard')
})

test('an address field asks for an address’s keyboard and corrects nothing', async ({ page }) => {
  for (const path of ['/login', '/register']) {
    await page.goto(path)
    const field = page.getByLabel('Email', { exact: true })
    for (const [name, value] of [
      ['type', 'text'],
      ['inputmode', 'email'],
      ['autocapitalize', 'none'],
      ['autocorrect', 'off'],
      ['spellcheck', 'false'],
      ['autocomplete', /^(email|username webauthn)$/],
    ] as const)
      await expect(field).toHaveAttribute(name, value)
  }
})

test('an address out of a contact card signs up, and signs in; an invisible character inside is named', async ({
  page,
}) => {
  const email = freshEmail()
  await page.goto('/register')
  await page.getByLabel('Nom', { exact: true }).fill('\u200eMoshé\u200f')
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Email', { exact: true }).fill(email.replace('@', '@\u2060'))
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.getByText('Un caractère invisible s’est glissé dans cette adresse')).toBeVisible()
  await page.getByLabel('Email', { exact: true }).fill(`\u202a${email}\u202c`)
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await page.waitForURL('**/dashboard')
  await expect(page.getByRole('banner').getByText(email, { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bonjour Moshé')
  await page.context().clearCookies()
  await page.goto('/login')
  await signIn(page, `\u200b${email}\ufeff`)
  await page.waitForURL('**/dashboard')
})
