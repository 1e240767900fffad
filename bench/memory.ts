import { setTimeout as sleep } from 'node:timers/promises'
import { seconds } from './constants'
import { type Report, shares } from './report/table'
import type { Contender, Exchange, Measured } from './servers/measured'
import type { Stage } from './stage'

/** Milliseconds that a new server gets to settle. */
const SETTLE = 3000
const SECONDS = seconds(10)
const SAMPLING = 200

/** The most memory (MiB) that a process holds until `work` is done. */
async function peak({ probe }: Measured, work: Promise<unknown>): Promise<number> {
  let working = true
  let highest = 0
  const done = work.finally(() => {
    working = false
  })
  while (working) {
    highest = Math.max(highest, (await probe()).memory)
    await sleep(SAMPLING)
  }
  await done
  return highest
}

/** Measures resident memory: idle, and the most under session checks and sign-ins. */
export async function memory({ limit, contenders, load, background }: Stage): Promise<Report> {
  const plan = ({ port }: Measured, { request, status }: Exchange, clients: number) => ({
    port,
    requests: [request],
    clients,
    seconds: SECONDS,
    status,
  })
  const checks = (server: Measured) => load.run(plan(server, server.check, 64))
  const signIns = (server: Contender) => background.run(plan(server, server.signIn, 8))
  const idle: Record<string, number> = {}
  const loaded: Record<string, number> = {}
  await sleep(SETTLE)
  for (const server of [limit, ...contenders]) idle[server.name] = (await server.probe()).memory
  loaded[limit.name] = await peak(limit, checks(limit))
  for (const server of contenders)
    loaded[server.name] = await peak(server, Promise.all([checks(server), signIns(server)]))
  const rows = [
    { what: 'idle', values: idle, target: '<= 110' },
    { what: 'under load', values: loaded, target: '<= 160' },
  ]
  return {
    title: 'Resident memory, MiB (limit: session checks alone)',
    rows: rows.flatMap((row) => ('before' in row.values ? [row, shares(row, 'before', '<= 0.55')] : [row])),
  }
}
