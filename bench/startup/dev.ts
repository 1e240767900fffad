import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sessionOf } from '../../tests/support/api'
import { freePort } from '../../tests/support/free-port'
import { PASSWORD } from '../constants'
import type { Report, Row } from '../report/table'
import { builds } from '../servers/observed'

/** Milliseconds until a clone has shown its first page, or never will. */
const TIMEOUT = 300_000
const POLL = 200
/** A person fills the form of the sign-up, then goes from page to page. Compilation may go on meanwhile. */
const FORM_PAUSE = 5_000
const PAGE_PAUSE = 1_000

/** In the order of the main flow. The session is that of the sign-up. */
const PAGES = [
  '/dashboard',
  '/mailbox',
  '/auth/verify-email?token=none',
  '/login',
  '/forgot-password',
  '/auth/reset-password?token=none',
  '/account',
]

type Step = { what: string; ms: number }

/** A clone without anything installed, of the commit that is checked out in `folder`. */
function clone(folder: string): string {
  const made = path.join(mkdtempSync(path.join(os.tmpdir(), 'huntaze-dev-')), 'clone')
  execFileSync('git', ['-c', 'advice.detachedHead=false', 'clone', '--quiet', folder, made])
  return made
}

/** As a shell would: without the variables of the npm that runs this. */
function startDev(folder: string, port: number): ChildProcess {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [`${name}=${value}`]
  })
  const args = ['-i', ...kept, `PORT=${port}`, 'npm', 'run', 'dev']
  return spawn('env', args, { cwd: folder, stdio: 'ignore', detached: true })
}

async function untilPage(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + TIMEOUT
  while (child.exitCode === null && performance.now() < deadline) {
    const page = await fetch(url).catch(() => undefined)
    const text = await page?.text().catch(() => '')
    if (page?.status === 200 && text?.includes('</html>')) return
    await sleep(POLL)
  }
  throw new Error('`npm run dev` showed no page')
}

async function timed(what: string, work: () => Promise<Response>): Promise<[Step, Response]> {
  const started = performance.now()
  const response = await work()
  const text = await response.clone().text()
  if (response.status >= 500 || text === '') throw new Error(`${what} answered ${response.status}`)
  return [{ what: `${what} (${response.status})`, ms: performance.now() - started }, response]
}

async function walk(origin: string): Promise<Step[]> {
  await sleep(FORM_PAUSE)
  const body = JSON.stringify({ name: 'Ada', email: 'ada@example.com', password: PASSWORD })
  const headers = { 'Content-Type': 'application/json' }
  const signUp = () => fetch(`${origin}/api/auth/register`, { method: 'POST', headers, body })
  const [first, signedUp] = await timed('POST /api/auth/register', signUp)
  const steps = [first]
  const cookie = `auth-token=${sessionOf(signedUp)}`
  for (const page of PAGES) {
    await sleep(PAGE_PAUSE)
    const open = () => fetch(origin + page, { headers: { cookie }, redirect: 'manual' })
    steps.push((await timed(page.split('?', 1)[0] ?? page, open))[0])
  }
  return steps
}

async function firstVisit(folder: string): Promise<Step[]> {
  const cloned = clone(folder)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const started = performance.now()
  const child = startDev(cloned, port)
  const ended = once(child, 'exit')
  try {
    await untilPage(`${origin}/register`, child)
    const first = { what: '/register (from `npm run dev`)', ms: performance.now() - started }
    return [first, ...(await walk(origin))]
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    await ended
    rmSync(path.dirname(cloned), { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Measures `npm run dev` in a fresh clone of what is committed: from the command to the page of the sign-up, and the
 * first visit of each page after it. npm's cache should hold the packages; run it alone on the machine.
 */
export async function dev(): Promise<Report> {
  const visits = []
  for (const { folder } of builds()) visits.push(await firstVisit(folder))
  const [ours = [], before] = visits
  const rows = ours.map(({ what, ms }, index): Row => {
    const older = before?.[index]?.ms
    const values: Row['values'] = { ours: ms }
    if (older !== undefined) Object.assign(values, { before: older, 'of before’s': (ms / older).toFixed(2) })
    return {
      what,
      values,
      target: index === 0 ? '<= 0.65 of before’s' : '<= 2,000',
    }
  })
  return { title: 'Fresh clone, `npm run dev`: first visits, ms', rows }
}
