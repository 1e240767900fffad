import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { testDatabase } from '../tests/support/database'
import { bundleScript } from '../tests/support/scripts'
import { queryOnce } from '../tests/support/with-client'
import { median } from './report/rounds'
import { figure, type Report, type Row } from './report/table'

const PEOPLE = 100_000
const ROUNDS = 3
const PROGRAM = path.resolve('.cache/script-people-users.mjs')

const base64 = (bytes: number): string => randomBytes(bytes).toString('base64')
const bare = (bytes: number): string => base64(bytes).replaceAll('=', '')
const bcryptText = (): string => base64(60).replaceAll('+', '.').slice(0, 53)

/** Hashes as other software writes them; no import checks one, so their digests are random. */
const FORMATS: (() => string)[] = [
  () => `$2a$10$${bcryptText()}`,
  () => `$2b$12$${bcryptText()}`,
  () => `$2y$12$${bcryptText()}`,
  () => `$argon2id$v=19$m=65536,t=3,p=4$${bare(16)}$${bare(32)}`,
  () => `$scrypt$ln=16,r=8,p=1$${bare(16)}$${bare(32)}`,
  () => `${randomBytes(16).toString('hex')}:${randomBytes(64).toString('hex')}`,
  () => `pbkdf2_sha256$1000000$${randomBytes(11).toString('hex')}$${base64(32)}`,
  () => `$pbkdf2-sha512$i=210000,l=64$${bare(16)}$${bare(64)}`,
]

/** Writes the same people as an import takes them, and as COPY does. */
async function writePeople(ndjson: string, csv: string): Promise<void> {
  const [lines, rows] = [createWriteStream(ndjson), createWriteStream(csv)]
  for (let n = 0; n < PEOPLE; n += 1) {
    const email = `person-${n}@${n % 7}.example.com`
    const name = `Élodie Martin ${n}`
    const passwordHash = FORMATS[n % FORMATS.length]?.() ?? ''
    const createdAt = new Date(1_600_000_000_000 + n * 1000).toISOString()
    lines.write(
      `${JSON.stringify({ email, name, passwordHash, emailVerified: true, locale: 'fr', createdAt })}\n`,
    )
    rows.write(`${email},${name},"imported:${passwordHash}",t,fr,${createdAt},${createdAt},\n`)
  }
  lines.end()
  rows.end()
  await Promise.all([finished(lines), finished(rows)])
}

type Run = { seconds: number; peak: number }

/** Runs the program. `peak`: MiB of its most memory. */
async function run(parameters: string[], url: string): Promise<Run> {
  const started = performance.now()
  const env = { PATH: process.env.PATH, NODE_ENV: 'test' as const, DATABASE_URL: url }
  const child = spawn(process.execPath, [PROGRAM, ...parameters], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.resume()
  child.stderr.resume()
  let peak = 0
  const look = setInterval(() => {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
    peak = Math.max(peak, Number(kib ?? 0) / 1024)
  }, 100)
  child.once('exit', () => clearInterval(look))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`users:${parameters[0]} ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, peak }
}

async function copy(csv: string, url: string): Promise<number> {
  const started = performance.now()
  await queryOnce(
    url,
    `copy users (email, name, password_hash, email_verified, locale, created_at, updated_at, unverified_since)
     from '${csv}' (format csv)`,
  )
  return (performance.now() - started) / 1000
}

async function onDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await testDatabase()
  try {
    return await work(database.url)
  } finally {
    await database.drop()
  }
}

const SECONDS = (value: number): string => figure(value, 's')

/** Measures an import of people beside a COPY of the same rows, a second import, a dry run, and the export. */
export async function people(): Promise<Report> {
  await bundleScript('people/users')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-people-'))
  chmodSync(folder, 0o755)
  const [ndjson, csv] = [path.join(folder, 'people.ndjson'), path.join(folder, 'people.csv')]
  try {
    await writePeople(ndjson, csv)
    const rounds: Record<string, number[]> = {
      copy: [],
      dry: [],
      first: [],
      second: [],
      export: [],
      peak: [],
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.copy?.push(await onDatabase((url) => copy(csv, url)))
      await onDatabase(async (url) => {
        const dry = await run(['import', ndjson, '--dry-run'], url)
        const first = await run(['import', ndjson], url)
        const second = await run(['import', ndjson], url)
        const exported = await run(['export'], url)
        rounds.dry?.push(dry.seconds)
        rounds.first?.push(first.seconds)
        rounds.second?.push(second.seconds)
        rounds.export?.push(exported.seconds)
        rounds.peak?.push(Math.max(first.peak, exported.peak))
      })
    }
    const of = (name: string) => median(rounds[name] ?? [])
    const row = (what: string, value: string, target?: string): Row => ({
      what,
      values: { ours: value },
      target,
    })
    return {
      title: `${PEOPLE.toLocaleString('en')} people of ${FORMATS.length} kinds of hashes`,
      rows: [
        row('COPY of the same rows', SECONDS(of('copy'))),
        row('import', SECONDS(of('first')), '< 60 s'),
        row('  of COPY’s', (of('first') / of('copy')).toFixed(2)),
        row('import again, all are here', SECONDS(of('second'))),
        row('dry run', SECONDS(of('dry'))),
        row('export', SECONDS(of('export'))),
        row('most memory of import and export', figure(of('peak'), 'MiB')),
      ],
      rounds: Object.fromEntries(
        Object.entries(rounds).map(([name, values]) => [name, values.map((value) => [value])]),
      ),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
