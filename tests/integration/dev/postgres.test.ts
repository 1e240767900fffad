import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readServer } from '../../../dev/postgres/pid-file'
import { identityOf } from '../../../dev/postgres/process-identity'
import { bundle } from '../../../scripts/build/bundle.mjs'

type Ids = { uid?: number; gid?: number }

/** Bundled once, since it starts some forty times: compiling it takes longer than the database does. */
const SCRIPT = path.resolve('.cache/embedded-process.mjs')
await bundle('tests/support/embedded-process.ts', SCRIPT, { packages: 'external' })

const ROOT = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534 }

const succeeds = (command: string, args: string[], ids: Ids = {}): boolean =>
  spawnSync(command, args, { ...ids, cwd: '/' }).status === 0

const readableByNobody =
  ROOT && succeeds(process.execPath, ['-e', `require('fs').readFileSync('${SCRIPT}')`], NOBODY)
const hasUserNamespaces = ROOT && succeeds('unshare', ['--user', 'true'])

/** The account that starts it, its folder, and whether this machine can run the case. */
const SITUATIONS: { name: string; ids: Ids; mode: number; possible: boolean }[] = [
  { name: ROOT ? 'root' : 'an ordinary user', ids: {}, mode: 0o755, possible: true },
  { name: 'an ordinary user, tried by root', ids: NOBODY, mode: 0o755, possible: readableByNobody },
  { name: 'root in a folder closed to others', ids: {}, mode: 0o700, possible: hasUserNamespaces },
]

let folder: string
let data: string
/** A cluster that was used and stopped, for tests that do not look at its creation, a second of work. */
let stopped: string | undefined
let ids: Ids
let children: ChildProcess[]

async function begin(): Promise<{ child: ChildProcess; url: string }> {
  const env = { PATH: process.env.PATH, TMPDIR: folder, NODE_ENV: 'test' as const }
  const child = spawn(process.execPath, [SCRIPT, data], { ...ids, cwd: '/', env, stdio: 'pipe' })
  children.push(child)
  let complaint = ''
  child.stderr?.on('data', (text) => {
    complaint += text
  })
  const lines = createInterface({ input: child.stdout })
  const [url] = await Promise.race([once(lines, 'line'), once(child, 'exit')])
  if (typeof url !== 'string') throw new Error(complaint)
  return { child, url }
}

async function end(child: ChildProcess, how: 'stop' | 'exit' | 'SIGKILL'): Promise<void> {
  const ended = once(child, 'exit')
  if (how === 'SIGKILL') child.kill(how)
  else child.stdin?.write(`${how}\n`)
  await ended
}

async function query(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows[0]
  } finally {
    await client.end()
  }
}

/** Begins on a database that there was already. */
async function beginAgain(): Promise<{ child: ChildProcess; url: string }> {
  if (stopped) execFileSync('cp', ['-a', stopped, data])
  return await begin()
}

const serverPid = (): number => Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0])

async function untilGone(pid: number): Promise<void> {
  await expect.poll(() => identityOf(pid)).toBeUndefined()
}

describe.each(SITUATIONS)('the embedded database of $name', (situation) => {
  beforeEach(() => {
    children = []
    ids = situation.ids
    folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-test-'))
    chmodSync(folder, situation.mode)
    if (ids.uid !== undefined && ids.gid !== undefined) chownSync(folder, ids.uid, ids.gid)
    data = path.join(folder, 'pg')
  })

  beforeAll(() => {
    stopped = undefined
  })

  afterAll(() => {
    if (stopped) rmSync(path.dirname(stopped), { recursive: true })
  })

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    const server = readServer(data)
    if (server) {
      process.kill(server.pid, 'SIGQUIT')
      await untilGone(server.pid)
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const when = it.runIf(situation.possible)

  when('starts cold, keeps its data, starts warm', async () => {
    const first = await begin()
    expect(await query(first.url, `select current_database() as name, lower('É') as lower`)).toEqual({
      name: 'huntaze',
      lower: 'é',
    })
    await query(first.url, 'create table kept as select 1 as n')
    const pid = serverPid()
    await end(first.child, 'stop')
    expect(identityOf(pid)).toBeUndefined()

    const second = await begin()
    expect(serverPid()).not.toBe(pid)
    expect(await query(second.url, 'select n from kept')).toEqual({ n: 1 })
    await end(second.child, 'stop')
    expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(false)

    stopped = path.join(mkdtempSync(path.join(os.tmpdir(), 'huntaze-stopped-')), 'pg')
    execFileSync('cp', ['-a', data, stopped])
  })

  when('starts once when three processes start it at once', async () => {
    const started = await Promise.all([begin(), begin(), begin()])
    for (const { url } of started) expect(await query(url, 'select 1 as n')).toEqual({ n: 1 })
    expect(new Set(started.map(({ url }) => url)).size).toBe(1)
    const pid = serverPid()
    await Promise.all(started.map(({ child }) => end(child, 'stop')))
    expect(identityOf(pid)).toBeUndefined()
  })

  when('comes back after its server was killed', async () => {
    const first = await beginAgain()
    await query(first.url, 'create table saved as select 1 as n')
    const pid = serverPid()
    process.kill(pid, 'SIGKILL')
    const second = await begin()
    expect(serverPid()).not.toBe(pid)
    expect(await query(second.url, 'select n from saved')).toEqual({ n: 1 })
  })

  it.runIf(situation.possible && process.platform === 'linux')(
    'comes back while its killed server is still a zombie',
    async () => {
      const first = await beginAgain()
      const pid = serverPid()
      // A stopped parent does not take note of its child's end.
      first.child.kill('SIGSTOP')
      process.kill(pid, 'SIGKILL')
      const second = await begin()
      expect(existsSync(`/proc/${pid}`)).toBe(true)
      expect(await query(second.url, 'select 1 as n')).toEqual({ n: 1 })
    },
  )

  when('is joined, not started again, after its starter was killed', async () => {
    const first = await beginAgain()
    const pid = serverPid()
    await end(first.child, 'SIGKILL')
    const second = await begin()
    expect(serverPid()).toBe(pid)
    expect(await query(second.url, 'select 1 as n')).toEqual({ n: 1 })
    await end(second.child, 'stop')
    await untilGone(pid)
  })

  when.each(['stop', 'exit'] as const)(
    'outlives its starter (%s) while another process uses it',
    async (how) => {
      const starter = await beginAgain()
      const joiner = await begin()
      const pid = serverPid()
      await end(starter.child, how)
      expect(await query(joiner.url, 'select 1 as n')).toEqual({ n: 1 })
      expect(serverPid()).toBe(pid)
      await end(joiner.child, how)
      await untilGone(pid)
    },
  )
})
