import { createServer } from 'node:http'

/**
 * Loaded into a measured process (`node --import`): reports its CPU time (microseconds) and memory (bytes) on the port
 * BENCH_PROBE, alike on every operating system.
 */
createServer((_request, response) => {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  response.end(JSON.stringify({ cpu: user + system, memory: rss, heap: heapUsed }))
})
  .listen(Number(process.env.BENCH_PROBE), '127.0.0.1')
  .unref()
