import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../support/app'
import { type MailTaker, startMailTaker } from '../../support/mail-taker'
import { ask, PASSWORD, register, signInAndOut } from '../../support/walk'
import { queryOnce } from '../../support/with-client'
import type { Ledger } from '../ledger'
import type { Unpacked } from '../unpack'
import { behindApp } from './behind'
import { runReports } from './reports/run'
import { MAIL_SERVERS, type MailServer, OWN_DOMAIN, REFUSED_DOMAIN } from './table'

const TIMEOUT = 20_000
const POLL = 100

async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let waited = 0; waited < TIMEOUT; waited += POLL) {
    const seen = await look()
    if (seen !== undefined) return seen
    await sleep(POLL)
  }
  throw new Error(`${what} did not happen`)
}

/** The main flow, whose letter goes through the real server. */
async function walkMail(app: App, next: MailTaker): Promise<void> {
  const person = await register(app.url)
  const token = await until('a letter at the next server', () => {
    const letter = next.received.find(({ to }) => to.includes(person.email))
    return /\/auth\/verify-email\?token=([0-9a-f]{64})/.exec(letter?.source ?? '')?.[1]
  })
  const verified = await ask(app.url, 'GET', `/api/auth/verify-email?token=${token}`, {
    cookie: person.cookie,
  })
  if (verified.status !== 200) throw new Error(`verify: ${verified.status}`)
  await signInAndOut(app.url, person)
}

type Fate = { status: string; last_error: string | null; suppressed: boolean }

/** The fate of the letter to a new person at `domain`. */
async function fateAt(app: App, domain: string): Promise<Fate> {
  const email = `${randomBytes(6).toString('hex')}@${domain}`
  const json = { name: 'Jean Dupont', email, password: PASSWORD }
  const { status } = await ask(app.url, 'POST', '/api/auth/register', { json })
  if (status !== 201) throw new Error(`register: ${status}`)
  return await until('an attempt', async () => {
    const [fate] = await queryOnce<Fate & { attempts: number }>(
      app.database.url,
      `select m.status, m.last_error, m.attempts,
         exists (select from email_suppressions s where s.message_id = m.id) as suppressed
       from email_messages m join users u on u.id = m.user_id where u.email = $1`,
      [email],
    )
    return fate && fate.attempts > 0 && fate.status !== 'sending' ? fate : undefined
  })
}

async function expectFate(app: App, domain: string, expected: string[]): Promise<string> {
  const { status, last_error, suppressed } = await fateAt(app, domain)
  const said = `${status}${suppressed ? ', suppressed' : ''}: ${last_error ?? 'no error'}`
  if (!expected.includes(status)) throw new Error(`${said}; not ${expected.join(' or ')}`)
  return said
}

async function runServer(ledger: Ledger, server: MailServer): Promise<void> {
  const next = await startMailTaker()
  const start = {
    ...server,
    tried: 'start behind the app',
    guest: (unpacked: Unpacked, port: number) => server.guest(unpacked, { server: port, next: next.port }),
  }
  try {
    await behindApp(ledger, start, async (subject, app) => {
      await ledger.try(subject, 'main flow, its letter sent through it', async () => {
        await walkMail(app, next)
        return undefined
      })
      await ledger.try(subject, 'a letter to somebody it does not know', () =>
        expectFate(app, OWN_DOMAIN, ['bounced']),
      )
      await ledger.try(subject, 'a letter that it refuses to relay', () =>
        expectFate(app, REFUSED_DOMAIN, server.name === 'OpenSMTPD' ? ['bounced'] : ['queued']),
      )
    })
  } finally {
    await next.close()
  }
}

/** Sends the app's letters through each mail server, and has each report about them. */
export async function runMail(ledger: Ledger, only?: string): Promise<void> {
  const servers = MAIL_SERVERS.filter(({ package: name }) => !only || name.includes(only))
  for (const server of servers) await runServer(ledger, server)
  await runReports(ledger, only)
}
