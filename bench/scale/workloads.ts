import { sessionOf } from '../../tests/support/api'
import { PASSWORD } from '../constants'
import type { WireRequest } from '../load/http-client'
import { post } from '../servers/measured'
import type { Observed } from '../servers/observed'

/** Accounts that sign in, so that they do not wait for each other's row. */
const ACCOUNTS = 32

/** Requests of one kind, to be sent in turn, and the only status of their answers that counts. */
export type Workload = { name: string; requests: WireRequest[]; status: number }

/** Signs the accounts up. @returns the loads that use them */
export async function workloadsFor({ app }: Observed): Promise<Workload[]> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => `ada-${index}@example.com`)
  const sessions: string[] = []
  for (const email of accounts) {
    const { path, body } = post('/api/auth/register', { name: 'Ada', email, password: PASSWORD })
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(app.url + path, { method: 'POST', headers, body })
    if (response.status !== 201) throw new Error(`signing up answered ${response.status}`)
    sessions.push(sessionOf(response))
  }
  return [
    {
      name: 'check',
      status: 200,
      requests: sessions.map((jwt) => ({ method: 'GET', path: '/api/auth/me', cookie: `auth-token=${jwt}` })),
    },
    {
      name: 'sign-in',
      status: 200,
      requests: accounts.map((email) => post('/api/auth/login', { email, password: PASSWORD })),
    },
    {
      name: 'sign-up',
      status: 201,
      requests: [
        post('/api/auth/register', { name: 'Ada', email: 'new-{n}@example.com', password: PASSWORD }),
      ],
    },
  ]
}
