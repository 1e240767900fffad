import { setTimeout as sleep } from 'node:timers/promises'
import { PASSWORD } from '../constants'
import { type Answer, type Ask, ask } from './client'

export const KINDS = ['check', 'sign-in', 'sign-up', '/login', '/register', '/dashboard'] as const
export type Kind = (typeof KINDS)[number]

/** Requests a second of each kind: about one of two cores, the generator's own work included. */
const RATES: Record<Kind, number> = {
  check: 100,
  'sign-in': 2,
  'sign-up': 1,
  '/login': 3,
  '/register': 1,
  '/dashboard': 3,
}

/** Clients that share the rate of a kind, each with one request under way at most. */
const CLIENTS: Record<Kind, number> = {
  check: 16,
  'sign-in': 4,
  'sign-up': 2,
  '/login': 4,
  '/register': 2,
  '/dashboard': 4,
}

/** Accounts that the load remembers; older ones are left alone. */
const REMEMBERED = 500

type Account = { email: string; session: string }

const EXPECTED: Record<Kind, number> = {
  check: 200,
  'sign-in': 200,
  'sign-up': 201,
  '/login': 200,
  '/register': 200,
  '/dashboard': 200,
}

/** True for the answer that this kind of request gets from a server in order. */
export const isExpected = (kind: Kind, { status }: Answer): boolean => status === EXPECTED[kind]

/** Sends the mixed load to `port` until stopped, and hands every answer to `note`. */
export function startMix(port: number, note: (kind: Kind, answer: Answer) => void) {
  const accounts: Account[] = []
  let serial = 0
  let isStopped = false

  const somebody = (): Account =>
    accounts[Math.floor(Math.random() * accounts.length)] ?? { email: '', session: '' }

  async function signUp(): Promise<Answer> {
    const email = `ada-${process.pid}-${++serial}@example.com`
    const body = { name: 'Ada', email, password: PASSWORD }
    const answer = await ask(port, { method: 'POST', path: '/api/auth/register', body })
    if (answer.session !== undefined) accounts.push({ email, session: answer.session })
    if (accounts.length > REMEMBERED) accounts.shift()
    return answer
  }

  async function signIn(): Promise<Answer> {
    const account = somebody()
    const body = { email: account.email, password: PASSWORD }
    const answer = await ask(port, { method: 'POST', path: '/api/auth/login', body })
    if (answer.session !== undefined) account.session = answer.session
    return answer
  }

  const read = (path: string, more: Partial<Ask> = {}) => ask(port, { method: 'GET', path, ...more })

  const senders: Record<Kind, () => Promise<Answer>> = {
    check: () => read('/api/auth/me', { cookie: somebody().session }),
    'sign-in': signIn,
    'sign-up': signUp,
    '/login': () => read('/login', { isPage: true }),
    '/register': () => read('/register', { isPage: true }),
    '/dashboard': () => read('/dashboard', { isPage: true, cookie: somebody().session }),
  }

  /** Keeps its rate; what it could not send while an answer was late is left out, so that no backlog follows. */
  async function client(kind: Kind, index: number): Promise<void> {
    const interval = (1000 * CLIENTS[kind]) / RATES[kind]
    let due = performance.now() + (interval * index) / CLIENTS[kind]
    while (!isStopped) {
      await sleep(Math.max(0, due - performance.now()))
      if (isStopped) return
      note(kind, await senders[kind]())
      due = Math.max(due + interval, performance.now())
    }
  }

  const start = async () => {
    while (accounts.length < CLIENTS.check) {
      const { status } = await signUp()
      if (status !== 201) throw new Error(`signing up answered ${status}`)
    }
    const clients = KINDS.flatMap((kind) =>
      Array.from({ length: CLIENTS[kind] }, (_, index) => client(kind, index)),
    )
    await Promise.all(clients)
  }
  const running = start()
  return {
    /** Ends the load. @throws when it could not begin */
    async stop() {
      isStopped = true
      await running
    },
  }
}
