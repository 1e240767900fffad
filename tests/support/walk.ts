import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SesEndpoint } from './ses-endpoint'

const TIMEOUT = 20_000
const POLL = 100

export const PASSWORD = 'une phrase de passe assez longue'

/** Somebody at a running app, without a browser. */
export type Person = { email: string; cookie: string }

/** An answer of an app: its status and its body. */
type Answer = { status: number; body: Record<string, unknown>; cookie: string | undefined }

/** One call of the API, with the person's cookie if there is one. */
export async function ask(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  { json, cookie, headers = {} }: { json?: unknown; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie: `auth-token=${cookie}` }),
      ...headers,
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  })
  const set = response.headers.getSetCookie().find((line) => line.startsWith('auth-token='))
  return {
    status: response.status,
    body: await response.json(),
    cookie: set?.slice('auth-token='.length).split(';')[0],
  }
}

function expectStatus({ status, body }: Answer, expected: number, what: string): void {
  if (status !== expected)
    throw new Error(`${what}: ${status} instead of ${expected}: ${JSON.stringify(body)}`)
}

/** Fills in the registration. */
export async function register(url: string): Promise<Person> {
  const email = `${randomBytes(6).toString('hex')}@example.com`
  const answer = await ask(url, 'POST', '/api/auth/register', {
    json: { name: 'Jean Dupont', email, password: PASSWORD },
  })
  expectStatus(answer, 201, 'register')
  return { email, cookie: answer.cookie ?? '' }
}

/** Waits for the verification e-mail at the provider. @returns the token in its link */
export async function mailedToken(provider: SesEndpoint, email: string): Promise<string> {
  for (let waited = 0; waited < TIMEOUT; waited += POLL) {
    const mail = provider.requests.find(
      ({ recipients, text }) => recipients.includes(email) && /token=/.test(text),
    )
    const [, token] = /\/auth\/verify-email\?token=([0-9a-f]{64})/.exec(mail?.text ?? '') ?? []
    if (token) return token
    await sleep(POLL)
  }
  throw new Error(`no verification e-mail to ${email} came`)
}

/** Opens the link of the verification e-mail. */
export async function verify(url: string, provider: SesEndpoint, { email, cookie }: Person): Promise<void> {
  const token = await mailedToken(provider, email)
  expectStatus(await ask(url, 'GET', `/api/auth/verify-email?token=${token}`, { cookie }), 200, 'verify')
}

/** Signs in, asks who is signed in, signs out, and asks again. */
export async function signInAndOut(url: string, { email }: { email: string }): Promise<void> {
  const answer = await ask(url, 'POST', '/api/auth/login', { json: { email, password: PASSWORD } })
  expectStatus(answer, 200, 'login')
  const { cookie } = answer
  const me = await ask(url, 'GET', '/api/auth/me', { cookie })
  expectStatus(me, 200, 'me')
  const user = me.body.user as { email: string; emailVerified: boolean }
  if (user.email !== email || !user.emailVerified) throw new Error(`me: ${JSON.stringify(user)}`)
  expectStatus(await ask(url, 'POST', '/api/auth/logout', { cookie }), 200, 'logout')
  expectStatus(await ask(url, 'GET', '/api/auth/me', { cookie }), 401, 'me after logout')
}

/** The specification's diagram over HTTP: register → e-mail → verify → sign in → who am I → sign out. */
export async function walkMainFlow(url: string, provider: SesEndpoint): Promise<Person> {
  const person = await register(url)
  await verify(url, provider, person)
  await signInAndOut(url, person)
  return person
}
