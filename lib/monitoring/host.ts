import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

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

/** Milliseconds between the two looks of a first reading; later ones span the time since the one before. */
const FIRST_LOOK = 200

let lastTimes: CpuTimes | undefined

/** How busy the processors of this host were since the last time this was asked, in per cent. Null: it does not say. */
export async function hostCpu(): Promise<number | null> {
  const before = lastTimes ?? cpuTimes()
  if (!lastTimes) await sleep(FIRST_LOOK)
  const after = cpuTimes()
  lastTimes = after
  const all = after.all - before.all
  return all > 0 ? (100 * (after.busy - before.busy)) / all : null
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
