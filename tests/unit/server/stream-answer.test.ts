import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { streamed } from '../../../lib/http/response/stream'
import { serveWithHandler } from '../../../server/web-handler'

const PART = 'x'.repeat(65_536)

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A server whose answer is `parts`, and how far they were asked for. */
async function serving(parts: (made: () => void) => AsyncGenerator<string, void>) {
  const seen = { made: 0, returned: false, failure: undefined as unknown }
  async function* watched() {
    try {
      yield* parts(() => {
        seen.made += 1
      })
    } finally {
      seen.returned = true
    }
  }
  const handler = async () => streamed(watched(), { 'Content-Type': 'application/x-ndjson' })
  server = createServer((incoming, outgoing) => {
    serveWithHandler(handler, incoming, outgoing, 'http://localhost').catch((error) => {
      seen.failure = error
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, resolve))
  return { seen, url: `http://localhost:${(server.address() as AddressInfo).port}/` }
}

const answerOf = (url: string) =>
  new Promise<IncomingMessage>((resolve, reject) => get(url, resolve).on('error', reject))

async function* many(count: number, made: () => void) {
  for (let index = 0; index < count; index += 1) {
    made()
    yield PART
  }
}

describe('an answer that is made while it is read', () => {
  it('arrives whole', async () => {
    const { seen, url } = await serving((made) => many(40, made))
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    expect((await response.text()).length).toBe(40 * PART.length)
    expect(seen).toEqual({ made: 40, returned: true, failure: undefined })
  })

  it('is not made before a slow client reads it, and then to the end', async () => {
    const { seen, url } = await serving((made) => many(2_000, made))
    const response = await answerOf(url)
    response.pause()
    await sleep(300)
    // The buffers of both kernels take some megabytes, and not the 125 MB that there are.
    expect(seen.made).toBeLessThan(400)
    const { made } = seen
    await sleep(200)
    expect(seen.made).toBe(made)
    let length = 0
    for await (const chunk of response) length += chunk.length
    expect(length).toBe(2_000 * PART.length)
  })

  it('is given up when the client leaves', async () => {
    const { seen, url } = await serving((made) => many(100_000, made))
    const response = await answerOf(url)
    response.destroy()
    await expect.poll(() => seen.returned).toBe(true)
    expect(seen.made).toBeLessThan(400)
    expect(seen.failure).toBeUndefined()
  })

  it('breaks off where it fails, so that nobody takes a part for the whole', async () => {
    const { seen, url } = await serving(async function* (made) {
      yield* many(2, made)
      throw new Error('no more')
    })
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow()
    expect(seen.failure).toMatchObject({ message: 'no more' })
  })
})
