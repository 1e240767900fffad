import { randomBytes } from 'node:crypto'

/** The origin of the running application. */
export const URL_OF_APP = process.env.URL_OF_APP ?? ''

export const PASSWORD = 'une phrase de passe assez longue'

/** Somebody new. */
export const person = () => ({ name: 'Jean Dupont', email: `${randomBytes(6).toString('hex')}@example.com` })

/** The header that keeps a session which an answer began. */
export function cookieOf(response: Response): { cookie: string } {
  const line = response.headers.getSetCookie().find((text) => text.startsWith('auth-token='))
  return { cookie: line?.split(';')[0] ?? '' }
}
