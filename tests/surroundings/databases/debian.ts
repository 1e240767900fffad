import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../support/free-port'
import { queryOnce } from '../../support/with-client'
import { asNobody, openFolder } from '../folder'
import { startProgram } from '../program'
import { LeftOut, type Unpacked, unpack } from '../unpack'

/** A PostgreSQL server of Debian's, with its client programs. */
export type DebianPostgres = {
  version: string
  /** The address of one of its databases, as its superuser. */
  url(database: string): string
  /** Runs one of its programs to its end. @returns its standard output */
  program(name: string, ...args: string[]): string
  /** A folder that its programs may write to. */
  folder: string
  stop(): Promise<void>
}

/** The oldest server that the documents promise, which is the one of Debian 12. */
const MAJOR = 15
const TIMEOUT = 60_000

function runner({ root, libraries }: Unpacked, folder: string) {
  return (name: string, ...args: string[]): string => {
    const file = path.join(root, `usr/lib/postgresql/${MAJOR}/bin`, name)
    const env = {
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C',
      NODE_ENV: 'production' as const,
      LD_LIBRARY_PATH: libraries,
    }
    const options = { ...asNobody, cwd: folder, env, encoding: 'utf8' as const, timeout: TIMEOUT }
    const { status, stdout, stderr } = spawnSync(file, args, options)
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.trim()}`)
    return stdout
  }
}

const READY_TIMEOUT = 20_000
const POLL = 100

/** It listens before it takes statements. */
async function untilReady(url: string): Promise<void> {
  for (let waited = 0; waited < READY_TIMEOUT; waited += POLL) {
    if (await queryOnce(url, 'select 1').catch(() => undefined)) return
    await sleep(POLL)
  }
  throw new Error('PostgreSQL of Debian takes no statement')
}

/** Unpacks and starts it on data of its own, on a port of the loopback interface. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const unpacked = unpack(`postgresql-${MAJOR}`, `postgresql-client-${MAJOR}`)
  const folder = openFolder('postgresql')
  const program = runner(unpacked, folder)
  const data = path.join(folder, 'data')
  const port = await freePort()
  try {
    program('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync')
    const file = path.join(unpacked.root, `usr/lib/postgresql/${MAJOR}/bin/postgres`)
    const running = await startProgram(
      [
        file,
        '-D',
        data,
        '-k',
        folder,
        '-p',
        String(port),
        '-c',
        'fsync=off',
        '-c',
        'listen_addresses=127.0.0.1',
      ],
      { cwd: folder, port, environment: { LD_LIBRARY_PATH: unpacked.libraries }, account: asNobody },
    )
    const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}?sslmode=disable`
    await untilReady(url('postgres'))
    return {
      version: unpacked.version,
      folder,
      program,
      url,
      async stop() {
        await running.stop('SIGINT')
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The client programs dump no server that is newer than they are. */
export const dumpsOfTheEmbedded = (): never => {
  throw new LeftOut(
    `Debian 12 has the client programs of PostgreSQL ${MAJOR} alone, and they dump no newer server`,
  )
}
