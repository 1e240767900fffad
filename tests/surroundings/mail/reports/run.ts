import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../../support/app'
import { freePort } from '../../../support/free-port'
import { startMailTaker } from '../../../support/mail-taker'
import { OUTCOME, type Outcome, type OutcomeName } from '../../../support/mailed-outcomes'
import { ask, PASSWORD } from '../../../support/walk'
import { queryOnce } from '../../../support/with-client'
import type { Ledger, Subject } from '../../ledger'
import { LeftOut, type Unpacked } from '../../unpack'
import { behindApp } from '../behind'
import { CASES, type Case, DOMAINS, REFUSALS } from './cases'
import { startNames } from './names'
import { NOT_STARTED, REPORTING_SERVERS, type ReportingServer } from './table'

/** Time in which every report must be read: lifetimes of a message are seconds here. */
const TIMEOUT = 60_000
const POLL = 500

/** Writes a letter to a new person whose name tells the next server what to answer. @returns their address */
async function writeTo(app: App, { name, domain }: Case): Promise<string> {
  const email = `${name}-${randomBytes(6).toString('hex')}@${DOMAINS[domain]}`
  const json = { name: 'Jean Dupont', email, password: PASSWORD }
  const { status } = await ask(app.url, 'POST', '/api/auth/register', { json })
  if (status !== 201) throw new Error(`register: ${status}`)
  return email
}

type Row = { type: string; bounce_type: string | null; reason: string | null; suppressed: boolean }

/** The effects of the reports about the letter to `email` so far, by their names; what has none, as it was stored. */
async function effectsOn(app: App, email: string): Promise<string[]> {
  const rows = await queryOnce<Row>(
    app.database.url,
    `select distinct e.type, e.bounce_type, e.reason,
       exists (select from email_suppressions s where s.message_id = m.id) as suppressed
     from email_events e join email_messages m on m.id = e.message_id join users u on u.id = m.user_id
     where u.email = $1`,
    [email],
  )
  return rows.map((row) => {
    const found = Object.entries(OUTCOME).find(
      ([name, outcome]: [string, Outcome]) =>
        outcome.type === row.type &&
        (outcome.bounce ?? null) === row.bounce_type &&
        (outcome.reason ?? null) === row.reason &&
        row.suppressed === (name === 'noMailbox'),
    )
    return found?.[0] ?? JSON.stringify(row)
  })
}

async function expectReports(app: App, email: string, expected: OutcomeName[]): Promise<string> {
  const until = Date.now() + TIMEOUT
  const wanted = expected.toSorted().join(', ')
  let seen = ''
  while (Date.now() < until) {
    seen = (await effectsOn(app, email)).toSorted().join(', ')
    if (seen === wanted) return wanted
    await sleep(POLL)
  }
  throw new Error(`${seen || 'no report'}; not ${wanted}`)
}

async function tryCases(ledger: Ledger, subject: Subject, app: App): Promise<void> {
  await Promise.all(
    CASES.map((one) =>
      ledger.try(subject, `its report: ${one.what}`, async () => {
        const reason = one.leftOut?.[subject.program]
        if (reason) throw new LeftOut(reason)
        return expectReports(app, await writeTo(app, one), one.by?.[subject.program] ?? one.expected)
      }),
    ),
  )
}

async function runServer(ledger: Ledger, server: ReportingServer): Promise<void> {
  const [next, names, reports] = [await startMailTaker(REFUSALS), await startNames(), await freePort()]
  const start = {
    ...server,
    tried: 'start with queue times of seconds',
    guest: (unpacked: Unpacked, port: number) =>
      server.guest(unpacked, { server: port, next: next.port, reports }),
    environment: {
      EMAIL_BOUNCE_ADDRESS: `bounce@${DOMAINS.reports}`,
      BOUNCE_LISTEN: `127.0.0.1:${reports}`,
      RATE_LIMIT_SCALE: '100',
    },
  }
  try {
    await behindApp(ledger, start, (subject, app) => tryCases(ledger, subject, app))
  } finally {
    await Promise.all([next.close(), names.close()])
  }
}

/** Has each mail server report about the app's letters. */
export async function runReports(ledger: Ledger, only?: string): Promise<void> {
  const servers = REPORTING_SERVERS.filter(({ package: name }) => !only || name.includes(only))
  for (const server of servers) await runServer(ledger, server)
  if (only) return
  for (const [program, reason] of Object.entries(NOT_STARTED))
    await ledger.try({ program, version: '' }, 'its reports', async () => {
      throw new LeftOut(reason)
    })
}
