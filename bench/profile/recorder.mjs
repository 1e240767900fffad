import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'

/** Microseconds between two looks of the profiler. */
const INTERVAL = 500

/**
 * Loaded into a measured process (`node --import`): on the port BENCH_PROFILER, `/cpu` answers the CPU time of its main
 * thread so far (ms), `/start` the same and begins a profile of it, and `/stop` the profile.
 */
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })

/** From proc(5). Where there is none, that of the whole process. */
function threadCpu() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}

createServer(async ({ url }, response) => {
  if (url === '/stop') return response.end(JSON.stringify(await session.post('Profiler.stop')))
  const main = threadCpu()
  if (url === '/start') await session.post('Profiler.start')
  response.end(JSON.stringify({ main }))
})
  .listen(Number(process.env.BENCH_PROFILER), '127.0.0.1')
  .unref()
