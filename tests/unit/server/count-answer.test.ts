import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countAs } from '../../../lib/http/response/counted-status'
import { RequestCounter } from '../../../lib/monitor/count/requests'
import { countAnswer } from '../../../server/count-answer'
import { serveWithHandler } from '../../../server/web-handler'
import { testClock } from '../../support/clock'

let counter: RequestCounter
/** Handles the next request as the server does, and resolves when that is done. */
let handle: (outgoing: ServerResponse) => Promise<void>
let served: Promise<void>

const server = createServer((_incoming, outgoing) => {
  served = handle(outgoing)
  countAnswer(counter, outgoing, served)
})
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => void server.close())
beforeEach(() => {
  counter = new RequestCounter(testClock())
})

/** Asks, leaves before there is an answer, and lets the server answer then. */
async function leaveBefore(answer: (outgoing: ServerResponse) => void): Promise<void> {
  const impatience = new AbortController()
  handle = async (outgoing) => {
    impatience.abort()
    await once(outgoing, 'close')
    answer(outgoing)
  }
  await fetch(url(), { signal: impatience.signal }).catch(() => {})
  await served
}

const counted = () => {
  const { requests, errors, buckets } = counter.sinceStart
  return { requests, errors, timed: buckets.reduce((sum, count) => sum + count, 0) }
}

describe('a request is counted', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('as what it was answered with: %i', async (status, errors) => {
    handle = async (outgoing) => void outgoing.writeHead(status).end('done')
    await (await fetch(url())).text()
    await expect.poll(counted).toEqual({ requests: 1, errors, timed: 1 })
  })

  it('as what the API answered, where a plain form is sent on to a page', async () => {
    const redirect = countAs(new Response(null, { status: 303, headers: { Location: '/login' } }), 503)
    handle = (outgoing) => serveWithHandler(async () => redirect, outgoing.req, outgoing, url())
    expect((await fetch(url(), { redirect: 'manual' })).status).toBe(303)
    await expect.poll(counted).toEqual({ requests: 1, errors: 1, timed: 1 })
  })

  it.each([
    [503, 1],
    [400, 0],
  ])('as what was on its way to a client that left: %i', async (status, errors) => {
    await leaveBefore((outgoing) => void outgoing.writeHead(status).end('late'))
    await expect.poll(counted).toEqual({ requests: 1, errors, timed: 0 })
  })

  it('not as a success that nobody received', async () => {
    await leaveBefore((outgoing) => void outgoing.end('late'))
    await leaveBefore(() => {})
    expect(counted()).toEqual({ requests: 0, errors: 0, timed: 0 })
  })
})
