import { setTimeout as sleep } from 'node:timers/promises'
import type { Measured } from './servers'
import { type Stage, signInRequest } from './stage'
import { figure, printTable } from './table'

/** Milliseconds that a new server gets to settle. */
const SETTLE = 3000
const SECONDS = 10
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
export async function memory({ ours, limit, load, background }: Stage): Promise<void> {
  await sleep(SETTLE)
  const idle = (await ours.probe()).memory
  const limitIdle = (await limit.probe()).memory
  const checks = ({ port, check }: { port: number; check: Stage['ours']['check'] }) =>
    load.run({ port, requests: [check], clients: 64, seconds: SECONDS, status: 200 })
  const requests = [signInRequest(ours.email)]
  const signIns = { port: ours.port, requests, clients: 8, seconds: SECONDS, status: 200 }
  const loaded = await peak(ours, Promise.all([checks(ours), background.run(signIns)]))
  const limitLoaded = await peak(limit, checks(limit))
  printTable('Resident memory', [
    {
      what: 'idle',
      ours: figure(idle, 'MiB'),
      limit: figure(limitIdle, 'MiB'),
      ratio: idle / limitIdle,
      target: '<= 80 MiB',
    },
    {
      what: 'under load',
      ours: figure(loaded, 'MiB'),
      limit: figure(limitLoaded, 'MiB'),
      ratio: loaded / limitLoaded,
      target: '<= 125 MiB',
    },
  ])
}
