import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a database server on which its answers can be kept back: the statements arrive, and run. */
export type HeldAnswers = { url: string; hold(): void; release(): void; close(): Promise<void> }

/** Opens a way to the database of `url`, which names the folder of its server's socket. */
export async function holdableAnswers(url: string): Promise<HeldAnswers> {
  const way = new URL(url)
  const target = `${way.searchParams.get('host')}/.s.PGSQL.${way.port || 5432}`
  const answering = new Set<Socket>()
  let isHeld = false
  const server = createServer((client) => {
    const database = connect(target)
    answering.add(database)
    for (const socket of [client, database]) socket.on('error', () => undefined)
    client.pipe(database)
    database.on('data', (data) => client.write(data)).on('close', () => client.destroy())
    if (isHeld) database.pause()
    client.on('close', () => {
      answering.delete(database)
      database.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  way.searchParams.delete('host')
  way.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: way.href,
    hold() {
      isHeld = true
      for (const database of answering) database.pause()
    },
    release() {
      isHeld = false
      for (const database of answering) database.resume()
    },
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}
