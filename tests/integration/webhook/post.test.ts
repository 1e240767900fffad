import { describe, expect, it } from 'vitest'
import type { AddressResolver } from '../../../lib/kernel/network/public-get'
import { createPost } from '../../../lib/webhook/send/post'
import { aReceiver } from '../../support/receiver'

const message = {
  headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1' },
  body: '{"type":"user.verified"}',
}
const OPEN = { webhooks: { allowPrivate: true } }
const open = createPost(OPEN, { maxSockets: 4 })

/** Answers with these addresses, one list a question. */
function nameServer(...answers: string[][]) {
  return {
    resolve4: async () => answers.shift() ?? [],
    resolve6: async () => [],
  } as unknown as AddressResolver
}

const closed = (...answers: string[][]) =>
  createPost({ webhooks: { allowPrivate: false } }, { maxSockets: 4, resolver: nameServer(...answers) })

describe('a call', () => {
  it('posts the message, and keeps the connection for the next one', async () => {
    const ports = new Set<number | undefined>()
    const { url, heard } = await aReceiver((_, response) => {
      ports.add(response.socket?.remotePort)
      return 202
    })
    expect(await open(url, message)).toEqual({ status: 202 })
    expect(await open(url, message)).toEqual({ status: 202 })
    expect(heard.map(({ raw }) => raw)).toEqual([message.body, message.body])
    expect(ports.size).toBe(1)
  })

  it('is over in its time', async () => {
    const { url } = await aReceiver(() => undefined)
    expect(await createPost(OPEN, { maxSockets: 4, timeLimit: 300 })(url, message)).toEqual({
      code: 'TIMEOUT',
    })
  })

  it('follows no redirect', async () => {
    const elsewhere = await aReceiver()
    const { url } = await aReceiver((_, response) => {
      response.setHeader('location', elsewhere.url)
      return 307
    })
    expect(await open(url, message)).toEqual({ status: 307 })
    expect(elsewhere.heard).toEqual([])
  })

  it('is none where the connection is cut after the message was taken', async () => {
    const { url, heard } = await aReceiver((_, response) => {
      response.destroy()
      return undefined
    })
    expect(await open(url, message)).toEqual({ code: 'ECONNRESET' })
    expect(heard).toHaveLength(1)
  })

  it('goes out once more where the receiver closed a kept connection', async () => {
    let count = 0
    const { url, heard } = await aReceiver((_, response) => {
      count += 1
      if (count !== 2) return 200
      response.destroy()
      return undefined
    })
    expect(await open(url, message)).toEqual({ status: 200 })
    expect(await open(url, message)).toEqual({ status: 200 })
    expect(heard).toHaveLength(3)
  })

  it('reads no endless answer', async () => {
    let isOver = false
    const { url } = await aReceiver((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
      }
      response.on('drain', more).on('close', () => {
        isOver = true
      })
      more()
      return undefined
    })
    expect(await open(url, message)).toEqual({ status: 200 })
    await expect.poll(() => isOver).toBe(true)
  })

  it('finds nobody', async () => {
    expect(await open('http://127.0.0.1:1/events', message)).toEqual({ code: 'ECONNREFUSED' })
  })
})

describe('where private addresses are refused', () => {
  it.each([
    'http://127.0.0.1/events',
    'https://127.0.0.1/events',
    'https://[::1]/events',
    'https://[fd00::1]/events',
    'https://localhost/events',
    'http://example.com/events',
  ])('nobody is called at %s', async (address) => {
    expect(await closed()(address, message)).toEqual({ code: 'REFUSED_ADDRESS' })
  })

  it('a name that leads to one is refused as the connection is made, also among public ones', async () => {
    expect(await closed(['10.0.0.1'])('https://listener.example/events', message)).toEqual({
      code: 'PRIVATE_ADDRESS',
    })
    const mixed = closed(['198.41.0.4', '127.0.0.1'])
    expect(await mixed('https://listener.example/events', message)).toEqual({ code: 'PRIVATE_ADDRESS' })
  })

  it('a name without an address is a failure like any other', async () => {
    expect(await closed()('https://listener.example/events', message)).toEqual({ code: 'NO_ADDRESS' })
  })
})
