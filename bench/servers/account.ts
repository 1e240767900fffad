import { PASSWORD } from '../constants'
import type { WireRequest } from '../load/http-client'
import { type Exchange, type Measured, post } from './measured'

/** The person whose sign-ins are measured. */
export const EMAIL = 'ada@example.com'

/** Signs this person up, then others. */
const OTHERS = 'ada-{n}@example.com'

/** Paths and statuses of a server's endpoints. */
export type Endpoints = { check: string; signIn: string; signUp: string; signedUp: number }

/** Those of the contract. */
export const CONTRACT: Endpoints = {
  check: '/api/auth/me',
  signIn: '/api/auth/login',
  signUp: '/api/auth/register',
  signedUp: 201,
}

export const signInRequest = (password = PASSWORD, email = EMAIL, path = CONTRACT.signIn): WireRequest =>
  post(path, { email, password })

async function signUp(port: number, { signUp: path, signedUp }: Endpoints): Promise<string> {
  const response = await fetch(`http://localhost:${port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` },
    body: JSON.stringify({ name: 'Ada', email: EMAIL, password: PASSWORD }),
  })
  if (response.status !== signedUp) throw new Error(`${path} answered ${response.status}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** Opens the account of the measurements, or ends the server. @returns the requests that are measured */
export async function openAccount(
  { port, stop }: Pick<Measured, 'port' | 'stop'>,
  endpoints: Endpoints,
): Promise<{ check: Exchange; signIn: Exchange; signUp: Exchange }> {
  const cookie = await signUp(port, endpoints).catch(async (error) => {
    await stop()
    throw error
  })
  return {
    check: { request: { method: 'GET', path: endpoints.check, cookie }, status: 200 },
    signIn: { request: signInRequest(PASSWORD, EMAIL, endpoints.signIn), status: 200 },
    signUp: {
      request: post(endpoints.signUp, { name: 'Ada', email: OTHERS, password: PASSWORD }),
      status: endpoints.signedUp,
    },
  }
}
