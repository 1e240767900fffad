import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { MAIN_FLOW, warmUp } from '../../../../scripts/dev/warm-up'

let server: Server | undefined

/** A server that answers with the status `statusOf` says. @returns its origin */
async function serve(statusOf: (request: IncomingMessage) => number): Promise<string> {
  const made = createServer((request, response) => response.writeHead(statusOf(request)).end())
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`
}

afterEach(() => {
  server?.close()
})

describe('the warm-up', () => {
  it('knows pages and routes that there are, the sign-up first', () => {
    const files = MAIN_FLOW.map((path) => `app${path}/${path.startsWith('/api/') ? 'route.ts' : 'page.tsx'}`)
    expect(files.filter((file) => !existsSync(file))).toEqual([])
    expect(MAIN_FLOW[0]).toBe('/register')
  })

  it('asks for one after the other, says so, and is ready with the first', async () => {
    const heard: string[] = []
    const origin = await serve((request) => {
      heard.push(`${request.method} ${request.url}`)
      return 200
    })
    const lines: string[] = []
    await warmUp(
      origin,
      () => true,
      (line) => lines.push(line),
      () => lines.push('ready'),
    )
    expect(heard).toEqual(
      MAIN_FLOW.map((path) => `${path.startsWith('/api/') ? 'REPORT' : 'GET'} ${path}?warm-up`),
    )
    const count = MAIN_FLOW.length
    expect(lines.slice(0, 3)).toEqual([
      `compiling /register (1 of ${count})…`,
      'ready',
      `compiling ${MAIN_FLOW[1]} (2 of ${count})…`,
    ])
    expect(lines).toHaveLength(count + 2)
  })

  it('says what does not compile, and goes on', async () => {
    const origin = await serve(({ url }) => (url?.startsWith('/login') ? 500 : 200))
    const lines: string[] = []
    await warmUp(
      origin,
      () => true,
      (line) => lines.push(line),
      () => undefined,
    )
    expect(lines.filter((line) => line.includes('answered'))).toEqual(['/login answered 500'])
    expect(lines).toHaveLength(MAIN_FLOW.length + 2)
  })

  it('waits for a server that does not listen yet, and ends with it', async () => {
    const origin = await serve(() => 200)
    server?.close()
    let asked = 0
    let ready = false
    await warmUp(
      origin,
      () => ++asked < 3,
      () => undefined,
      () => (ready = true),
    )
    expect({ asked, ready }).toEqual({ asked: 3, ready: false })
  })
})
