import { rmSync } from 'node:fs'
import { freePort } from '../../support/free-port'
import { mustInit, ownDatabase } from '../databases/database'
import { walkDatabase } from '../databases/walk'
import { asNobody, openFolder } from '../folder'
import type { Ledger } from '../ledger'
import { startProgram } from '../program'
import { unpack } from '../unpack'
import { runBalancer } from './balancer'
import { POOLERS, type Pooler } from './table'

async function runPooler(ledger: Ledger, pooler: Pooler): Promise<void> {
  const { name, package: wanted, mode, prepare } = pooler
  const backend = await (pooler.backend ?? ownDatabase)()
  const [folder, port] = [openFolder(wanted), await freePort()]
  const url = `postgres://${backend.role}:${backend.password}@127.0.0.1:${port}/${backend.role}?sslmode=disable`
  let stop = async () => {}
  let isRunning = false
  const subject = { program: `${name}, ${mode}`, version: '' }
  try {
    await ledger.try(subject, 'start with the guide’s lines', async () => {
      const unpacked = unpack(wanted)
      subject.version = unpacked.version
      const command = prepare({ unpacked, folder, port, backend })
      const environment = { LD_LIBRARY_PATH: unpacked.libraries }
      const running = await startProgram(command, { cwd: folder, port, environment, account: asNobody })
      stop = running.stop
      isRunning = true
      return undefined
    })
    if (!isRunning) return
    await ledger.try(subject, '`db:init:safe` through it, again, and then without it', async () => {
      await mustInit(url)
      await mustInit(url)
      await mustInit(backend.url)
      return undefined
    })
    await ledger.try(subject, 'main flow, 120 session checks 20 at once, 6 sign-ups at once', async () => {
      await walkDatabase(url)
      return undefined
    })
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
    await backend.drop()
  }
}

/** Walks the main flow through each connection pooler. */
export async function runPoolers(ledger: Ledger, only?: string): Promise<void> {
  const poolers = POOLERS.filter(({ package: name }) => !only || name.includes(only))
  for (const pooler of poolers) await runPooler(ledger, pooler)
  if (poolers.some(({ package: name }) => name === 'pgpool2')) await runBalancer(ledger)
}
