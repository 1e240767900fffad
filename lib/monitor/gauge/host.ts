import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE } from '../../kernel/clock'

type CpuTimes = { busy: number; all: number }

function cpuTimes(): CpuTimes {
  const times = os.cpus().map(({ times: { user, nice, sys, irq, idle } }) => {
    const busy = user + nice + sys + irq
    return { busy, all: busy + idle }
  })
  return {
    busy: times.reduce((sum, { busy }) => sum + busy, 0),
    all: times.reduce((sum, { all }) => sum + all, 0),
  }
}

/** Sampling interval in ms when there is no earlier reading. */
const FIRST_INTERVAL = 200

/**
 * Age from which an earlier reading is ignored: of several processes one samples each minute, and a mean over hours is
 * not the present load.
 */
const STALE_READING = 2 * MINUTE

let lastReading: { at: Date; times: CpuTimes } | undefined

async function timesBefore(now: Date): Promise<CpuTimes> {
  if (lastReading && now.getTime() - lastReading.at.getTime() <= STALE_READING) return lastReading.times
  const times = cpuTimes()
  await sleep(FIRST_INTERVAL)
  return times
}

/** Load of this host's processors over the last minute or two, in per cent. Null: not known. */
export async function hostCpu(now: Date): Promise<number | null> {
  const before = await timesBefore(now)
  const times = cpuTimes()
  lastReading = { at: now, times }
  const all = times.all - before.all
  return all > 0 ? (100 * (times.busy - before.busy)) / all : null
}

/** Free bytes of the file system of `folder`. Null: not known. */
export async function freeSpace(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
