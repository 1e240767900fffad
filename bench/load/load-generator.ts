import { setTimeout as sleep } from 'node:timers/promises'
import { HttpClient, type WireRequest } from './http-client'

/** The requests to send. Without `seconds`, each request once. */
export type Load = {
  port: number
  requests: WireRequest[]
  clients: number
  seconds?: number
  /** Milliseconds each client waits between an answer and its next request. */
  pause?: number
  /** The only status that counts; any other ends the benchmark. */
  status: number
}

/** Latencies (ms) in the order of the answers, the number of answers, and answers a second. */
export type LoadResult = { latencies: number[]; answers: number; rate: number }

async function generate({ port, requests, clients, seconds, pause, status }: Load): Promise<LoadResult> {
  const started = performance.now()
  const deadline = started + (seconds ?? Number.POSITIVE_INFINITY) * 1000
  const latencies: number[] = []
  let next = 0
  let answers = 0
  let last = started
  const client = async (connection: HttpClient) => {
    while (performance.now() < deadline && (seconds !== undefined || next < requests.length)) {
      const request = requests[next++ % requests.length] as WireRequest
      const sent = performance.now()
      const answered = await connection.send(request)
      const now = performance.now()
      if (answered !== status) throw new Error(`${request.path} answered ${answered}`)
      answers += 1
      // A request that ends after the deadline ran beside fewer others.
      if (now <= deadline) {
        latencies.push(now - sent)
        last = now
      }
      if (pause) await sleep(pause)
    }
    connection.close()
  }
  const connections = await Promise.all(Array.from({ length: clients }, () => HttpClient.open(port)))
  await Promise.all(connections.map(client))
  return { latencies, answers, rate: latencies.length / ((last - started) / 1000) }
}

process.on('message', async (load: Load) => {
  process.send?.(await generate(load))
})
