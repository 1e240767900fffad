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

/** Milliseconds between the two looks of a reading that has none before it to span the time since. */
const SHORT_LOOK = 200

/** Of several processes on this host only one asks in a minute: a mean over hours would not be how busy it is now. */
const TOO_LONG_AGO = 2 * MINUTE

let lastLook: { at: Date; times: CpuTimes } | undefined

async function timesBefore(now: Date): Promise<CpuTimes> {
  if (lastLook && now.getTime() - lastLook.at.getTime() <= TOO_LONG_AGO) return lastLook.times
  const times = cpuTimes()
  await sleep(SHORT_LOOK)
  return times
}

/** How busy the processors of this host were in the last minute or two, in per cent. Null: it does not say. */
export async function hostCpu(now: Date): Promise<number | null> {
  const before = await timesBefore(now)
  const times = cpuTimes()
  lastLook = { at: now, times }
  const all = times.all - before.all
  return all > 0 ? (100 * (times.busy - before.busy)) / all : null
}

/** Bytes that the file system of `folder` still takes. Null: it cannot be asked. */
export async function freeSpace(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
