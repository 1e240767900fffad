import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { noted } from '../../../lib/db/states/noted'
import { createLog } from '../../../lib/kernel/log'
import { withPageStatus } from '../../../server/page-status'

const log = createLog(
  () => new Date(),
  () => undefined,
)
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))))

type Render = (outgoing: ServerResponse, incoming: IncomingMessage) => void

/** PostgreSQL's "the database system is starting up". */
const fail = () => void noted(Object.assign(new Error('starting'), { code: '57P03' }))

async function ask(render: Render, init: RequestInit = {}) {
  const server = createServer((incoming, outgoing) =>
    withPageStatus(log, { incoming, outgoing }, () => render(outgoing, incoming)),
  )
  servers.push(server)
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    ...init,
    headers: { connection: 'close', ...init.headers },
  })
  return { answer, text: await answer.text() }
}

const html = (outgoing: ServerResponse, status: number) =>
  outgoing.writeHead(status, { 'Content-Type': 'text/html' })

const WAYS: [string, Render][] = [
  [
    'in one piece',
    (outgoing) => {
      outgoing.statusCode = 500
      outgoing.setHeader('Content-Type', 'text/html')
      outgoing.end('<p>blank</p>')
    },
  ],
  [
    'in parts',
    (outgoing) => {
      outgoing.setHeader('Content-Type', 'text/html')
      html(outgoing, 500)
      outgoing.write('<p>')
      outgoing.end('blank</p>')
    },
  ],
  [
    'compressed, by one that kept the functions of the response',
    (outgoing) => {
      const [write, end] = [outgoing.write, outgoing.end]
      outgoing.statusCode = 500
      outgoing.setHeader('Content-Type', 'text/html')
      outgoing.setHeader('Content-Encoding', 'gzip')
      outgoing.writeHead(500)
      write.call(outgoing, gzipSync('<p>blank</p>'), 'binary')
      Reflect.apply(end, outgoing, [])
    },
  ],
]

describe('a page that fails because of the database', () => {
  it.each(WAYS)('is replaced by one that needs no script, written %s', async (_way, render) => {
    const { answer, text } = await ask(
      (outgoing, incoming) => {
        fail()
        render(outgoing, incoming)
      },
      { headers: { 'accept-language': 'en' } },
    )
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('content-language')).toBe('en')
    expect(text).toContain('<h1>Something went wrong on our side</h1>')
    expect(text).not.toContain('blank')
    expect(text).not.toContain('<script')
  })

  it('has the same head for HEAD, and no body', async () => {
    const [, [, render]] = WAYS as [unknown, [string, Render]]
    const failing: Render = (outgoing, incoming) => {
      fail()
      render(outgoing, incoming)
    }
    const [head, get] = [await ask(failing, { method: 'HEAD' }), await ask(failing)]
    expect(head.answer.status).toBe(503)
    expect(head.text).toBe('')
    expect(head.answer.headers.get('content-length')).toBe(get.answer.headers.get('content-length'))
  })

  it('stays what it is where no document was asked for', async () => {
    const { answer, text } = await ask((outgoing) => {
      fail()
      outgoing.writeHead(500, { 'Content-Type': 'text/x-component' })
      outgoing.end('0:E')
    })
    expect([answer.status, text]).toEqual([503, '0:E'])
  })
})

it.each([200, 404, 500])('a page of status %i without such a failure is left alone', async (status) => {
  const { answer, text } = await ask((outgoing) => {
    outgoing.statusCode = status
    outgoing.setHeader('Content-Type', 'text/html')
    outgoing.end('<p>as it is</p>')
  })
  expect([answer.status, text]).toEqual([status, '<p>as it is</p>'])
  expect(answer.headers.get('content-length')).toBe('15')
})
