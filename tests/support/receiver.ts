import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import { addEndpoint } from '../../lib/webhook/endpoint/add'
import type { World } from './world'

/** An event as a receiver reads it. */
export type Heard = {
  id: string
  type: string
  timestamp: string
  data: { user: string; session?: string }
  headers: IncomingHttpHeaders
  raw: string
}

/** Answers a call: a status, or whatever it does with the response itself. */
export type Behaviour = (
  event: Heard,
  response: ServerResponse,
) => number | undefined | Promise<number | undefined>

/** A service that hears of events. `behave` may be replaced at any time. */
export type Receiver = { url: string; heard: Heard[]; behave: Behaviour; types(): string[] }

/** Starts a receiver on this machine, until the test ends. */
export async function aReceiver(behave: Behaviour = () => 204): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    heard: [],
    behave,
    types: () => receiver.heard.map(({ type }) => type),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString()
    const event: Heard = { ...JSON.parse(raw), headers: request.headers, raw }
    receiver.heard.push(event)
    const status = await receiver.behave(event, response)
    if (status !== undefined && !response.destroyed) response.writeHead(status).end('thanks')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return receiver
}

/** An endpoint of a world, as `npm run webhook:add` makes it. */
export type TestEndpoint = Receiver & { id: number; secret: string }

/** Starts a receiver and adds it. */
export async function anEndpoint(
  { ctx }: World,
  { events = ['*'], behave }: { events?: string[]; behave?: Behaviour } = {},
): Promise<TestEndpoint> {
  const receiver = await aReceiver(behave)
  const added = await addEndpoint(ctx, { url: receiver.url, events })
  if (typeof added === 'string') throw new Error(added)
  return Object.assign(receiver, added)
}

/** Verifies a message as receivers do, by Standard Webhooks' own package. @throws where it is not from us */
export function verify(secret: string, { raw, headers }: Heard): unknown {
  return new Webhook(secret).verify(raw, headers as Record<string, string>)
}
